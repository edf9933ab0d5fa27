"""Make the table of kinds that an organisation can choose. Old code does not know it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0011_topic_retired"),
    ]

    operations = [
        migrations.CreateModel(
            name="OrganisationKind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(unique=True)),
                ("name", models.CharField(max_length=60)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={"ordering": ["name"], "abstract": False},
        ),
        migrations.AddConstraint(
            model_name="organisationkind",
            constraint=models.UniqueConstraint(fields=("name",), name="one_kind_a_name"),
        ),
    ]
