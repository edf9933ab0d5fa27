"""Add when a story is published, and the words people said yes to. Old code publishes at the last yes, as it did."""
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('groups', '0003_taken_down_words'),
        ('members', '0032_imports_of_cards'),
        ('stories', '0030_story_findings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FinalText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('words', models.JSONField(default=dict)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='consent',
            name='released_version',
            field=models.PositiveIntegerField(blank=True, help_text='The words they last said yes to, also when those have changed since.', null=True),
        ),
        migrations.AddField(
            model_name='story',
            name='publish_at',
            field=models.DateTimeField(blank=True, help_text='Everyone said yes, and it waits until then.', null=True),
        ),
        migrations.AddIndex(
            model_name='story',
            index=models.Index(condition=models.Q(('publish_at__isnull', False)), fields=['publish_at'], name='story_to_publish'),
        ),
        migrations.AddField(
            model_name='finaltext',
            name='story',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='final_texts', to='stories.story'),
        ),
        migrations.AddConstraint(
            model_name='finaltext',
            constraint=models.UniqueConstraint(fields=('story', 'version'), name='one_text_a_version'),
        ),
    ]
