import re
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.admin.sites import all_sites
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone

from collab.admin import TABLES, office, patterns_in
from collab.kit.routes import every_route
from commons.models import AuditEntry, GoWord, RiskReport, audit
from events.models import Event, Venue
from members.models import Member
from outbox.models import OutgoingEmail
from stories.models import Story
from tests.conftest import pass_second_factor
from tests.factories import make_event, make_pledge, make_risk_report, make_story

ROOT = "/a-long-word/"


@pytest.fixture(autouse=True)
def _mounted(settings):
    settings.ROOT_URLCONF = "tests.pages.admin_urls"


@pytest.fixture
def world(amara, orla):
    """A row of each table that is shown."""
    event = make_event()
    return {
        "member": amara,
        "contact": amara.contact,
        "story": make_story("Hers, hidden", teller=amara, state="hidden"),
        "event": event,
        "series": event.series,
        "venue": event.series.venue,
        "pledge": make_pledge(),
        "outgoingemail": make_email(),
        "goword": GoWord.objects.create(word="kettle", path="/"),
    }


def make_email(**fields):
    return OutgoingEmail.objects.create(
        key=uuid4().hex,
        to="jim@westmere.example",
        subject="482 913 is your code",
        text="482 913",
        html="482 913",
        due_at=timezone.now(),
        **{"purpose": "members.code", **fields},
    )


def address(row, what="change"):
    return f"{ROOT}{row._meta.app_label}/{row._meta.model_name}/{row.pk}/{what}/"


def every_address(world):
    """Each list and each row that there is."""
    lists = [f"{ROOT}{model._meta.app_label}/{model._meta.model_name}/" for model, _shown in TABLES]
    return [ROOT, f"{ROOT}jsi18n/", *lists, *(address(row) for row in world.values())]


def test_without_a_path_of_its_own_it_is_not_there(settings, client, sign_in, orla):
    settings.ROOT_URLCONF = "collab.urls"
    sign_in(orla)

    with pytest.raises(NoReverseMatch):
        reverse("admin:index")
    assert {client.get(path).status_code for path in ("/admin/", "/django-admin/", "/office/", ROOT)} == {404}


def test_every_address_of_it_declares_that_it_is_for_organisers():
    routes = [route for route in every_route() if route.pattern.startswith(ROOT)]

    assert len(routes) == len(list(patterns_in(office.get_urls())))
    assert {(vars(route.access)["rule"], vars(route.access)["roles"], route.methods) for route in routes} == {
        ("role", ("admin",), ("GET", "HEAD", "POST"))
    }
    assert get_resolver() is not None


@pytest.mark.parametrize("who", ["visitor", "amara", "kwame", "beatrix", "thandiwe"])
def test_nobody_but_an_organiser_gets_in(request, world, who):
    client = Client()
    if who != "visitor":
        member = request.getfixturevalue(who)
        client.force_login(member)
        pass_second_factor(client, member)

    answers = {client.get(path).status_code for path in every_address(world)}

    assert answers == ({302} if who == "visitor" else {403})


def test_an_organiser_passes_the_second_step_first(client, sign_in, orla, world):
    sign_in(orla, second_factor=False)

    answers = [client.get(path) for path in every_address(world)]

    assert {answer.status_code for answer in answers} == {302}
    assert all(answer.url.startswith("/sign-in/second/") for answer in answers)


def test_an_organiser_looks_at_every_table(client, sign_in, orla, world):
    sign_in(orla)

    assert {path: client.get(path).status_code for path in every_address(world)} == dict.fromkeys(
        every_address(world), 200
    )


def test_a_role_that_was_taken_away_is_gone_at_the_next_request(client, sign_in, orla):
    sign_in(orla)
    before = client.get(ROOT).status_code

    Member.objects.filter(pk=orla.pk).update(roles=["moderator"])

    assert (before, client.get(ROOT).status_code) == (200, 302)


def test_its_ways_in_and_out_are_ours(client, sign_in, orla):
    as_a_visitor = client.get(f"{ROOT}login/").url
    sign_in(orla)

    assert as_a_visitor.startswith("/sign-in/?next=")
    assert client.get(f"{ROOT}login/").url.startswith("/sign-in/")
    assert client.post(f"{ROOT}logout/").url == "/sign-out/"
    assert client.get(f"{ROOT}password_change/").status_code == 404


