"""Make the table of companions, empty at first. Old code ignores it and sends to one address, as before."""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0002_check_views'),
    ]

    operations = [
        migrations.CreateModel(
            name='Companion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('to', models.EmailField(max_length=254, unique=True)),
                ('to_name', models.CharField(max_length=120)),
                ('email', models.EmailField(max_length=254)),
                ('name', models.CharField(max_length=120)),
                ('stop_url', models.URLField(help_text='Where either of the two ends it.', max_length=500)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('to', django.db.models.functions.text.Lower('to'))), name='companions_stand_beside_plain_addresses'), models.CheckConstraint(condition=models.Q(('to', models.F('email')), _negated=True), name='nobody_is_their_own_companion')],
            },
        ),
    ]
