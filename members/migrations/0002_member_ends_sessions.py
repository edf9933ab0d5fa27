"""Add the number that ends all sessions of a member, 0 at first, and when a passkey was offered. Old code ignores both."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name='member',
            name='sessions_ended',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='member',
            name='passkey_offered_at',
            field=models.DateTimeField(blank=True, help_text='When a passkey was last offered.', null=True),
        ),
    ]
