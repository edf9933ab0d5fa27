"""Python's garbage collector in a process that serves for days."""

import gc


def leave_alone_what_is_loaded() -> None:
    """All that is loaded by now stays, and need not be gone through again: 5 % of a page, 6 % of an email."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
