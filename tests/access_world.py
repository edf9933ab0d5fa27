"""The rows that access.toml's addresses name, and a browser for each kind of visitor."""

from types import SimpleNamespace
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from collab.privacy.emails import STOP, YOURS
from commons.models import GoWord
from events.actions import sign_up
from events.models import FEEDBACK_LINK, NO_NOTES_LINK, CalendarFeed
from events.models.feeds import token_from
from groups.emails import ask_path, invitation_path
from members.actions.addresses import FIRST_ADMIN
from members.models import Download, Leaving, OrganisationKind, Place, Topic
from members.models.requests import PAUSE
from network.actions.introducing import ask_to_meet
from network.actions.listing import list_all
from network.actions.tying import offer_to_be_asked, say_known
from network.emails import stop_path as asking_emails_path
from outbox.models import OutgoingEmail
from pledges.actions.answering import answer_pledge
from pledges.actions.helping import offer_help
from pledges.actions.leaving import offer
from pledges.actions.partners import ask
from pledges.emails import CONFIRM, answer_path, hand_over_path, private_path, stop_path
from pledges.emails.helping import offer_path
from pledges.emails.partners import handed_path, partner_path
from stories.emails import AGREE as STORY_AGREE
from stories.emails import ANSWER as STORY_ANSWER
from stories.emails import APPEAL as STORY_APPEAL
from stories.emails import STILL as STORY_STILL
from stories.emails import release_path, withdraw_path
from tests import factories
from tests.conftest import pass_second_factor
from words.models import Word


def make_world():
    """One of each thing. `member` owns what can be owned; `host` hosts the series and has no role."""
    world = SimpleNamespace(
        **cast(),
        organisation=factories.make_organisation(),
        explained=Word.objects.create(slug="upstream", word="upstream", meaning="Before things go wrong."),
        word=GoWord.objects.create(word="kettle", path="/"),
        question="what_we_did",
        token="not-ours",
    )
    for add in (add_an_event, add_stories, add_pledges, add_a_list, add_ways_to_sign_in):
        add(world)
    world.links = links_of(world)
    return world


def cast():
    """Who they are."""
    return {
        "member": factories.make_member("Amara Nwachukwu"),
        "other": factories.make_member("Denise Applegarth", sector="residents"),
        "host": factories.make_member("Hal Brook", sector="charity"),
        "facilitator": factories.make_member("Kwame Asiedu", sector="charity", roles=["facilitator"]),
        "moderator": factories.make_member("Beatrix Holm", sector="charity", roles=["moderator"]),
        "safeguarding": factories.make_member("Thandiwe Ncube", sector="nhs", roles=["safeguarding"]),
        "admin": factories.make_member("Orla Fitzsimmons", sector="charity", roles=["admin"]),
        "suspended": factories.make_member("Sid Vane", sector="charity"),
        "hidden": factories.make_member("Hidden Person", findable=False),
    }


def add_an_event(world):
    """A series that `host` hosts, its next date, and the member's place at it."""
    world.event = factories.make_event()
    world.series = world.event.series
    world.series.hosts.add(world.host)
    world.asked_by_host = world.series.questions.create(words="Tea or coffee?", kind="short")
    world.signup = sign_up(world.event, world.member.contact, at=timezone.now())
    world.event_word = GoWord.objects.create(
        word="station", path=f"/events/to/{world.series.uuid}/", leads_to=world.series.uuid
    )
    world.month = f"{world.event.day:%Y-%m}"
    world.feed = CalendarFeed.objects.renew(world.member, at=timezone.now())
    world.still = world.signup.reminders.create(
        turn=1, kind="week", starts_at=world.event.starts_at, due_at=timezone.now(), state="written"
    )
    world.attendance = factories.make_attendance(world.event, world.member)
    world.walk_in = factories.make_attendance(world.event, factories.make_contact("Eli Stone"), is_walk_in=True)
    world.call = world.signup.calls.create(about="place", turn=1, rung_by=world.host, rung_at=timezone.now())


