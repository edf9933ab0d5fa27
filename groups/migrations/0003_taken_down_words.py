"""Put the purpose of each group that is taken down back into its row, hidden. Old code shows it until it has gone."""

from django.db import migrations

NOT_SHOWN = "An organiser took the words of this group down."


def keep_words(apps, schema_editor):
    # As the owner: the app's own role may not read these tables yet.
    alias = schema_editor.connection.alias
    groups = apps.get_model("groups", "Group").objects.using(alias).filter(purpose=NOT_SHOWN)
    takedowns = apps.get_model("commons", "Takedown").objects.using(alias)
    for takedown in takedowns.filter(kind="group", put_back_at=None):
        if purpose := takedown.before.get("purpose"):
            groups.filter(uuid=takedown.target).update(purpose=purpose, is_taken_down=True)


class Migration(migrations.Migration):

    dependencies = [
        ("groups", "0002_group_taken_down"),
        ("commons", "0004_reports"),
    ]

    operations = [migrations.RunPython(keep_words, migrations.RunPython.noop)]
