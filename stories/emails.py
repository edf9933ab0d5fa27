"""What a story's teller and the safeguarding leads are told, always with what to do next."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from collab.kit.links import SignedLink
from members.models import Contact, Member
from outbox.actions import write_email
from stories.models import Consent, ConsentAsk, Decision, Story, StoryQuestion
from stories.models.moderation import UNDO_WITHIN

RELEASE = SignedLink("stories.release", timedelta(days=60))
STILL = SignedLink("stories.still", timedelta(days=400))
APPEAL = SignedLink("stories.appeal", timedelta(days=60))
ANSWER = SignedLink("stories.answer", timedelta(days=60))
AGREE = SignedLink("stories.agree", timedelta(days=60))
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
        _write("approved", decision, to=consent.contact, at=at + UNDO_WITHIN,
               subject=_("Say yes to the final words of a story"),
               url=_full(release_path(consent)))  # fmt: skip


def tell_of_return(decision: Decision, *, at: datetime) -> None:
    """It came back: which house rule, the sentence, and where to change it."""
    path = reverse("story_answers", args=[decision.story.uuid])
    _write("returned", decision, to=decision.story.teller, at=at + UNDO_WITHIN,
           subject=_("Your story needs a change"), url=_full(path))  # fmt: skip


def tell_of_hold(decision: Decision, *, at: datetime) -> None:
    """Nobody can read it for now; a person will ring or write."""
    _write("held", decision, to=decision.story.teller, at=at + UNDO_WITHIN, subject=_("Your story is on hold"))


def ask_to_agree(asked: ConsentAsk, *, at: datetime) -> None:
    """Somebody who is in a story, or whose words are: what it is, and a button."""
    key = f"{asked.story.uuid}:{asked.uuid}"
    _about(asked.story, "asked", key, to=asked.contact, at=at, subject=_("Do you agree to be in a story?"),
           asked=asked, quote=asked.quote, url=_full(AGREE.path("story_agree", asked.uuid)))  # fmt: skip


def tell_of_answer(asked: ConsentAsk, *, at: datetime) -> None:
    """The teller hears what somebody answered, and what to do now."""
    path = reverse("story_quotes" if asked.quote_id else "story_people", args=[asked.story.uuid])
    subject = _("A yes for your story") if asked.said_yes else _("A no for your story")
    _about(asked.story, "answered", f"{asked.story.uuid}:{asked.uuid}:answer", to=asked.story.teller, at=at,
           subject=subject, asked=asked, url=_full(path))  # fmt: skip


def tell_of_part(story: Story, consent: Consent, part: str, *, at: datetime) -> None:
    """Somebody took their part back. The teller hears what is out, and whether the story waits for them."""
    path = reverse("story_answers", args=[story.uuid])
    _about(story, "part", f"{story.uuid}:{consent.uuid}:{part}", to=story.teller, at=at, part=part,
           subject=_("Something was taken out of your story"), url=_full(path))  # fmt: skip


def ask_whether_still_right(consent: Consent, *, ends_on: date, is_last: bool, at: datetime) -> None:
    """Once a year, with nothing to do; before the agreement ends, with a button that keeps it."""
    key = f"{consent.story.uuid}:{consent.uuid}:{at:%Y%m%d}"
    _about(consent.story, "still", key, to=consent.contact, at=at, subject=_("Is your story still all right?"),
           ends_on=ends_on, is_last=is_last, url=_full(STILL.path("story_still", consent.uuid)),
           withdraw_url=_full(withdraw_path(consent)))  # fmt: skip


def tell_of_end(consent: Consent, *, at: datetime) -> None:
    """It is hidden, since they did not answer; one button brings it back."""
    key = f"{consent.story.uuid}:{consent.uuid}:{consent.review_on}"
    _about(consent.story, "expired", key, to=consent.contact, at=at, subject=_("Your story is hidden for now"),
           url=_full(STILL.path("story_still", consent.uuid)))  # fmt: skip


def ask_for_release_of(consent: Consent, *, at: datetime) -> None:
    """The story was checked before they agreed: they are asked for their yes to the final words at once."""
    key = f"{consent.story.uuid}:{consent.story.version}:{consent.uuid}"
    _about(consent.story, "approved", key, to=consent.contact, at=at, url=_full(release_path(consent)),
           subject=_("Say yes to the final words of a story"))  # fmt: skip


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


def tell_of_question(question: StoryQuestion, *, at: datetime) -> None:
    """Somebody asks how it was done: their words, who they are, and a page to answer on."""
    key = f"{question.story.uuid}:{question.uuid}"
    _about(question.story, "question", key, to=question.story.teller, at=at, question=question,
           subject=_("How did you do it?"), url=_full(ANSWER.path("story_asked", question.uuid)))  # fmt: skip


def tell_of_answer_how(question: StoryQuestion, *, at: datetime) -> None:
    """What the teller says, to whoever asked."""
    key = f"{question.story.uuid}:{question.uuid}"
    _about(question.story, "answer", key, to=question.asker.contact, at=at, question=question,
           subject=_("An answer about a story"), url=_full(question.story.get_absolute_url()))  # fmt: skip


def tell_of_no(decision: Decision, *, at: datetime) -> None:
    """Not for this site: which house rule, the sentence, and how to ask for another person once."""
    may_ask = not decision.story.decisions.filter(outcome=Decision.Outcome.APPEALED).exists()
    url = _full(APPEAL.path("story_appeal", decision.uuid)) if may_ask else ""
    _write("declined", decision, to=decision.story.teller, at=at + UNDO_WITHIN, url=url,
           subject=_("About your story"))  # fmt: skip


def tell_checkers(decision: Decision, checkers: Iterable[Member], *, at: datetime) -> None:
    """A story waits. The link opens this one; what it says stays here."""
    for checker in checkers:
        _to_staff("to_check", decision, checker, at=at, subject=_("A story waits to be checked"))


def ask_second_people(decision: Decision, people: Iterable[Member], *, at: datetime) -> None:
    """Somebody is not sure, or a teller asks for another person."""
    for person in people:
        _to_staff("second", decision, person, at=at + UNDO_WITHIN, subject=_("A story waits for a second person"))


def _to_staff(name: str, decision: Decision, member: Member, *, at: datetime, subject: str) -> None:
    write_email(
        f"stories/{name}",
        {"url": _full(reverse("check", args=[decision.story.uuid])), "decision": decision},
        purpose=f"stories.{name.replace('_', '-')}",
        key=f"{decision.story.uuid}:{decision.uuid}:{member.uuid}",
        to=member.email,
        to_name=member.contact.first_name,
        subject=subject,
        due_at=at,
    )


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
            due_at=at + UNDO_WITHIN,
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
