"""An organiser brings in a list: every row is looked at first, and then all of them are saved or none."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import BytesIO
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from collab.imports import running
from collab.imports.running import begin_import, say_yes, work_on, work_on_all
from collab.kit.spreadsheets import read_sheet
from commons.models import AuditEntry, OldAddress
from members.models import Contact, Import, OldSlug, Organisation, OrganisationKind, Place, Sector
from tests import factories


def sheet_of(text):
    return read_sheet(BytesIO(text.encode()), name="people.csv", size=len(text))


def bring(client, text, kind="people", name="people.csv"):
    file = SimpleUploadedFile(name, text.encode(), content_type="text/csv")
    return client.post("/run/lists/", {"kind": kind, "file": file}, follow=True)


def verdicts(run):
    return dict(run.rows.values_list("number", "verdict"))


@pytest.fixture
def organiser(sign_in, orla):
    return sign_in(orla)


def test_each_row_says_what_would_happen_and_nothing_has_happened_yet(organiser, denise):
    factories.make_contact("Reg Thackeray", email="reg@example.com", phone="01632 960 001")
    factories.make_contact("Reg Thackeray", email="")
    before = Contact.objects.count()

    page = bring(
        organiser,
        "Name,E-mail,Phone,Shoe size\n"
        "Priya Shah,priya@example.com,01632 960 100,5\n"
        "Reg Thackeray,REG@example.com,01632 960 002,9\n"
        f"Denise A,{denise.email},01632 960 003,6\n"
        "Priya S,PRIYA@example.com,,4\n"
        "Reg Thackeray,,,9\n",
    )

    run = Import.objects.get()
    assert verdicts(run) == {2: "new", 3: "changes", 4: "same", 5: "twice", 6: "duplicate"}
    assert run.rows.get(number=3).changes == [["phone", "01632 960 001", "01632 960 002"]]
    assert run.left_out == ["Shoe size"]
    assert "Bring in 2 rows" in page.content.decode()
    assert "Twice in your file" in page.content.decode()
    assert Contact.objects.count() == before


def test_yes_brings_in_every_row_and_the_log_says_who(organiser, orla, denise):
    reg = factories.make_contact("Reg Thackeray", email="reg@example.com", phone="01632 960 001")
    loom = factories.make_organisation("Loom and Ladder")
    bring(
        organiser,
        "Name,Email,Phone,Organisation,Sector\n"
        "Priya Shah,Priya@example.com,01632 960 100,LOOM AND LADDER,residents\n"
        "Reg Thackeray,reg@example.com,01632 960 002,The Shed,\n",
    )
    run = Import.objects.get()

    page = organiser.post(f"/run/lists/{run.uuid}/save/", follow=True).content.decode()

    priya = Contact.objects.get(email="priya@example.com")
    assert (priya.name, priya.phone, priya.organisation) == ("Priya Shah", "01632 960 100", loom)
    assert priya.sector == factories.sector("residents")
    reg.refresh_from_db()
    assert (reg.phone, reg.organisation, reg.organisation_typed) == ("01632 960 002", None, "The Shed")
    assert "2 rows were brought in" in page
    logged = AuditEntry.objects.get(action="members.import")
    assert (logged.actor, logged.facts) == (orla.uuid, {"rows": 2, "what": "people"})


def test_while_one_row_is_wrong_none_is_brought_in(organiser):
    factories.sector("residents")
    page = bring(
        organiser,
        "Name,Email,Sector\nPriya Shah,priya@example.com,residents\n"
        "Reg,not an address,residents\n,a@example.com,Circus\n",
    ).content.decode()
    run = Import.objects.get()

    organiser.post(f"/run/lists/{run.uuid}/save/")

    assert "2 rows are to be put right first" in page
    assert Contact.objects.filter(email="priya@example.com").count() == 0
    assert run.rows.get(number=3).notes == ["Enter an email address in the format name@example.com"]
    assert run.rows.get(number=4).notes[0] == "Enter a name"
    assert run.rows.get(number=4).notes[1] == "There is no sector “Circus”. Choose one of ours"


def test_the_words_that_a_row_may_hold_are_said_once(organiser):
    for word in ("residents", "charity"):
        factories.sector(word)
    Place.objects.create(slug="upper-dene", name="Upper Dene", kind="neighbourhood")

    wrong = bring(organiser, "Name,Sector\nA,Circus\nB,Ring\nC,Tent\n", kind="organisations")
    fine = bring(organiser, "Name,Sector\nA,residents\n", kind="organisations")

    sectors = list(Sector.objects.values_list("name", flat=True))
    assert [(title, words) for title, words in wrong.context["lists"] if title != "Our sizes"] == [
        ("Our sectors", sectors),
        ("Our places", ["Upper Dene"]),
    ]
    assert wrong.content.decode().count(f"<li>{sectors[0]}</li>") == 1
    assert fine.context["lists"] == []


def test_a_change_is_said_under_the_heading_of_its_column(organiser):
    factories.sector("charity")
    factories.make_organisation("Loom and Ladder", org_id="GB-CHC-7654321")

    page = bring(
        organiser,
        "Name,Sector,Organisation number\nLoom and Ladder,charity,GB-CHC-1234567\n",
        kind="organisations",
    )

    words = " ".join(page.content.decode().split())
    assert "Organisation number: <del>GB-CHC-7654321</del> becomes <ins>GB-CHC-1234567</ins>" in words


def test_the_wrong_rows_can_be_downloaded_mended_and_brought_in_again(organiser):
    bring(organiser, "Name,Email\nReg,reg at example\n")
    run = Import.objects.get()

    file = b"".join(organiser.get(f"/run/lists/{run.uuid}/wrong/").streaming_content).decode()
    page = bring(organiser, file.replace("reg at example", "reg@example.com"))

    assert "Enter an email address" in file
    assert verdicts(Import.objects.first()) == {2: "new"}
    assert "Bring in 1 row<" in " ".join(page.content.decode().split()).replace(" <", "<")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Email\na@example.com\n", "That file has no column “Name”"),
        ("", "That file has nothing in it"),
        ("Name\n", "no rows under its headings"),
    ],
)
def test_a_file_that_is_no_list_comes_back_with_a_reason_and_what_was_chosen(organiser, text, words):
    page = bring(organiser, text).content.decode()

    assert words in page
    assert 'value="people"' in page
    assert "checked" in page.partition('value="people"')[2][:200]
    assert Import.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "text"),
    [("people.xlsx", "Hello, I am a letter"), ("people.csv", "%PDF-1.7 one line"), ("letter.docx", "Name\nReg")],
)
def test_a_file_that_is_no_spreadsheet_says_how_to_save_it_again(organiser, name, text):
    words = bring(organiser, text, name=name).content.decode()

    assert "We cannot open that file. In your spreadsheet program choose “Save as”, then CSV or XLSX" in words
    assert not Import.objects.exists()


def test_what_changed_since_the_preview_is_shown_again_and_nothing_is_brought_in(organiser):
    bring(organiser, "Name,Email\nPriya Shah,priya@example.com\nReg,reg@example.com\n")
    run = Import.objects.get()
    factories.make_contact("Priya from the hall", email="priya@example.com")

    organiser.post(f"/run/lists/{run.uuid}/save/")
    work_on_all(at=timezone.now())
    page = organiser.get(f"/run/lists/{run.uuid}/").content.decode()

    assert verdicts(run) == {2: "changes", 3: "new"}
    assert "Something changed while you looked" in page
    assert Contact.objects.filter(email="reg@example.com").count() == 0


def test_a_list_that_is_left_brings_in_nothing_and_keeps_no_rows(organiser):
    bring(organiser, "Name,Email\nPriya Shah,priya@example.com\n")
    run = Import.objects.get()

    organiser.post(f"/run/lists/{run.uuid}/leave/")
    organiser.post(f"/run/lists/{run.uuid}/save/")

    run.refresh_from_db()
    assert (run.state, run.rows.count()) == ("dropped", 0)
    assert Contact.objects.filter(email="priya@example.com").count() == 0


def test_a_long_list_is_left_to_the_clock_and_the_page_says_how_far_it_is(organiser, orla, monkeypatch):
    monkeypatch.setattr(running, "CHUNK", 2)
    monkeypatch.setattr(running, "AT_ONCE", 3)
    text = "Name,Email\n" + "".join(f"Person {n},p{n}@example.com\n" for n in range(5))

    page = bring(organiser, text).content.decode()
    run = Import.objects.get()
    first = running.check_some(run.pk, at=timezone.now())
    halfway = organiser.get(f"/run/lists/{run.uuid}/").content.decode()
    work_on_all(at=timezone.now())
    organiser.post(f"/run/lists/{run.uuid}/save/")
    waiting = Contact.objects.filter(email__startswith="p").count()
    work_on_all(at=timezone.now())

    assert "0 of 5 rows looked at" in page
    assert (first, "2 of 5 rows looked at" in halfway) == (True, True)
    assert (waiting, Contact.objects.filter(email__startswith="p").count()) == (0, 5)


def test_organisations_come_in_with_their_places_and_change_by_number_or_name(organiser):
    factories.sector("charity")
    fellbeck = Place.objects.create(slug="fellbeck", name="Fellbeck", kind="neighbourhood")
    loom = factories.make_organisation("Loom and Ladder", about="Old words.")

    bring(
        organiser,
        "Name,Sector,Places,Size,What it does\n"
        "Loom & Ladder,charity,,,\n"
        "loom and ladder,charity,Fellbeck,1 to 5 paid,New words.\n"
        "The Shed,charity,fellbeck,,Benches.\n",
        kind="organisations",
    )
    run = Import.objects.get()
    organiser.post(f"/run/lists/{run.uuid}/save/")

    loom.refresh_from_db()
    shed = Organisation.objects.get(name="The Shed")
    assert (loom.about, loom.size, list(loom.places.all())) == ("New words.", "1-5", [fellbeck])
    assert (shed.about, list(shed.places.all())) == ("Benches.", [fellbeck])
    assert Organisation.objects.filter(slug="loom-ladder").count() == 1


def test_organisations_come_in_as_the_form_would_take_them(organiser):
    factories.sector("charity")
    OrganisationKind.objects.create(slug="credit-union", name="credit union")
    fellbeck = Place.objects.create(slug="fellbeck", name="Fellbeck", kind="neighbourhood")
    OldSlug.objects.create(slug="old-mill", place=fellbeck)
    OldAddress.objects.create(path="/organisations/the-shed/", now_at="/organisations/shed/")

    bring(
        organiser,
        "Name,Sector,Kind,Places,Website,Organisation number\n"
        "The Shed,charity,Credit  Union,Old Mill,shed.example,gb-coh–1234567\n"
        "The Shed,charity,registered charity,,,1 234 567\n",
        kind="organisations",
    )
    organiser.post(f"/run/lists/{Import.objects.get().uuid}/save/")

    rows = Organisation.objects.filter(name="The Shed").order_by("pk")
    assert [(o.slug, o.kind, o.website, o.org_id) for o in rows] == [
        ("the-shed-2", "credit union", "https://shed.example", "GB-COH-01234567"),
        ("the-shed-3", "registered charity", "", "GB-CHC-1234567"),
    ]
    assert list(rows[0].places.all()) == [fellbeck]


def test_a_wrong_number_or_website_of_an_organisation_is_to_be_put_right(organiser):
    factories.sector("charity")
    factories.make_organisation("Loom and Ladder", org_id="GB-CHC-7654321")
    factories.make_organisation("Fellbeck Trust")

    bring(
        organiser,
        "Name,Sector,Website,Organisation number\n"
        "The Shed,charity,not a site,\n"
        "The Mill,charity,,GB-CHC-12\n"
        "The Barn,charity,,1234567\n"
        "Fellbeck Trust,charity,,GB-CHC-7654321\n",
        kind="organisations",
    )

    assert [row.notes for row in Import.objects.get().rows.order_by("number")] == [
        ["Enter a web address, like www.example.org"],
        ["Enter a number like 1234567. That is how the numbers of this register look"],
        ["Write the register in front of the number, like GB-CHC-1234567 for a charity"],
        ["Loom and Ladder has this number. Check it, or change that page"],
    ]


def test_a_new_organisation_with_nearly_the_same_name_says_so(organiser):
    factories.sector("charity")
    factories.make_organisation("Loom and Ladder")

    bring(organiser, "Name,Sector\nThe Loom & Ladder Ltd,charity\n", kind="organisations")

    row = Import.objects.get().rows.get()
    note = "“Loom and Ladder” is listed already. If this is the same one, write its name like that"
    assert (row.verdict, row.notes) == ("new", [note])


@pytest.mark.parametrize(
    ("typed", "taken_for", "note"),
    [
        ("loom  and LADDER", "Loom and Ladder", ""),
        ("The Loom & Ladder Ltd.", "Loom and Ladder", "“The Loom & Ladder Ltd.” is taken for “Loom and Ladder”"),
        ("Shed Ltd", "Shed Ltd", ""),
        ("The Shed", None, "“The Shed” could be one of these: “Shed”, “Shed Ltd”. The name is kept as you wrote it"),
        ("Barn", None, ""),
        ("শেড", "শেড", ""),
    ],
)
def test_people_are_at_the_organisation_that_their_row_means(organiser, typed, taken_for, note):
    for name in ("Loom and Ladder", "Shed", "Shed Ltd", "শেড"):
        factories.make_organisation(name)

    bring(organiser, f"Name,Email,Organisation\nPriya Shah,priya@example.com,{typed}\n")
    run = Import.objects.get()
    organiser.post(f"/run/lists/{run.uuid}/save/")

    priya = Contact.objects.get(email="priya@example.com")
    assert (priya.organisation and priya.organisation.name) == taken_for
    assert (priya.organisation_typed, run.rows.get().notes) == ("" if taken_for else typed, [note] if note else [])


def test_another_spelling_of_the_same_organisation_changes_nobody(organiser):
    loom = factories.make_organisation("Loom and Ladder")
    factories.make_contact("Reg", email="reg@example.com", organisation=loom)
    factories.make_contact("Ann", email="", organisation=loom)

    bring(organiser, "Name,Email,Organisation\nReg,reg@example.com,Loom & Ladder Ltd\nAnn,,The Loom and Ladder\n")

    assert verdicts(Import.objects.get()) == {2: "same", 3: "duplicate"}


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (["Shed,", "shed,GB-COH 1234567"], {2: "twice", 3: "new"}),
        (["Shed,GB-COH-01234567", "SHED,"], {2: "new", 3: "twice"}),
        (["Shed,GB-COH-01234567", "Shed,GB-COH-07654321"], {2: "new", 3: "new"}),
        (["Shed,GB-COH-01234567", "Shed,GB-COH-07654321", "Shed,"], {2: "new", 3: "new", 4: "wrong"}),
        (["Shed,GB-COH-01234567", "Barn,GB-COH-01234567"], {2: "new", 3: "twice"}),
    ],
)
def test_one_organisation_in_two_rows_of_a_file_is_one(organiser, rows, found):
    factories.sector("charity")
    text = "\n".join(["Name,Organisation number,Sector", *(f"{row},charity" for row in rows), ""])

    bring(organiser, text, kind="organisations")

    assert verdicts(Import.objects.get()) == found


def test_a_row_with_nearly_the_name_of_a_row_above_says_so(organiser):
    factories.sector("charity")

    bring(organiser, "Name,Sector\nShed,charity\nBarn,charity\nThe Shed Ltd.,charity\n", kind="organisations")

    note = "Line 2 has the same name, or nearly. If they are one organisation, keep one row"
    assert [row.notes for row in Import.objects.get().rows.order_by("number")] == [[], [], [note]]


@pytest.mark.parametrize("rows", [1, 3])
def test_looking_at_organisations_costs_the_same_for_one_and_for_three(rows, orla, django_assert_num_queries):
    factories.sector("charity")
    for n in range(5):
        factories.make_organisation(f"Another {n}")
    text = "Name,Sector\n" + "".join(f"Shed {n},charity\n" for n in range(rows))
    run = begin_import(sheet_of(text), kind="organisations", file_name="a.csv", by=orla, at=timezone.now())
    found = list(run.rows.all())

    with django_assert_num_queries(7):
        running.looks(run, found)


def test_organisations_taken_out_come_in_again_unchanged(organiser):
    factories.make_organisation(
        "Loom and Ladder", kind="shop", website="https://loom.example", org_id="GB-COH-01234567", size="1-5"
    )

    answer = organiser.post("/run/lists/organisations/take/")
    bring(organiser, b"".join(answer.streaming_content).decode(), kind="organisations")

    run = Import.objects.get()
    assert (run.left_out, verdicts(run)) == ([], {2: "same"})


def test_nobody_but_an_organiser_brings_in_a_list(client, amara):
    client.force_login(amara)

    assert bring(client, "Name,Email\nPriya,priya@example.com\n").status_code == 403


def test_a_list_taken_out_is_logged_and_comes_in_again_unchanged(organiser, orla):
    factories.make_contact("=Priya", email="priya@example.com", phone="+44 1632 960100")

    answer = organiser.post("/run/lists/people/take/")
    file = b"".join(answer.streaming_content).decode()
    bring(organiser, file)

    assert answer["Content-Disposition"].startswith('attachment; filename="people-')
    assert '"\'=Priya"' in file
    assert set(verdicts(Import.objects.get()).values()) == {"same"}
    assert AuditEntry.objects.get(action="members.export").facts == {"what": "people"}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_preview_costs_the_same_for_one_row_and_for_three(organiser, rows, django_assert_num_queries):
    text = "Name,Email\n" + "".join(f"Person {n},p{n}@example.com\n" for n in range(rows))
    bring(organiser, text)
    run = Import.objects.get()
    organiser.get(f"/run/lists/{run.uuid}/")

    with django_assert_num_queries(6):
        organiser.get(f"/run/lists/{run.uuid}/")


@pytest.mark.django_db(transaction=True)
def test_two_workers_and_a_double_click_bring_in_each_row_once():
    orla = factories.make_member("Orla Fitzsimmons", roles=["admin"])
    text = "Name,Email\n" + "".join(f"Person {n},p{n}@example.com\n" for n in range(400))
    run = begin_import(sheet_of(text), kind="people", file_name="people.csv", by=orla, at=timezone.now())
    work_on(run.pk, at=timezone.now())

    yes = at_once([partial(say_yes, run, by=orla, at=timezone.now())] * 4)
    at_once([partial(work_on, run.pk, at=timezone.now())] * 4)

    assert sorted(yes) == [False, False, False, True]
    assert Contact.objects.filter(email__startswith="p").count() == 400
    assert Import.objects.get().state == "done"


@pytest.mark.django_db(transaction=True)
def test_somebody_who_joins_in_the_same_moment_stops_the_whole_list():
    orla = factories.make_member("Orla Fitzsimmons", roles=["admin"])
    run = begin_import(
        sheet_of("Name,Email\nReg,reg@example.com\nPriya,priya@example.com\n"),
        kind="people",
        file_name="people.csv",
        by=orla,
        at=timezone.now(),
    )
    work_on(run.pk, at=timezone.now())
    say_yes(run, by=orla, at=timezone.now())
    joined = Contact(name="Priya", email="priya@example.com")

    with made_during_saving(joined):
        work_on(run.pk, at=timezone.now())

    run.refresh_from_db()
    assert (run.state, run.has_moved) == ("checking", True)
    assert list(Contact.objects.filter(email__endswith="example.com").values_list("email", flat=True)) == [
        "priya@example.com"
    ]


class made_during_saving:
    """The person is made by another connection after the rows were compared, and before they are written."""

    def __init__(self, contact):
        self.contact = contact

    def __enter__(self):
        self.remove = connection.execute_wrapper(self.before)
        self.remove.__enter__()

    def __exit__(self, *error):
        self.remove.__exit__(*error)

    def before(self, execute, sql, params, many, context):
        if sql.startswith('INSERT INTO "members_contact"') and self.contact.pk is None:
            with ThreadPoolExecutor(1) as pool:
                pool.submit(self.make).result()
        return execute(sql, params, many, context)

    def make(self):
        self.contact.save()
        connection.close()


def at_once(tasks):
    start = Barrier(len(tasks))

    def play(task):
        try:
            start.wait()
            return task()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(play, tasks))
