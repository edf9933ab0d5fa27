"""The Celery app and the schedule. All state is rows; the clock only says "look"."""

import os

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_ready
from django.conf import settings

from collab.kit.collector import leave_alone_what_is_loaded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collab.settings")
app = Celery("collab")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    # expires: a doorbell nobody answered in time need not ring again.
    "outbox.deliver": {"task": "outbox.deliver", "schedule": 15.0, "options": {"expires": 14}},
    "pledges.write_due_reminders": {
        "task": "pledges.write_due_reminders",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "pledges.help_along": {
        "task": "pledges.help_along",
        "schedule": crontab(minute="*/15"),
        "options": {"expires": 840},
    },
    "pledges.settle_shared": {"task": "pledges.settle_shared", "schedule": crontab(), "options": {"expires": 55}},
    "events.write_due_reminders": {
        "task": "events.write_due_reminders",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "stories.publish_due": {"task": "stories.publish_due", "schedule": crontab(), "options": {"expires": 55}},
    "collab.work_on_imports": {"task": "collab.work_on_imports", "schedule": 10.0, "options": {"expires": 9}},
    "privacy.carry_out": {"task": "privacy.carry_out", "schedule": crontab(), "options": {"expires": 55}},
    "privacy.keep_no_longer": {
        "task": "privacy.keep_no_longer",
        "schedule": crontab(hour=settings.NIGHT.hour, minute=settings.NIGHT.minute),
    },
    "network.list_changed": {"task": "network.list_changed", "schedule": crontab(), "options": {"expires": 55}},
    "network.end_introductions": {
        "task": "network.end_introductions",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "network.look_for_ties": {
        "task": "network.look_for_ties",
        "schedule": crontab(minute="*/15"),
        "options": {"expires": 840},
    },
    "network.list_all": {"task": "network.list_all", "schedule": crontab(hour=3, minute=25)},
    "network.look_for_all_ties": {"task": "network.look_for_all_ties", "schedule": crontab(hour=3, minute=40)},
    "events.keep_offers_moving": {
        "task": "events.keep_offers_moving",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    # Reconcilers, every 15 minutes and apart from each other.
    "events.reconcile": {
        "task": "events.reconcile",
        "schedule": crontab(minute="7-59/15"),
        "options": {"expires": 840},
    },
    "pledges.reconcile": {
        "task": "pledges.reconcile",
        "schedule": crontab(minute="10-59/15"),
        "options": {"expires": 840},
    },
    "stories.reconcile": {
        "task": "stories.reconcile",
        "schedule": crontab(minute="4-59/15"),
        "options": {"expires": 840},
    },
    "outbox.reconcile": {
        "task": "outbox.reconcile",
        "schedule": crontab(minute="13-59/15"),
        "options": {"expires": 840},
    },
    # By the quarter of an hour: whoever is ticked off late on the next day still hears.
    "collab.write_after_notes": {
        "task": "collab.write_after_notes",
        "schedule": crontab(minute="*/15"),
        "options": {"expires": 840},
    },
    "stories.review_all": {"task": "stories.review_all", "schedule": crontab(hour=7, minute=40)},
    "stories.sweep_pictures": {"task": "stories.sweep_pictures", "schedule": crontab(hour=3, minute=25)},
    "events.close_old": {"task": "events.close_old", "schedule": crontab(hour=3, minute=15)},
    "events.make_dates": {"task": "events.make_dates", "schedule": crontab(hour=3, minute=10)},
}


@worker_ready.connect
def begin(**_about: object) -> None:
    """Everything is loaded, and nothing done yet."""
    leave_alone_what_is_loaded()
