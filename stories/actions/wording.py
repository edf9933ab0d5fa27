"""How an agreement was given, in the words of its record."""

from datetime import timedelta

from django.utils.translation import gettext as _

DAY = timedelta(days=1)


def words_of_how(how: str) -> str:
    """What stands on the record; links and buttons are ours, the rest is what the teller says."""
    return {
        "mine": _("on this site"),
        "link": _("by their own link"),
        "paper": _("on paper"),
        "phone": _("by phone"),
        "spoken": _("face to face"),
    }[how]
