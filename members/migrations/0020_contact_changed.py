"""Add Contact.changed_at, empty at first. Old code leaves it empty, and the directory finds its changes each night."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0019_imports"),
    ]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="changed_at",
            field=models.DateTimeField(auto_now=True, null=True),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(condition=models.Q(("changed_at__isnull", False)), fields=["changed_at"], name="contact_changed"),
        ),
    ]
