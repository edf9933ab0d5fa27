"""Add when a date last moved, and what is rung after that. Old code ignores both, so this may ship ahead."""

from django.db import migrations, models

ABOUT = [
    ('place', 'they have a place'),
    ('waiting', 'they are on the waiting list'),
    ('promoted', 'a place came free, and it is theirs'),
    ('offered', 'a place came free, and is held for them'),
    ('lapsed', 'nobody said yes in time, so the place went to the next person'),
    ('changed', 'the time or the place is another one now'),
    ('cancelled', 'this date is cancelled'),
    ('week', 'it is a week away: are they still coming?'),
    ('day', 'it is tomorrow'),
]


class Migration(migrations.Migration):

    dependencies = [("events", "0060_online_needs_no_room")]

    operations = [
        migrations.AddField(
            model_name='event',
            name='moved_at',
            field=models.DateTimeField(
                blank=True, help_text='When its time or place last became another.', null=True
            ),
        ),
        migrations.AddField(
            model_name='call',
            name='sequence',
            field=models.PositiveIntegerField(
                db_default=0,
                default=0,
                help_text="The date's when it was told, for what is told again after a change; else 0.",
            ),
        ),
        migrations.AlterField(
            model_name='call', name='about', field=models.CharField(choices=ABOUT, max_length=10)
        ),
        migrations.RemoveConstraint(model_name='call', name='one_call_a_reason'),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.UniqueConstraint(
                fields=('signup', 'turn', 'about', 'sequence'), name='one_call_a_reason'
            ),
        ),
    ]
