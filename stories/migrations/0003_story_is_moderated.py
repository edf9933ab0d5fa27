"""Add Story.is_moderated, worked out by PostgreSQL, for the index of the newest. Old code may still run beside it."""
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0001_initial'),
        ('stories', '0002_check_views'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='story',
            name='story_published',
        ),
        migrations.AddField(
            model_name='story',
            name='is_moderated',
            field=models.GeneratedField(db_persist=True, expression=models.ExpressionWrapper(models.Q(('moderated_version', models.F('version'))), output_field=models.BooleanField()), output_field=models.BooleanField(null=True)),
        ),
        migrations.AddIndex(
            model_name='story',
            index=models.Index(condition=models.Q(('is_moderated', True), ('state', 'published')), fields=['-published_at', '-id'], name='story_published'),
        ),
    ]
