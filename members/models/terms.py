"""For how long rows about people are kept."""

from django.utils.translation import gettext_lazy as _

from collab.kit.privacy import Term
from members.models.affiliations import ASK_AGAIN_AFTER
from members.models.joining import HELPER_ANSWERS_WITHIN, INVITATION_LASTS, PROVE_LINK

# Links in emails work for 60 days; whoever follows one has to be known still.
GUESTS = Term("guests", _("People without an account, after their last event, pledge or story"), days=90, least=60)
COPY = Term("copy", _("A copy that nobody fetched"), days=7, fixed=_("The email about the copy says how long."))
COPY_ASKED = Term(
    "copy-asked",
    _("That somebody asked for a copy"),
    days=30,
    fixed=_("We answer within a month, and have to be able to show it."),
)
STOPPED = Term("leaving-stopped", _("That somebody asked to leave, and stayed"), days=90, least=30)
SIGN_INS = Term("sign-ins", _("Sign-ins that ended"), days=0, fixed=_("They go on the night after."))
# Whoever was told no may ask again later, and not sooner because the no is gone.
REFUSED = Term("refusals", _("That an organisation said no to somebody"), days=366, least=ASK_AGAIN_AFTER.days + 1)
INVITATIONS = Term("invitations", _("Invitations that ended"), days=60, least=INVITATION_LASTS.days)
ASKED = Term("join-requests", _("Answers to people who asked to join"), days=90, least=30)
UNPROVED = Term(
    "join-requests-unproved",
    _("People who asked to join and did not prove their address"),
    days=PROVE_LINK.max_age.days,
    fixed=_("The link in their email works for as long."),
)
HELPERS = Term("helpers", _("Help that ended"), days=60, least=14)
HELPERS_ASKED = Term(
    "helpers-asked",
    _("Helpers who were asked and did not answer"),
    days=30,
    least=HELPER_ANSWERS_WITHIN.days,
)
LISTS = Term("lists", _("Lists that were brought in, or left"), days=30, least=7)