def add_stories(world):
    """The member's, in several states, and one that is held."""
    world.story = factories.make_story(teller=world.member)
    world.draft = factories.make_story("A draft", teller=world.member, state="draft")
    world.person = world.draft.people.create(shown_as="Somebody")
    world.quote = world.draft.quotes.create(words="It was only soup.", naming="role-sector", shown_as="A nurse")
    reg = factories.make_contact("Reg Thackeray", email="reg@westmere.example")
    world.consent_ask = world.draft.asks.create(contact=reg, quote=world.quote, asked_at=timezone.now())
    world.waiting = factories.make_story("A story that waits", teller=world.member, state="submitted")
    world.submitted = factories.make_story("To check", teller=world.member, state="submitted")
    world.finding = world.submitted.findings.create(kind="date", text="3 May", found_at=timezone.now())
    world.asked_about = factories.make_story("Asked about", teller=world.member, takes_questions=True)
    world.asks_how = world.asked_about.questions.create(asker=world.other, words="How?", asked_at=timezone.now())
    world.held = factories.make_story("Held", teller=world.member, state="held")
    refused = factories.make_story("Refused", teller=world.member, state="declined")
    why = {"outcome": "declined", "reason": "advertising", "sentence": "Tell us what people did."}
    world.said_no = refused.decisions.create(by=world.moderator, version=1, at=timezone.now(), **why)


def add_pledges(world):
    """A public one, asked about already, and one between two people."""
    world.pledge = factories.make_pledge(by=world.member, event=world.event)
    now = timezone.now()
    world.partner_ask = ask(world.pledge, "partner", world.other.contact, at=now)
    world.handed = ask(world.pledge, "backer", None, at=now)
    world.private_pledge = factories.make_pledge("mend the kettle", by=world.member, visibility="partner")
    world.kept_pledge = factories.make_pledge("sing", by=world.member, state="kept", answered_at=timezone.now())
    world.stuck_pledge = factories.make_pledge("dance", by=world.member)
    answer_pledge(world.stuck_pledge, said="stuck", at=timezone.now())
    world.snag = world.stuck_pledge.snags.get()
    world.offered = offer_help(world.snag, words="A van", by=world.admin, at=timezone.now())
    world.reminder = world.pledge.reminders.create(
        kind="due", due_on=timezone.localdate(), due_at=timezone.now(), state="written"
    )


def add_a_list(world):
    """A list that an organiser brings in."""
    world.kind_of_list, world.import_run = "people", factories.make_import(by=world.admin)
    world.date_import = factories.make_import(by=world.host, kind="sign-ups", about=world.event.uuid)


def add_ways_to_sign_in(world):
    """The member's own, and the name of an organisation that signs nobody in."""
    world.passkey = SimpleNamespace(data=SimpleNamespace(**factories.make_passkey(world.member).data))
    world.sign_in, world.nowhere = factories.make_sign_in(world.member), "nowhere"
    world.second_address = factories.make_second_address(world.member)
    world.identity = factories.make_identity(world.member)
    make_joining(world)
    add_organisations(world)
    vars(world).update(what_was_reported(world))
    add_requests(world, now=timezone.now())
    add_ties(world)
    add_group(world)
    world.question, world.links = "what_we_did", links_of(world)
    return world


def make_joining(world):
    """An invitation and a helper of the member's, and somebody who asks to join."""
    now = timezone.now()
    world.photo_size, world.hidden.profile.photo = "small", uuid4()
    world.hidden.profile.save(update_fields=["photo"])
    world.invitation = factories.make_invitation(world.member)
    world.join_request = factories.make_join_request(proved_at=now)
    world.helper = world.member.helpers.create(name="Ruth Allen", email="ruth@allen.example", asked_at=now)


def add_organisations(world):
    """`member` works at one and was confirmed, `other` has asked to be; a colleague is asked to take a pledge on."""
    at = timezone.now()
    confirmed = {"asked_at": at, "decided_at": at, "state": "confirmed"}
    world.tie = world.organisation.affiliations.create(contact=world.member.contact, **confirmed)
    world.asked = world.organisation.affiliations.create(contact=world.other.contact, asked_at=at)
    world.domain = world.organisation.approved_domains.create(domain="loom.example")
    world.place = Place.objects.create(slug="fellbeck", name="Fellbeck", kind="neighbourhood")
    world.topic = Topic.objects.create(slug="damp", name="Damp homes")
    world.organisation_kind, _ = OrganisationKind.objects.get_or_create(
        slug="repair-cafe", defaults={"name": "repair café"}
    )
    world.handover = offer(world.pledge, world.host.contact, at=at)


