"""Add what ties pledges together and what one waits for, empty at first. Old code ignores them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("pledges", "0032_moves"),
    ]

    operations = [
        migrations.AddField(
            model_name="pledge",
            name="shared_with",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="sharers",
                to="pledges.pledge",
            ),
        ),
        migrations.AddField("pledge", "wanted", models.PositiveSmallIntegerField(blank=True, null=True)),
        migrations.AddField("pledge", "wanted_by", models.DateField(blank=True, null=True)),
        migrations.AddField("pledge", "asked_ahead_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("pledge", "settled_at", models.DateTimeField(blank=True, null=True)),
        migrations.AlterField(
            model_name="pledge",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "not sent yet"),
                    ("made", "made"),
                    ("going", "still going"),
                    ("stuck", "stuck"),
                    ("kept", "kept"),
                    ("let-go", "let go"),
                    ("waiting", "waiting for others"),
                    ("off", "did not come together"),
                ],
                default="made",
                max_length=8,
            ),
        ),
    ]
