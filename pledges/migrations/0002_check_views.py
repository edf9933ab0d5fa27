"""Add check_reminders, a view to test the promises from outside. Old code ignores it, so this may ship ahead."""

from django.db import migrations

VIEW = """
CREATE VIEW check_reminders AS
SELECT r.id, p.uuid AS pledge, r.kind, r.due_on, r.state, m.purpose || '-' || m.uuid AS message_id
FROM pledges_reminder r JOIN pledges_pledge p ON p.id = r.pledge_id
LEFT JOIN outbox_outgoingemail m ON m.id = r.email_id
"""


class Migration(migrations.Migration):
    dependencies = [("pledges", "0001_initial"), ("outbox", "0002_check_views")]
    operations = [migrations.RunSQL(VIEW, "DROP VIEW check_reminders")]
