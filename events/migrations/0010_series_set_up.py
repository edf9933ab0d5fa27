"""Add what setting a series up needs: days left out, its form, one sign-up for all. Old code reads past them."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0003_kinds_audiences_and_ways'),
    ]

    operations = [
        migrations.AddField(
            model_name='series',
            name='form_key',
            field=models.UUIDField(help_text='The form that set it up, so that it can come twice.', null=True, unique=True),
        ),
        migrations.AddField(
            model_name='series',
            name='is_taken_as_a_whole',
            field=models.BooleanField(db_default=False, default=False, help_text='One sign-up covers all dates to come.'),
        ),
        migrations.AddField(
            model_name='series',
            name='skipped',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), blank=True, db_default=[], default=list),
        ),
    ]
