"""For how long things are kept. A new table; old code ignores it, so this may ship ahead."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("commons", "0007_erased_person"),
    ]

    operations = [
        migrations.CreateModel(
            name='KeptFor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text="The name of a Term in an app's privacy.py.", max_length=40, unique=True)),
                ('days', models.PositiveIntegerField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('days__gt', 0)), name='kept_for_a_day_at_least')],
            },
        ),
    ]
