"""J2: one click in the email, one button on the page."""

import random
import re
import string
from base64 import urlsafe_b64encode
from datetime import timedelta
from threading import Thread
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from outbox.models import OutgoingEmail, State
from pledges.actions.making import take_down
from pledges.actions.reminding import write_due_reminders
from pledges.emails import ANSWER, PRIVATE
from pledges.models import Answer, Pledge, Reminder, Snag
from tests.factories import make_contact, make_pledge
from tests.pledges.screens import answer_url, private_url, seen, stuck_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def reminder():
    """One question that was asked, about a pledge of somebody without an account."""
    return ask(make_pledge(by=make_contact(email="reg@westmere.example")))


def ask(pledge):
    now = timezone.now()
    question = Reminder.objects.create(pledge=pledge, kind="due", due_on=timezone.localdate(), due_at=now)
    write_due_reminders(now + timedelta(seconds=1))
    question.refresh_from_db()
    return question


def test_a_reminder_is_answered_with_one_click_and_one_button(client, reminder):
    page = client.get(answer_url(reminder) + "?say=kept")
    thanks = client.post(answer_url(reminder), {"say": "kept"}, follow=True)

    assert "“I will ring ten tenants”" in seen(page)
    assert page.content.decode().count('data-module="govuk-button"') == 1
    assert "Yes, it is kept" in seen(page)
    assert [link for link in ("going", "stuck", "let-go") if f'href="?say={link}"' in page.content.decode()] == [
        "going", "stuck", "let-go",
    ]  # fmt: skip
    assert len(re.findall(r'<a class="btn btn--quiet"\s+href="\?say=', page.content.decode())) == 3
    assert seen(thanks).startswith("Thank you. It is kept")
    assert Pledge.objects.get().state == "kept"


@pytest.mark.parametrize("said", Answer.Said.values)
def test_opening_a_link_changes_nothing(client, reminder, said):
    before = snapshot()

    for method in (client.head, client.get, client.head, client.get):
        assert method(answer_url(reminder) + f"?say={said}").status_code == 200

    assert snapshot() == before


def snapshot():
    tables = (Pledge, Reminder, Answer, OutgoingEmail)
    return [list(table.objects.order_by("pk").values_list()) for table in tables]


def test_no_link_in_any_email_changes_anything_when_it_is_opened(client, sign_in, amara, reminder):
    make_pledge("sing", by=amara)
    client.post(reverse("pledge_create"), {"step": "back"})
    links = [word for email in OutgoingEmail.objects.all() for word in email.text.split() if word.startswith("http")]
    before = snapshot()

    for visitor in (client, sign_in(amara)):
        for link in links:
            for method in (visitor.head, visitor.get, visitor.get):
                assert method(link.removeprefix("http://testserver")).status_code == 200

    assert len(links) == 5
    assert snapshot() == before


def test_an_answer_ends_what_was_planned_and_what_was_not_sent(client, reminder):
    planned = Reminder.objects.planned().count()

    client.post(answer_url(reminder), {"say": "kept"})

    assert planned == 2
    assert not Reminder.objects.planned().exists()
    assert [email.state for email in OutgoingEmail.objects.all()] == [State.CANCELLED]


def test_what_else_was_in_an_email_taken_back_is_asked_again(client):
    person, now = make_contact(email="reg@westmere.example"), timezone.now()
    first, second = (make_pledge(act, by=person) for act in ("sing", "dance"))
    for pledge in (first, second):
        Reminder.objects.create(pledge=pledge, kind="due", due_on=timezone.localdate(), due_at=now)
    write_due_reminders(now + timedelta(seconds=1))

    client.post(answer_url(first.reminders.get(kind="due")), {"say": "kept"})
    write_due_reminders(now + timedelta(minutes=1))

    states = [
        (email.state, "sing" in email.text, "dance" in email.text) for email in OutgoingEmail.objects.order_by("pk")
    ]
    assert states == [(State.CANCELLED, True, True), (State.DUE, False, True)]


def test_an_answer_can_be_corrected_and_all_are_kept(client, reminder):
    client.post(answer_url(reminder), {"say": "kept"})
    page = client.get(answer_url(reminder) + "?say=going")
    client.post(answer_url(reminder), {"say": "going"})

    assert "You said “Kept”" in seen(page)
    assert [answer.said for answer in Answer.objects.order_by("pk")] == ["kept", "going"]
    pledge = Pledge.objects.get()
    assert pledge.state == "going"
    assert pledge.reminders.planned().exists()


