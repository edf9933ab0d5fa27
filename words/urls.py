from django.urls import path

from words import views

urlpatterns = [
    path("words/", views.word_list, name="word_list"),
    path("words/<slug:slug>/", views.word, name="word"),
    path("run/words/", views.word_run, name="word_run"),
    path("run/new-word/", views.word_create, name="word_create"),
    path("run/words/<slug:slug>/", views.word_edit, name="word_edit"),
    path("run/words/<slug:slug>/remove/", views.word_remove, name="word_remove"),
    path("run/plain-words/", views.lead_list, name="lead_list"),
    path("run/plain-words/<slug:kind>/<slug:slug>/", views.lead_edit, name="lead_edit"),
]
