"""A row that a file says twice has a verdict of its own. Old code shows its bare word, and leaves it out as before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0020_contact_changed"),
    ]

    operations = [
        migrations.AlterField(
            model_name="importrow",
            name="verdict",
            field=models.CharField(
                blank=True,
                choices=[
                    ("new", "New"),
                    ("changes", "Changes"),
                    ("same", "Nothing to do"),
                    ("duplicate", "Here already"),
                    ("wrong", "To be put right"),
                    ("twice", "Twice in your file"),
                ],
                default="",
                max_length=10,
            ),
        ),
    ]
