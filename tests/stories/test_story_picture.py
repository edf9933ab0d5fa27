import os
import subprocess
import sys
from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from stories.actions import withdraw_part
from stories.actions.pictures import change_picture, sweep
from stories.models import Story
from tests.factories import make_story
from tests.kit.hostile import GPS, SCRIPT, exif, hostile_files, picture
from tests.stories.conftest import begin, fill_in, one_match, seen, tell_all


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def photo(data=None, name="IMG_0001.JPG"):
    return SimpleUploadedFile(name, picture(size=(2000, 1500)) if data is None else data, "image/jpeg")


def add(client, story, **typed):
    return fill_in(client, f"/stories/{story.uuid}/picture/", **{"alt": "A shelf with tins", **typed})


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.*"))


def folder_of(story):
    return str(story.picture).removesuffix("/large.webp")


def body_of(answer):
    return b"".join(answer.streaming_content)


@pytest.fixture
def draft(client, sign_in, amara):
    sign_in(amara)
    return begin(client)


@pytest.fixture
def shown(draft, client, amara):
    """A story of Amara's that everyone reads, with a picture in three sizes."""
    story = make_story("A shelf in the foyer", teller=amara)
    written = {size: picture("WEBP", size=(40, 30)) for size in ("small", "middle", "large")}
    version = story.version
    Story.objects.filter(pk=story.pk).update(state="draft")
    story.refresh_from_db()
    assert change_picture(story, written, by=amara, at=timezone.now(), picture_alt="A shelf with tins")
    Story.objects.filter(pk=story.pk).update(state="published", version=version)
    story.consents.update(released_at=timezone.now())
    story.refresh_from_db()
    return story


def test_a_teller_adds_a_picture_in_three_sizes_and_says_what_it_shows(client, draft, folder):
    data = picture(size=(2000, 1500), exif=exif())

    answer = add(client, draft, photo=photo(data), credit="Jolene", focus="100-0")

    draft.refresh_from_db()
    sizes = {name.rpartition("/")[2]: Image.open(BytesIO((folder / name).read_bytes())) for name in files(folder)}
    assert GPS in data
    assert answer["Location"] == f"/stories/{draft.uuid}/people/"
    assert {name: image.size for name, image in sizes.items()} == {
        "small.webp": (480, 360), "middle.webp": (960, 720), "large.webp": (1440, 1080),
    }  # fmt: skip
    assert [name for name in files(folder) if GPS in (folder / name).read_bytes()] == []
    assert "IMG" not in str(draft.picture)
    assert (draft.picture_alt, draft.picture_credit) == ("A shelf with tins", "Jolene")
    assert (draft.picture_focus_x, draft.picture_focus_y) == (100, 0)


def test_a_tall_photo_keeps_its_shape(client, draft):
    add(client, draft, photo=photo(picture(size=(900, 1200))))

    draft.refresh_from_db()
    with default_storage.open(str(draft.picture)) as file:
        assert Image.open(file).size == (900, 1200)


def test_the_teller_alone_sees_the_picture_of_a_draft(client, draft, reader, denise):
    add(client, draft, photo=photo())
    draft.refresh_from_db()
    address = f"/stories/{draft.uuid}/picture/own/"

    own, page = client.get(address), client.get(f"/stories/{draft.uuid}/picture/").content.decode()

    assert own["Content-Type"] == "image/webp"
    assert own["Cache-Control"] == "private, no-store"
    assert body_of(own)
    assert address in page
    assert reader(denise).get(address).status_code == 404
    for size in ("small", "middle", "large"):
        assert client.get(f"/stories/{draft.slug}/picture/{size}/").status_code == 404
    assert client.get(f"/stories/{draft.slug}/picture/").status_code == 404


