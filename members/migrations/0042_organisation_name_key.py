"""Keep what is left of a name without small words and marks, to find twins. Old code ignores the column."""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0041_typed_organisations"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="name_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    django.db.models.functions.text.Lower("name"),
                    models.Value("\\m(the|and|of|ltd|limited|cic|cio|plc|assoc|association|group)\\M|[^a-z0-9]"),
                    models.Value(""),
                    models.Value("g"),
                    function="regexp_replace",
                ),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(fields=["name_key"], name="members_org_name_ke_0d0871_idx"),
        ),
    ]
