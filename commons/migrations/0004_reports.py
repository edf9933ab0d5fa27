"""Make the tables of reports and of what was taken down. Old code does not know them."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("commons", "0003_page_versions"),
    ]

    operations = [
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(max_length=20)),
                ('target', models.UUIDField(null=True)),
                ('about', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, help_text='The contacts whose it was when it was reported.')),
                ('wrong', models.CharField(choices=[('unkind', 'It is unkind'), ('untrue', 'It is not true'), ('private', 'It shows something private'), ('copyright', 'It uses somebody’s words or picture without asking'), ('other', 'Something else')], max_length=10)),
                ('words', models.TextField()),
                ('answer_to', models.EmailField(blank=True, help_text='Where they want our answer.', max_length=254)),
                ('reporter', models.UUIDField(help_text="The member's uuid; empty for visitors.", null=True)),
                ('form_key', models.UUIDField(help_text='The form it came from: twice sent is once told.', unique=True)),
                ('at', models.DateTimeField()),
                ('claimed_by', models.UUIDField(null=True)),
                ('claimed_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, choices=[('nothing', 'Nothing is wrong'), ('mended', 'It was put right'), ('taken-down', 'It was taken down')], max_length=10)),
                ('sentence', models.TextField(blank=True, help_text='What the reporter reads.')),
                ('decided_by', models.UUIDField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Takedown',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(max_length=20)),
                ('target', models.UUIDField()),
                ('wrong', models.CharField(choices=[('unkind', 'It is unkind'), ('untrue', 'It is not true'), ('private', 'It shows something private'), ('copyright', 'It uses somebody’s words or picture without asking'), ('other', 'Something else')], max_length=10)),
                ('before', models.JSONField(default=dict, help_text='What its app needs to put it back.')),
                ('is_quiet', models.BooleanField(default=False, help_text="For somebody's safety: no letters, and a lead's to end.")),
                ('by', models.UUIDField()),
                ('at', models.DateTimeField()),
                ('put_back_by', models.UUIDField(null=True)),
                ('put_back_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(condition=models.Q(('decided_at', None)), fields=['at'], name='report_waiting'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['kind', 'target'], name='commons_rep_kind_1ba83d_idx'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('wrong__in', ['unkind', 'untrue', 'private', 'copyright', 'other'])), name='at_risk_is_kept_elsewhere'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'complaint'), ('target__isnull', False), _connector='XOR'), name='reports_say_of_what'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('claimed_at', None), ('claimed_by', None)), models.Q(('claimed_at__isnull', False), ('claimed_by__isnull', False)), _connector='OR'), name='report_claims_say_who_and_when'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), models.Q(('sentence', ''), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='decided_reports_say_all'),
        ),
        migrations.AddField(
            model_name='takedown',
            name='report',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='takedowns', to='commons.report'),
        ),
        migrations.AddConstraint(
            model_name='takedown',
            constraint=models.UniqueConstraint(condition=models.Q(('put_back_at', None)), fields=('kind', 'target'), name='one_standing_takedown_a_thing'),
        ),
        migrations.AddConstraint(
            model_name='takedown',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('put_back_at', None), ('put_back_by', None)), models.Q(('put_back_at__isnull', False), ('put_back_by__isnull', False)), _connector='OR'), name='put_back_says_who_and_when'),
        ),
    ]
