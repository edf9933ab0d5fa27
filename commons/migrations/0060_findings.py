"""Make the table of what reconcilers found, empty at first. Old code ignores it, so this may ship ahead."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("commons", "0051_counts_are_not_logged"),
    ]

    operations = [
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(help_text="The app and what was wrong, such as outbox.due_too_long.", max_length=60)),
                ("count", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["-at"], name="finding_at")],
            },
        ),
    ]
