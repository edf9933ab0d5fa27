"""Add photo, audience and newcomer columns, empty at first. Old code ignores them; this may ship ahead."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0003_ways_to_sign_in"),
    ]

    operations = [
        migrations.AddField(
            model_name='profile',
            name='is_public',
            field=models.BooleanField(db_default=False, default=False, help_text='Everyone may open the page.'),
        ),
        migrations.AddField(
            model_name='member',
            name='newcomer_until',
            field=models.DateTimeField(blank=True, help_text='Home helps them to begin until then.', null=True),
        ),
        migrations.AddField(
            model_name='profile',
            name='photo',
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='profile',
            name='photo_alt',
            field=models.CharField(blank=True, db_default='', default='', max_length=200),
        ),
        migrations.AddField(
            model_name='profile',
            name='public_parts',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('photo', 'photo'), ('organisation', 'organisation and sector'), ('does', 'what you do'), ('about', 'about you'), ('cares_about', 'what you care about'), ('offers', 'what you can help with'), ('asks', 'what you are looking for'), ('places', 'your places and your patch'), ('languages', 'languages'), ('how_to_reach', 'how to reach you')], max_length=20), blank=True, db_default=[], default=list),
        ),
        migrations.AddField(
            model_name='profile',
            name='put_away',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, db_default=[], default=list, help_text='Suggestions done.'),
        ),
        migrations.AddConstraint(
            model_name='profile',
            constraint=models.CheckConstraint(condition=models.Q(('public_parts__contained_by', ['photo', 'organisation', 'does', 'about', 'cares_about', 'offers', 'asks', 'places', 'languages', 'how_to_reach'])), name='public_parts_are_known'),
        ),
    ]
