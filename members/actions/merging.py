"""What in this app points at an organisation, a place or a topic, and moves when two of them are made one."""

from django.utils.translation import gettext_lazy as _

from collab.kit.moves import KeyMove, ManyMove, Move, WordsMove
from members.models import (
    Affiliation,
    ApprovedDomain,
    Contact,
    JoinRequest,
    OldSlug,
    Organisation,
    OrganisationKind,
    Place,
    Profile,
)


def one_tie_each(old: Organisation, new: Organisation) -> None:
    """Who has a live tie to both keeps the stronger one."""
    live = Affiliation.objects.filter(ended_at=None).exclude(state=Affiliation.State.REFUSED)
    kept = {tie.contact_id: tie for tie in live.filter(organisation=new)}
    for tie in live.filter(organisation=old, contact__in=kept):
        there = kept[tie.contact_id]
        weaker = there if tie.decided_at and not there.decided_at else tie
        weaker.delete()


def lift_out(old: Place, new: Place) -> None:
    """A place that lies inside the one it takes the place of lies beside it first."""
    if old.pk in new.path:
        new.parent_id = old.parent_id
        new.save(update_fields=["parent"])


def moves() -> list[Move]:
    """All of them."""
    return [
        KeyMove(Contact, "organisation", _("people")),
        KeyMove(Affiliation, "organisation", _("people who said that they work there"), settle=one_tie_each),
        KeyMove(ApprovedDomain, "organisation", _("email domains")),
        KeyMove(JoinRequest, "organisation", _("people who ask to join")),
        ManyMove(Organisation.places.through, "organisation", _("places where it works")),
        KeyMove(Place, "parent", _("places inside it"), settle=lift_out),
        ManyMove(Organisation.places.through, "place", _("organisations")),
        ManyMove(Profile.places.through, "place", _("people")),
        KeyMove(OldSlug, "place", _("old addresses"), is_use=False),
        ManyMove(Profile.cares_about.through, "topic", _("people who care about it")),
        KeyMove(OldSlug, "topic", _("old addresses"), is_use=False),
        WordsMove(Organisation, "kind", _("organisations"), target=OrganisationKind),
    ]
