"""What became of many pledges, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pledges.models.reading import COUNT_UP_TO, Counted


def shares_in_words(counted: Counted | None) -> list[str]:
    """Plain sentences: how many were answered, kept and let go. Nothing where they could be about one person."""
    if counted is None or not counted.may_be_shared_out:
        return []
    among = min(counted.begun, COUNT_UP_TO)
    if counted.is_capped:
        begin = _("Of the newest %(among)s, people have said how %(share)s in 100 are going.")
    else:
        begin = _("People have said how %(share)s in 100 are going.")
    words = [begin % {"among": f"{among:,}", "share": in_100(counted.answered, among)}]
    if counted.answered:
        kept = in_100(counted.kept, counted.answered)
        words.append(_("Of those, %(share)s in 100 are kept.") % {"share": kept})
    if counted.let_go:
        gone = counted.let_go
        words.append(ngettext("%(n)s was let go.", "%(n)s were let go.", gone) % {"n": gone})
    return words


def in_100(part: int, whole: int) -> int:
    """A share in whole numbers."""
    return round(100 * part / whole)
