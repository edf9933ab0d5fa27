"""A member asks a teller how they did it, and the teller answers once, without signing in."""

from datetime import datetime, timedelta

from django.db import transaction

from commons.models import audit, within_limit
from members.models import Member
from stories import emails
from stories.models import Story, StoryQuestion

A_DAY, AT_MOST = timedelta(days=1), 5


@transaction.atomic
def ask_how(story: Story, *, by: Member, at: datetime, words: str) -> bool:
    """To the teller who agreed to be asked. False after five in a day; the same words twice are one question."""
    if StoryQuestion.objects.filter(story=story, asker=by, words=words).exists():
        return True
    if not within_limit("story-question", str(by.uuid), at_most=AT_MOST, per=A_DAY, now=at):
        return False
    question = StoryQuestion.objects.create(story=story, asker=by, words=words, asked_at=at)
    emails.tell_of_question(question, at=at)
    audit("stories.asked_how", by=by.uuid, kind="story", target=story.uuid)
    return True


@transaction.atomic
def answer_how(question: StoryQuestion, *, at: datetime, words: str) -> bool:
    """To whoever asked. The first answer stands; False for a second one."""
    open_rows = StoryQuestion.objects.filter(pk=question.pk, answered_at=None)
    if not open_rows.update(answer=words, answered_at=at):
        return False
    question.refresh_from_db()
    emails.tell_of_answer_how(question, at=at)
    return True
