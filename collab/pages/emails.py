"""Emails in words: what each is for, where it has got to, and why it got no further."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from outbox.models import NO_SUCH_MAILBOX, OutgoingEmail, State

# The worst first.
STATES = {
    State.FAILED: _("Could not be sent"),
    State.RETRY: _("Tried, we will try again"),
    State.CLAIMED: _("Being sent"),
    State.DUE: _("Waiting to be sent"),
    State.SENT: _("Sent"),
    State.CANCELLED: _("No longer needed"),
}
PURPOSES = {
    "events.back-on": _("A cancelled date is on after all"),
    "events.cancelled": _("A date is cancelled"),
    "events.changed": _("A date has changed"),
    "events.came": _("Thanks for coming"),
    "events.confirmed": _("A place is saved"),
    "events.date-added": _("A date was added to workshops"),
    "events.day-before": _("A date is tomorrow"),
    "events.given-back": _("A place was given back"),
    "events.handed-over": _("A host has handed over"),
    "events.host-added": _("Somebody is made a host"),
    "events.moved": _("A place was lost, and leads the line"),
    "events.lapsed": _("The time to say yes to a place ran out"),
    "events.offered": _("A place came free and is kept"),
    "events.missed": _("We missed you"),
    "events.links-again": _("Links to places were asked for again"),
    "events.moved-away": _("A place has another address now"),
    "events.promoted": _("A place came free"),
    "events.taken-off": _("A host took somebody off the list"),
    "events.waiting": _("A place on the waiting list"),
    "events.week-before": _("Still coming in a week?"),
    "groups.agreement": _("A working agreement to agree"),
    "groups.asked": _("Somebody asks to join a group"),
    "groups.closed": _("A group is closed"),
    "groups.invited": _("Somebody is asked into a group"),
    "groups.lead": _("A group has a new lead"),
    "groups.next-date": _("A group’s next date"),
    "groups.not-now": _("A group says not now"),
    "groups.welcome": _("Welcome to a group"),
    "members.affiliation_asked": _("Somebody says where they work"),
    "members.affiliation_decided": _("An answer about where somebody works"),
    "members.code": _("A code to sign in"),
    "members.helper_asked": _("Somebody is asked to help"),
    "members.helper_began": _("Somebody helps from now on"),
    "members.helper_ended": _("Somebody’s help has ended"),
    "members.invitation": _("An invitation"),
    "members.join_decided": _("An answer to somebody who asked to join"),
    "members.join_known": _("Somebody asked to join, and need not"),
    "members.join_request": _("An address to prove before joining"),
    "members.no_account": _("A code was asked for, and there is no account"),
    "members.roles": _("Somebody’s roles have changed"),
    "members.sign_in_changed": _("A way to sign in has changed"),
    "members.way_back": _("An organiser let somebody back in"),
    "network.introduction-asked": _("Somebody would like to meet"),
    "network.introduction-go-between": _("Somebody asks for an introduction"),
    "network.introduction-lapsed": _("An introduction has ended by itself"),
    "network.introduction-made": _("Two people are introduced"),
    "network.introduction-made-thanks": _("Thanks for an introduction"),
    "network.introduction-over": _("An introduction has ended"),
    "pledges.ahead": _("A pledge with others begins"),
    "pledges.ask_ahead": _("Go ahead though some are missing?"),
    "pledges.hand_over": _("A pledge is passed on"),
    "pledges.handed_over": _("An answer about a pledge passed on"),
    "pledges.help": _("A host offers help with a pledge"),
    "pledges.kept": _("Somebody’s pledge is kept"),
    "pledges.left": _("A pledge was left behind"),
    "pledges.let_go": _("Somebody’s pledge is let go"),
    "pledges.letter": _("A letter to a backer"),
    "pledges.made": _("A pledge is made"),
    "pledges.off": _("A pledge did not come together"),
    "pledges.partner_answer": _("An answer to who asked for a partner"),
    "pledges.partner_ask": _("Somebody is asked to be a partner or backer"),
    "pledges.partner_asked": _("A partner is asked to get in touch"),
    "pledges.partner_back": _("A partner or backer steps back"),
    "pledges.partner_over": _("Thanks to a partner or backer"),
    "pledges.partner_yes": _("A partner or backer who said yes reads what happens next"),
    "pledges.plan": _("A plan somebody sent to themselves"),
    "pledges.reminder": _("How is your pledge going?"),
    "pledges.round": _("What was said at a round"),
    "pledges.sent_back": _("A pledge goes back to its maker"),
    "pledges.smaller": _("Make a pledge smaller, or let it go?"),
    "pledges.thanked": _("Thanks for a kept pledge"),
    "privacy.asked": _("What is kept about somebody was asked for"),
    "privacy.begun": _("Somebody asked to be deleted"),
    "privacy.download": _("A copy of somebody’s details is ready"),
    "privacy.left": _("Somebody was deleted"),
    "privacy.stopped": _("Somebody stays"),
    "reports.answer": _("An answer to a report"),
    "reports.nobody-reads": _("Reports that nobody may read"),
    "reports.put-back": _("Something was put back"),
    "reports.taken-down": _("Something was taken down"),
    "safeguarding.nobody-reads": _("Reports that no safeguarding lead may read"),
    "safeguarding.waits": _("A report waits for the safeguarding lead"),
    "stories.approved": _("A story waits for its teller’s yes"),
    "stories.asked": _("Somebody is asked whether they agree to be in a story"),
    "stories.answered": _("A teller hears what somebody answered"),
    "stories.question": _("Somebody asks a teller how they did it"),
    "stories.answer": _("A teller answers"),
    "stories.declined": _("A story is not for this site"),
    "stories.held": _("A story is held"),
    "stories.part": _("Somebody took their part of a story back"),
    "stories.still": _("Somebody is asked whether a story is still all right"),
    "stories.expired": _("A story is hidden, since nobody answered"),
    "stories.published": _("A story is published"),
    "stories.returned": _("A story goes back to its teller"),
    "stories.waiting": _("Everyone in a story has said yes"),
    "stories.second": _("A story waits for a second person"),
    "stories.to-check": _("A story waits to be checked"),
    "stories.safeguarding": _("A held story waits for the safeguarding lead"),
}


def shown_to(address: str) -> str:
    """Enough of the address for whoever knows it: the first letter, and who runs the mailbox."""
    before, _at, after = address.partition("@")
    return f"{before[:1]}…@{after}" if after else ""


def why(email: OutgoingEmail) -> str:
    """What kept it, in a sentence; the class of the refusal stands in it for whoever runs the mail server."""
    if email.last_error == NO_SUCH_MAILBOX:
        return gettext("There is no mailbox at this address any more, so it was not sent.")
    if email.bounced_at:
        return gettext("It came back: %(status)s.") % {"status": email.last_error.removeprefix("bounced ")}
    return gettext("The mail server said: %(error)s.") % {"error": email.last_error} if email.last_error else ""
