"""Erase once more whoever was erased after a backup was taken. A step of every restore, before the app serves."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from collab.privacy.replaying import add_to_list, replay


class Command(BaseCommand):
    help = "Erase again everybody on the erasure list. Give it the newest list, as `erasure_list` wrote it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", help="The list; - reads it from the standard input.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"]:
            text = sys.stdin.read() if options["file"] == "-" else Path(options["file"]).read_text()
            added = add_to_list(json.loads(line) for line in text.splitlines() if line.strip())
            self.stdout.write(f"{added} people were not on the restored list.")
        erased, checked = replay(at=timezone.now())
        self.stdout.write(f"Erased {erased} of {checked} people again.")
