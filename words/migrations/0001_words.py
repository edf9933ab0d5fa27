"""Add the words we explain and the plain words that lead to topics. New tables: old code knows nothing of them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('members', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Word',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('word', models.CharField(max_length=60)),
                ('meaning', models.CharField(help_text='25 words at most.', max_length=250)),
                ('used_by', models.CharField(blank=True, help_text='Who says it.', max_length=120)),
                ('say_instead', models.CharField(blank=True, max_length=120)),
            ],
            options={
                'ordering': ['slug'],
            },
        ),
        migrations.CreateModel(
            name='Lead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plain', models.CharField(help_text='Small letters, single spaces.', max_length=40)),
                ('sector', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='members.sector')),
                ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='members.topic')),
            ],
            options={
                'ordering': ['plain'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('sector__isnull', False), ('topic', None)), models.Q(('sector', None), ('topic__isnull', False)), _connector='OR'), name='a_word_leads_to_one_thing'), models.UniqueConstraint(fields=('plain', 'topic'), name='a_word_leads_to_a_topic_once'), models.UniqueConstraint(fields=('plain', 'sector'), name='a_word_leads_to_a_sector_once')],
            },
        ),
    ]
