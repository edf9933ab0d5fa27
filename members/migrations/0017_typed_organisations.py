"""Index the organisations that people typed and nobody listed. Old code is not touched."""

from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0016_people_found_by_organisers"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                Lower("organisation_typed"),
                condition=models.Q(("organisation", None), models.Q(("organisation_typed", ""), _negated=True)),
                name="contact_typed_organisation",
            ),
        ),
    ]
