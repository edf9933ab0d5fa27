"""A slip put right, saved replies, what was decided, and how long somebody has waited."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from stories.actions import approve_story, claim_story, hold_story, return_story
from stories.emails import release_path
from stories.models import Consent, SavedReply, Story
from stories.templatetags.story_parts import is_past_aim
from tests.factories import make_story
from tests.stories.conftest import one_match

pytestmark = pytest.mark.django_db


def boxes(client, address):
    """What the form shows, by name."""
    form = client.get(address).context["form"]
    return {name: form[name].value() for name in form.fields}


def test_a_slip_is_put_right_and_its_teller_sees_the_difference_before_the_yes(
    client, sign_in, reader, beatrix, amara, waiting
):
    sign_in(amara)
    client.post(f"/stories/{waiting.uuid}/take-back/")
    client.post(f"/stories/{waiting.uuid}/send/")
    sign_in(beatrix)
    typed = boxes(client, f"/check/{waiting.uuid}/fix/")

    client.post(f"/check/{waiting.uuid}/fix/", {**typed, "what_we_did": "We poured a lot of tea."})
    checked = client.get(f"/check/{waiting.uuid}/").content.decode()
    waiting.refresh_from_db()
    approve_story(waiting, by=beatrix, version=waiting.version, at=timezone.now())
    asked = reader().get(release_path(Consent.objects.get(story=waiting))).content.decode()

    assert waiting.what_we_did == "We poured a lot of tea."
    assert "What changed since the time before" in checked
    assert "What a checker put right" in asked
    assert "<ins" in asked


def test_a_fix_of_words_that_changed_meanwhile_keeps_what_was_typed(client, sign_in, beatrix, waiting):
    sign_in(beatrix)
    typed = boxes(client, f"/check/{waiting.uuid}/fix/")
    Story.objects.filter(pk=waiting.pk).update(version=2)

    page = client.post(f"/check/{waiting.uuid}/fix/", {**typed, "what_we_did": "We poured coffee."}).content.decode()

    assert "Your words are kept here" in page
    assert "We poured coffee." in page
    assert Story.objects.get(pk=waiting.pk).what_we_did == "We poured tea."


def test_nothing_is_taken_out_by_a_fix(client, sign_in, beatrix, waiting):
    sign_in(beatrix)
    typed = boxes(client, f"/check/{waiting.uuid}/fix/")

    page = client.post(f"/check/{waiting.uuid}/fix/", {**typed, "what_we_did": ""}).content.decode()

    assert "Nothing is taken out here" in page


def test_a_letter_begins_with_the_reply_that_was_saved(client, sign_in, beatrix, waiting):
    sign_in(beatrix)
    typed = boxes(client, "/check/replies/")

    client.post("/check/replies/", {**typed, "not-kind": "Say it as you would to their face."})

    assert (
        "Say it as you would to their face."
        in client.get(f"/check/{waiting.uuid}/return/?reason=not-kind").content.decode()
    )
    assert list(SavedReply.objects.values_list("reason", flat=True)) == ["not-kind"]


def test_the_saved_reply_is_sent_as_it_stands(client, sign_in, beatrix, waiting):
    sign_in(beatrix)
    address = f"/check/{waiting.uuid}/return/?reason=at-risk"

    client.post(address, boxes(client, address))

    assert Story.objects.get(pk=waiting.pk).state == "changes-asked"


def test_what_was_decided_is_a_list_without_what_is_held(client, sign_in, beatrix, waiting, thandiwe):
    return_story(waiting, by=beatrix, version=1, at=timezone.now(), reason="not-kind", sentence="Be kind.")
    sign_in(beatrix)
    before = client.get("/check/log/").content.decode()
    hold_story(waiting, by=beatrix, at=timezone.now())

    after = client.get("/check/log/").content.decode()

    assert "house rule 3 (It is not kind)" in before
    assert "Be kind." in before
    assert waiting.title not in after


def test_three_working_days_are_counted_over_a_weekend_and_a_holiday():
    thursday = datetime(2026, 4, 2, 12, tzinfo=UTC)

    # Good Friday, a weekend and Easter Monday lie between.
    assert not is_past_aim(thursday, datetime(2026, 4, 9, 12, tzinfo=UTC))
    assert is_past_aim(thursday, datetime(2026, 4, 10, 12, tzinfo=UTC))


def test_the_page_leads_to_the_next_and_the_one_before(client, sign_in, beatrix, waiting):
    later = make_story("Later", state="submitted")
    sign_in(beatrix)

    first, last = client.get(f"/check/{waiting.uuid}/"), client.get(f"/check/{later.uuid}/")

    assert first.context["next_url"] == f"/check/{later.uuid}/"
    assert last.context["before_url"] == f"/check/{waiting.uuid}/"
    assert one_match(r'href="(/check/[^"]+)" data-key="j"', first.content.decode()) == f"/check/{later.uuid}/"


def test_a_claim_is_kept_as_a_slip_is_put_right(client, sign_in, beatrix, waiting):
    claim_story(waiting, by=beatrix, at=timezone.now())
    sign_in(beatrix)
    typed = boxes(client, f"/check/{waiting.uuid}/fix/")

    client.post(f"/check/{waiting.uuid}/fix/", {**typed, "title": "A shelf in the hall"})

    waiting.refresh_from_db()
    assert (waiting.title, waiting.state, waiting.claimed_by) == ("A shelf in the hall", "in-review", beatrix)
