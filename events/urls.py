from datetime import date

from django.urls import path, register_converter

from events.views import (
    calendars,
    changing,
    feeds,
    joining,
    links,
    months,
    needs,
    pages,
    places,
    reminders,
    words,
)
from events.views.door import after, arriving, feedback, here, numbers, printing
from events.views.host import address, pack, questions, ring, setting_up
from events.views.host import dates as host_dates
from events.views.host import lists as host_lists
from events.views.host import needs as host_needs
from events.views.host import people as host_people
from events.views.host import places as host_places
from events.views.host import rhythm as host_rhythm
from events.views.host import series as host_series


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
    path("events/place/<str:token>/accept/", places.sign_up_accept, name="sign_up_accept"),
    path("events/place/<str:token>/change/", changing.sign_up_change, name="sign_up_change"),
    path("events/place/<str:token>/email/", places.sign_up_email, name="sign_up_email"),
    path("events/place/<str:token>/needs/", needs.sign_up_needs, name="sign_up_needs"),
    path("events/place/<str:token>/needs/end/", needs.sign_up_needs_end, name="sign_up_needs_end"),
    path("events/saved/<str:token>/", places.sign_up_answer, name="sign_up_answer"),
    path("events/to/<uuid:uuid>/", words.event_to, name="event_to"),
    path("events/still/<str:token>/", reminders.still_coming, name="still_coming"),
    path("events/links-again/", links.links_again, name="links_again"),
    path("events/links-again/sent/", links.links_sent, name="links_sent"),
    path("events/<slug:slug>/", pages.series, name="series"),
    path("events/<slug:slug>/calendar.ics", calendars.series_calendar, name="series_calendar"),
    path("events/<slug:slug>/<day:day>/", pages.event, name="event"),
    path("events/<slug:slug>/<day:day>/calendar.ics", calendars.event_calendar, name="event_calendar"),
    path("events/<slug:slug>/<day:day>/join/", joining.event_join, name="event_join"),
    path("events/<slug:slug>/<day:day>/leave/", joining.event_leave, name="event_leave"),
    path("host/", host_lists.host_list, name="host_list"),
    path("host/new/", setting_up.host_new, name="host_new"),
    path("host/new/check/", setting_up.host_check, name="host_check"),
    path("host/<slug:slug>/", host_lists.host_series, name="host_series"),
    path("host/<slug:slug>/ready/", setting_up.host_ready, name="host_ready"),
    path("host/<slug:slug>/rhythm/", host_rhythm.host_rhythm, name="host_rhythm"),
    path("host/<slug:slug>/rhythm/check/", host_rhythm.host_rhythm_check, name="host_rhythm_check"),
    path("host/<slug:slug>/words/", host_series.host_words, name="host_words"),
    path("host/<slug:slug>/audience/", host_series.host_audience, name="host_audience"),
    path("host/<slug:slug>/places/", host_series.host_places, name="host_places"),
    path("host/<slug:slug>/venue/", host_series.host_venue, name="host_venue"),
    path("host/<slug:slug>/access/", host_series.host_access, name="host_access"),
    path("host/<slug:slug>/plan/", host_series.host_plan, name="host_plan"),
    path("host/<slug:slug>/add/", host_dates.host_add, name="host_add"),
    path("host/<slug:slug>/hosts/", host_people.host_people, name="host_people"),
    path("host/<slug:slug>/hosts/<uuid:uuid>/drop/", host_people.host_drop, name="host_drop"),
    path("host/<slug:slug>/hosts/<uuid:uuid>/hand-over/", host_people.host_hand_over, name="host_hand_over"),
    path("host/<slug:slug>/<day:day>/", host_lists.host_event, name="host_event"),
    path("host/<slug:slug>/<day:day>/change/", host_dates.host_change, name="host_change"),
    path("host/<slug:slug>/<day:day>/plan/", host_dates.host_event_plan, name="host_event_plan"),
    path("host/<slug:slug>/<day:day>/cancel/", host_dates.host_cancel, name="host_cancel"),
    path("host/<slug:slug>/<day:day>/on-again/", host_dates.host_on_again, name="host_on_again"),
    path("host/<slug:slug>/<day:day>/skip/", host_dates.host_skip, name="host_skip"),
    path("host/<slug:slug>/<day:day>/bring-back/", host_dates.host_bring_back, name="host_bring_back"),
    path("host/<slug:slug>/<day:day>/add/", host_places.host_add_person, name="host_add_person"),
    path("host/<slug:slug>/<day:day>/places/", host_places.host_event_places, name="host_event_places"),
    path("host/<slug:slug>/<day:day>/places/how-many/", host_places.host_capacity, name="host_capacity"),
    path("host/<slug:slug>/<day:day>/places/kept/", host_places.host_held, name="host_held"),
    path("host/<slug:slug>/<day:day>/places/<uuid:uuid>/", host_places.host_place, name="host_place"),
    path("host/<slug:slug>/<day:day>/questions/", questions.host_questions, name="host_questions"),
    path("host/<slug:slug>/<day:day>/questions/add/", questions.host_question_add, name="host_question_add"),
    path("host/<slug:slug>/<day:day>/questions/<uuid:uuid>/", questions.host_question, name="host_question"),
    path(
        "host/<slug:slug>/<day:day>/questions/<uuid:uuid>/retire/",
        questions.host_question_retire,
        name="host_question_retire",
    ),
    path("host/<slug:slug>/go/", words.host_go_words, name="host_go_words"),
    path("host/<slug:slug>/go/<slug:word>/end/", words.host_go_word_end, name="host_go_word_end"),
]

# At the door, and the day after.
urlpatterns += [
    path("events/here/<str:token>/", arriving.sign_up_here, name="sign_up_here"),
    path("events/feedback/<str:token>/", feedback.feedback, name="feedback"),
    path("events/notes/<str:token>/", feedback.no_notes, name="no_notes"),
    path("events/<slug:slug>/<day:day>/here/", here.event_here, name="event_here"),
    path("events/<slug:slug>/<day:day>/here/tap/", here.event_tap, name="event_tap"),
    path("events/<slug:slug>/<day:day>/here/walk-in/", here.event_walk_in, name="event_walk_in"),
    path(
        "events/<slug:slug>/<day:day>/here/walk-in/<uuid:uuid>/", here.event_walk_in_change, name="event_walk_in_change"
    ),
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
    path("host/<slug:slug>/<day:day>/needs/", host_needs.host_needs, name="host_needs"),
    path("host/<slug:slug>/<day:day>/needs/lead/", host_needs.host_access_lead, name="host_access_lead"),
    path("host/<slug:slug>/<day:day>/ring/", ring.host_ring, name="host_ring"),
    path("host/<slug:slug>/<day:day>/ring/<uuid:uuid>/", ring.host_rung, name="host_rung"),
    path("host/<slug:slug>/<day:day>/ring/<uuid:uuid>/undo/", ring.host_rung_undo, name="host_rung_undo"),
    path("host/<slug:slug>/<day:day>/pack/", pack.host_pack, name="host_pack"),
    path("host/<slug:slug>/<day:day>/people/<uuid:uuid>/email/", address.host_guest_email, name="host_guest_email"),
]
