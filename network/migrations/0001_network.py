"""Add the directory's entries, ties and introductions. New tables: old code knows nothing of them."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.comparison
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('events', '0002_check_views'),
        ('members', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Askable',
            fields=[
                ('member', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('since', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('profile', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='members.profile')),
                ('name', models.CharField(help_text="To sort by. Pages show the contact's own.", max_length=120)),
                ('document', django.contrib.postgres.search.SearchVectorField()),
                ('is_askable', models.BooleanField(default=False)),
                ('digest', models.CharField(help_text='Of the words, to see whether they changed.', max_length=32)),
                ('as_of', models.DateTimeField(help_text="The profile's changed_at when its words were read.")),
                ('member', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['name', 'profile'], name='entry_by_name'), models.Index(condition=models.Q(('is_askable', True)), fields=['name', 'profile'], name='entry_askable_by_name'), django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['document'], name='entry_by_words')],
            },
        ),
        migrations.CreateModel(
            name='Introduction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('context', models.TextField(help_text='Why they might want to meet. Each side reads it before they answer.')),
                ('state', models.CharField(choices=[('open', 'waiting'), ('made', 'introduced'), ('lapsed', 'ran out'), ('cancelled', 'taken back')], default='open', max_length=10)),
                ('one_says', models.CharField(blank=True, choices=[('yes', 'yes'), ('no', 'not this time')], max_length=3)),
                ('other_says', models.CharField(blank=True, choices=[('yes', 'yes'), ('no', 'not this time')], max_length=3)),
                ('through_says', models.CharField(blank=True, choices=[('yes', 'yes'), ('no', 'not this time')], max_length=3)),
                ('one_reach', models.CharField(blank=True, max_length=200)),
                ('other_reach', models.CharField(blank=True, max_length=200)),
                ('asked_at', models.DateTimeField()),
                ('lapses_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('one', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('through', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['lapses_at'], name='introduction_open')],
                'constraints': [models.UniqueConstraint(django.db.models.functions.comparison.Least('one', 'other'), django.db.models.functions.comparison.Greatest('one', 'other'), condition=models.Q(('state', 'open')), name='one_open_introduction'), models.CheckConstraint(condition=models.Q(('one', models.F('other')), _negated=True), name='nobody_meets_themselves'), models.CheckConstraint(condition=models.Q(('through', None), models.Q(models.Q(('through', models.F('one')), _negated=True), models.Q(('through', models.F('other')), _negated=True)), _connector='OR'), name='nobody_introduces_themselves'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='an_introduction_ends_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'made'), _negated=True), models.Q(('one_says', 'yes'), ('other_says', 'yes'), models.Q(('one_reach', ''), _negated=True), models.Q(('other_reach', ''), _negated=True)), _connector='OR'), name='made_when_both_said_yes')],
            },
        ),
        migrations.CreateModel(
            name='Tie',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('introduced_at', models.DateTimeField(blank=True, null=True)),
                ('shared_events', models.PositiveIntegerField(default=0)),
                ('together_at', models.DateTimeField(blank=True, help_text='When the last event with both ended.', null=True)),
                ('group_name', models.CharField(blank=True, max_length=120)),
                ('grouped_at', models.DateTimeField(blank=True, help_text='Since when both are in that group.', null=True)),
                ('one_says', models.CharField(blank=True, choices=[('yes', 'yes'), ('no', 'not this time')], max_length=3)),
                ('other_says', models.CharField(blank=True, choices=[('yes', 'yes'), ('no', 'not this time')], max_length=3)),
                ('one_said_at', models.DateTimeField(blank=True, null=True)),
                ('other_said_at', models.DateTimeField(blank=True, null=True)),
                ('is_known', models.GeneratedField(db_persist=True, expression=models.ExpressionWrapper(models.Q(('introduced_at__isnull', False), ('grouped_at__isnull', False), ('shared_events__gte', 2), models.Q(('one_says', 'yes'), ('other_says', 'yes')), _connector='OR'), output_field=models.BooleanField()), output_field=models.BooleanField())),
                ('last_at', models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Greatest('introduced_at', 'together_at', 'grouped_at', 'one_said_at', 'other_said_at'), output_field=models.DateTimeField(null=True))),
                ('first_event', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='events.event')),
                ('one', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('one', 'other'), name='one_tie_a_pair'), models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='the_smaller_number_comes_first'), models.CheckConstraint(condition=models.Q(models.Q(('one_said_at', None), ('one_says', '')), models.Q(models.Q(('one_says', ''), _negated=True), ('one_said_at__isnull', False)), _connector='OR'), name='one_says_it_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('other_said_at', None), ('other_says', '')), models.Q(models.Q(('other_says', ''), _negated=True), ('other_said_at__isnull', False)), _connector='OR'), name='other_says_it_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('group_name', ''), ('grouped_at', None)), models.Q(models.Q(('group_name', ''), _negated=True), ('grouped_at__isnull', False)), _connector='OR'), name='a_group_has_a_name_and_a_day')],
            },
        ),
    ]
