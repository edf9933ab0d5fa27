"""Make the table of addresses that places and topics had before a merge. Old code does not know it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0013_first_kinds"),
    ]

    operations = [
        migrations.CreateModel(
            name="OldSlug",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField()),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.place",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.topic",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="oldslug",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("place", None), ("topic__isnull", False)),
                    models.Q(("place__isnull", False), ("topic", None)),
                    _connector="OR",
                ),
                name="an_old_slug_leads_to_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="oldslug",
            constraint=models.UniqueConstraint(
                condition=models.Q(("topic", None)), fields=("slug",), name="one_place_an_old_slug"
            ),
        ),
        migrations.AddConstraint(
            model_name="oldslug",
            constraint=models.UniqueConstraint(
                condition=models.Q(("place", None)), fields=("slug",), name="one_topic_an_old_slug"
            ),
        ),
    ]