def test_the_page_and_the_card_offer_the_sizes_that_are_there(reader, shown):
    client = reader()
    slug = shown.slug

    page, cards = (client.get(address).content.decode() for address in (shown.get_absolute_url(), "/stories/"))
    there = one_match(r'srcset="([^"]+)"', page).split(", ")
    small = client.get(there[0].split()[0])

    assert there == [
        f"/stories/{slug}/picture/small/ 480w",
        f"/stories/{slug}/picture/middle/ 960w",
        f"/stories/{slug}/picture/large/ 1440w",
    ]
    assert one_match(r'srcset="([^"]+)"', cards).split(", ") == there
    assert (small["Content-Type"], small["Cache-Control"]) == ("image/webp", "private, max-age=60")
    assert small["X-Content-Type-Options"] == "nosniff"
    assert body_of(small)[:4] == b"RIFF"
    assert client.get(f"/stories/{slug}/picture/huge/").status_code == 404


@pytest.mark.parametrize("state", ["submitted", "approved", "held", "hidden", "withdrawn", "expired", "draft"])
def test_no_size_is_served_once_the_story_is_not_read(client, shown, state):
    address = f"/stories/{shown.slug}/picture/small/"
    before = client.get(address)
    body_of(before)

    Story.objects.filter(pk=shown.pk).update(state=state)

    assert before.status_code == 200
    assert client.get(address).status_code == 404


def test_a_changed_picture_leaves_no_file_of_the_old_one(client, draft, folder, django_capture_on_commit_callbacks):
    add(client, draft, photo=photo())
    draft.refresh_from_db()
    first = folder_of(draft)

    with django_capture_on_commit_callbacks(execute=True):
        add(client, draft, photo=photo())

    draft.refresh_from_db()
    assert folder_of(draft) != first
    assert files(folder) == [f"{folder_of(draft)}/{size}.webp" for size in ("large", "middle", "small")]


def test_a_removed_picture_takes_its_words_and_its_files_with_it(
    client, draft, folder, django_capture_on_commit_callbacks
):
    add(client, draft, photo=photo(), credit="Jolene", focus="0-0")

    with django_capture_on_commit_callbacks(execute=True):
        answers = [client.post(f"/stories/{draft.uuid}/picture/remove/") for _ in range(2)]

    draft.refresh_from_db()
    assert [answer["Location"] for answer in answers] == [f"/stories/{draft.uuid}/picture/"] * 2
    assert (str(draft.picture), draft.picture_alt, draft.picture_credit) == ("", "", "")
    assert files(folder) == []


def test_part_withdrawal_takes_every_size(shown, folder, amara, django_capture_on_commit_callbacks):
    consent = shown.consents.get()
    before = files(folder)

    with django_capture_on_commit_callbacks(execute=True):
        withdraw_part(consent, "picture", at=timezone.now())

    assert len(before) == 3
    assert files(folder) == []


def test_a_picture_that_changed_after_the_check_is_checked_again(shown, client, amara):
    Story.objects.filter(pk=shown.pk).update(state="approved", version=shown.version, moderated_version=shown.version)
    shown.refresh_from_db()
    was_checked = shown.is_checked

    change_picture(shown, None, by=amara, at=timezone.now(), picture_alt="Something else")

    shown.refresh_from_db()
    assert was_checked
    assert (shown.is_checked, shown.state) == (False, "draft")


def test_a_picture_without_words_is_kept_and_holds_the_story_back_until_it_has_them(client, draft):
    tell_all(client, draft)

    page = client.post(
        f"/stories/{draft.uuid}/picture/",
        {"alt": "", "photo": photo(), "seen": seen(client, f"/stories/{draft.uuid}/picture/")}, follow=True,
    )  # fmt: skip
    held_back = client.get(f"/stories/{draft.uuid}/answers/").content.decode()
    client.post(f"/stories/{draft.uuid}/send/")
    unsent = Story.objects.get(pk=draft.pk).state
    add(client, draft)
    client.post(f"/stories/{draft.uuid}/send/")

    assert "Your picture is kept. Say what it shows before you send your story." in page.content.decode()
    assert "Say what your picture shows" in held_back
    assert unsent == "draft"
    assert Story.objects.get(pk=draft.pk).state == "submitted"


