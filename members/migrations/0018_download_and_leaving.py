"""Requests for a download and for leaving. New tables; old code ignores them, so this may ship ahead."""

import datetime
import django.db.models.deletion
import django.db.models.expressions
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0017_typed_organisations"),
    ]

    operations = [
        migrations.CreateModel(
            name='Download',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('asked_at', models.DateTimeField()),
                ('ready_at', models.DateTimeField(blank=True, null=True)),
                ('file', models.BinaryField(blank=True, null=True)),
                ('fetched_at', models.DateTimeField(blank=True, null=True)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='downloads', to='members.contact')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('fetched_at', None)), fields=('contact',), name='one_open_download'), models.CheckConstraint(condition=models.Q(('file', None), models.Q(('fetched_at', None), ('ready_at__isnull', False)), _connector='OR'), name='fetched_downloads_are_gone')],
            },
        ),
        migrations.CreateModel(
            name='Leaving',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('asked_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('asked_by', models.UUIDField(blank=True, help_text='The organiser who began it for somebody who rang.', null=True)),
                ('keeps_pledges', models.BooleanField(default=False, help_text='Kept pledges stay on the wall, without a name.')),
                ('stopped_at', models.DateTimeField(blank=True, null=True)),
                ('stop_told_at', models.DateTimeField(blank=True, null=True)),
                ('told_at', models.DateTimeField(blank=True, help_text='The last email was written; erasure follows.', null=True)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='leavings', to='members.contact')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('stopped_at', None)), fields=('contact',), name='one_leaving_at_a_time'), models.CheckConstraint(condition=models.Q(('stopped_at', None), ('told_at', None), _connector='OR'), name='what_was_stopped_is_not_carried_out'), models.CheckConstraint(condition=models.Q(('due_at__gte', django.db.models.expressions.CombinedExpression(models.F('asked_at'), '+', models.Value(datetime.timedelta(days=3))))), name='leaving_waits_for_72_hours')],
            },
        ),
    ]
