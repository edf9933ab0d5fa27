"""Mounts each app, nothing else."""

from django.urls import include, path

from collab.pages import ui, words

urlpatterns = [
    path("", include("commons.urls")),
    path("about/", words.about, name="about"),
    path("help/", words.help_page, name="help"),
    path("accessibility/", words.accessibility, name="accessibility"),
    path("privacy/", words.privacy, name="privacy"),
    path("house-rules/", words.house_rules, name="house_rules"),
    path("ui/", ui.ui, name="ui"),
]
