"""A copy of everything about oneself, once, and of nobody else."""

import json
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

from django.utils import timezone

from collab.privacy.downloads import zip_about
from collab.privacy.emails import YOURS
from collab.privacy.keeping import keep_no_longer
from collab.privacy.people import person_of
from collab.privacy.requests import ask_for_download, carry_out
from commons.models import AuditEntry
from members.models import Download
from outbox.models import OutgoingEmail
from pledges.models import Pledge
from stories.models import Story
from tests.factories import make_consent, make_contact, make_pledge
from tests.privacy import world

MARK = "zqcanary"


def opened(file):
    """What is in it: names of files, and all of their bytes."""
    with ZipFile(BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_all_of_theirs_is_in_it_and_nothing_of_twenty_neighbours(db):
    neighbours = [world.make_person(f"neighbour{n:02}") for n in range(20)]
    zelda = world.make_person(MARK)
    tie_together(zelda, neighbours[0])

    files = opened(zip_about(zelda.contact, at=timezone.now()))

    tables = json.loads(files["about-you.json"])["tables"]
    page = files["about-you.html"].decode()
    secret = {label for label, one in world.entries().items() if is_all_withheld(one)}
    for one in world.with_words():
        if one.label not in secret:
            assert MARK in json.dumps(tables[one.label]).lower(), one.label
    assert [name for name, data in files.items() if b"neighbour" in data.lower() or "neighbour" in name] == []
    assert page.lower().count(MARK) > 40
    assert "Pledges: partner: 1" in page
    assert [name for name in files if name.startswith("files/stories.Story/zqcanary")] != []
    assert [data for name, data in files.items() if name.startswith("files/people/")] == [MARK.encode()] * 2


def tie_together(zelda, neighbour):
    """Rows of one that point at rows of the other, both ways."""
    story = Story.objects.get(teller=neighbour.contact)
    Pledge.objects.filter(contact=zelda.contact).update(partner=neighbour.contact, story=story)
    Pledge.objects.filter(contact=neighbour.contact).update(partner=zelda.contact)
    make_consent(story, contact=zelda.contact, uses=["members"], recorded_by=neighbour)


def is_all_withheld(one):
    worded = {f.name for f in one.model._meta.concrete_fields if world.words_for(f, "x", 1) is not world.SKIP}
    return not (worded & {*one.personal.split(), *one.special.split()}) - set(one.withheld.split())


def test_every_word_of_theirs_is_on_the_page_and_in_the_file_for_machines(db):
    zelda = world.make_person(MARK)
    wanted = {
        str(value)
        for one in world.with_words()
        for row in one.rows_of(person_of(zelda.contact)).values(*shown_words(one))
        for value in row.values()
    }

    files = opened(zip_about(zelda.contact, at=timezone.now()))

    page, machine = files["about-you.html"].decode(), files["about-you.json"].decode()
    assert len(wanted) > 30
    assert [word for word in wanted if word.startswith(MARK) and not (word in page and word in machine)] == []


def shown_words(one):
    worded = [f.name for f in one.model._meta.concrete_fields if world.words_for(f, "x", 1) is not world.SKIP]
    return [name for name in worded if name not in one.withheld.split() and name in one.personal.split()]


def test_secrets_are_left_out(amara):
    zelda = world.make_person(MARK)
    world.fill_with(MARK, zelda)

    files = opened(zip_about(zelda.contact, at=timezone.now()))

    assert "password" not in json.loads(files["about-you.json"])["tables"]["members.Member"][0]
    assert "data" not in json.loads(files["about-you.json"])["tables"]["mfa.Authenticator"][0]


def test_a_member_asks_is_told_and_fetches_it_once(sign_in_freshly, amara):
    client, now = sign_in_freshly(amara), timezone.now()

    client.post("/me/download/")
    making = client.get("/me/download/").content.decode()
    carry_out(now)
    told = OutgoingEmail.objects.get(purpose="privacy.download")
    ready = client.get("/me/download/").content.decode()
    address = f"/me/download/{Download.objects.get().uuid}/"
    fetched, again = client.post(address), client.post(address, follow=True)

    assert "We are making your copy" in making
    assert (told.to, told.subject) == (amara.email, "Your details are ready to download")
    assert "http://testserver/me/download/" in told.text
    assert "Fetch my copy" in ready
    assert sorted(opened(fetched.content)) == ["about-you.html", "about-you.json"]
    assert fetched["Content-Disposition"].startswith("attachment")
    assert "That copy was fetched already" in again.content.decode()
    assert Download.objects.get().file is None
    actions = ["privacy.download_asked", "privacy.download_fetched"]
    assert (
        list(AuditEntry.objects.filter(action__in=actions).order_by("pk").values_list("action", flat=True)) == actions
    )


def test_whoever_signed_in_earlier_shows_again_who_they_are_and_comes_back(sign_in_freshly, client, amara):
    sign_in_freshly(amara, minutes_ago=11)

    asked = client.get("/me/download/")
    page = client.get(asked["Location"])
    out = client.post("/sign-in/again/", {"next": "/me/download/"})

    assert asked["Location"] == "/sign-in/again/?next=%2Fme%2Fdownload%2F"
    assert 'name="next" value="/me/download/"' in page.content.decode()
    assert out["Location"] == "/sign-in/code/?next=%2Fme%2Fdownload%2F"


def test_a_stale_sign_in_makes_no_copy_and_fetches_none(sign_in_freshly, client, amara):
    download = ask_for_download(amara.contact, by=None, at=timezone.now())
    carry_out(timezone.now())
    sign_in_freshly(amara, minutes_ago=11)

    client.post(f"/me/download/{download.uuid}/")

    assert Download.objects.ready().count() == 1


def test_nobody_fetches_the_copy_of_somebody_else(sign_in_freshly, amara, denise):
    download = ask_for_download(amara.contact, by=None, at=timezone.now())
    carry_out(timezone.now())

    answer = sign_in_freshly(denise).post(f"/me/download/{download.uuid}/")

    assert answer.status_code == 404
    assert Download.objects.ready().count() == 1


def test_asking_twice_is_asking_once(sign_in_freshly, amara):
    client = sign_in_freshly(amara)

    for _ in range(2):
        client.post("/me/download/")

    assert Download.objects.count() == 1


def test_five_copies_a_day_are_enough(sign_in_freshly, amara):
    client = sign_in_freshly(amara)

    answers = [client.post("/me/download/").status_code for _ in range(6)]

    assert answers == [302] * 5 + [429]


def test_a_copy_that_nobody_fetched_is_gone_after_a_week(amara):
    now = timezone.now()
    ask_for_download(amara.contact, by=None, at=now)
    carry_out(now)

    keep_no_longer(now + timedelta(days=6))
    before = Download.objects.get().file
    keep_no_longer(now + timedelta(days=8))

    assert before
    assert Download.objects.get().file is None


def test_somebody_without_an_account_gets_theirs_by_a_link(client, db):
    guest = make_contact("Reg Thackeray", email="reg@westmere.example")
    make_pledge("mend the kettle", by=guest)

    client.post("/privacy/yours/", {"email": "Reg@westmere.example"})
    told = OutgoingEmail.objects.get(purpose="privacy.asked")
    address = f"/privacy/yours/{YOURS.token(guest.uuid)}/"
    page = client.get(address).content.decode()
    file = client.post(f"{address}download/")

    assert told.to == "Reg@westmere.example"
    assert "http://testserver/privacy/yours/" in told.text
    assert "Download everything about me" in page
    assert b"mend the kettle" in opened(file.content)["about-you.html"]


def test_known_and_unknown_addresses_get_the_same_answer_and_one_email(client, amara):
    make_contact("Reg Thackeray", email="reg@westmere.example")
    addresses = ["reg@westmere.example", amara.email, "nobody@elsewhere.example"]

    answers = [client.post("/privacy/yours/", {"email": address}) for address in addresses]

    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/privacy/yours/sent/")}
    texts = [OutgoingEmail.objects.get(to=address).text for address in addresses]
    assert ["with this link" in text.lower() for text in texts] == [True, False, False]
    assert "Sign in to see all" in texts[1]
    assert "We keep nothing about it" in texts[2]


def test_what_was_typed_stays_in_the_box(client, db):
    page = client.post("/privacy/yours/", {"email": "reg at home"}).content.decode()

    assert "Enter an email address in the format name@example.com" in page
    assert 'value="reg at home"' in page


def test_a_link_for_a_guest_is_no_use_once_they_have_an_account(client, amara):
    answer = client.get(f"/privacy/yours/{YOURS.token(amara.contact.uuid)}/")

    assert answer.status_code == 404
    assert b"This link has run out" in answer.content