def test_a_good_photo_is_kept_when_the_words_beside_it_need_another_look(client, draft, folder):
    page = add(client, draft, photo=photo(), alt="word " * 80).content.decode()

    draft.refresh_from_db()
    assert "so it fits" in page
    assert "word word" in page
    assert "Your picture is kept. You need not choose it again." in page
    assert files(folder) == [f"{folder_of(draft)}/{size}.webp" for size in ("large", "middle", "small")]


def test_two_windows_show_both_words_and_lose_no_photo(client, draft):
    address = f"/stories/{draft.uuid}/picture/"
    old = seen(client, address)
    add(client, draft, alt="What the first window said")

    page = client.post(address, {"alt": "What the second said", "photo": photo(), "seen": old}).content.decode()

    draft.refresh_from_db()
    assert "What the first window said" in page
    assert "What the second said" in page
    assert draft.picture
    assert draft.picture_alt == "What the first window said"


@pytest.mark.parametrize("n", range(70))
def test_a_hostile_file_leaves_nothing_active_and_the_form_keeps_what_was_typed(client, draft, folder, n):
    if n >= len(hostile_files()):
        pytest.skip("There are fewer.")
    name, data, comes_out = hostile_files()[n]

    page = add(client, draft, alt="Tins on a shelf", photo=photo(data, name))

    draft.refresh_from_db()
    if comes_out:
        assert page.status_code == 302
        served = client.get(f"/stories/{draft.uuid}/picture/own/")
        body = body_of(served)
        assert served["Content-Type"] == "image/webp"
        assert served["X-Content-Type-Options"] == "nosniff"
        assert Image.open(BytesIO(body)).format == "WEBP"
        assert (SCRIPT in body, GPS in body) == (False, False)
        return
    assert str(draft.picture) == ""
    assert files(folder) == []
    if data:
        words = page.content.decode()
        assert "Tins on a shelf" in words
        assert ("Choose a photo" in words) or ("That photo did not arrive whole" in words)


def test_files_that_no_story_has_go_after_a_day_and_others_stay(shown, folder):
    lost = folder / "stories" / ("a" * 32)
    lost.mkdir()
    (lost / "large.webp").write_bytes(b"x")
    (folder / "stories" / "demo.webp").write_bytes(b"x")
    now = timezone.now()

    early, late, again = sweep(now), sweep(now + timedelta(days=2)), sweep(now + timedelta(days=2))

    assert (early, late, again) == (0, 1, 0)
    assert files(folder) == sorted(
        ["stories/demo.webp", *(f"{folder_of(shown)}/{size}.webp" for size in ("large", "middle", "small"))]
    )


MEASURE = """
import sys
from contextlib import suppress
from io import BytesIO
from pathlib import Path
import django
from PIL import Image
from collab.kit.decoding import write_anew
from collab.kit.pictures import BadPicture
django.setup()
from stories.models.pictures import SIZES
data = BytesIO(Path(sys.argv[1]).read_bytes())
if sys.argv[2] == "ours":
    with suppress(BadPicture):
        write_anew(data, SIZES)
else:
    Image.MAX_IMAGE_PIXELS = None
    Image.open(data).load()
# Not ru_maxrss: a child inherits it from whoever started it.
print(int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) // 1024)
"""


def megabytes(path, how):
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path), how],
        cwd=settings.BASE_DIR, check=True, capture_output=True, text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
    )  # fmt: skip
    return int(done.stdout)


def test_a_bomb_and_the_largest_that_is_taken_stay_below_512_megabytes(tmp_path):
    bomb, largest = tmp_path / "bomb.png", tmp_path / "largest.jpg"
    Image.new("RGB", (15_000, 15_000)).save(bomb, "PNG", compress_level=1)
    Image.effect_noise((256, 256), 60).convert("RGB").resize((7_000, 7_000)).save(largest, "JPEG", progressive=True)

    assert megabytes(bomb, "ours") < 512
    assert 100 < megabytes(largest, "ours") < 512
    # The control: the same bomb in the hands of a decoder that is not limited.
    assert megabytes(bomb, "decoder alone") > 600
