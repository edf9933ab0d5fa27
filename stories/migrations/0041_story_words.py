"""Keep the words of what is published where they are looked for. What old code publishes meanwhile is found by the clock."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models


FILL = """
INSERT INTO stories_storywords (story_id, words)
SELECT id, setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', standfirst), 'B')
    || setweight(to_tsvector('english', concat_ws(' ', who_was_there, what_was_wrong, what_we_did, what_changed,
        what_we_would_tell)), 'C')
FROM stories_story WHERE state = 'published' ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):

    dependencies = [
        ('stories', '0040_second_people'),
    ]

    operations = [
        migrations.CreateModel(
            name='StoryWords',
            fields=[
                ('story', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='indexed', serialize=False, to='stories.story')),
                ('words', django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                'verbose_name_plural': 'story words',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['words'], name='story_words')],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
