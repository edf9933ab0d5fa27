"""Add Group.is_taken_down, false at first. Old code goes on putting its own words in the place of the purpose."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("groups", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="group",
            name="is_taken_down",
            field=models.BooleanField(db_default=False, default=False, help_text="What it says of itself is shown to nobody."),
        ),
    ]
