"""The groups: two that go on with many people, a ground breaker, and one that ended well."""

from datetime import datetime, timedelta

from collab.demo.loading import Data, Loading, read
from groups.models import Agreed, Agreement, Group, GroupNote, Membership, Outcome, OutcomeStep
from members.models import Member
from stories.models import Story


def load_groups(loading: Loading) -> None:
    """Each with its people, agreements, outcomes and notes; and which pledges and stories are theirs."""
    for row in read("groups.toml")["group"]:
        group = make_group(loading, row)
        people = put_people_in(loading, group, row)
        for version, said in enumerate(row.get("agreement", []), start=1):
            agree(loading, group, said, people, version=version)
        for wanted in row.get("outcome", []):
            hope(loading, group, wanted)
        GroupNote.objects.bulk_create([note(loading, group, written) for written in row.get("note", [])])
        loading.held_by |= {pledge: (group, pledge in row["only_for_group"]) for pledge in row["pledges"]}
        Story.objects.filter(slug__in=row["stories"]).update(group=group)


def ago(loading: Loading, days: int) -> datetime:
    """That many days before the loading."""
    return loading.now - timedelta(days=days)


def make_group(loading: Loading, row: Data) -> Group:
    """What it says of itself, and when it meets next."""
    names = ("slug", "name", "kind", "purpose", "meets", "openness", "is_public", "next_where")
    group = Group(uuid=loading.uuid(), **{name: row[name] for name in names})
    group.made_at, group.made_by = ago(loading, row["began_days_ago"]), loading.people[row["lead"][0]]
    if row.get("meets_at_next_meeting"):
        group.next_on = loading.coming[0].day
    elif "next_in_days" in row:
        group.next_on = (loading.now + timedelta(days=row["next_in_days"])).date()
    if "closed_days_ago" in row:
        group.closed_at, group.closed_by = ago(loading, row["closed_days_ago"]), group.made_by
        group.we_did, group.we_learned, group.goes_on = row["we_did"], row["we_learned"], row["goes_on"]
    group.save()
    return group


def put_people_in(loading: Loading, group: Group, row: Data) -> list[Member]:
    """Leads, keepers of the notes and all others; and who waits at the door."""
    roles = [*((key, "lead") for key in row["lead"]), *((key, "keeper") for key in row["keeper"])]
    roles += [(key, "member") for key in row["people"]]
    inside = [membership(loading, group, key, state="in", role=role, joined_at=group.made_at) for key, role in roles]
    waiting = [
        membership(loading, group, one["person"], state="asked", message=one["message"], asked_at=ago(loading, 1))
        for one in row["asked"]
    ]
    invited = [membership(loading, group, key, state="invited", invited_by=group.made_by) for key in row["invited"]]
    Membership.objects.bulk_create([*inside, *waiting, *invited])
    return [one.member for one in inside]


def membership(loading: Loading, group: Group, person: str, **fields: object) -> Membership:
    """One person's row, not saved."""
    return Membership(uuid=loading.uuid(), group=group, member=loading.people[person], **fields)


def agree(loading: Loading, group: Group, row: Data, people: list[Member], *, version: int) -> None:
    """One version; it holds where enough have said yes."""
    at = ago(loading, row["days_ago"])
    writer = loading.people[row["proposed_by"]] if "proposed_by" in row else people[0]
    said_yes = [writer, *(one for one in people if one != writer)][: row["agreed_by"]]
    agreement = Agreement.objects.create(
        uuid=loading.uuid(),
        group=group,
        version=version,
        text=row["text"].strip(),
        proposed_by=writer,
        proposed_at=at,
        agreed_at=at + timedelta(days=1) if row["agreed_by"] * 2 > len(people) else None,
        review_on=(loading.now + timedelta(days=row["review_in"])).date(),
    )
    Agreed.objects.bulk_create([Agreed(agreement=agreement, member=one, at=at) for one in said_yes])


def hope(loading: Loading, group: Group, row: Data) -> None:
    """One outcome with all its steps."""
    steps = row["steps"]
    outcome = Outcome.objects.create(
        uuid=loading.uuid(),
        group=group,
        words=row["words"],
        sign=row["sign"],
        state=steps[-1]["state"],
        made_at=ago(loading, steps[0]["days_ago"]),
        changed_at=ago(loading, steps[-1]["days_ago"]),
    )
    OutcomeStep.objects.bulk_create(
        OutcomeStep(
            outcome=outcome, state=one["state"], line=one["line"], by=group.made_by, at=ago(loading, one["days_ago"])
        )
        for one in steps
    )


def note(loading: Loading, group: Group, row: Data) -> GroupNote:
    """One note, not saved."""
    at = ago(loading, row["days_ago"])
    return GroupNote(
        uuid=loading.uuid(),
        group=group,
        kind=row["kind"],
        words=row["words"].strip(),
        day=at.date(),
        by=loading.people[row["by"]],
        made_at=at,
    )