def test_still_going_is_asked_again_in_a_month(client, reminder):
    client.post(answer_url(reminder), {"say": "going"})

    (planned,) = Reminder.objects.planned()
    assert planned.kind == "monthly"
    assert timedelta(days=29) < planned.due_at - timezone.now() < timedelta(days=40)


def test_stuck_asks_what_is_in_the_way_and_rests_for_two_weeks(client, reminder):
    Pledge.objects.update(by_on=timezone.localdate() + timedelta(days=5))

    thanks = client.post(answer_url(reminder), {"say": "stuck"}, follow=True)
    client.post(stuck_url(reminder.pledge), {"stuck_on": "contact", "note": "Who runs repairs?"})

    assert seen(thanks).startswith("Thank you for saying so You get no reminders before")
    assert "What is in the way?" in seen(thanks)
    assert [(row.stuck_on, row.note) for row in Answer.objects.all()] == [("contact", "Who runs repairs?")]
    assert all(row.due_at > timezone.now() + timedelta(days=13) for row in Reminder.objects.planned())


def test_an_answer_is_changed_from_the_thanks_of_the_email_and_of_the_private_page(client, reminder):
    private = private_url(reminder.pledge)

    by_email = client.post(answer_url(reminder), {"say": "kept"}, follow=True)
    by_page = client.post(f"{private}answer/", {"say": "going"}, follow=True)

    links = [
        re.findall(r'href="([^"]+)"[^>]*>\s*Change your answer', p.content.decode())[0] for p in (by_email, by_page)
    ]
    pages = [client.get(link) for link in links]
    assert [page.status_code for page in pages] == [200, 200]
    assert ["Still going" in seen(page) for page in pages] == [True, True]


def test_a_line_about_it_is_kept(client, reminder):
    client.post(answer_url(reminder), {"say": "kept"})

    page = client.post(answer_url(reminder) + "thanks/", {"note": "All ten rang back."}, follow=True)

    assert seen(page).startswith("Saved")
    assert Answer.objects.get().note == "All ten rang back."


def test_an_answer_nobody_offered_changes_nothing(client, reminder):
    page = client.post(answer_url(reminder), {"say": "maybe"})

    assert "Choose an answer:" in seen(page)
    assert not Answer.objects.exists()


def test_a_link_opens_nothing_once_its_person_is_gone(client, reminder):
    Pledge.objects.update(contact=None)

    page = client.get(answer_url(reminder) + "?say=kept")

    assert page.status_code == 404
    assert "tenants" not in page.content.decode()


def test_forged_swapped_and_old_links_answer_nothing(client, reminder, monkeypatch):
    token = ANSWER.token(reminder.uuid)
    changed = [
        token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :] for place in range(len(token) - 1)
    ]
    swapped = [PRIVATE.token(reminder.uuid), PRIVATE.token(reminder.pledge.uuid), ANSWER.token(reminder.pledge.uuid)]

    codes = {client.post(reverse("answer", args=[one]), {"say": "kept"}).status_code for one in changed + swapped}
    monkeypatch.setattr("django.core.signing.time.time", lambda: timezone.now().timestamp() + 61 * 86400)
    old = client.post(reverse("answer", args=[token]), {"say": "kept"})

    assert codes == {404}
    assert old.status_code == 410
    assert not Answer.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("said", "kind"), [("kept", "Thank you. It is kept"), ("stuck", "Thank you for saying so")])
