from django.urls import path

from words import views

urlpatterns = [
    path("words/", views.word_list, name="word_list"),
    path("words/<slug:slug>/", views.word, name="word"),
]
