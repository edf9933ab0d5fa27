"""Add the messages owed before a date, as rows. Old code ignores the table, so this may ship ahead."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("events", "0042_no_notes"),
        ('outbox', '0003_companion'),
    ]

    operations = [
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('turn', models.PositiveSmallIntegerField(help_text='Which time round of the sign-up it is about.')),
                ('kind', models.CharField(choices=[('week', 'a week before: still coming?'), ('day', 'the day before')], max_length=4)),
                ('starts_at', models.DateTimeField(help_text='When the date began as this was planned. One that moved has new rows.')),
                ('due_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('planned', 'planned'), ('written', 'written'), ('cancelled', 'not needed any more'), ('missed', 'too late to send')], default='planned', max_length=9)),
                ('said', models.CharField(blank=True, choices=[('yes', 'Yes, I am coming'), ('no', 'No longer')], max_length=3)),
                ('said_at', models.DateTimeField(blank=True, null=True)),
                ('email', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='outbox.outgoingemail')),
                ('signup', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='events.signup')),
            ],
            options={
                'indexes': [models.Index(fields=['starts_at'], name='events_remi_starts__dda2df_idx'), models.Index(condition=models.Q(('state', 'planned')), fields=['due_at'], name='event_reminder_planned')],
                'constraints': [models.UniqueConstraint(fields=('signup', 'turn', 'kind', 'starts_at'), name='one_reminder_a_date_and_kind'), models.CheckConstraint(condition=models.Q(models.Q(('said', ''), ('said_at', None)), models.Q(models.Q(('said', ''), _negated=True), ('said_at__isnull', False)), _connector='OR'), name='answers_about_coming_say_when')],
            },
        ),
    ]
