"""Names as they stand inside a sentence."""


def in_a_sentence(name: str) -> str:
    """Council becomes council; NHS stays."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
