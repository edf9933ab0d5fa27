"""A story's picture: kept in three sizes, changed, removed, and its files with it."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from collab.kit.pictures import Written, keep
from members.models import Member
from stories.actions.history import locked
from stories.actions.telling import change_story
from stories.models import Story
from stories.models.pictures import FOLDER, drop_files, name_of, orphans

# Longer than any request takes between writing the files and saving their name.
TIME_TO_SAVE = timedelta(days=1)


@transaction.atomic
def change_picture(story: Story, photo: Written | None, *, by: Member, at: datetime, **words: object) -> bool:
    """A new picture where there is one, and what is said of it. False, and nothing saved, when the story moved on."""
    before = str(story.picture)
    if photo is not None:
        words["picture"] = name_of(keep(FOLDER, photo))
    if not change_story(story, by=by, at=at, **words):  # type: ignore[arg-type]
        drop_files([str(words.get("picture", ""))])
        return False
    if photo is not None:
        drop_once_sure(before)
    return True


@transaction.atomic
def remove_picture(story: Story, *, by: Member, at: datetime) -> bool:
    """No picture and no words about it; its files go too. Twice is once."""
    story = locked(story)
    if not story.picture or not story.is_changeable:
        return False
    drop_once_sure(str(story.picture))
    return change_story(
        story, by=by, at=at,
        picture="", picture_alt="", picture_credit="", picture_focus_x=50, picture_focus_y=50,
    )  # fmt: skip


def drop_once_sure(name: str) -> None:
    """Its files go when what was just done is done for good."""
    transaction.on_commit(partial(drop_files, [name]))


def sweep(now: datetime) -> int:
    """Delete pictures that belong to no story, and say how many. Safe to run twice."""
    found = orphans(before=now - TIME_TO_SAVE)
    drop_files(found)
    return len(found)
