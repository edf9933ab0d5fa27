"""Add what the detector found, as rows. Old code ignores the table, so this may ship ahead."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stories', '0006_hidden_after_a_report'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('email', 'an email address'), ('postcode', 'a postcode'), ('phone', 'a phone number'), ('date', 'a date'), ('name', 'two words that look like a name')], max_length=8)),
                ('text', models.CharField(max_length=200)),
                ('found_at', models.DateTimeField()),
                ('cleared_at', models.DateTimeField(blank=True, null=True)),
                ('cleared_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='stories.story')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('story', 'kind', 'text'), name='found_once_in_a_story'), models.CheckConstraint(condition=models.Q(('cleared_by', None), ('cleared_at__isnull', False), _connector='OR'), name='cleared_says_when')],
            },
        ),
    ]
