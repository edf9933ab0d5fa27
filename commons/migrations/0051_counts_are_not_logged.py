"""Keep the counts of limits out of the write-ahead log. Old code counts in the same table and notices nothing."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("commons", "0050_go_words_end"),
    ]

    operations = [
        # Rewrites a table that holds an hour of counts, under its lock.
        migrations.RunSQL(
            sql="ALTER TABLE commons_ratecount SET UNLOGGED",
            reverse_sql="ALTER TABLE commons_ratecount SET LOGGED",
        ),
    ]