def test_nothing_is_added_or_deleted_and_no_action_runs_over_rows(client, sign_in, orla, world):
    sign_in(orla)
    counts = {model: model._default_manager.count() for model, _ in TABLES if model is not AuditEntry}

    for row in world.values():
        listed = f"{ROOT}{row._meta.app_label}/{row._meta.model_name}/"
        assert client.get(f"{listed}add/").status_code == 403
        assert client.post(f"{listed}add/", {}).status_code == 403
        assert client.post(address(row, "delete"), {"post": "yes"}).status_code == 403
        client.post(listed, {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
        assert "delete_selected" not in client.get(listed).content.decode()

    assert {model: model._default_manager.count() for model in counts} == counts


def test_a_story_without_consent_cannot_be_published(client, sign_in, orla, world):
    sign_in(orla)

    answer = client.post(
        address(world["story"]),
        {"state": "published", "moderated_version": 1, "published_at_0": "2026-01-01", "published_at_1": "10:00"},
    )

    assert answer.status_code == 403
    assert Story.objects.get(pk=world["story"].pk).state == "hidden"


def test_an_event_cannot_be_overfilled_and_a_role_cannot_be_given(client, sign_in, orla, world):
    sign_in(orla)

    over = client.post(address(world["event"]), {"capacity": 1, "taken": 500})
    role = client.post(address(world["member"]), {"roles": ["admin"], "is_active": ""})

    world["event"].refresh_from_db(), world["member"].refresh_from_db()
    assert (over.status_code, role.status_code) == (403, 403)
    assert (world["event"].capacity, world["event"].taken) == (68, 0)
    assert (world["member"].roles, world["member"].is_active) == ([], True)


def test_there_is_no_form_on_what_is_only_shown(client, sign_in, orla, world):
    sign_in(orla)

    for name in ("member", "contact", "story", "event", "series", "pledge", "outgoingemail"):
        page = client.get(address(world[name])).content.decode()
        inputs = set(re.findall(r'<(?:input|select|textarea)[^>]* name="(\w+)"', page))
        assert inputs <= {"csrfmiddlewaretoken", "next"}, name


def test_a_change_is_saved_with_one_row_of_our_log_and_none_of_djangos(client, sign_in, orla, world):
    sign_in(orla)
    venue = world["venue"]

    client.post(address(venue), {"name": "St Hilda’s", "address": venue.address, "travel": "Bus 3 stops outside."})
    client.post(address(world["goword"]), {"path": "/events/", "word": "teapot"})

    entries = AuditEntry.objects.filter(action="admin.changed").order_by("pk")
    assert Venue.objects.get(pk=venue.pk).travel == "Bus 3 stops outside."
    assert GoWord.objects.get().word == "kettle"
    assert [(entry.actor, entry.kind, entry.facts) for entry in entries] == [
        (orla.uuid, "venue", {"fields": "name travel", "row": str(venue.pk)}),
        (orla.uuid, "goword", {"fields": "path", "row": str(world["goword"].pk)}),
    ]
    assert not LogEntry.objects.exists()


def test_saving_without_a_change_writes_no_row(client, sign_in, orla, world):
    sign_in(orla)
    venue = world["venue"]

    client.post(address(venue), {"name": venue.name, "address": venue.address, "travel": venue.travel})

    assert not AuditEntry.objects.filter(action="admin.changed").exists()


def test_no_table_of_secrets_safety_or_private_words_is_there():
    shown = {model._meta.label for model, _ in TABLES}
    secret = {
        "RiskReport",
        "RiskNote",
        "Report",
        "Authenticator",
        "Session",
        "Consent",
        "AccessNeed",
        "SignUp",
        "Answer",
    }

    assert secret & {label.rpartition(".")[2] for label in shown} == set()
    assert all(apps.get_model(label) for label in shown)
    assert {site for site in all_sites if site._registry} == {office}


def test_no_secret_and_nobodys_private_words_stand_on_any_page(client, sign_in, orla, world, thandiwe):
    held = make_story("A held story", state="held")
    draft = make_story("A draft of hers", state="draft")
    private = make_pledge("a private promise", visibility="partner")
    risk = make_risk_report(held, words="I think he is hit.")
    audit("safeguarding.read", by=thandiwe.uuid, kind="risk-report", target=risk.uuid)
    bare = make_email(purpose="safeguarding.waits")
    Story.objects.filter(pk=world["story"].pk).update(what_we_did="Words of a draft.")
    sign_in(orla)

    pages = "".join(client.get(path).content.decode() for path in every_address(world))

    for secret in ("482 913", "Words of a draft.", "A draft of hers", "a private promise", "is hit", "risk-report"):
        assert secret not in pages
    assert world["member"].password not in pages
    for row in (held, draft, private, bare):
        assert client.get(address(row)).status_code == 302
    assert RiskReport.objects.count() == 1
    assert Event.objects.count() == 1


def test_its_history_is_our_log(client, sign_in, orla, amara):
    sign_in(orla)

    assert client.get(address(amara, "history")).url == f"/run/log/?person={amara.uuid}"
