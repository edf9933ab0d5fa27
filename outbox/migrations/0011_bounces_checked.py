"""Check the rows that were there before 0010. It reads the table and keeps nobody waiting."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("outbox", "0010_bounces"),
    ]

    operations = [
        ValidateConstraint(model_name="outgoingemail", name="bounced_emails_have_failed"),
    ]
