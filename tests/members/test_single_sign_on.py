import re
from html import unescape
from time import time
from urllib.parse import parse_qsl, urlsplit

import jwt
import oidc_provider_mock
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from collab.env import BadEnvironment, providers
from commons.models import AuditEntry
from members.models import Contact, Member, OutsideIdentity
from outbox.models import OutgoingEmail
from tests.conftest import showed_just_now
from tests.factories import make_contact, make_identity, make_member, make_second_address
from tests.provider import FOREIGN, running_provider

START, BACK, WAYS = "/sign-in/with/council/", "/sign-in/with/council/back/", "/me/sign-in/"
LINK = "/me/sign-in/with/council/"
CURVE = ec.generate_private_key(ec.SECP256R1())
MEI = "mei@council.example"


def settings_for(issuer, **more):
    return {"id": "council", "name": "Westmere City Council", "issuer": issuer, "client_id": "collab", **more}


@pytest.fixture
def provider(settings, db):
    with running_provider() as made:
        settings.OIDC_PROVIDERS = [settings_for(made.issuer, client_secret="a & b")]
        yield made


def start(client, address=START, **data):
    """Press the button, and read where the page leads."""
    page = client.post(address, data).content.decode()
    return unescape(re.findall(r'content="0; url=([^"]+)"', page)[0])


def come_back(client, answer, **changed):
    return client.get(BACK, {**answer, **changed})


def go_through(client, provider, address=START, **data):
    return come_back(client, provider.consent(start(client, address, **data)))


def is_signed_in(client):
    return client.get("/me/").status_code == 200


def nothing_happened(client):
    """Nobody is signed in, nobody joined, nothing is linked."""
    return not is_signed_in(client) and not OutsideIdentity.objects.exists() and not Member.objects.exists()


def test_somebody_joins_and_comes_back_through_a_real_provider(settings, client, db):
    user = oidc_provider_mock.User(sub="s-7", claims={"email": MEI, "email_verified": True, "name": "Mei Castellano"})
    with oidc_provider_mock.run_server_in_thread(require_nonce=True, user_claims=[user]) as server:
        settings.OIDC_PROVIDERS = [settings_for(f"http://localhost:{server.server_port}", client_secret="secret")]

        def through(browser):
            said = requests.post(start(browser), data={"sub": "s-7"}, allow_redirects=False, timeout=5)
            return browser.get(said.headers["Location"].removeprefix("http://testserver"))

        joined = through(client)
        other = Client()
        returned = through(other)

    member = Member.objects.get()
    assert (joined.url, returned.url) == ("/", "/")
    assert (is_signed_in(client), is_signed_in(other)) == (True, True)
    assert (member.email, member.contact.name, member.roles) == (MEI, "Mei Castellano", [])
    assert member.contact.email_verified_at is not None
    assert OutsideIdentity.objects.get().subject == "s-7"


def test_the_button_leads_there_with_pkce_a_state_and_a_nonce(client, provider):
    page = client.get("/sign-in/").content.decode()
    first, second = (dict(parse_qsl(urlsplit(start(client)).query)) for _ in range(2))

    assert "Sign in with Westmere City Council" in page
    assert first["code_challenge_method"] == "S256"
    assert first["redirect_uri"] == f"http://testserver{BACK}"
    assert first["scope"] == "openid email profile"
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name]) >= 43
        assert first[name] != second[name]


def test_a_sign_in_goes_where_the_person_wanted(client, provider):
    go_through(client, provider)
    client.post("/sign-out/")

    ours = go_through(client, provider, next="/people/")
    client.post("/sign-out/")
    theirs = go_through(client, provider, next="https://evil.example/")

    assert (ours.url, theirs.url) == ("/people/", "/")
    assert set(AuditEntry.objects.filter(action="members.sign_in").values_list("facts__way", flat=True)) == {"sso"}


