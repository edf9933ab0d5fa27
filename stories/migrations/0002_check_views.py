"""Add check_stories, a view to test the promises from outside. Old code ignores it, so this may ship ahead."""

from django.db import migrations

VIEW = """
CREATE VIEW check_stories AS
SELECT s.id, s.state, CASE
    WHEN said.count = 0 THEN 'none'
    WHEN said.ended THEN 'withdrawn'
    WHEN said.lapsed THEN 'expired'
    WHEN said.waiting THEN 'none'
    WHEN said.published THEN 'source'
    ELSE 'active' END AS consent
FROM stories_story s CROSS JOIN LATERAL (
    SELECT count(*) AS count, bool_or(c.ended_at IS NOT NULL) AS ended, bool_or(c.review_on < CURRENT_DATE) AS lapsed,
           bool_or(c.released_at IS NULL) AS waiting, bool_and(c.basis = 'source') AS published
    FROM stories_consent c
    WHERE c.story_id = s.id AND c.quote_id IS NULL AND NOT c.is_replaced) said
"""


class Migration(migrations.Migration):
    dependencies = [("stories", "0001_initial")]
    operations = [migrations.RunSQL(VIEW, "DROP VIEW check_stories")]
