"""Leaving, part by part: what becomes of a group, an introduction, an invitation, a report, a list."""

from datetime import timedelta
from uuid import uuid4

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.utils import timezone

from collab.privacy.downloads import parts_about
from collab.privacy.erasing import erase
from collab.privacy.people import person_of
from commons.models import PageVersion, Report, RiskReport
from groups.actions.people import invite
from groups.models import Group, GroupNote, Membership
from members.actions import set_photo
from members.actions.helping import accept_helper, ask_helper
from members.models import Helper, Import, ImportRow, Invitation, JoinRequest, OutsideIdentity, SecondAddress, SignIn
from network.actions.introducing import answer, ask_to_meet, introduce
from network.actions.listing import list_one
from network.actions.tying import say_known
from network.models import Entry, Introduction, Tie
from outbox.models import Companion, OutgoingEmail
from tests import factories
from tests.factories import make_contact, make_group, make_member, put_in


def leave_now(member):
    erase(member.contact, at=timezone.now())


def read_by(member):
    """Their download, by table."""
    return {part.name: part.rows for part in parts_about(person_of(member.contact))}


def is_here(member):
    """Whether their account is still there."""
    return type(member).objects.filter(pk=member.pk).exists()


# --- Groups --------------------------------------------------------------------------------------


def test_whoever_was_in_a_group_longest_leads_it_when_its_only_lead_leaves(amara, denise, kwame):
    group = make_group(lead=amara)
    first, second = put_in(group, kwame), put_in(group, denise)
    Membership.objects.filter(pk=second.pk).update(joined_at=timezone.now() - timedelta(days=9))

    leave_now(amara)

    group.refresh_from_db()
    roles = dict(Membership.objects.filter(group=group).values_list("member", "role"))
    told = OutgoingEmail.objects.get(purpose="groups.lead")
    assert (roles, group.closed_at, group.made_by) == ({denise.pk: "lead", kwame.pk: "member"}, None, None)
    assert (told.to, told.state, "You now lead the group" in told.text) == (denise.email, "due", True)
    assert first.pk


def test_a_group_with_another_lead_goes_on_as_it_is(amara, denise, kwame):
    group = make_group(lead=amara, people=[kwame])
    put_in(group, denise, role="lead")

    leave_now(amara)

    roles = dict(Membership.objects.filter(group=group).values_list("member", "role"))
    assert roles == {denise.pk: "lead", kwame.pk: "member"}
    assert not OutgoingEmail.objects.filter(purpose="groups.lead").exists()


def test_a_group_of_one_closes_when_that_one_leaves(amara):
    group = make_group(lead=amara)
    group.notes.create(words="We met in the hall.", day=timezone.localdate(), by=amara, made_at=timezone.now())

    leave_now(amara)

    group.refresh_from_db()
    assert (group.is_closed, group.we_did) == (True, "This group closed when the last person in it left.")
    note = GroupNote.objects.get()
    assert (note.words, note.by) == ("We met in the hall.", None)
    assert not Membership.objects.exists()


def test_our_copy_of_an_invitation_that_names_them_is_emptied(amara, denise):
    invite(make_group(lead=amara), denise, by=amara, at=timezone.now())
    OutgoingEmail.objects.update(state="sent", sent_at=timezone.now())
    before = OutgoingEmail.objects.get(purpose="groups.invited")

    leave_now(amara)

    after = OutgoingEmail.objects.get(purpose="groups.invited")
    assert ("Amara" in before.text, after.text, after.html, after.to) == (True, "", "", denise.email)


# --- The network ---------------------------------------------------------------------------------


def ask(amara, denise, **fields):
    words = {"context": "We both fight damp.", "reach": "01632 960 555", "at": timezone.now(), "through": None}
    return ask_to_meet(by=amara, whom=denise, **{**words, **fields})


def test_whoever_waits_for_somebody_who_leaves_is_told_kindly_and_without_a_name(amara, denise):
    ask(amara, denise)

    leave_now(denise)

    told = OutgoingEmail.objects.get(to=amara.email)
    assert (told.purpose, told.state) == ("network.introduction-over", "due")
    assert ("It is not this time" in told.text, "Denise" in told.text + told.html) == (True, False)
    assert not Introduction.objects.exists()


def test_whoever_was_asked_and_has_not_answered_hears_nothing(amara, denise):
    ask(amara, denise)

    leave_now(amara)

    assert list(OutgoingEmail.objects.filter(to=denise.email).values_list("state", "text")) == [("cancelled", "")]


