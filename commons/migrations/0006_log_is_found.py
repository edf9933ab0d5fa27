"""Index the log by when, what, who and whom. Old code is not touched, and only ever adds rows."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("commons", "0005_risk_reports"),
    ]

    operations = [
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(fields=['-at'], name='audit_at'),
        ),
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(fields=['action', '-at'], name='audit_action'),
        ),
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(fields=['actor', '-at'], name='audit_actor'),
        ),
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(fields=['target', '-at'], name='audit_target'),
        ),
    ]
