"""Let twins among organisations be found in the index alone. Old code reads the new index as it read the old one."""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0030_imports_for_a_date'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='organisation',
            name='organisation_name_key',
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(models.Func(django.db.models.functions.text.Lower('name'), models.Value('\\m(the|and|of|ltd|limited|cic|cio|plc|assoc|association|group)\\M|[^a-z0-9]'), models.Value(''), models.Value('g'), function='regexp_replace', output_field=models.TextField()), include=('name',), name='organisation_by_key'),
        ),
    ]
