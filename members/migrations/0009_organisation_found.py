"""Index what lists of organisations are ordered and searched by. Old code only gains from it."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0008_org_ids_hold"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(fields=["name", "id"], name="members_org_name_c28cc1_idx"),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(fields=["sector", "name", "id"], name="members_org_sector__cb4f0d_idx"),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(fields=["kind", "name", "id"], name="members_org_kind_3f88b4_idx"),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=GinIndex(SearchVector("name", "kind", "about", config="english"), name="organisation_words"),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(
                models.Func(
                    Lower("name"),
                    models.Value("\\m(the|and|of|ltd|limited|cic|cio|plc|assoc|association|group)\\M|[^a-z0-9]"),
                    models.Value(""),
                    models.Value("g"),
                    function="regexp_replace",
                    output_field=models.TextField(),
                ),
                name="organisation_name_key",
            ),
        ),
    ]
