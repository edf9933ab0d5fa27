from datetime import date

from django.urls import path, register_converter

from events.views import calendars, joining, pages, places
from events.views.door import after, arriving, feedback, here, numbers, printing


class DayConverter:
    """2026-11-18: a day in an address."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")

urlpatterns = [
    path("events/", pages.event_list, name="event_list"),
    path("events/place/<str:token>/", places.sign_up_done, name="sign_up_done"),
    path("events/place/<str:token>/give-back/", places.sign_up_give_back, name="sign_up_give_back"),
    path("events/place/<str:token>/email/", places.sign_up_email, name="sign_up_email"),
    path("events/saved/<str:token>/", places.sign_up_answer, name="sign_up_answer"),
    path("events/<slug:slug>/", pages.series, name="series"),
    path("events/<slug:slug>/calendar.ics", calendars.series_calendar, name="series_calendar"),
    path("events/<slug:slug>/<day:day>/", pages.event, name="event"),
    path("events/<slug:slug>/<day:day>/calendar.ics", calendars.event_calendar, name="event_calendar"),
    path("events/<slug:slug>/<day:day>/join/", joining.event_join, name="event_join"),
    path("events/<slug:slug>/<day:day>/leave/", joining.event_leave, name="event_leave"),
]

# At the door, and the day after.
urlpatterns += [
    path("events/here/<str:token>/", arriving.sign_up_here, name="sign_up_here"),
    path("events/feedback/<str:token>/", feedback.feedback, name="feedback"),
    path("events/notes/<str:token>/", feedback.no_notes, name="no_notes"),
    path("events/<slug:slug>/<day:day>/here/", here.event_here, name="event_here"),
    path("events/<slug:slug>/<day:day>/here/tap/", here.event_tap, name="event_tap"),
    path("events/<slug:slug>/<day:day>/here/walk-in/", here.event_walk_in, name="event_walk_in"),
    path("events/<slug:slug>/<day:day>/here/paper/", here.event_paper, name="event_paper"),
    path("events/<slug:slug>/<day:day>/arrive/", arriving.event_arrive, name="event_arrive"),
    path("events/<slug:slug>/<day:day>/labels/", printing.event_labels, name="event_labels"),
    path("events/<slug:slug>/<day:day>/door/", printing.event_door, name="event_door"),
    path("host/<slug:slug>/numbers/", numbers.host_numbers, name="host_numbers"),
    path("host/<slug:slug>/numbers/take/", numbers.host_numbers_take, name="host_numbers_take"),
    path("host/<slug:slug>/<day:day>/after/", after.host_after, name="host_after"),
    path("host/<slug:slug>/<day:day>/close/", after.host_close, name="host_close"),
    path("host/<slug:slug>/<day:day>/reopen/", after.host_reopen, name="host_reopen"),
    path("host/<slug:slug>/<day:day>/story/", after.host_story, name="host_story"),
]
