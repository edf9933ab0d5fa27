"""Let a number be below nought, for the front of the line, and find offers that run out. Old code gives out none."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("events", "0010_series_set_up")]

    operations = [
        migrations.AlterField(
            model_name="signup",
            name="position",
            field=models.IntegerField(
                null=True,
                help_text="The waiting number, given under the event's lock; never now(), which lies there. "
                "Below nought for those who had a place and stand in front of the line.",
            ),
        ),
        migrations.AddIndex(
            model_name="signup",
            index=models.Index(
                condition=models.Q(("state", "offered")), fields=["offered_until"], name="offers_that_run_out"
            ),
        ),
    ]
