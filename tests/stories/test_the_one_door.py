import re
from pathlib import Path

APP = Path(__file__).parents[2] / "stories"
DOORS = re.compile(r"\bStory\.objects\.(get|filter|all|exclude|order_by|values|first)\b")
OUTER = ["views/*.py", "filters.py", "templatetags/*.py", "emails.py", "forms.py"]


def test_readers_come_to_a_story_through_one_door():
    files = [file for pattern in OUTER for file in APP.glob(pattern)]

    found = [f"{file.name}: {line.strip()}" for file in files for line in file.read_text().splitlines()
             if DOORS.search(line)]  # fmt: skip

    assert len(files) > 7
    assert found == []


def test_the_door_would_be_missed():
    assert DOORS.search("story = Story.objects.get(slug=slug)")
