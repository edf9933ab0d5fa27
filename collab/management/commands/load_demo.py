"""Load the demo network, Westmere Together: invented people, true cases."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from collab.demo.everything import load
from collab.demo.loading import Loading
from events.models import Series
from members.models import Member


class Command(BaseCommand):
    help = "Load the demo network. Its dates move with today; equal seeds make equal people and addresses."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=68)
        parser.add_argument("--again", action="store_true", help="Do not mind that there are members already.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["again"] and Member.objects.exists():
            raise CommandError("There are members here already, so the demo network was not loaded. Nothing changed.")
        if Series.objects.filter(slug="collaboration-station").exists():
            self.stdout.write("The demo network is here already. Nothing changed.")
            return
        loading = Loading(seed=options["seed"])
        load(loading)
        people, meetings = len(loading.people), len(loading.past) + len(loading.coming)
        self.stdout.write(f"Loaded {people} people, {meetings} meetings and {len(loading.stories)} stories.")
