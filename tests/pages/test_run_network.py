import re

import pytest
from django.db import IntegrityError

from commons.models import AuditEntry, NetworkSettings

NAMED = {
    "name_light": "Fell",
    "name_bold": "Forward",
    "area": "Fell",
    "phone": "01632 960 001",
    "hours": "",
    "email": "",
}


def sheet_in(client):
    """The address of the style sheet of colours in the front page, if there is one."""
    found = re.search(r'href="(/look\.css\?v=\d+)"', client.get("/about/").content.decode())
    return found and found[1]


def test_an_organiser_changes_the_name_and_phone_on_every_page(client, sign_in, orla):
    sign_in(orla)

    client.post("/run/network/", NAMED)

    page = client.get("/about/").content.decode()
    assert "Fell <b>Forward</b>" in page or "Fell Forward" in page
    assert "01632 960 001" in page


def test_the_log_names_the_fields_that_changed_and_not_their_words(client, sign_in, orla):
    sign_in(orla)

    client.post("/run/network/", NAMED)
    client.post("/run/network/", {**NAMED, "hours": "Monday"})
    client.post("/run/network/", {**NAMED, "hours": "Monday"})
    page = client.get("/run/network/").content.decode()

    facts = AuditEntry.objects.filter(action="commons.network_changed").order_by("pk").values_list("facts", flat=True)
    assert list(facts) == [{"fields": "name_light name_bold area phone"}, {"fields": "hours"}]
    assert "Orla Fitzsimmons</strong> changed the network’s settings" in page


def test_a_name_is_needed_and_what_was_typed_stays(client, sign_in, orla):
    sign_in(orla)

    page = client.post("/run/network/", {**NAMED, "name_bold": "", "email": "nonsense"}).content.decode()

    assert "Enter the second part of the name" in page
    assert 'value="nonsense"' in page
    assert not NetworkSettings.objects.exists()


def test_with_our_own_colours_no_page_asks_for_another_sheet(client, db):
    assert sheet_in(client) is None
    assert client.get("/look.css").content.decode().split() == [":root", "{", "}"]


def test_a_networks_own_colours_are_served_once_and_kept(client, sign_in, orla):
    sign_in(orla)

    client.post("/run/look/", {"brand": "#123456", "link": "", "link_hover": "036", "stitch": "FFCC00"})

    address = sheet_in(client)
    response = client.get(address)
    sheet = response.content.decode()
    assert address == "/look.css?v=1"
    assert "--plum: #123456;" in sheet
    assert "--govuk-link-hover-colour: #003366;" in sheet
    assert "--marigold: #ffcc00;" in sheet
    assert "--link:" not in sheet
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get(address, headers={"if-none-match": response["ETag"]}).status_code == 304
    assert client.get("/look.css?v=0")["Cache-Control"].startswith("no-cache")


def test_each_change_of_colours_has_a_new_address_and_a_row_in_the_log(client, sign_in, orla):
    sign_in(orla)

    client.post("/run/look/", {"brand": "#123456"})
    client.post("/run/look/", {"brand": "#123456"})
    client.post("/run/look/", {"brand": "#400040"})

    assert sheet_in(client) == "/look.css?v=2"
    assert AuditEntry.objects.filter(action="commons.look_changed").count() == 2


@pytest.mark.parametrize(
    ("colours", "words"),
    [
        ({"link": "#777777"}, "#777777 on white is hard to read: 4.47 to 1. It needs 4.5 to 1"),
        ({"link": "#767676"}, "#767676 on cream is hard to read: 4.22 to 1. It needs 4.5 to 1"),
        ({"link_hover": "#ff0000"}, "#ff0000 on white is hard to read: 3.99 to 1"),
        ({"brand": "#f2a900"}, "White on #f2a900 is hard to read"),
        ({"stitch": "#6b2347"}, "#6b2347 on #6b2347 is hard to read: 1.00 to 1"),
        ({"stitch": "#444444"}, "Ink on #444444 is hard to read"),
        ({"brand": "plum"}, "Write a colour such as #6b2347"),
        ({"brand": "#12345g"}, "Write a colour such as #6b2347"),
        ({"brand": "#123456;}body{display:none"}, "Write a colour such as #6b2347"),
    ],
)
def test_colours_that_some_cannot_read_are_refused_with_the_pair_and_the_number(client, sign_in, orla, colours, words):
    sign_in(orla)

    page = client.post("/run/look/", colours).content.decode()

    assert words in page
    assert f'value="{next(iter(colours.values()))}"' in page
    assert not NetworkSettings.objects.exclude(look_version=0).exists()


@pytest.mark.parametrize(
    ("colours", "wrong"),
    [
        ({"brand": "#f2a900"}, ["brand"]),
        ({"brand": "#7a5c00"}, ["brand"]),
        ({"stitch": "#6b2347"}, ["stitch"]),
        ({"brand": "#7a5c00", "stitch": "#f2a900"}, ["stitch"]),
        ({"brand": "#400040", "stitch": "#444444"}, ["stitch"]),
        ({"brand": "#eeeeee", "stitch": "#444444"}, ["brand", "stitch"]),
    ],
)
def test_only_the_box_whose_colour_is_wrong_is_told(client, orla, sign_in, colours, wrong):
    sign_in(orla)

    page = client.post("/run/look/", colours)

    assert sorted(page.context["form"].errors) == wrong


def test_the_database_itself_keeps_only_colours(db):
    with pytest.raises(IntegrityError, match="brand_is_a_colour"):
        NetworkSettings.objects.create(pk=1, brand="red;}")


def test_the_sheet_of_colours_sets_no_cookie_and_asks_nothing_of_the_database(client, db, django_assert_num_queries):
    NetworkSettings.objects.create(pk=1, brand="#123456", look_version=1)
    client.get("/look.css?v=1")

    with django_assert_num_queries(0):
        response = client.get("/look.css?v=1")

    assert dict(response.cookies) == {}
