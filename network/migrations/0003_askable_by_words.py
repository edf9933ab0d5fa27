"""Add an index for asking those who offer to be asked. Old code asks the index of names as before."""

import django.contrib.postgres.indexes
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0030_imports_for_a_date'),
        ('network', '0002_asking_emails_stopped'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='entry',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('is_askable', True)), fastupdate=False, fields=['document'], name='entry_askable_by_words'),
        ),
    ]
