import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from commons.models import AuditEntry
from outbox.models import OutgoingEmail
from stories.actions import findings
from stories.actions.publishing import publish_due
from stories.emails import withdraw_path
from stories.models import Consent, Decision, PersonInStory, Reason, Story
from tests.factories import make_consent, make_contact, make_member, make_story
from tests.stories.conftest import begin, one_match, tell_all

WORDS = "Ask Ruth before her name stands here."


def approve(client, story, *, version=None):
    return client.post(f"/check/{story.uuid}/approve/", {"version": version or story.version}, follow=True)


def send_back(client, story, *, reason="not-agreed", sentence=WORDS, words="We poured tea."):
    data = {"reason": reason, "words": words, "sentence": sentence, "version": story.version, "what": "change"}
    return client.post(f"/check/{story.uuid}/return/?reason={reason}", data, follow=True)


def link_in(email):
    """The first address in its words, without its host."""
    return one_match(r"https?://[^/\s]+(/\S+)", email.text)


def press_yes(client, address):
    page = client.get(address).content.decode()
    return client.post(address, {"version": one_match(r'name="version" value="(\d+)"', page)})


def test_a_checker_finds_the_oldest_story_first_with_its_age(client, sign_in, beatrix, waiting):
    newer = make_story("Newer", state="submitted")
    Story.objects.filter(pk=waiting.pk).update(submitted_at=timezone.now() - timedelta(days=3))
    sign_in(beatrix)

    page = client.get("/check/").content.decode()

    assert page.index(waiting.title) < page.index(newer.title)
    assert "3\xa0days" in page
    assert "Amara Nwachukwu" in page


def test_a_story_that_has_just_come_waits_for_no_minutes_yet(client, sign_in, beatrix, waiting):
    Story.objects.filter(pk=waiting.pk).update(submitted_at=timezone.now())
    sign_in(beatrix)

    page = client.get("/check/").content.decode()

    assert "From Amara Nwachukwu, sent just now" in page


