from django.urls import path

import events.urls  # noqa: F401 - the day in an address is read by its converter
from pledges.views import answers, leaving, lists, making, private, rounds, screens, stopping, wall_hosts, walls

urlpatterns = [
    path("events/<slug:slug>/<day:day>/pledge/", making.event_pledge_create, name="pledge_create"),
    path("events/<slug:slug>/<day:day>/wall/", walls.pledge_wall, name="pledge_wall"),
    path("events/<slug:slug>/<day:day>/wall/now/", walls.pledge_wall_now, name="pledge_wall_now"),
    path("events/<slug:slug>/<day:day>/wall/host/", wall_hosts.wall_host, name="wall_host"),
    path("events/<slug:slug>/<day:day>/wall/host/now/", wall_hosts.wall_host_now, name="wall_host_now"),
    path("events/<slug:slug>/<day:day>/wall/host/switch/", wall_hosts.wall_switch, name="wall_switch"),
    path("events/<slug:slug>/<day:day>/screen/", screens.pledge_screen, name="pledge_screen"),
    path("events/<slug:slug>/<day:day>/screen/now/", screens.pledge_screen_now, name="pledge_screen_now"),
    path("pledges/", lists.pledge_list, name="pledge_list"),
    path("pledges/new/", making.pledge_create, name="pledge_create"),
    path("pledges/mine/", lists.pledge_mine, name="pledge_mine"),
    path("pledges/waiting/", lists.pledge_held_list, name="pledge_held_list"),
    path("pledges/mine/<str:token>/", private.pledge_private, name="pledge_private"),
    path("pledges/mine/<str:token>/answer/", private.pledge_private_answer, name="pledge_private_answer"),
    path("pledges/mine/<str:token>/thanks/", private.pledge_thanks, name="pledge_thanks"),
    path("pledges/mine/<str:token>/take-down/", private.pledge_take_down, name="pledge_take_down"),
    path("pledges/mine/<str:token>/calendar.ics", private.pledge_calendar, name="pledge_calendar"),
    path("pledges/confirm/<str:token>/", private.pledge_confirm, name="pledge_confirm"),
    path("pledges/<uuid:uuid>/", lists.pledge, name="pledge"),
    path("pledges/<uuid:uuid>/answer/", answers.pledge_answer, name="pledge_answer"),
    path("pledges/<uuid:uuid>/hold/", lists.pledge_hold, name="pledge_hold"),
    path("pledges/passed-on/<str:token>/", leaving.hand_over, name="hand_over"),
    path("organisations/<slug:slug>/left/", leaving.organisation_leave, name="organisation_leave"),
    path("organisations/<slug:slug>/people/<uuid:uuid>/left/", leaving.affiliation_left, name="affiliation_left"),
    path("pledges/<uuid:uuid>/group/", rounds.pledge_group, name="pledge_group"),
    path("groups/<slug:slug>/round/", rounds.pledge_round, name="pledge_round"),
    path("groups/<slug:slug>/round/done/", rounds.pledge_round_done, name="pledge_round_done"),
    path("groups/<slug:slug>/round/<uuid:uuid>/", rounds.pledge_round_answer, name="pledge_round_answer"),
    path("answer/<str:token>/", answers.answer, name="answer"),
    path("answer/<str:token>/thanks/", answers.answer_thanks, name="answer_thanks"),
    path("emails/stop/<str:token>/", stopping.email_stop, name="email_stop"),
    path("emails/pause/<str:token>/", stopping.email_pause, name="email_pause"),
]
