"""Add who wants no partner, and who typed a paper card; no and nobody at first. Old code ignores both."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("pledges", "0010_partner_asks"),
    ]

    operations = [
        migrations.AddField(
            model_name='pledge',
            name='wants_no_partner',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='pledge',
            name='recorded_by',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
    ]
