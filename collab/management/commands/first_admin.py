"""Let somebody in to a network that nobody runs yet."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse

from members.actions.addresses import AdminExists, first_admin_link


class Command(BaseCommand):
    help = "Print one link that makes EMAIL the first organiser. It works once, within an hour."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        try:
            validate_email(email)
            token = first_admin_link(email)
        except ValidationError as error:
            raise CommandError("Write an email address, like name@example.com.") from error
        except AdminExists as error:
            raise CommandError("This network has an organiser already. They can give roles.") from error
        self.stdout.write(f"{settings.PUBLIC_URL}{reverse('first_admin', args=[token])}")
