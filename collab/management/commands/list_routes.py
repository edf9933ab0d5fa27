"""Print every address as JSON: its pattern, name, methods and who may open it."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from collab.kit.routes import every_route


class Command(BaseCommand):
    help = "Every URL pattern with its name, methods and access rule, as JSON."

    def handle(self, *args: Any, **options: Any) -> None:
        rows = [route.as_row() for route in every_route()]
        self.stdout.write(json.dumps(rows, indent=2))
