"""Make the first tables of pledges. Nothing came before them, so no old code is running."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('events', '0002_check_views'),
        ('members', '0001_initial'),
        ('outbox', '0001_initial'),
        ('stories', '0002_check_views'),
    ]

    operations = [
        migrations.CreateModel(
            name='FollowUps',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stopped_at', models.DateTimeField(blank=True, null=True)),
                ('paused_until', models.DateField(blank=True, null=True)),
                ('contact', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='members.contact')),
            ],
        ),
        migrations.CreateModel(
            name='Pledge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('act', models.TextField(help_text='The words after “I will”.')),
                ('language', models.CharField(default='en-GB', max_length=10)),
                ('first_name', models.CharField(blank=True, max_length=60)),
                ('role_or_place', models.CharField(blank=True, max_length=80)),
                ('visibility', models.CharField(choices=[('partner', 'Only my partner and me'), ('members', 'Members of this network'), ('public', 'Anyone')], default='members', max_length=8)),
                ('is_held', models.BooleanField(default=False, help_text="Waits for a host's look before others see it.")),
                ('cue', models.CharField(blank=True, help_text='When and where.', max_length=200)),
                ('by_on', models.DateField(blank=True, null=True)),
                ('obstacle', models.CharField(blank=True, max_length=200)),
                ('answer_to_obstacle', models.CharField(blank=True, max_length=200)),
                ('first_step', models.CharField(blank=True, max_length=200)),
                ('first_step_on', models.DateField(blank=True, null=True)),
                ('form_key', models.UUIDField(help_text='The form it came from: twice sent is once made.', null=True, unique=True)),
                ('state', models.CharField(choices=[('draft', 'not sent yet'), ('made', 'made'), ('going', 'still going'), ('stuck', 'stuck'), ('kept', 'kept'), ('let-go', 'let go')], default='made', max_length=8)),
                ('made_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='members.contact')),
                ('event', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='events.event')),
                ('partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='members.contact')),
                ('sector', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.sector')),
                ('story', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='stories.story')),
            ],
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('first-step', 'the first small step'), ('due', 'the date'), ('repeat', 'asked once more'), ('monthly', 'once a month')], max_length=10)),
                ('due_on', models.DateField()),
                ('due_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('planned', 'planned'), ('written', 'written'), ('cancelled', 'not needed any more'), ('missed', 'too late to send')], default='planned', max_length=9)),
                ('email', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='outbox.outgoingemail')),
                ('pledge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='pledges.pledge')),
            ],
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('said', models.CharField(choices=[('kept', 'Kept'), ('going', 'Still going'), ('stuck', 'Stuck'), ('let-go', 'Let it go')], max_length=6)),
                ('stuck_on', models.CharField(blank=True, choices=[('time', 'Time, or another pair of hands'), ('permission', 'Permission from somebody'), ('money', 'Money'), ('contact', 'The right person to talk to'), ('unsure', 'I am not sure')], max_length=10)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('pledge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='pledges.pledge')),
                ('reminder', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='pledges.reminder')),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.AddIndex(
            model_name='pledge',
            index=models.Index(condition=models.Q(('visibility', 'public')), fields=['-made_at', '-id'], name='pledge_public'),
        ),
        migrations.AddIndex(
            model_name='pledge',
            index=models.Index(fields=['event', '-made_at'], name='pledges_ple_event_i_e6731c_idx'),
        ),
        migrations.AddIndex(
            model_name='pledge',
            index=models.Index(fields=['contact', 'state'], name='pledges_ple_contact_0dacfa_idx'),
        ),
        migrations.AddConstraint(
            model_name='pledge',
            constraint=models.CheckConstraint(condition=models.Q(('act', ''), _negated=True), name='a_pledge_says_what'),
        ),
        migrations.AddConstraint(
            model_name='pledge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['kept', 'let-go', 'stuck']), _negated=True), ('answered_at__isnull', False), _connector='OR'), name='answered_pledges_say_when'),
        ),
        migrations.AddIndex(
            model_name='reminder',
            index=models.Index(condition=models.Q(('state', 'planned')), fields=['due_at'], name='reminder_planned'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(fields=('pledge', 'kind', 'due_on'), name='one_reminder_a_day_and_kind'),
        ),
    ]
