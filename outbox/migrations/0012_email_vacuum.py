"""Vacuum emails while many are sent. It changes when PostgreSQL tidies up and no row; old code runs as before."""

from django.db import migrations

# Each claim walks past what was claimed before it, until that is vacuumed. By PostgreSQL's own measure, a fifth of all
# rows, a table of a million sent emails would wait for two hundred thousand; and it would leave the indexes as they are.
TIDY = """ALTER TABLE outbox_outgoingemail SET (
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, vacuum_index_cleanup = on)"""
UNDO = """ALTER TABLE outbox_outgoingemail RESET (
    autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold, vacuum_index_cleanup)"""


class Migration(migrations.Migration):
    dependencies = [("outbox", "0011_bounces_checked")]

    operations = [migrations.RunSQL(TIDY, UNDO)]
