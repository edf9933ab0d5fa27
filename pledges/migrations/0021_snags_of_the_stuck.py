"""Open a snag for each pledge that is stuck now, so that the hosts' list has it. Old code ignores the table."""

from django.db import migrations


def open_snags(apps, schema_editor):
    owner = schema_editor.connection.alias
    pledges, answers, snags = (
        apps.get_model("pledges", name).objects.using(owner) for name in ("Pledge", "Answer", "Snag")
    )
    for pledge in pledges.filter(state="stuck").iterator():
        answer = answers.filter(pledge=pledge).order_by("-at", "-pk").first()
        if answer is not None and answer.said == "stuck":
            snags.get_or_create(pledge=pledge, ended_at=None, defaults={"answer": answer, "since": answer.at})


class Migration(migrations.Migration):

    dependencies = [
        ("pledges", "0020_help_and_thanks"),
    ]

    operations = [
        migrations.RunPython(open_snags, migrations.RunPython.noop, elidable=True),
    ]