def test_a_checker_sees_the_picture_of_a_story_that_nobody_else_can_see(
    client, sign_in, beatrix, waiting, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    waiting.picture_alt = "Two mugs on a wall"
    waiting.picture.save("mugs.webp", ContentFile(b"pixels"))
    sign_in(beatrix)

    page = client.get(f"/check/{waiting.uuid}/").content.decode()
    picture = client.get(one_match(r'src="(/check/[^"]+)"', page))

    assert 'alt="Two mugs on a wall"' in page
    assert "Read out as: Two mugs on a wall." in page
    assert b"".join(picture.streaming_content) == b"pixels"
    assert client.get(f"{waiting.get_absolute_url()}picture/").status_code == 404


def test_an_empty_queue_says_who_checked_last(client, sign_in, beatrix, waiting):
    sign_in(beatrix)
    before = client.get("/check/").content.decode()

    approve(client, waiting)
    after = client.get("/check/").content.decode()

    assert "Nothing to check" not in before
    assert "Nothing to check. Last checked by Beatrix Holm at" in after


def test_the_queue_costs_the_same_with_one_and_three(client, sign_in, beatrix, django_assert_num_queries):
    sign_in(beatrix)
    client.get("/check/")
    for number in range(3):
        make_story(f"Story {number}", state="submitted")
        if number in (0, 2):
            with django_assert_num_queries(6):
                client.get("/check/")


def test_a_checker_reads_it_all_with_what_was_found_marked(client, sign_in, beatrix, waiting):
    Story.objects.filter(pk=waiting.pk).update(what_changed="We rang Joan Ashworth on 01632 960 045 in FB1 2AB.")
    findings.look(waiting, at=timezone.now())
    PersonInStory.objects.create(story=waiting, shown_as="Joan", settled="open")
    sign_in(beatrix)

    page = client.get(f"/check/{waiting.uuid}/").content.decode()

    expected = ["<mark>Joan Ashworth</mark>", "<mark>01632 960 045</mark>", "<mark>FB1 2AB</mark>", "a postcode",
                "Joan</b>: not asked yet", "It cannot be published yet", "Members of this network can read it",
                "0 stories published before", "a street, an illness or a job can give somebody away"]  # fmt: skip
    assert [words for words in expected if words not in page] == []
    assert "Publish, once the teller says yes" not in page


def test_a_story_is_checked_then_released_then_read(client, sign_in, reader, beatrix, amara, waiting):
    sign_in(beatrix)

    approve(client, waiting)
    between = reader().get("/stories/").content.decode()
    email = OutgoingEmail.objects.get(purpose="stories.approved")
    visitor = reader()
    final = visitor.get(link_in(email)).content.decode()
    released = press_yes(visitor, link_in(email))
    waits = reader().get("/stories/").content.decode()
    published = visitor.post(f"{link_in(email)}now/", follow=True)

    waiting.refresh_from_db()
    assert waiting.title not in between
    assert (email.to, "Dear Amara" in email.text, waiting.title in email.text) == (amara.email, True, True)
    assert "Nobody else has seen it" in final
    assert "We poured tea." in final
    assert "It is published on" in released.content.decode()
    assert waiting.title not in waits
    assert "Your story is published" in published.content.decode()
    assert (waiting.state, waiting.slug, waiting.moderated_by) == ("published", "a-shelf-in-the-foyer", beatrix)
    assert reader().get("/stories/a-shelf-in-the-foyer/").status_code == 200
    assert OutgoingEmail.objects.get(purpose="stories.published").to == amara.email


def test_opening_the_link_changes_nothing(client, sign_in, reader, beatrix, waiting):
    sign_in(beatrix)
    approve(client, waiting)
    address = link_in(OutgoingEmail.objects.get(purpose="stories.approved"))

    for _ in range(2):
        reader().get(address), reader().head(address)

    waiting.refresh_from_db()
    assert (waiting.state, Consent.objects.get(story=waiting).released_at) == ("approved", None)


def test_saying_yes_twice_is_saying_it_once(client, sign_in, reader, beatrix, waiting):
    sign_in(beatrix)
    approve(client, waiting)
    address = link_in(OutgoingEmail.objects.get(purpose="stories.approved"))

    answers = [reader().post(address, {"version": waiting.version}) for _ in range(3)]
    shortened = [reader().post(f"{address}now/") for _ in range(2)]

    assert {answer.status_code for answer in shortened} == {302}
    assert {answer.status_code for answer in answers} == {200}
    assert Decision.objects.filter(story=waiting, outcome="published").count() == 1
    assert OutgoingEmail.objects.filter(purpose="stories.published").count() == 1


def test_a_yes_to_other_words_does_not_count(client, sign_in, reader, beatrix, waiting):
    sign_in(beatrix)
    approve(client, waiting)
    address = link_in(OutgoingEmail.objects.get(purpose="stories.approved"))
    Story.objects.filter(pk=waiting.pk).update(version=2, moderated_version=2)

    reader().post(address, {"version": 1})

    assert Story.objects.get(pk=waiting.pk).state == "approved"


@pytest.mark.parametrize("token", ["nonsense", "AAAA:1:2", "x" * 300])
def test_a_link_that_is_not_ours_opens_a_kind_page(reader, db, token):
    for name in ("release", "withdraw"):
        response = reader().get(f"/stories/{name}/{token}/")

        assert response.status_code == 404
        assert "This link has run out" in response.content.decode()


def test_a_link_to_say_yes_does_not_take_a_story_down(client, sign_in, reader, beatrix, waiting):
    sign_in(beatrix)
    approve(client, waiting)
    token = link_in(OutgoingEmail.objects.get(purpose="stories.approved")).split("/")[-2]

    response = reader().post(f"/stories/withdraw/{token}/")

    assert response.status_code == 404
    assert Story.objects.get(pk=waiting.pk).state == "approved"


def test_an_edit_after_the_check_needs_another_check(client, sign_in, beatrix, amara, waiting):
    sign_in(beatrix)
    approve(client, waiting)
    address = link_in(OutgoingEmail.objects.get(purpose="stories.approved"))
    sign_in(amara)
    page = client.get(f"/stories/{waiting.uuid}/tell/what_changed/").content.decode()
    seen = one_match(r'name="seen" value="(\w+)"', page)

    client.post(f"/stories/{waiting.uuid}/tell/what_changed/", {"answer": "Something else", "seen": seen})
    client.post(address, {"version": waiting.version + 1})

    waiting.refresh_from_db()
    assert "nobody sees it until it is checked again" in page
    assert (waiting.state, waiting.is_checked) == ("draft", False)


@pytest.mark.parametrize("reason", Reason.values)
def test_a_story_sent_back_tells_its_teller_why_and_what_to_do(client, sign_in, beatrix, amara, waiting, reason):
    sign_in(beatrix)
    prefilled = client.get(f"/check/{waiting.uuid}/return/?reason={reason}").content.decode()

    send_back(client, waiting, reason=reason)

    email = OutgoingEmail.objects.get(purpose="stories.returned")
    waiting.refresh_from_db()
    rule = Reason.values.index(reason) + 1
    assert f"house rule {rule}" in prefilled
    assert re.search(r"<textarea[^>]*>\s*[A-Z]", prefilled)
    assert waiting.state == "changes-asked"
    told = [
        "About “We poured tea.”:",
        WORDS,
        f"House rule {rule}: {Reason(reason).label}.",
        f"/stories/{waiting.uuid}/answers/",
    ]
    assert [words for words in told if words not in email.text] == []
    assert WORDS in email.html
    sign_in(amara)
    assert WORDS in client.get(f"/stories/{waiting.uuid}/answers/").content.decode()


def test_a_story_sent_back_can_be_sent_again(client, sign_in, beatrix, amara, waiting):
    sign_in(beatrix)
    send_back(client, waiting)
    sign_in(amara)

    client.post(f"/stories/{waiting.uuid}/send/")

    assert Story.objects.get(pk=waiting.pk).state == "submitted"


def test_a_reason_and_a_sentence_are_asked_for(client, sign_in, beatrix, waiting):
    sign_in(beatrix)

    no_reason = client.get(f"/check/{waiting.uuid}/return/").content.decode()
    no_words = send_back(client, waiting, sentence=" ", words="").content.decode()
    other_words = send_back(client, waiting, words="We drank coffee.").content.decode()

    assert "Choose a reason" in no_reason
    assert ("Write what the teller can do" in no_words, "Copy the words it is about" in no_words) == (True, True)
    assert ("Copy the words as they stand in the story" in other_words, WORDS in other_words) == (True, True)
    assert Story.objects.get(pk=waiting.pk).state == "submitted"


def test_holding_hides_a_published_story_at_once_and_tells_the_lead_nothing(client, sign_in, reader, beatrix, thandiwe):
    story = make_story("CanaryTitle", teller=make_member("Petra Lunn"))
    sign_in(beatrix)
    before = reader().get(story.get_absolute_url()).status_code

    client.post(f"/check/{story.uuid}/hold/")

    to_lead = OutgoingEmail.objects.get(purpose="stories.safeguarding")
    assert (before, reader().get(story.get_absolute_url()).status_code) == (200, 404)
    assert (to_lead.to, to_lead.subject) == (thandiwe.email, "A story is held")
    assert "Canary" not in to_lead.subject + to_lead.text + to_lead.html
    assert "on hold" in OutgoingEmail.objects.get(purpose="stories.held").text
    assert client.get(f"/check/{story.uuid}/").status_code == 404


def test_only_the_safeguarding_lead_opens_what_is_held_and_each_look_is_on_record(client, sign_in, orla, thandiwe):
    story = make_story("Held", state="held")
    sign_in(orla)
    organiser = client.get(f"/check/{story.uuid}/").status_code
    sign_in(thandiwe)

    pages = [client.get(f"/check/{story.uuid}/").status_code for _ in range(2)]
    client.post(f"/check/{story.uuid}/put-back/")

    assert (organiser, pages) == (404, [200, 200])
    assert AuditEntry.objects.filter(action="stories.held_read", actor=thandiwe.uuid).count() == 2
    assert Story.objects.get(pk=story.pk).state == "submitted"


def no_looks_are_logged():
    """As if the log could not be written."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE commons_auditentry ADD CONSTRAINT no_looks CHECK (action <> 'stories.held_read')")


@pytest.mark.parametrize("what", ["", "picture/"])
def test_without_the_row_of_the_log_nothing_of_a_held_story_is_shown(
    client, sign_in, thandiwe, what, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    held = make_story("Held", state="held", what_we_did="Canary words", picture=ContentFile(b"Canary dots", "a.webp"))
    waiting = make_story("Waits", state="submitted", picture=ContentFile(b"dots", "b.webp"))
    thandiwe.roles = ["safeguarding", "moderator"]
    thandiwe.save()
    sign_in(thandiwe)
    client.raise_request_exception = False
    no_looks_are_logged()

    pages = [client.get(f"/check/{story.uuid}/{what}") for story in (held, waiting)]

    assert [page.status_code for page in pages] == [500, 200]
    assert [b"Canary" in page.getvalue() for page in pages] == [False, False]


def test_each_look_at_a_held_picture_is_on_record(client, sign_in, thandiwe, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    story = make_story("Held", state="held", picture=ContentFile(b"dots", "a.webp"))
    sign_in(thandiwe)

    picture = client.get(f"/check/{story.uuid}/picture/")
    client.get(f"/check/{story.uuid}/")

    looks = AuditEntry.objects.filter(action="stories.held_read", actor=thandiwe.uuid, target=story.uuid).order_by("pk")
    assert picture.getvalue() == b"dots"
    assert [look.facts for look in looks] == [{"is_picture": True}, {"is_picture": False}]


@pytest.mark.django_db(transaction=True)
def test_a_held_story_and_the_record_of_the_look_are_one_transaction(client, sign_in, thandiwe):
    story = make_story("Held", state="held")
    sign_in(thandiwe)
    seen = []

    def note(execute, sql, *args):
        if sql.startswith(('SELECT "stories_story"', 'INSERT INTO "commons_auditentry"')):
            seen.append((sql[:11], connection.in_atomic_block))
        return execute(sql, *args)

    with connection.execute_wrapper(note):
        client.get(f"/check/{story.uuid}/")

    assert seen[:2] == [('SELECT "sto', True), ("INSERT INTO", True)]


def test_a_checker_does_not_decide_about_their_own_story(client, sign_in, beatrix):
    story = make_story("Mine", teller=beatrix, state="submitted")
    sign_in(beatrix)

    page = client.get(f"/check/{story.uuid}/").content.decode()
    data = {"version": story.version, "reason": "not-kind", "sentence": "No."}
    answers = [client.post(f"/check/{story.uuid}/{act}/?reason=not-kind", data).status_code
               for act in ("claim", "approve", "return", "hold")]  # fmt: skip

    assert "another checker decides" in page
    assert "Hold and tell" not in page
    assert answers == [403, 403, 403, 403]
    assert Story.objects.get(pk=story.pk).state == "submitted"


def test_a_second_checker_is_told_who_has_it(client, sign_in, beatrix, waiting):
    second = make_member("Sam Okafor", roles=["moderator"])
    sign_in(beatrix)
    client.post(f"/check/{waiting.uuid}/claim/")
    mine = client.get(f"/check/{waiting.uuid}/").content.decode()
    sign_in(second)

    theirs = client.get(f"/check/{waiting.uuid}/").content.decode()
    listed = client.get("/check/").content.decode()
    approve(client, waiting)
    refused = Story.objects.get(pk=waiting.pk).state
    Story.objects.filter(pk=waiting.pk).update(claimed_at=timezone.now() - timedelta(hours=25))
    approve(client, waiting)

    assert "You took this story at" in mine
    assert "Beatrix Holm has had this story in hand" in theirs
    assert "Beatrix Holm has it" in listed
    assert (refused, Story.objects.get(pk=waiting.pk).state) == ("in-review", "approved")


@pytest.mark.parametrize("stop", ["open person", "no use", "changed", "decided"])
def test_what_keeps_a_story_from_being_published(client, sign_in, beatrix, waiting, stop):
    version = waiting.version
    if stop == "open person":
        PersonInStory.objects.create(story=waiting, shown_as="Ruth")
    if stop == "no use":
        Consent.objects.filter(story=waiting).update(uses=["report"])
    if stop == "changed":
        Story.objects.filter(pk=waiting.pk).update(version=2)
    if stop == "decided":
        Story.objects.filter(pk=waiting.pk).update(state="draft")
    sign_in(beatrix)

    response = approve(client, waiting, version=version)

    assert response.status_code == (404 if stop == "decided" else 200)
    assert Story.objects.get(pk=waiting.pk).moderated_version is None
    assert OutgoingEmail.objects.count() == 0


def test_a_retold_case_is_published_once_its_check_can_no_longer_be_undone(client, sign_in, reader, beatrix):
    story = make_story("Retold", state="submitted", kind="elsewhere")
    Consent.objects.filter(story=story).delete()
    make_consent(story, contact=None, uses=["web"], basis="source", source_title="A report", released_at=None)
    sign_in(beatrix)

    approve(client, story)
    before = reader().get(story.get_absolute_url()).status_code
    Story.objects.filter(pk=story.pk).update(publish_at=timezone.now() - timedelta(seconds=1))
    publish_due(timezone.now())

    assert (before, reader().get("/stories/retold/").status_code) == (404, 200)


def test_every_decision_is_history_and_audit(client, sign_in, beatrix, amara, waiting):
    sign_in(amara)
    client.post(f"/stories/{waiting.uuid}/take-back/")
    client.post(f"/stories/{waiting.uuid}/send/")
    sign_in(beatrix)
    client.post(f"/check/{waiting.uuid}/claim/")
    send_back(client, waiting)

    steps = list(Decision.objects.filter(story=waiting).order_by("pk").values_list("outcome", "by__contact__name"))
    audited = list(AuditEntry.objects.filter(target=waiting.uuid).order_by("pk").values_list("action", "actor"))
    assert steps == [("taken-back", "Amara Nwachukwu"), ("sent", "Amara Nwachukwu"), ("claimed", "Beatrix Holm"),
                     ("returned", "Beatrix Holm")]  # fmt: skip
    assert audited == [
        (f"stories.{outcome}", amara.uuid if "Amara" in name else beatrix.uuid) for outcome, name in steps
    ]
    assert WORDS not in str(list(AuditEntry.objects.values()))


def test_a_teller_takes_a_story_down_without_signing_in(client, sign_in, reader, amara):
    story = make_story("Taken down soon", teller=amara)
    sign_in(amara)
    page = client.get(f"/stories/{story.uuid}/answers/").content.decode()
    address = page[page.index("/stories/withdraw/") :].partition('"')[0]
    visitor = reader()
    opened = visitor.get(address).content.decode()
    before = visitor.get(story.get_absolute_url()).status_code

    answers = [visitor.post(address) for _ in range(2)]

    assert "Take it down" in opened
    assert before == 200
    assert ["Your story is down" in answer.content.decode() for answer in answers] == [True, True]
    assert visitor.get(story.get_absolute_url()).status_code == 410
    assert story.title not in visitor.get("/stories/").content.decode()
    assert Decision.objects.filter(story=story, outcome="withdrawn").count() == 1
    assert Consent.objects.filter(story=story, ended_at=None).count() == 0


def test_what_was_not_sent_about_a_story_taken_down_is_never_sent(client, sign_in, reader, beatrix, waiting):
    sign_in(beatrix)
    approve(client, waiting)
    press_yes(reader(), link_in(OutgoingEmail.objects.get(purpose="stories.approved")))

    reader().post(withdraw_path(Consent.objects.get(story=waiting)))

    assert set(OutgoingEmail.objects.values_list("state", flat=True)) == {"cancelled"}


def test_a_story_waits_for_the_yes_of_everyone_in_it(client, sign_in, reader, beatrix, waiting):
    joan = make_contact("Joan Ashworth", email="joan@mail.example")
    make_consent(waiting, contact=joan, uses=["web"], released_at=None)
    make_consent(waiting, contact=make_contact("No Email"), uses=["web"], released_at=None)
    sign_in(beatrix)
    approve(client, waiting)
    asked = {email.to: link_in(email) for email in OutgoingEmail.objects.filter(purpose="stories.approved")}

    first = press_yes(reader(), asked["amara.nwachukwu@westmere.example"]).content.decode()
    between = Story.objects.get(pk=waiting.pk).state
    last = press_yes(reader(), asked["joan@mail.example"]).content.decode()
    reader().post(f"{asked['joan@mail.example']}now/")
    waits = Story.objects.get(pk=waiting.pk).state
    teller = OutgoingEmail.objects.get(purpose="stories.waiting")
    reader().post(f"{link_in(teller)}now/")

    assert len(asked) == 2
    assert "1 person in it still has to say yes" in first
    assert (between, waits, teller.to) == ("approved", "approved", "amara.nwachukwu@westmere.example")
    assert "Publish it now" not in last
    assert reader().get("/stories/a-shelf-in-the-foyer/").status_code == 200


def test_one_person_who_takes_their_yes_back_takes_the_story_off(reader, amara):
    story = make_story("Told by two", teller=amara)
    other = make_consent(story, contact=make_contact("Joan Ashworth"), uses=["web"])
    before = reader().get(story.get_absolute_url()).status_code

    other.end(at=timezone.now())

    assert (before, reader().get(story.get_absolute_url()).status_code) == (200, 410)


def test_agreeing_anew_replaces_what_was_agreed_before(client, sign_in, reader, amara):
    story = make_story("Told again", teller=amara)
    sign_in(amara)
    page = client.get(f"/stories/{story.uuid}/consent/").content.decode()
    seen = one_match(r'name="seen" value="(\w+)"', page)

    client.post(f"/stories/{story.uuid}/consent/", {"uses": ["members"], "naming": "none", "seen": seen})

    old, new = Consent.objects.filter(story=story).order_by("pk")
    assert (old.is_replaced, new.is_replaced, new.uses, new.released_at) == (True, False, ["members"], None)
    assert reader().get(story.get_absolute_url()).status_code == 404
    new.release(at=timezone.now())
    Story.objects.filter(pk=story.pk).update(
        state="published", moderated_version=Story.objects.get(pk=story.pk).version
    )
    assert reader(amara).get(story.get_absolute_url()).status_code == 200


def test_what_is_held_stays_with_the_safeguarding_lead_when_its_teller_takes_it_down(reader, amara, thandiwe):
    story = make_story("Held", teller=amara, state="held")
    consent = Consent.objects.get(story=story)

    reader().post(withdraw_path(consent))

    assert (Story.objects.get(pk=story.pk).state, Consent.objects.get(pk=consent.pk).is_open) == ("held", False)


@pytest.mark.parametrize(
    ("title", "slug"),
    [("حكاية الرف 🥫", "story-2"), ("A shelf 🥫 رف", "a-shelf"), ("🥫" * 120, "story-2"), ("New", "new-2")],
)
def test_a_story_told_through_the_pages_is_published_by_its_link_once(
    client, sign_in, reader, beatrix, amara, title, slug
):
    long = "شاركنا الخبز 🥖 " * 312 + "end"
    make_story("Taken", slug="story")
    sign_in(amara)
    story = tell_all(client, begin(client), title=title, answer=long)
    draft_slug = story.slug
    client.post(f"/stories/{story.uuid}/send/")
    sign_in(beatrix)
    approve(client, story)
    address = link_in(OutgoingEmail.objects.get(purpose="stories.approved"))

    reader().post(address, {"version": story.version})
    answers = [reader().post(f"{address}now/", follow=True) for _ in range(2)]

    story.refresh_from_db()
    read = reader().get(f"/stories/{slug}/").content.decode()
    assert draft_slug.startswith("draft-")
    assert ["Your story is published" in answer.content.decode() for answer in answers] == [True, True]
    assert (story.state, story.slug, story.title) == ("published", slug, title)
    assert (title in read, long in read) == (True, True)
    assert Decision.objects.filter(story=story, outcome="published").count() == 1
