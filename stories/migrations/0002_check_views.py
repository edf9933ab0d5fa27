"""Add check_stories, a view to test the promises from outside. Old code ignores it, so this may ship ahead."""

from django.db import migrations

VIEW = """
CREATE VIEW check_stories AS
SELECT s.id, s.state, CASE
    WHEN live.basis = 'source' THEN 'source'
    WHEN live.basis = 'person' THEN 'active'
    WHEN EXISTS (SELECT FROM stories_consent c WHERE c.story_id = s.id AND c.quote_id IS NULL
                 AND c.ended_at IS NOT NULL) THEN 'withdrawn'
    WHEN EXISTS (SELECT FROM stories_consent c WHERE c.story_id = s.id AND c.quote_id IS NULL
                 AND c.review_on < CURRENT_DATE) THEN 'expired'
    ELSE 'none' END AS consent
FROM stories_story s LEFT JOIN LATERAL (
    SELECT c.basis FROM stories_consent c
    WHERE c.story_id = s.id AND c.quote_id IS NULL AND c.released_at IS NOT NULL AND c.ended_at IS NULL
      AND (c.review_on IS NULL OR c.review_on >= CURRENT_DATE)
    LIMIT 1) live ON TRUE
"""


class Migration(migrations.Migration):
    dependencies = [("stories", "0001_initial")]
    operations = [migrations.RunSQL(VIEW, "DROP VIEW check_stories")]
