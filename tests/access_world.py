"""The rows that access.toml's addresses name, and a browser for each kind of visitor."""

from types import SimpleNamespace

from django.test import Client
from django.utils import timezone

from commons.models import GoWord
from events.actions import sign_up
from network.actions.introducing import ask_to_meet
from network.actions.listing import list_all
from network.actions.tying import offer_to_be_asked, say_known
from pledges.emails import CONFIRM, answer_path, private_path, stop_path
from stories.emails import release_path, withdraw_path
from tests import factories
from tests.conftest import pass_second_factor
from words.models import Word


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
        explained=Word.objects.create(slug="upstream", word="upstream", meaning="Before things go wrong."),
        word=GoWord.objects.create(word="kettle", path="/"),
    )
    world.event = factories.make_event()
    world.series = world.event.series
    world.series.hosts.add(world.host)
    world.story = factories.make_story(teller=world.member)
    world.draft = factories.make_story("A draft", teller=world.member, state="draft")
    world.person_in_draft = world.draft.people.create(shown_as="Ruth")
    world.waiting = factories.make_story("A story that waits", teller=world.member, state="submitted")
    world.held = factories.make_story("A held story", teller=world.other, state="held")
    world.question, world.token = "what_we_did", "not-ours"
    world.pledge = factories.make_pledge(by=world.member, event=world.event)
    world.private_pledge = factories.make_pledge("mend the kettle", by=world.member, visibility="partner")
    world.signup = sign_up(world.event, world.member.contact, at=timezone.now())
    world.submitted = factories.make_story("To check", teller=world.member, state="submitted")
    world.held = factories.make_story("Held", teller=world.member, state="held")
    world.person = world.draft.people.create(shown_as="Somebody")
    world.reminder = world.pledge.reminders.create(
        kind="due", due_on=timezone.localdate(), due_at=timezone.now(), state="written"
    )
    add_ties(world)
    world.question, world.links = "what_we_did", links_of(world)
    return world


def add_ties(world):
    """`host` and `other` know each other; `member` asked to meet `other`, who has offered that."""
    now = timezone.now()
    offer_to_be_asked(world.other, offers=True, at=now)
    say_known(by=world.host, whom=world.other, says="yes", at=now)
    say_known(by=world.other, whom=world.host, says="yes", at=now)
    world.introduction = ask_to_meet(
        by=world.member, whom=world.other, through=None, context="Damp.", reach="Ring me", at=now
    )
    world.part, world.kind, world.sector = "other", "sector", world.other.contact.sector
    list_all()


def links_of(world):
    """The tokens of emailed links, by what they are for."""
    addresses = {
        "place": world.signup.get_absolute_url(),
        "answer_to_guest": world.signup.get_answer_url(),
        "pledge": private_path(world.pledge),
        "reminder": answer_path(world.reminder),
        "stop": stop_path(world.member.contact),
        "release": release_path(world.story.consents.get()),
        "withdraw": withdraw_path(world.story.consents.get()),
        "introduction": world.introduction.get_link("other"),
    }
    tokens = {name: address.rstrip("/").rpartition("/")[2] for name, address in addresses.items()}
    return SimpleNamespace(confirm=CONFIRM.token(world.pledge.uuid), **tokens)


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
