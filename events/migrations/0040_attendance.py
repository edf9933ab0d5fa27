"""Add who came, the taps at the door, closing a date, and visits without names. Old code knows none of these."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("events", "0031_calls"),
        ('members', '0019_imports'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('came', 'came'), ('apologies', 'sent apologies'), ('missed', 'did not come')], max_length=10)),
                ('is_walk_in', models.BooleanField(default=False, help_text='They had no place and came all the same.')),
                ('noted_at', models.DateTimeField()),
                ('has_answered', models.BooleanField(default=False)),
                ('locked_at', models.DateTimeField(blank=True, help_text='Since when the date is closed.', null=True)),
                ('by', models.ForeignKey(blank=True, help_text='Empty for themselves.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='members.contact')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendance', to='events.event')),
            ],
            options={
                'indexes': [models.Index(fields=['contact', 'state'], name='events_atte_contact_82930a_idx')],
                'constraints': [models.UniqueConstraint(fields=('event', 'contact'), name='one_attendance_a_person'), models.CheckConstraint(condition=models.Q(('is_walk_in', False), ('state', 'came'), _connector='OR'), name='who_walks_in_has_come')],
            },
        ),
        migrations.CreateModel(
            name='Tap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(unique=True)),
                ('at', models.DateTimeField(help_text='When it was pressed, which may be long before it reached us.')),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='members.contact')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='taps', to='events.event')),
            ],
            options={
                'indexes': [models.Index(fields=['event', 'contact', 'at'], name='events_tap_event_i_3e53b4_idx')],
            },
        ),
        migrations.CreateModel(
            name='Closing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('closed_at', models.DateTimeField()),
                ('came', models.PositiveIntegerField()),
                ('walk_ins', models.PositiveIntegerField()),
                ('apologies', models.PositiveIntegerField()),
                ('missed', models.PositiveIntegerField()),
                ('by', models.ForeignKey(blank=True, help_text='Empty for the clock.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='closing', to='events.event')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('walk_ins__lte', models.F('came'))), name='walk_ins_came')],
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('who', models.CharField(max_length=48)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='visits', to='events.event')),
                ('sector', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='members.sector')),
            ],
            options={
                'indexes': [models.Index(fields=['who'], name='events_visi_who_085875_idx')],
                'constraints': [models.UniqueConstraint(fields=('event', 'who'), name='one_visit_a_person'), models.CheckConstraint(condition=models.Q(('who__regex', '^[0-9a-f]{48}$')), name='visitors_are_hashes')],
            },
        ),
    ]