def test_twenty_presses_at_once_are_one_answer_and_twenty_kind_pages(said, kind):
    joan = make_contact("Joan Ashworth", email="joan@westmere.example")
    reminder, codes = ask(make_pledge(by=make_contact(email="reg@westmere.example"), partner=joan)), []

    def press():
        page = Client().post(answer_url(reminder), {"say": said}, follow=True)
        codes.append((page.redirect_chain[0][1], seen(page).startswith(kind)))
        connection.close()

    threads = [Thread(target=press) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert codes == [(302, True)] * 20
    assert Answer.objects.count() == 1
    assert Snag.objects.count() == (said == "stuck")
    assert OutgoingEmail.objects.filter(to=joan.email).count() == (said == "kept")


def test_a_member_answers_from_their_own_page_and_nobody_else_does(sign_in, amara, denise):
    pledge = make_pledge(by=amara)
    url = reverse("pledge_answer", args=[pledge.uuid])

    other = sign_in(denise).post(url, {"say": "kept"})
    own = sign_in(amara).post(url, {"say": "stuck"}, follow=True)

    assert other.status_code == 403
    assert seen(own).startswith("Thank you for saying so")
    assert [answer.said for answer in Answer.objects.all()] == ["stuck"]


def test_a_pledge_taken_down_is_not_opened_by_its_old_emails(client, reminder):
    take_down(reminder.pledge, at=timezone.now())

    page = client.get(answer_url(reminder) + "?say=going")
    client.post(answer_url(reminder), {"say": "going"})

    assert page.status_code == 404
    assert "This link does not open anything" in seen(page)
    assert "tenants" not in page.content.decode()
    assert Pledge.objects.get().state == "let-go"


def test_the_date_can_be_changed_instead_while_it_goes_on(client, reminder):
    page = client.get(answer_url(reminder) + "?say=kept").content.decode()
    (link,) = re.findall(r'href="([^"]+)">\s*Or change the date', page)
    form = client.get(link)
    client.post(answer_url(reminder), {"say": "kept"})
    kept = seen(client.get(answer_url(reminder)))
    too_late = client.get(link, follow=True)

    assert (form.status_code, len(too_late.redirect_chain), seen(too_late)) == (200, 1, kept)
    assert "change the date" not in kept


def test_the_address_of_an_answer_is_told_to_no_other_site(client, reminder):
    page = client.get(answer_url(reminder) + "?say=kept")

    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]
    assert set(re.findall(r'(?:href|src|action)="(?:https?:)?//([^/"]+)', page.content.decode())) <= {"testserver"}


FEW, MANY = 200, 10_000


@pytest.mark.parametrize("how_many", [FEW, pytest.param(MANY, marks=pytest.mark.slow)])
def test_forged_and_changed_tokens_open_nothing(client, reminder, how_many):
    real, chance = ANSWER.token(reminder.uuid), random.Random(how_many)

    codes = {client.post(reverse("answer", args=[forged(real, chance)]), {"say": "kept"}).status_code
             for _ in range(how_many)}  # fmt: skip
    control = client.post(reverse("answer", args=[real]), {"say": "kept"}).status_code

    assert (codes, control) == ({404}, 302)
    assert Answer.objects.count() == 1


def forged(token, chance):
    """Some of its characters changed, its parts swapped for others, or a signature of our own making."""
    letters = string.ascii_letters + string.digits + "-_"
    payload, stamp, signature = token.split(":")
    way = chance.randrange(4)
    if way == 0:
        # The last character of 43 carries two bits that count for nothing.
        place = chance.choice([n for n in range(len(token) - 1) if token[n] != ":"])
        return token[:place] + chance.choice(letters.replace(token[place], "")) + token[place + 1 :]
    if way == 1:
        other = urlsafe_b64encode(UUID(int=chance.getrandbits(128)).bytes).rstrip(b"=").decode()
        return f"{other}:{stamp}:{signature}"
    if way == 2:
        return f"{payload}:{''.join(chance.choices(letters, k=6))}:{signature}"
    return f"{payload}:{stamp}:{''.join(chance.choices(letters, k=len(signature)))}"


def test_another_day_is_chosen_by_the_link_of_the_question_and_the_private_link_is_not_given_away(client, reminder):
    move_url, on = f"{answer_url(reminder)}move/", timezone.localdate() + timedelta(days=30)
    private = private_url(reminder.pledge).rstrip("/").rpartition("/")[2].partition(":")[0]

    pages = [client.get(answer_url(reminder)), client.get(move_url)]
    saved = client.post(move_url, {"by_on": f"{on.day} {on:%B %Y}", "act": "ring ten tenants"}, follow=True)

    assert Pledge.objects.get().by_on == on
    assert f"It is to be done by {on:%A} {on.day} {on:%B %Y} now." in seen(saved)
    assert [private in page.content.decode() for page in [*pages, saved]] == [False] * 3
