"""Index what lists of organisations are ordered and searched by. Old code ignores the new column."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0032_org_ids_hold"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="search_words",
            field=models.GeneratedField(
                db_persist=True,
                expression=SearchVector("name", "kind", "about", config="english"),
                output_field=SearchVectorField(),
            ),
        ),
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
            index=GinIndex(fields=["search_words"], name="members_org_search__a4d7c7_gin"),
        ),
    ]
