"""The emails that were sent when people took a place at the next meeting."""

from django.db.models import F

from collab.demo.loading import Loading
from events.emails.places import tell_outcome
from events.models import SignUp
from outbox.models import OutgoingEmail, State


def write_confirmations(loading: Loading) -> None:
    """For the members among them; each was written and sent at the time of signing up."""
    event = loading.coming[0]
    members = [person.contact_id for person in loading.people.values()]
    for signup in SignUp.objects.with_details().filter(event=event, contact__in=members):
        tell_outcome(signup, event, at=signup.signed_up_at)
    sent = OutgoingEmail.objects.filter(state=State.DUE, to__endswith="@westmere.example")
    sent.update(state=State.SENT, written_at=F("due_at"), sent_at=F("due_at"), attempts=1)
