"""Print the invented people one can sign in as."""

from typing import Any

from django.core.management.base import BaseCommand

from collab.demo.people import who_can_sign_in


class Command(BaseCommand):
    help = "One line each: name, roles, email."

    def handle(self, *args: Any, **options: Any) -> None:
        for member in who_can_sign_in():
            self.stdout.write(f"{member.contact.name}, {member.role_words}: {member.email}")
