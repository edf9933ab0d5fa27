"""Takes out the rows that a test with real transactions has left, from those tables alone that hold any."""

from django.db import connection, transaction

# `migrate` fills them, and no test changes them: to fill them anew after each test took longer than the rest.
KEPT = {"django_content_type", "auth_permission"}
# Beyond so many rows in one table, checking the keys of each takes longer than making every table anew.
MANY = 500


def empty_database(_test=None):
    """What Django's `flush` does in 400 milliseconds: it truncates every table and then fills those of KEPT."""
    with transaction.atomic(), connection.cursor() as cursor:
        tables = sorted({"cache", *connection.introspection.django_table_names()} - KEPT)
        filled = filled_tables(cursor, tables)
        if any(rows > MANY for rows in filled.values()):
            cursor.execute(f"TRUNCATE {', '.join(tables)}")
        elif filled:
            cursor.execute("; ".join(f"DELETE FROM {table}" for table in filled))


def filled_tables(cursor, tables):
    """How many rows each holds, up to just over MANY; without those that hold none."""
    counts = (f"SELECT '{table}', count(*) FROM (SELECT FROM {table} LIMIT {MANY + 1}) AS few" for table in tables)
    cursor.execute(" UNION ALL ".join(counts))
    return {table: rows for table, rows in cursor.fetchall() if rows}
