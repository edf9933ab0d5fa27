from datetime import date

from django.urls import path, register_converter

from events.views import calendars, feeds, joining, months, pages, places, reminders, words


class MonthConverter:
    """2026-11: a month in an address, as its first day."""

    regex = "[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(f"{value}-01")

    def to_url(self, value: date) -> str:
        return f"{value:%Y-%m}"


class DayConverter:
    """2026-11-18: a day in an address."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")
register_converter(MonthConverter, "month")

urlpatterns = [
    path("events/", pages.event_list, name="event_list"),
    path("events/feed/<str:token>.ics", feeds.calendar_feed, name="calendar_feed"),
    path("events/mine/", feeds.event_mine, name="event_mine"),
    path("events/mine/calendar/", feeds.calendar_feed_renew, name="calendar_feed_renew"),
    path("events/mine/calendar/stop/", feeds.calendar_feed_stop, name="calendar_feed_stop"),
    path("events/<month:month>/", months.event_month, name="event_month"),
    path("events/place/<str:token>/", places.sign_up_done, name="sign_up_done"),
    path("events/place/<str:token>/give-back/", places.sign_up_give_back, name="sign_up_give_back"),
    path("events/place/<str:token>/email/", places.sign_up_email, name="sign_up_email"),
    path("events/saved/<str:token>/", places.sign_up_answer, name="sign_up_answer"),
    path("events/to/<uuid:uuid>/", words.event_to, name="event_to"),
    path("events/still/<str:token>/", reminders.still_coming, name="still_coming"),
    path("events/<slug:slug>/", pages.series, name="series"),
    path("events/<slug:slug>/calendar.ics", calendars.series_calendar, name="series_calendar"),
    path("events/<slug:slug>/<day:day>/", pages.event, name="event"),
    path("events/<slug:slug>/<day:day>/calendar.ics", calendars.event_calendar, name="event_calendar"),
    path("events/<slug:slug>/<day:day>/join/", joining.event_join, name="event_join"),
    path("events/<slug:slug>/<day:day>/leave/", joining.event_leave, name="event_leave"),
    path("host/<slug:slug>/go/", words.host_go_words, name="host_go_words"),
    path("host/<slug:slug>/go/<slug:word>/end/", words.host_go_word_end, name="host_go_word_end"),
]
