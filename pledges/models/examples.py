"""The newest pledges that anybody may read, beside the box for a new one."""

from datetime import datetime

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from collab.kit.statements import Statement
from events.models import Event
from pledges.models.patches import NEW_FOR
from pledges.models.pledges import Pledge
from pledges.models.walls import Patches, as_text, newest_first, patches_of, rows_of

EXAMPLES = 3


def newest_as_text(event: Event | None, *, now: datetime) -> str:
    """They and what is shown of them, so that the same text is the same examples. A date may have brought them."""
    texts = vars(event).get("examples") if event else None
    return f"[{','.join(NEWEST.rows(now - NEW_FOR) if texts is None else texts)}]"


def examples_of(text: str, *, now: datetime) -> Patches:
    """The patches of such a text."""
    return patches_of(rows_of(text), now=now)


def newest(fresh: datetime) -> QuerySet[Pledge, str]:
    """Each as a text; `fresh` is since when they are new."""
    shown = newest_first(Pledge.objects.on_wall().exclude(state=Pledge.State.LET_GO))
    return shown[:EXAMPLES].values_list(Cast(as_text(fresh), TextField()), flat=True)


NEWEST: Statement[str] = Statement(newest, datetime)
