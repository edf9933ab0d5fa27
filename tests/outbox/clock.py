"""Our Celery app with a clock that is in a hurry: celery -A tests.outbox.clock."""

from collab.celery import app

app.conf.beat_schedule = {
    "outbox.deliver": {"task": "outbox.deliver", "schedule": 1.0, "options": {"expires": 1}},
    "pledges.write_due_reminders": {
        "task": "pledges.write_due_reminders",
        "schedule": 2.0,
        "options": {"expires": 2},
    },
}