def test_an_asking_that_was_not_passed_on_never_reaches_the_other_when_the_one_between_leaves(amara, denise, kwame):
    row = ask(amara, denise, through=kwame)

    leave_now(kwame)

    row.refresh_from_db()
    assert (row.state, row.through, row.context) == ("lapsed", None, "We both fight damp.")
    assert set(OutgoingEmail.objects.values_list("to", "purpose")) == {(amara.email, "network.introduction-over")}


def test_a_copy_tells_nobody_of_what_was_not_passed_on_or_what_the_other_answered(amara, denise, kwame):
    ask(amara, denise, through=kwame)
    passed_on = introduce(
        by=kwame, one=amara, other=make_member("Ros Hale"), context="You both sew.", at=timezone.now()
    )
    answer(passed_on, "one", says="no", at=timezone.now())
    say_known(by=amara, whom=denise, says="no", at=timezone.now())

    asked, other = read_by(denise), read_by(passed_on.other)

    assert "network.Introduction" not in asked
    assert [set(row) & {"one says", "one said at"} for row in asked["network.Tie"]] == [set()]
    assert [set(row) & {"context", "one says", "one reach"} for row in other["network.Introduction"]] == [set()]
    assert "other says" in other["network.Introduction"][0]


def test_ties_and_the_entry_for_the_search_go(amara, denise):
    say_known(by=amara, whom=denise, says="yes", at=timezone.now())
    list_one(amara)
    list_one(denise)

    leave_now(amara)

    assert not Tie.objects.exists()
    assert list(Entry.objects.values_list("member", flat=True)) == [denise.pk]


# --- Ways in and ways to sign in -----------------------------------------------------------------


def test_invitations_they_sent_lead_nowhere_and_those_to_them_go(client, amara, denise):
    sent = factories.make_invitation(amara)
    factories.make_invitation(denise, amara.email.upper())
    factories.make_join_request(email=amara.email)
    kept = factories.make_invitation(denise, "jo@elsewhere.example")

    leave_now(amara)

    assert list(Invitation.objects.all()) == [kept]
    assert not JoinRequest.objects.exists()
    assert client.get(f"/join/invitation/{sent.token}/").status_code == 410


def test_passkeys_sessions_and_other_ways_to_sign_in_go(client, sign_in, amara, denise):
    for member in (amara, denise):
        factories.make_passkey(member)
        factories.make_sign_in(member)
        factories.make_second_address(member, f"two.{member.pk}@home.example")
        factories.make_identity(member, subject=str(member.pk))
    sign_in(amara)

    leave_now(amara)

    ways = (Authenticator.objects.values_list("user", flat=True), *(
        model.objects.values_list("member", flat=True) for model in (SignIn, SecondAddress, OutsideIdentity)
    ))  # fmt: skip
    assert [list(way) for way in ways] == [[denise.pk]] * 4
    assert client.get("/me/").status_code in (302, 404)
    assert [s for s in Session.objects.all() if s.get_decoded().get("_auth_user_id") == str(amara.pk)] == []


def test_the_files_of_a_photo_go_and_those_of_others_stay(amara, denise, media):
    for member in (amara, denise):
        set_photo(member.profile, {"small": b"small", "large": b"large"})
    names = [
        f"people/{member.profile.photo.hex}/{size}.webp" for member in (amara, denise) for size in ("small", "large")
    ]
    before = [default_storage.exists(name) for name in names]

    leave_now(amara)

    assert (before, [default_storage.exists(name) for name in names]) == ([True] * 4, [False, False, True, True])


def test_a_helper_who_leaves_gets_no_copies_and_the_other_is_told(amara, denise):
    helper = ask_helper(amara, name="Denise", email=denise.email, at=timezone.now())
    accept_helper(helper, at=timezone.now())

    leave_now(denise)

    told = OutgoingEmail.objects.get(to=amara.email, purpose="members.helper_ended")
    assert (Helper.objects.count(), Companion.objects.count(), is_here(amara)) == (0, 0, True)
    assert told.state == "due"
    assert "Your helper no longer gets copies" in told.text
    assert "Denise" not in told.text + told.html


def test_copies_stop_when_the_one_who_is_helped_leaves(amara):
    helper = ask_helper(amara, name="Jo", email="jo@elsewhere.example", at=timezone.now())
    accept_helper(helper, at=timezone.now())

    leave_now(amara)

    assert (Helper.objects.count(), Companion.objects.count()) == (0, 0)


