"""Twenty thousand pledges: each page of the list starts from an index, and no pledge is skipped or shown twice."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.http import QueryDict
from django.urls import reverse

from collab.demo.bench import Bench, load_meetings, load_people
from collab.demo.bench_stories import load_pledges, load_stories
from collab.demo.loading import Loading
from collab.demo.network import load_vocabularies
from members.models import Member
from pledges.filters import PledgeFilter
from pledges.models import Pledge
from pledges.models.reading import A_PAGE, everything, newest_seen
from pledges.models.seeing import ways_to_see

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def town(django_db_setup, django_db_blocker):
    """The synthetic network of size 1 with more pledges, and one of its members. Loaded once."""
    with django_db_blocker.unblock(), transaction.atomic():
        loading = Loading(seed=1)
        load_vocabularies(loading)
        with connection.cursor() as cursor:
            bench = Bench.on(cursor, loading, 1)
            for load in (load_people, load_meetings, load_stories):
                load(bench)
            # So many that to read them all is out of the question: of five thousand it sometimes is not, which
            # hangs on what PostgreSQL happens to know of the other tables.
            load_pledges(replace(bench, size=4))
            # This table alone, and put right below: how large PostgreSQL takes a table for is not rolled back.
            cursor.execute("ANALYZE pledges_pledge")
        yield Member.objects.select_related("contact").order_by("pk")[500]
        transaction.set_rollback(True)
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ANALYZE pledges_pledge")


@pytest.mark.parametrize("query", ["", "sector=nhs", "state=kept", "state=live", "sector=nhs&state=kept"])
@pytest.mark.parametrize("is_member", [False, True])
def test_the_first_page_and_a_late_one_read_no_pledge_but_by_an_index(town, is_member, query):
    reader = town if is_member else AnonymousUser()
    narrow = PledgeFilter(QueryDict(query), reader).narrow if query else everything
    late = Pledge.objects.filter(visibility="public").order_by("made_at", "pk")[10]

    plans = [
        newest_seen(ways_to_see(reader), narrow, before, A_PAGE + 1).explain()
        for before in (None, (late.made_at, late.uuid))
    ]

    for plan in plans:
        assert "pledge_newest" in plan
        assert "Seq Scan on pledges_pledge" not in plan


def test_one_long_condition_would_read_them_all(town):
    plan = Pledge.objects.visible_to(town).newest()[: A_PAGE + 1].explain()

    assert "Seq Scan on pledges_pledge" in plan


def test_walking_to_the_end_shows_each_once(town, client):
    client.force_login(town)
    wanted = set(Pledge.objects.visible_to(town).filter(sector__slug="nhs").values_list("uuid", flat=True))

    found, url = [], "?sector=nhs"
    while url:
        page = client.get(reverse("pledge_list") + url)
        found += [row["url"] for row in page.context["patches"]]
        url = page.context["next_url"]

    assert len(found) == len(set(found)) == len(wanted) > 400


def test_the_count_stops_at_a_thousand_and_says_so(town, client):
    page = client.get(reverse("pledge_list"))

    assert (page.context["count"], page.context["is_capped"]) == (1000, True)
    assert "More than 1000 pledges" in page.content.decode()
