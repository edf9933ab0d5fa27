"""Make the ceiling's tables and fill them."""

# These models belong to a project whose settings the plugin does not read.
# mypy: ignore-errors

import os
from datetime import timedelta

os.environ["DJANGO_SETTINGS_MODULE"] = "devstack.ceiling.settings"

import django
from django.core.management import call_command
from django.utils import timezone

ARTICLES = 1000


def main() -> None:
    """A thousand rows, and a meeting with room for everybody."""
    django.setup()
    from devstack.ceiling.models import Article, Meeting  # noqa: PLC0415 - models need the set-up above

    call_command("migrate", run_syncdb=True, verbosity=0)
    now, sentence = timezone.now(), "The hall was lent with no end date, and by the second week it had a rota. "
    Article.objects.bulk_create(
        Article(
            slug=f"article-{n}",
            title=f"Two benches by the stove, {n}",
            summary=sentence * 2,
            body=sentence * 30,
            place="Lower Mere",
            author="Adele Abernethy",
            published_at=now - timedelta(hours=n),
        )
        for n in range(ARTICLES)
    )
    Meeting.objects.create(pk=1, name="Collaboration Station", capacity=1_000_000)


if __name__ == "__main__":
    main()
