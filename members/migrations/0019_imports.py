"""Add lists brought in from a spreadsheet, with their rows. Old code does not know them, so this may ship ahead."""


import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0018_download_and_leaving"),
    ]

    operations = [
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('people', 'People'), ('organisations', 'Organisations')], max_length=20)),
                ('state', models.CharField(choices=[('checking', 'Being looked at'), ('ready', 'Waits for your yes'), ('saving', 'Being brought in'), ('done', 'Brought in'), ('dropped', 'Left')], default='checking', max_length=10)),
                ('file_name', models.CharField(max_length=120)),
                ('left_out', models.JSONField(default=list, help_text='Headings of the file that we have no use for.')),
                ('made_at', models.DateTimeField()),
                ('total', models.PositiveIntegerField()),
                ('checked', models.PositiveIntegerField(default=0)),
                ('has_moved', models.BooleanField(default=False)),
                ('ended_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(help_text='The line in the file, as the spreadsheet program counts.')),
                ('cells', models.JSONField(help_text='The words of the row by column.')),
                ('verdict', models.CharField(blank=True, choices=[('new', 'New'), ('changes', 'Changes'), ('same', 'Nothing to do'), ('duplicate', 'Here already'), ('wrong', 'To be put right')], default='', max_length=10)),
                ('notes', models.JSONField(default=list, help_text='What is wrong, or why nothing happens, in sentences.')),
                ('changes', models.JSONField(default=list, help_text='Column, words before, words after.')),
                ('target', models.UUIDField(help_text='The row that changes, or that was made.', null=True)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='members.import')),
            ],
            options={
                'ordering': ['run', 'number'],
            },
        ),
        migrations.AddConstraint(
            model_name='import',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ['done', 'dropped'])), models.Q(models.Q(('state__in', ['done', 'dropped']), _negated=True), ('ended_at', None)), _connector='OR'), name='ended_imports_say_when'),
        ),
        migrations.AddConstraint(
            model_name='import',
            constraint=models.CheckConstraint(condition=models.Q(('checked__lte', models.F('total'))), name='no_more_rows_checked_than_read'),
        ),
        migrations.AddIndex(
            model_name='importrow',
            index=models.Index(fields=['run', 'verdict', 'number'], name='import_rows_by_verdict'),
        ),
        migrations.AddConstraint(
            model_name='importrow',
            constraint=models.UniqueConstraint(fields=('run', 'number'), name='one_row_a_line'),
        ),
    ]
