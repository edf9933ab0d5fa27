"""P5: a story taken back is off every surface at the next request, and no email that waits speaks of it any more."""

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from outbox.models import OutgoingEmail
from stories import emails
from stories.actions import withdraw_story
from stories.models import Byline, Decision, Story
from tests.factories import make_event, make_group, make_organisation, make_pledge, make_story, sector
from tests.stories.conftest import make_quote

CANARIES = ["CanaryTitle", "CanaryBody", "CanaryQuote", "CanaryStand", "CanaryName", "CanaryAlt"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(amara, settings, tmp_path):
    """Published, and shown wherever a story can be shown."""
    settings.MEDIA_ROOT = tmp_path
    story = make_story("CanaryTitle", teller=amara, slug="told", what_changed="CanaryBody", picture_alt="CanaryAlt")
    Story.objects.filter(pk=story.pk).update(standfirst="CanaryStand")
    story.refresh_from_db()
    story.picture.save("mugs.webp", ContentFile(b"CanaryPixels"))
    make_quote(story, "CanaryQuote", contact=story.teller)
    Byline.objects.create(story=story, shown_as="CanaryName", sector=sector())
    story.organisations.add(make_organisation())
    story.belong_to(make_group(lead=amara))
    return story


def surfaces(story, pledge, event):
    """Addresses that show something of it to a visitor or a member."""
    own = story.get_absolute_url()
    return [own, f"{own}print/", f"{own}picture/", "/", "/stories/", "/stories/?q=anaryTitl&kind=ours",
            "/organisations/loom-and-ladder/", f"/groups/{story.group.slug}/", pledge.get_absolute_url(),
            event.get_absolute_url()]  # fmt: skip


def shown(client, paths):
    """Which canaries each address shows."""
    found = {}
    for path in paths:
        page = b"".join(client.get(path)).decode()
        found[path] = {word for word in [*CANARIES, "CanaryPixels"] if word in page}
    return found


@pytest.mark.parametrize("who", ["visitor", "member"])
def test_it_is_off_every_surface_at_the_next_request(reader, denise, told, who):
    client = reader(denise if who == "member" else None)
    pledge = make_pledge("put up a shelf", by=denise, story=told)
    paths = surfaces(told, pledge, make_event(in_days=-3))
    before = shown(client, paths)

    withdraw_story(told.consents.get(quote=None), at=timezone.now())
    after = shown(client, paths)

    own = told.get_absolute_url()
    assert before[own] >= {"CanaryTitle", "CanaryBody", "CanaryQuote", "CanaryName", "CanaryAlt"}
    assert (before[f"{own}picture/"], before["/stories/"] >= {"CanaryTitle", "CanaryStand"}) == ({"CanaryPixels"}, True)
    assert len([path for path, words in before.items() if words]) >= 6
    assert {path: words for path, words in after.items() if words} == {}
    assert client.get(own).status_code == 410


def test_no_email_about_it_is_sent_any_more(told):
    decision = told.decisions.create(outcome=Decision.Outcome.PUBLISHED, version=1, at=timezone.now())
    emails.tell_of_publication(decision, told.consents.filter(quote=None), at=timezone.now())
    waits = OutgoingEmail.objects.filter(text__contains="CanaryTitle").values_list("state", flat=True)
    before = list(waits)

    withdraw_story(told.consents.get(quote=None), at=timezone.now())

    assert before == ["due"]
    assert list(waits.all()) == ["cancelled"]
