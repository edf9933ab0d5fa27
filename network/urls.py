from django.urls import path

from network.views import introductions, knowing, people, stopping

urlpatterns = [
    path("people/", people.person_list, name="person_list"),
    path("people/ask-me/", knowing.ask_me, name="ask_me"),
    path("people/introductions/", introductions.introduction_list, name="introduction_list"),
    path("people/introductions/<uuid:uuid>/", introductions.introduction, name="introduction"),
    path(
        "people/introductions/<uuid:uuid>/take-back/",
        introductions.introduction_take_back,
        name="introduction_take_back",
    ),
    path("people/<uuid:uuid>/ask/", introductions.introduction_create, name="introduction_create"),
    path("people/<uuid:uuid>/introduce/", introductions.introduction_offer, name="introduction_offer"),
    path("people/<uuid:uuid>/know/", knowing.know, name="know"),
    path("introductions/emails/<str:token>/", stopping.introduction_emails, name="introduction_emails"),
    path("introductions/start/<str:token>/", stopping.introduction_emails_start, name="introduction_emails_start"),
    path("introductions/<slug:part>/<str:token>/", introductions.introduction_answer, name="introduction_answer"),
]
