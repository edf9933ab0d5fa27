"""Addresses of stories and of the check queue. Words come before slugs, so that none hides a page."""

from django.urls import path

from stories.views import agreeing, checking, findings, groups, reading, telling

urlpatterns = [
    path("stories/", reading.story_list, name="story_list"),
    path("stories/new/", telling.story_create, name="story_create"),
    path("stories/mine/", telling.story_mine, name="story_mine"),
    path("stories/release/<str:token>/", agreeing.story_release, name="story_release"),
    path("stories/release/<str:token>/now/", agreeing.story_publish_now, name="story_publish_now"),
    path("stories/withdraw/<str:token>/", agreeing.story_withdraw, name="story_withdraw"),
    path("stories/<uuid:uuid>/tell/<slug:question>/", telling.story_answer, name="story_answer"),
    path("stories/<uuid:uuid>/about/", telling.story_about, name="story_about"),
    path("stories/<uuid:uuid>/people/", telling.story_people, name="story_people"),
    path("stories/<uuid:uuid>/people/<uuid:person>/", telling.story_person, name="story_person"),
    path("stories/<uuid:uuid>/people/<uuid:person>/remove/", telling.story_person_remove, name="story_person_remove"),
    path("stories/<uuid:uuid>/consent/", telling.story_consent, name="story_consent"),
    path("stories/<uuid:uuid>/group/", groups.story_group, name="story_group"),
    path("stories/<uuid:uuid>/answers/", telling.story_answers, name="story_answers"),
    path("stories/<uuid:uuid>/send/", telling.story_send, name="story_send"),
    path("stories/<uuid:uuid>/sent/", telling.story_sent, name="story_sent"),
    path("stories/<uuid:uuid>/take-back/", telling.story_take_back, name="story_take_back"),
    path("stories/<slug:slug>/", reading.story, name="story"),
    path("stories/<slug:slug>/print/", reading.story_print, name="story_print"),
    path("stories/<slug:slug>/picture/", reading.story_picture, name="story_picture"),
    path("check/", checking.check_list, name="check_list"),
    path("check/<uuid:uuid>/", checking.check, name="check"),
    path("check/<uuid:uuid>/picture/", checking.check_picture, name="check_picture"),
    path("check/<uuid:uuid>/found/<uuid:finding>/clear/", findings.check_finding_clear, name="check_finding_clear"),
    path("check/<uuid:uuid>/claim/", checking.check_claim, name="check_claim"),
    path("check/<uuid:uuid>/approve/", checking.check_approve, name="check_approve"),
    path("check/<uuid:uuid>/return/", checking.check_return, name="check_return"),
    path("check/<uuid:uuid>/hold/", checking.check_hold, name="check_hold"),
    path("check/<uuid:uuid>/put-back/", checking.check_put_back, name="check_put_back"),
]
