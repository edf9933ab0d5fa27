"""Load synthetic rows to measure with. They stand apart from the demo."""

from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections, transaction

from collab.demo.bench import Bench, load_meetings, load_people
from collab.demo.bench_network import load_ties
from collab.demo.bench_stories import load_pledges, load_stories
from collab.demo.loading import Loading
from collab.demo.network import load_vocabularies
from events.models import Series
from network.actions.listing import list_all


class Command(BaseCommand):
    help = "Load synthetic rows. Size 1: 200 dates, 2,000 members, 1,000 stories, 5,000 pledges, 10 sign-ups a date."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--size", type=int, default=1, help="Multiplies everything; 1, 10 and 100 are measured.")

    def handle(self, *args: Any, **options: Any) -> None:
        if Series.objects.filter(slug="bench-series-0").exists():
            raise CommandError("Synthetic rows are loaded already; use a new state or database for another size.")
        began, loading = monotonic(), Loading(seed=options["size"])
        load_vocabularies(loading)
        # As the owner where that is another role: only the owner may ANALYZE.
        theirs, ours = (settings.DATABASES[alias]["USER"] for alias in ("owner", "default"))
        alias = "default" if theirs == ours else "owner"
        connection = connections[alias]
        with transaction.atomic(using=alias), connection.cursor() as cursor:
            bench = Bench.on(cursor, loading, options["size"])
            for load in (load_people, load_ties, load_meetings, load_stories, load_pledges):
                load(bench)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
            # Only now does PostgreSQL know how large the tables are that the directory is made of.
            list_all()
            cursor.execute("ANALYZE network_entry")
        self.stdout.write(f"Loaded size {options['size']} in {monotonic() - began:.0f} seconds.")