LIES = {
    "wrong issuer": {"iss": "https://evil.example"},
    "no issuer": {"iss": None},
    "wrong audience": {"aud": "another-app"},
    "shared audience": {"aud": ["collab", "another-app"]},
    "shared audience, another's": {"aud": ["collab", "another-app"], "azp": "another-app"},
    "no audience": {"aud": None},
    "wrong nonce": {"nonce": "an old one"},
    "no nonce": {"nonce": None},
    "expired": {"exp": int(time()) - 3600},
    "no end": {"exp": None},
    "from the future": {"iat": int(time()) + 3600},
    "no subject": {"sub": None},
    "empty subject": {"sub": ""},
    "no email": {"email": None},
    "email of nobody": {"email": "not an address"},
    "email not verified": {"email_verified": False},
    "email verified not said": {"email_verified": None},
    "email verified in words": {"email_verified": "true"},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_token_that_lies_signs_nobody_in(client, provider, lie):
    provider.claims = LIES[lie]

    refused = go_through(client, provider)

    assert refused.status_code == 403
    assert "You are not signed in" in refused.content.decode()
    assert nothing_happened(client)
    assert AuditEntry.objects.get().action == "members.sign_in_failed"


@pytest.mark.parametrize("lie", [*LIES, "another subject"])
def test_a_token_that_lies_opens_no_account_that_is_linked(client, provider, lie):
    mei = make_member("Mei Castellano", sector="council")
    Member.objects.filter(pk=mei.pk).update(email=MEI)
    make_identity(mei, issuer=provider.issuer)
    provider.claims = {**LIES, "another subject": {"sub": "a-2"}}[lie]

    go_through(client, provider)

    assert not is_signed_in(client)
    assert OutsideIdentity.objects.get().subject == "a-1"


@pytest.mark.parametrize(
    "forgery", ["none", "foreign key", "shared secret", "another key's name", "no token", "rubbish"]
)
def test_a_token_that_the_provider_did_not_sign_signs_nobody_in(client, provider, forgery):
    address = start(client)
    answer = provider.consent(address)
    claims = {"iss": provider.issuer, "aud": "collab", "iat": int(time()), "exp": int(time()) + 300}
    claims |= {"nonce": dict(parse_qsl(urlsplit(address).query))["nonce"], **provider.person}
    forged = {
        "none": lambda: jwt.encode(claims, "", algorithm="none", headers={"kid": "one"}),
        "foreign key": lambda: jwt.encode(claims, FOREIGN, algorithm="RS256", headers={"kid": "one"}),
        "shared secret": lambda: jwt.encode(claims, "a & b" * 10, algorithm="HS256", headers={"kid": "one"}),
        "another key's name": lambda: jwt.encode(claims, FOREIGN, algorithm="RS256", headers={"kid": "two"}),
        "another kind": lambda: jwt.encode(claims, CURVE, algorithm="ES256", headers={"kid": "one"}),
        "no token": lambda: " ",
        "rubbish": lambda: "a.b.c",
    }
    provider.token = forged[forgery]()

    refused = come_back(client, answer)

    assert refused.status_code == 403
    assert nothing_happened(client)


@pytest.mark.parametrize(
    "changed",
    [
        {"state": "made-up"},
        {"state": ""},
        {"code": "made-up"},
        {"code": ""},
        {"iss": "https://evil.example"},
        {"error": "access_denied"},
    ],
)
def test_an_answer_that_was_changed_on_the_way_signs_nobody_in(client, provider, changed):
    refused = come_back(client, provider.consent(start(client)), **changed)

    assert refused.status_code == 403
    assert nothing_happened(client)


def test_an_answer_counts_once_and_in_the_browser_that_began(client, provider):
    answer, thief = provider.consent(start(client)), Client()

    stolen = come_back(thief, answer)
    first = come_back(client, answer)
    client.post("/sign-out/")
    replayed = come_back(client, answer)
    begun_again = come_back(client, {**answer, "state": dict(parse_qsl(urlsplit(start(client)).query))["state"]})

    assert [stolen.status_code, first.status_code, replayed.status_code, begun_again.status_code] == [
        403,
        302,
        403,
        403,
    ]
    assert (is_signed_in(thief), is_signed_in(client)) == (False, False)


def test_a_code_of_another_browser_fails_by_pkce(client, provider):
    victims = provider.consent(start(Client()))
    mine = provider.consent(start(client))

    refused = come_back(client, {**mine, "code": victims["code"]})

    assert refused.status_code == 403
    assert nothing_happened(client)


def test_an_answer_that_comes_late_is_refused(client, provider, monkeypatch):
    answer, now = provider.consent(start(client)), time()
    monkeypatch.setattr("members.actions.single_sign_on.time.time", lambda: now + 601)

    refused = come_back(client, answer)

    assert refused.status_code == 403
    assert nothing_happened(client)


def test_an_answer_meant_for_another_provider_is_refused(client, provider, settings):
    answer = provider.consent(start(client))
    with running_provider() as another:
        # It lies: it takes codes that are not its own, and signs as itself.
        another.codes = provider.codes
        settings.OIDC_PROVIDERS.append(settings_for(another.issuer) | {"id": "nhs", "name": "NHS"})
        refused = client.get("/sign-in/with/nhs/back/", answer)
        asked = list(another.asked)

    assert refused.status_code == 403
    assert asked == []
    assert nothing_happened(client)


def test_after_one_wrong_answer_the_right_one_is_refused_too(client, provider):
    answer = provider.consent(start(client))

    wrong, right = come_back(client, answer, state="made-up"), come_back(client, answer)

    assert (wrong.status_code, right.status_code) == (403, 403)
    assert nothing_happened(client)


@pytest.mark.parametrize("keys", [{}, {"keys": []}, {"keys": [{"kid": "one"}]}, {"keys": "none"}])
def test_keys_that_are_no_keys_sign_nobody_in(client, provider, monkeypatch, keys):
    monkeypatch.setattr(provider, "keys", lambda: keys)

    refused = go_through(client, provider)

    assert refused.status_code == 403
    assert nothing_happened(client)


@pytest.mark.parametrize(
    "about",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
)
def test_a_provider_that_sends_us_elsewhere_is_not_followed(client, provider, about):
    answer = provider.consent(start(client))
    provider.about = about
    control = len(provider.asked)

    refused = come_back(client, answer) if "authorization_endpoint" not in about else client.post(START)

    assert refused.status_code in (403, 503)
    assert nothing_happened(client)
    assert len(provider.asked) > control


def test_a_provider_that_is_away_says_so_and_a_code_goes_on_working(client, settings, db):
    settings.OIDC_PROVIDERS = [settings_for("http://127.0.0.1:1")]

    page = client.post(START)

    assert page.status_code == 503
    assert "Nothing has changed here" in page.content.decode()


def test_an_address_alone_links_nothing(client, provider):
    mei = make_member("Mei Castellano", sector="council")
    Member.objects.filter(pk=mei.pk).update(email=MEI)

    page = go_through(client, provider)

    assert "You have an account here" in page.content.decode()
    assert not is_signed_in(client)
    assert not OutsideIdentity.objects.exists()


def test_a_second_address_links_nothing_either(client, provider, amara):
    make_second_address(amara, MEI)

    page = go_through(client, provider)

    assert "You have an account here" in page.content.decode()
    assert not is_signed_in(client)


def test_an_address_that_was_given_to_somebody_else_opens_nothing(client, provider):
    go_through(client, provider)
    client.post("/sign-out/")
    provider.person["sub"] = "a-2"

    page = go_through(client, provider)

    assert "You have an account here" in page.content.decode()
    assert not is_signed_in(client)
    assert OutsideIdentity.objects.get().subject == "a-1"


def test_the_same_name_at_another_issuer_is_another_person(client, provider):
    other = make_member("Denise Applegarth")
    make_identity(other, issuer="https://id.nhs.example", subject="a-1")

    go_through(client, provider)

    assert Member.objects.count() == 2
    assert client.get("/me/").context["request"].user.email == MEI


def test_a_provider_that_takes_over_an_id_does_not_take_over_its_people(client, provider, settings):
    go_through(client, provider)
    client.post("/sign-out/")
    with running_provider() as another:
        settings.OIDC_PROVIDERS = [settings_for(another.issuer)]
        page = go_through(client, another)

    assert "You have an account here" in page.content.decode()
    assert not is_signed_in(client)


@pytest.mark.parametrize("claim", ["roles", "groups", "role", "is_admin", "realm_access"])
def test_no_role_comes_from_a_provider(client, provider, claim):
    provider.claims = {claim: ["admin", "moderator"]}

    go_through(client, provider)
    client.post("/sign-out/")
    go_through(client, provider)

    assert is_signed_in(client)
    assert Member.objects.get().roles == []
    assert client.get("/run/emails/").status_code == 403


def test_staff_still_pass_their_second_factor(client, provider, orla):
    make_identity(orla, issuer=provider.issuer)
    provider.claims = {"amr": ["mfa"], "acr": "high"}

    entered = go_through(client, provider, next="/run/emails/")

    assert entered.url == "/sign-in/second/?next=%2Frun%2Femails%2F"
    assert client.get("/run/emails/").url.startswith("/sign-in/second/")


def test_a_suspended_member_is_not_let_in(client, provider, amara):
    make_identity(amara, issuer=provider.issuer)
    Member.objects.filter(pk=amara.pk).update(is_active=False)

    refused = go_through(client, provider)

    assert refused.status_code == 403
    assert not is_signed_in(client)


def test_somebody_who_pledged_without_an_account_keeps_what_is_theirs(client, provider):
    contact = make_contact("Mei C", email=MEI)

    go_through(client, provider)

    assert Member.objects.get().contact == contact
    assert Contact.objects.get().name == "Mei C"


def test_only_a_providers_own_domains_join_through_it(client, provider, settings):
    settings.OIDC_PROVIDERS[0]["domains"] = ["council.example"]
    provider.person["email"] = "mei@nhs.example"

    refused = go_through(client, provider)
    provider.person["email"] = MEI
    joined = go_through(Client(), provider)

    assert (refused.status_code, joined.status_code) == (403, 302)
    assert Member.objects.get().email == MEI


def test_an_address_that_only_userinfo_says_counts_when_it_is_about_the_same_person(client, provider):
    provider.claims = {"email": None, "email_verified": None}
    provider.userinfo = {"sub": "a-2", "email": MEI, "email_verified": True}
    another = go_through(client, provider)
    provider.userinfo = {**provider.userinfo, "sub": "a-1"}
    same = go_through(client, provider)

    assert (another.status_code, same.status_code) == (403, 302)
    assert Member.objects.get().email == MEI


def test_a_member_links_and_then_signs_in_through_it(client, provider, amara):
    client.force_login(amara)
    showed_just_now(client, amara)

    linked = go_through(client, provider, LINK)
    listed = client.get(WAYS).content.decode()
    client.post("/sign-out/")
    go_through(client, provider)

    assert linked.url == WAYS
    assert "Westmere City Council" in listed
    assert is_signed_in(client)
    assert OutsideIdentity.objects.get().member == amara
    assert AuditEntry.objects.get(action="members.outside_identity_linked").target == amara.uuid
    assert "You can now sign in through Westmere City Council." in OutgoingEmail.objects.get().text


def test_linking_takes_a_fresh_sign_that_it_is_them(client, provider, amara):
    client.force_login(amara)

    stale = client.post(LINK)

    assert stale.url == "/sign-in/again/?next=%2Fme%2Fsign-in%2F"
    assert provider.asked == []


def test_an_identity_of_somebody_else_is_not_linked(client, provider, amara, denise):
    make_identity(denise, issuer=provider.issuer)
    client.force_login(amara)
    showed_just_now(client, amara)

    refused = go_through(client, provider, LINK)

    assert refused.status_code == 403
    assert OutsideIdentity.objects.get().member == denise


def test_a_link_that_one_member_began_is_not_made_for_another(client, provider, amara, denise):
    client.force_login(amara)
    showed_just_now(client, amara)
    answer = provider.consent(start(client, LINK))
    kept = client.session["single_sign_on"]
    client.force_login(denise)
    session = client.session
    session["single_sign_on"] = kept
    session.save()

    refused = come_back(client, answer)

    assert refused.status_code == 403
    assert not OutsideIdentity.objects.exists()


def test_a_member_takes_a_link_off(client, provider, amara):
    row = make_identity(amara, issuer=provider.issuer)
    client.force_login(amara)
    showed_just_now(client, amara)

    client.post(f"{WAYS}linked/{row.uuid}/remove/")
    client.post("/sign-out/")
    go_through(client, provider)

    assert not OutsideIdentity.objects.filter(member=amara).exists()
    assert client.get("/me/").context["request"].user != amara


def test_ten_refused_answers_in_a_minute_are_enough(client, provider, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)

    answers = [client.get(BACK, {"state": "made-up", "code": "x"}).status_code for _ in range(11)]

    assert answers == [403] * 10 + [429]


def test_the_database_keeps_one_account_an_identity(amara, denise):
    make_identity(amara)

    with pytest.raises(IntegrityError):
        make_identity(denise)


GOOD = '{"id": "council", "name": "Council", "issuer": "https://id.example", "client_id": "c"}'


@pytest.mark.parametrize(
    "value",
    [
        "{",
        '{"id": "council"}',
        '[{"id": "council"}]',
        f"[{GOOD}, {GOOD}]",
        f"[{GOOD.replace('https', 'http')}]",
        f"[{GOOD.replace('council', 'The Council')}]",
        f'[{GOOD[:-1]}, "roles": true}}]',
    ],
)
def test_settings_that_make_no_sense_stop_the_app(monkeypatch, value):
    monkeypatch.setenv("OIDC_PROVIDERS", f"[{GOOD}]")
    good = providers("OIDC_PROVIDERS")
    monkeypatch.setenv("OIDC_PROVIDERS", value)

    assert good[0]["id"] == "council"
    with pytest.raises(BadEnvironment, match="OIDC_PROVIDERS"):
        providers("OIDC_PROVIDERS")
