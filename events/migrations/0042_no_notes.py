"""Add who wants no note after a date. Old code does not know it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0041_afterwards'),
        ('members', '0019_imports'),
    ]

    operations = [
        migrations.CreateModel(
            name='NoNotes',
            fields=[
                ('contact', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='members.contact')),
                ('since', models.DateTimeField()),
            ],
        ),
    ]
