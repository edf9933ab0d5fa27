from datetime import date

from django.urls import path, register_converter

from events.views import calendars, host_address, host_needs, host_pack, host_ring, joining, links, needs, pages, places


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
    path("events/place/<str:token>/needs/", needs.sign_up_needs, name="sign_up_needs"),
    path("events/place/<str:token>/needs/end/", needs.sign_up_needs_end, name="sign_up_needs_end"),
    path("events/saved/<str:token>/", places.sign_up_answer, name="sign_up_answer"),
    path("events/links-again/", links.links_again, name="links_again"),
    path("events/links-again/sent/", links.links_sent, name="links_sent"),
    path("events/<slug:slug>/", pages.series, name="series"),
    path("events/<slug:slug>/calendar.ics", calendars.series_calendar, name="series_calendar"),
    path("events/<slug:slug>/<day:day>/", pages.event, name="event"),
    path("events/<slug:slug>/<day:day>/calendar.ics", calendars.event_calendar, name="event_calendar"),
    path("events/<slug:slug>/<day:day>/join/", joining.event_join, name="event_join"),
    path("events/<slug:slug>/<day:day>/leave/", joining.event_leave, name="event_leave"),
    path("host/<slug:slug>/<day:day>/needs/", host_needs.host_needs, name="host_needs"),
    path("host/<slug:slug>/<day:day>/needs/lead/", host_needs.host_access_lead, name="host_access_lead"),
    path("host/<slug:slug>/<day:day>/ring/", host_ring.host_ring, name="host_ring"),
    path("host/<slug:slug>/<day:day>/ring/<uuid:uuid>/", host_ring.host_rung, name="host_rung"),
    path("host/<slug:slug>/<day:day>/ring/<uuid:uuid>/undo/", host_ring.host_rung_undo, name="host_rung_undo"),
    path("host/<slug:slug>/<day:day>/pack/", host_pack.host_pack, name="host_pack"),
    path(
        "host/<slug:slug>/<day:day>/people/<uuid:uuid>/email/", host_address.host_guest_email, name="host_guest_email"
    ),
]
