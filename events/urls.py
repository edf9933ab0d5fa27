from datetime import date

from django.urls import path, register_converter

from events.views import calendars, changing, host_places, host_questions, joining, pages, places


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
    path("events/place/<str:token>/accept/", places.sign_up_accept, name="sign_up_accept"),
    path("events/place/<str:token>/change/", changing.sign_up_change, name="sign_up_change"),
    path("events/place/<str:token>/email/", places.sign_up_email, name="sign_up_email"),
    path("events/saved/<str:token>/", places.sign_up_answer, name="sign_up_answer"),
    path("events/<slug:slug>/", pages.series, name="series"),
    path("events/<slug:slug>/calendar.ics", calendars.series_calendar, name="series_calendar"),
    path("events/<slug:slug>/<day:day>/", pages.event, name="event"),
    path("events/<slug:slug>/<day:day>/calendar.ics", calendars.event_calendar, name="event_calendar"),
    path("events/<slug:slug>/<day:day>/join/", joining.event_join, name="event_join"),
    path("events/<slug:slug>/<day:day>/leave/", joining.event_leave, name="event_leave"),
    path("host/<slug:slug>/<day:day>/add/", host_places.host_add, name="host_add"),
    path("host/<slug:slug>/<day:day>/places/", host_places.host_places, name="host_places"),
    path("host/<slug:slug>/<day:day>/places/how-many/", host_places.host_capacity, name="host_capacity"),
    path("host/<slug:slug>/<day:day>/places/kept/", host_places.host_held, name="host_held"),
    path("host/<slug:slug>/<day:day>/places/<uuid:uuid>/", host_places.host_place, name="host_place"),
    path("host/<slug:slug>/<day:day>/questions/", host_questions.host_questions, name="host_questions"),
    path("host/<slug:slug>/<day:day>/questions/add/", host_questions.host_question_add, name="host_question_add"),
    path("host/<slug:slug>/<day:day>/questions/<uuid:uuid>/", host_questions.host_question, name="host_question"),
    path(
        "host/<slug:slug>/<day:day>/questions/<uuid:uuid>/retire/",
        host_questions.host_question_retire,
        name="host_question_retire",
    ),
]
