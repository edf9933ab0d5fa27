"""Names and titles as they stand in a sentence."""


def in_a_sentence(name: str) -> str:
    """Council becomes council; NHS stays."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def full_stop_after(title: str) -> str:
    """The full stop of a sentence that ends with this title; none where the title ends one itself."""
    return "" if title.rstrip("”’\"')").endswith(("?", "!", ".", "…")) else "."
