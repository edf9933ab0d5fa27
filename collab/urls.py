"""Mounts each app, nothing else."""

from django.urls import include, path

urlpatterns = [
    path("", include("commons.urls")),
    path("", include("stories.urls")),
]
