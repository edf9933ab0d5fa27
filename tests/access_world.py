"""The rows that access.toml's addresses name, and a browser for each kind of visitor."""

from types import SimpleNamespace

from django.test import Client

from commons.models import GoWord
from pledges.emails import ANSWER, CONFIRM, PRIVATE, STOP
from pledges.models import Reminder
from tests import factories
from tests.conftest import pass_second_factor


def make_world():
    """One of each thing. `member` owns what can be owned; `host` hosts the series and has no role."""
    world = SimpleNamespace(
        member=factories.make_member("Amara Nwachukwu"),
        other=factories.make_member("Denise Applegarth", sector="residents"),
        host=factories.make_member("Hal Brook", sector="charity"),
        facilitator=factories.make_member("Kwame Asiedu", sector="charity", roles=["facilitator"]),
        moderator=factories.make_member("Beatrix Holm", sector="charity", roles=["moderator"]),
        safeguarding=factories.make_member("Thandiwe Ncube", sector="nhs", roles=["safeguarding"]),
        admin=factories.make_member("Orla Fitzsimmons", sector="charity", roles=["admin"]),
        suspended=factories.make_member("Sid Vane", sector="charity"),
        hidden=factories.make_member("Hidden Person", findable=False),
        organisation=factories.make_organisation(),
        word=GoWord.objects.create(word="kettle", path="/"),
    )
    world.event = factories.make_event()
    world.series = world.event.series
    world.series.hosts.add(world.host)
    world.story = factories.make_story(teller=world.member)
    world.draft = factories.make_story("A draft", teller=world.member, state="draft")
    world.pledge = factories.make_pledge(by=world.member, event=world.event)
    world.private_pledge = factories.make_pledge("mend the kettle", by=world.member, visibility="partner")
    world.asked = Reminder.objects.create(
        pledge=world.pledge, kind="due", due_on=world.event.day, due_at=world.event.starts_at
    )
    world.private_token = PRIVATE.token(world.pledge.uuid)
    world.confirm_token = CONFIRM.token(world.pledge.uuid)
    world.answer_token = ANSWER.token(world.asked.uuid)
    world.stop_token = STOP.token(world.member.contact.uuid)
    return world


def signed_in_client(world, actor):
    """Visitors and guests without an account; the suspended with the session they had before."""
    client = Client(raise_request_exception=False)
    if actor in ("visitor", "guest"):
        return client
    member = getattr(world, actor)
    client.force_login(member)
    if member.is_staff_role:
        pass_second_factor(client, member)
    if actor == "suspended":
        member.is_active = False
        member.save(update_fields=["is_active"])
        member.is_active = True
    return client
