"""Make the first tables of events. Nothing came before them, so no old code is running."""

import datetime
import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('members', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Venue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('address', models.CharField(max_length=200)),
                ('travel', models.CharField(blank=True, max_length=300)),
                ('access', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('step-free', 'Step-free'), ('hearing-loop', 'Hearing loop'), ('quiet-room', 'Quiet room'), ('children', 'Children welcome'), ('bus-fare', 'We can pay your bus fare'), ('interpreter', 'Interpreter if you ask'), ('online', 'Join from home by video'), ('food', 'Food provided')], max_length=20), blank=True, default=list)),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.place')),
            ],
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('title', models.CharField(max_length=120)),
                ('standfirst', models.CharField(blank=True, max_length=300)),
                ('rule', models.CharField(blank=True, help_text='An RFC 5545 rule in local time; empty for one date.', max_length=120)),
                ('rule_in_words', models.CharField(blank=True, max_length=160)),
                ('first_on', models.DateField()),
                ('starts', models.TimeField()),
                ('ends', models.TimeField()),
                ('arrive', models.CharField(blank=True, help_text='Such as: food from 5:15pm.', max_length=80)),
                ('capacity', models.PositiveIntegerField(default=68)),
                ('wall_opens_before', models.DurationField(default=datetime.timedelta(seconds=3600))),
                ('wall_shuts_after', models.DurationField(default=datetime.timedelta(days=1))),
                ('plan', models.JSONField(blank=True, default=list)),
                ('hosts', models.ManyToManyField(related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organisation')),
                ('venue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.venue')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('day', models.DateField()),
                ('rule_day', models.DateField()),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('theme', models.CharField(blank=True, max_length=120)),
                ('standfirst', models.CharField(blank=True, max_length=400)),
                ('plan', models.JSONField(blank=True, default=list)),
                ('is_public', models.BooleanField(default=True)),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('cancelled_because', models.CharField(blank=True, max_length=200)),
                ('capacity', models.PositiveIntegerField()),
                ('taken', models.PositiveIntegerField(default=0, help_text='Places confirmed or offered.')),
                ('last_position', models.PositiveIntegerField(default=0, help_text='The last waiting number given out under the lock.')),
                ('sequence', models.PositiveIntegerField(default=0, help_text='Goes up with each change, for calendar programs.')),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dates', to='events.series')),
                ('venue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.venue')),
            ],
        ),
        migrations.CreateModel(
            name='SignUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('confirmed', 'has a place'), ('offered', 'offered a place'), ('waiting', 'waiting'), ('cancelled', 'not coming'), ('lapsed', 'offer ran out')], max_length=10)),
                ('position', models.PositiveIntegerField(help_text="The waiting number, given under the event's lock; never now(), which lies there.", null=True)),
                ('turn', models.PositiveSmallIntegerField(default=1, help_text='Goes up when a person comes back; its emails carry it.')),
                ('form_key', models.UUIDField(help_text='The form that made this person known, so that it can come twice.', null=True)),
                ('show_name', models.BooleanField(default=False)),
                ('signed_up_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('offered_until', models.DateTimeField(blank=True, null=True)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='members.contact')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signups', to='events.event')),
            ],
            options={
                'indexes': [models.Index(fields=['event', 'state', 'position'], name='events_sign_event_i_c925d2_idx')],
                'constraints': [models.UniqueConstraint(fields=('event', 'contact'), name='one_sign_up_a_person'), models.UniqueConstraint(fields=('event', 'position'), name='one_number_a_sign_up'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'waiting'), _negated=True), ('position__isnull', False), _connector='OR'), name='waiting_has_a_number'), models.CheckConstraint(condition=models.Q(models.Q(('offered_until__isnull', False), ('state', 'offered')), models.Q(models.Q(('state', 'offered'), _negated=True), ('offered_until', None)), _connector='OR'), name='offers_run_out')],
            },
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['starts_at'], name='events_even_starts__b01102_idx'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['ends_at'], name='events_even_ends_at_4aabb3_idx'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.UniqueConstraint(fields=('series', 'day'), name='one_date_a_day'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.UniqueConstraint(fields=('series', 'rule_day'), name='one_date_a_rule_day'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('taken__lte', models.F('capacity'))), name='never_oversold'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at', None), ('cancelled_because', '')), models.Q(('cancelled_at__isnull', False), models.Q(('cancelled_because', ''), _negated=True)), _connector='OR'), name='cancelled_says_why'),
        ),
    ]