# --- Reports, lists, pages -----------------------------------------------------------------------


def test_what_they_reported_stays_without_a_way_to_them(amara, denise):
    about = factories.make_report(denise.profile, kind="person", reporter=amara.uuid, answer_to=amara.email)
    unsigned = factories.make_report(answer_to=amara.email.upper())
    risk = factories.make_risk_report(denise.profile, kind="person", reporter=amara.uuid, answer_to=amara.email)

    leave_now(amara)

    kept = [model.objects.values_list("reporter", "answer_to") for model in (Report, RiskReport)]
    left = [row for rows in kept for row in rows]
    assert left == [(None, "")] * 3
    assert Report.objects.get(pk=about.pk).words == about.words
    assert (Report.objects.get(pk=unsigned.pk).words, RiskReport.objects.get().words) == (unsigned.words, risk.words)


def test_a_report_of_somebody_at_risk_stays_whoever_it_is_about(amara, denise):
    factories.make_risk_report(amara.profile, kind="person", about=[amara.contact], reporter=denise.uuid)

    leave_now(amara)

    kept = RiskReport.objects.get()
    assert (kept.reporter, kept.about, kept.words) == (
        denise.uuid,
        [amara.contact.uuid],
        "I think he may be hurt at home.",
    )


def test_no_copy_tells_of_a_report_about_somebody_nor_in_which_words_it_was_made(amara, denise):
    factories.make_report(amara.profile, kind="person", about=[amara.contact], reporter=denise.uuid)
    factories.make_risk_report(amara.profile, kind="person", about=[amara.contact], reporter=denise.uuid)

    reported, reporter = read_by(amara), read_by(denise)

    assert {"commons.Report", "commons.RiskReport"} & set(reported) == set()
    assert reporter["commons.Report"][0]["words"] == "My neighbour is in it and did not agree."
    assert {"words", "about", "target", "kind"} & set(reporter["commons.RiskReport"][0]) == set()


def test_a_line_about_them_goes_out_of_a_list_and_the_list_stays(orla, amara, denise):
    run = factories.make_import(("Amara", amara.email.upper()), ("Jo", "jo@elsewhere.example"), by=orla)
    theirs = factories.make_import(("Jo", "jo@elsewhere.example"), by=amara)

    leave_now(amara)

    assert [row.cells["name"] for row in ImportRow.objects.filter(run=run)] == ["Jo"]
    assert Import.objects.get(pk=theirs.pk).made_by is None


def test_the_words_of_a_page_stay_and_who_wrote_them_comes_off(orla, denise):
    make_member("An Other", roles=["admin"])
    PageVersion.objects.create(page="about", number=1, text="Hello", at=timezone.now(), by=orla.uuid)
    PageVersion.objects.create(page="about", number=2, text="Hello again", at=timezone.now(), by=denise.uuid)

    leave_now(orla)

    rows = PageVersion.objects.order_by("number").values_list("text", "by")
    assert list(rows) == [("Hello", None), ("Hello again", denise.uuid)]


def test_a_report_in_a_leaving_checkers_hand_goes_back_to_the_others(beatrix):
    report = factories.make_report(claimed_by=beatrix.uuid, claimed_at=timezone.now())

    leave_now(beatrix)

    report.refresh_from_db()
    assert (report.claimed_by, report.claimed_at) == (None, None)


# --- For organisers ------------------------------------------------------------------------------


def test_an_organiser_comes_from_the_front_and_from_a_person_to_who_is_leaving(sign_in, orla, amara):
    client = sign_in(orla)

    front = client.get("/run/").content.decode()
    person = client.get(f"/run/people/{amara.uuid}/").content.decode()
    page = client.get(f"/run/leaving/?person={amara.uuid}").content.decode()
    unknown = [client.get(f"/run/leaving/?person={word}").status_code for word in ("words", uuid4())]

    assert 'href="/run/leaving/"' in front
    assert f'href="/run/leaving/?person={amara.uuid}"' in person
    assert f'value="{amara.email}"' in page
    assert unknown == [200, 200]


def test_a_guest_in_a_list_goes_with_their_line(orla):
    guest = make_contact("Reg Thackeray", email="reg@westmere.example")
    factories.make_import(("Reg", "reg@westmere.example"), by=orla)

    erase(guest, at=timezone.now())

    assert (ImportRow.objects.count(), Import.objects.count(), Group.objects.count()) == (0, 1, 0)
