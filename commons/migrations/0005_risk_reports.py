"""Make the tables of reports about people at risk. Old code does not know them."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("commons", "0004_reports"),
    ]

    operations = [
        migrations.CreateModel(
            name='RiskReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(max_length=20)),
                ('target', models.UUIDField()),
                ('about', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, help_text='The contacts whose it was when it was reported.')),
                ('words', models.TextField()),
                ('answer_to', models.EmailField(blank=True, max_length=254)),
                ('reporter', models.UUIDField(null=True)),
                ('form_key', models.UUIDField(unique=True)),
                ('at', models.DateTimeField()),
                ('ending', models.CharField(blank=True, choices=[('passed-on', 'Passed on to the council or the police'), ('helped', 'Helped by people here'), ('no-risk', 'Nobody is at risk')], max_length=10)),
                ('ended_by', models.UUIDField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='RiskNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField()),
                ('by', models.UUIDField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='riskreport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None), ('ending', '')), models.Q(models.Q(('ending', ''), _negated=True), ('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='ended_risk_reports_say_all'),
        ),
        migrations.AddField(
            model_name='risknote',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='commons.riskreport'),
        ),
    ]
