"""Print who was erased, as keyed hashes, one JSON line each: to be kept beside the backups."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from collab.privacy.replaying import list_lines


class Command(BaseCommand):
    help = "The erasure list, for replay_erasures after a restore. It holds no names and no addresses."

    def handle(self, *args: Any, **options: Any) -> None:
        for line in list_lines():
            self.stdout.write(json.dumps(line))
