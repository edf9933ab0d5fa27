"""Add check_signups, a view to test the promises from outside. Old code ignores it, so this may ship ahead."""

from django.db import migrations

VIEW = """
CREATE VIEW check_signups AS
SELECT s.id, e.uuid AS event, c.uuid AS contact, s.state, coalesce(s.position, 0) AS position
FROM events_signup s JOIN events_event e ON e.id = s.event_id JOIN members_contact c ON c.id = s.contact_id
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]
    operations = [migrations.RunSQL(VIEW, "DROP VIEW check_signups")]
