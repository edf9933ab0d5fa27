"""Add check_emails, a view to test the promises from outside. Old code ignores it, so this may ship ahead."""

from django.db import migrations

VIEW = """
CREATE VIEW check_emails AS
SELECT id, purpose, state, purpose || '-' || uuid AS message_id, attempts FROM outbox_outgoingemail
"""


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]
    operations = [migrations.RunSQL(VIEW, "DROP VIEW check_emails")]
