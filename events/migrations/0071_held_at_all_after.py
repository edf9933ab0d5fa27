"""Add Series.held, empty: places for sectors at dates yet to be made. Old code ignores it, so this may ship ahead."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('events', '0070_told_again_by_phone')]

    operations = [
        migrations.AddField(
            model_name='series',
            name='held',
            field=models.JSONField(
                blank=True,
                db_default={},
                default=dict,
                help_text='Places for sectors, by their ids, at dates yet to be made.',
            ),
        ),
    ]
