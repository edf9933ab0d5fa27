"""Add what members ask tellers, and whether a teller lets them. Old code neither asks nor shows it."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stories', '0042_kept_stories'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='story',
            name='takes_questions',
            field=models.BooleanField(db_default=False, default=False, help_text='Its teller lets members ask how it was done.'),
        ),
        migrations.CreateModel(
            name='StoryQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('words', models.TextField()),
                ('asked_at', models.DateTimeField()),
                ('answer', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('asker', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='stories.story')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('answered_at', None), ('answer__gt', ''), _connector='OR'), name='answered_questions_say_what')],
            },
        ),
    ]
