"""Give each organisation a uuid, which the audit log names. The database makes one for rows of old code."""

import uuid

from django.contrib.postgres.functions import RandomUUID
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0005_joining"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="uuid",
            # Made by the database row by row, so that those there are differ too.
            field=models.UUIDField(db_default=RandomUUID(), default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
