"""Let what is online only have no venue. Old code reads the name of every venue, so the new code ships first."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0051_calendar_feeds'),
    ]

    operations = [
        migrations.AlterField(
            model_name='series',
            name='venue',
            field=models.ForeignKey(blank=True, help_text='Empty for online only.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.venue'),
        ),
        migrations.AlterField(
            model_name='event',
            name='venue',
            field=models.ForeignKey(blank=True, help_text='Empty for online only.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.venue'),
        ),
        migrations.AddConstraint(
            model_name='series',
            constraint=models.CheckConstraint(condition=Q(('capacity', 0), ('venue__isnull', False), _connector='OR'), name='series_in_a_room_says_where'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=Q(('capacity', 0), ('venue__isnull', False), _connector='OR'), name='a_room_is_somewhere'),
        ),
    ]