def what_was_reported(world):
    """Reports of each sort, something taken down, and an edited page."""
    return {
        "report": factories.make_report(world.story),
        "complaint": factories.make_report(None),
        "risk_report": factories.make_risk_report(world.story),
        "takedown": factories.make_takedown(world.other.profile, kind="person"),
        "page": "house-rules",
        "term": "invitations",
        "first_version": 0,
        "kind": "person",
    }


def add_requests(world, *, now):
    """The member asked for a copy, and to leave; somebody without an account may."""
    world.guest = factories.make_contact("Gus Webb", email="gus@westmere.example")
    world.email = OutgoingEmail.objects.order_by("pk").first()
    world.download = Download.objects.create(contact=world.member.contact, asked_at=now, ready_at=now, file=b"zip")
    world.leaving = Leaving.objects.create(contact=world.member.contact, asked_at=now, due_at=now + PAUSE)


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


def add_group(world):
    """`member` leads it, `host` is in it, `other` asks to be, `facilitator` is asked in."""
    world.group = factories.make_group(lead=world.member, people=[world.host])
    world.in_group = world.group.memberships.get(member=world.host)
    world.asking = factories.put_in(world.group, world.other, state="asked", message="May I come?")
    world.invited = factories.put_in(world.group, world.facilitator, state="invited", invited_by=world.member)
    now, day = timezone.now(), timezone.localdate()
    world.agreement = world.group.agreements.create(
        version=1, text="We begin on time.", proposed_at=now, agreed_at=now, review_on=day
    )
    world.group.agreements.create(version=2, text="We end on time.", proposed_at=now, review_on=day)
    world.outcome = world.group.outcomes.create(words="Everybody eats", made_at=now, changed_at=now)
    world.note = world.group.notes.create(words="We met.", day=day, made_at=now, by=world.member)
    world.group_pledge = factories.make_pledge("lay the table", by=world.host, visibility="group", group=world.group)


def links_of(world):
    """The tokens of emailed links, by what they are for."""
    addresses = {
        "place": world.signup.get_absolute_url(),
        "still": world.still.get_absolute_url(),
        "answer_to_guest": world.signup.get_answer_url(),
        "here": world.signup.get_here_url(),
        "pledge": private_path(world.pledge),
        "beside": partner_path(world.partner_ask),
        "handed": handed_path(world.handed),
        "stuck": private_path(world.stuck_pledge),
        "kept": private_path(world.kept_pledge),
        "offer": offer_path(world.offered),
        "hand_over": hand_over_path(world.handover),
        "reminder": answer_path(world.reminder),
        "stop": stop_path(world.member.contact),
        "release": release_path(world.story.consents.get()),
        "still_right": STORY_STILL.path("story_still", world.story.consents.get().uuid),
        "agree": STORY_AGREE.path("story_agree", world.consent_ask.uuid),
        "asked_how": STORY_ANSWER.path("story_asked", world.asks_how.uuid),
        "appeal": STORY_APPEAL.path("story_appeal", world.said_no.uuid),
        "withdraw": withdraw_path(world.story.consents.get()),
        "introduction": world.introduction.get_link("other"),
        "asking_emails": asking_emails_path(world.member),
        "group_ask": ask_path(world.asking, world.group.memberships.get(member=world.member)),
        "group_invitation": invitation_path(world.invited),
    }
    first_admin = FIRST_ADMIN.token(world.member.contact.uuid)
    tokens = {"join_prove": world.join_request.token, "invitation": world.invitation.token}
    tokens["helper"] = world.helper.token
    tokens["feed"] = token_from(world.feed.nonce)
    tokens |= {name: address.rstrip("/").rpartition("/")[2] for name, address in addresses.items()}
    tokens |= {"feedback": FEEDBACK_LINK.token(world.attendance.uuid)}
    tokens |= {"no_notes": NO_NOTES_LINK.token(world.member.contact.uuid)}
    tokens |= {"yours": YOURS.token(world.guest.uuid), "leaving": STOP.token(world.leaving.uuid)}
    return SimpleNamespace(first_admin=first_admin, confirm=CONFIRM.token(world.pledge.uuid), **tokens)


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
