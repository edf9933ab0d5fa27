"""What a story's teller and the safeguarding leads are told, always with what to do next."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from collab.kit.links import SignedLink
from members.models import Contact, Member
from outbox.actions import write_email
from stories.models import Consent, Decision, Story

RELEASE = SignedLink("stories.release", timedelta(days=60))
# Taking a story down has to work for as long as the email can be found again.
WITHDRAW = SignedLink("stories.withdraw", timedelta(days=3650))


def release_path(consent: Consent) -> str:
    """Where the final text waits for a yes."""
    return RELEASE.path("story_release", consent.uuid)


def withdraw_path(consent: Consent) -> str:
    """Where one button takes the story down."""
    return WITHDRAW.path("story_withdraw", consent.uuid)


def ask_for_release(decision: Decision, consents: Iterable[Consent], *, at: datetime) -> None:
    """It was checked: to each person in it, the words as they would stand and a button."""
    for consent in consents:
        _write("approved", decision, to=consent.contact, at=at, subject=_("Say yes to the final words of a story"),
               url=_full(release_path(consent)))  # fmt: skip


def tell_of_return(decision: Decision, *, at: datetime) -> None:
    """It came back: which house rule, the sentence, and where to change it."""
    path = reverse("story_answers", args=[decision.story.uuid])
    _write(
        "returned", decision, to=decision.story.teller, at=at, subject=_("Your story needs a change"), url=_full(path)
    )


def tell_of_hold(decision: Decision, *, at: datetime) -> None:
    """Nobody can read it for now; a person will ring or write."""
    _write("held", decision, to=decision.story.teller, at=at, subject=_("Your story is on hold"))


def tell_of_wait(story: Story, *, besides: Consent, at: datetime) -> None:
    """Everyone said yes. The teller hears when it is published, unless the last yes was theirs."""
    for mine in Consent.objects.about(story).filter(contact=story.teller_id).exclude(pk=besides.pk):
        # A yes to other words is another wait.
        key = f"{story.uuid}:{story.version}:{mine.uuid}"
        _about(story, "waiting", key, to=mine.contact, at=at, subject=_("Everyone in your story has said yes"),
               url=_full(release_path(mine)))  # fmt: skip


def tell_of_publication(decision: Decision, consents: Iterable[Consent], *, at: datetime) -> None:
    """It can be read now, and this is how to take it down: to each person whose yes it rests on."""
    for consent in consents:
        _write("published", decision, to=consent.contact, at=at, subject=_("The story is published"),
               url=_full(decision.story.get_absolute_url()), withdraw_url=_full(withdraw_path(consent)))  # fmt: skip


def tell_safeguarding_leads(decision: Decision, leads: Iterable[Member], *, at: datetime) -> None:
    """Bare on purpose: an inbox is no place for what the story says."""
    for lead in leads:
        write_email(
            "stories/safeguarding",
            {"url": _full(reverse("check_list"))},
            purpose="stories.safeguarding",
            key=f"{decision.story.uuid}:{decision.uuid}:{lead.uuid}",
            to=lead.email,
            to_name=lead.contact.first_name,
            subject=_("A story is held"),
            due_at=at,
        )


def _write(name: str, decision: Decision, *, to: Contact | None, at: datetime, subject: str, **words: str) -> None:
    if to is not None:
        key = f"{decision.story.uuid}:{decision.uuid}:{to.uuid}"
        _about(decision.story, name, key, to=to, at=at, subject=subject, decision=decision, **words)


def _about(
    story: Story, name: str, key: str, *, to: Contact | None, at: datetime, subject: str, **words: object
) -> None:
    if to is None or not to.email:
        return
    write_email(
        f"stories/{name}",
        {"story": story, **words},
        purpose=f"stories.{name}",
        # The story's uuid comes first, so that all about it can be found and cancelled.
        key=key,
        to=to.email,
        to_name=to.first_name,
        subject=subject,
        due_at=at,
    )


def _full(path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}"
