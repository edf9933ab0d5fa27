"""Open a snag for each pledge that is stuck now, so that the hosts' list has it. Old code ignores the table."""

from django.db import migrations


def open_snags(apps, schema_editor):
    Pledge, Answer, Snag = (apps.get_model("pledges", name) for name in ("Pledge", "Answer", "Snag"))
    for pledge in Pledge.objects.filter(state="stuck").iterator():
        answer = Answer.objects.filter(pledge=pledge).order_by("-at", "-pk").first()
        if answer is not None and answer.said == "stuck":
            Snag.objects.get_or_create(pledge=pledge, ended_at=None, defaults={"answer": answer, "since": answer.at})


class Migration(migrations.Migration):

    dependencies = [
        ("pledges", "0020_help_and_thanks"),
    ]

    operations = [
        migrations.RunPython(open_snags, migrations.RunPython.noop, elidable=True),
    ]
