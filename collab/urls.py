"""Mounts each app, nothing else."""

from django.conf import settings
from django.urls import include, path

from collab.pages import demo, emails, home, ui, words

urlpatterns = [
    path("", home.home, name="home"),
    path("", include("members.urls")),
    path("", include("stories.urls")),
    path("", include("pledges.urls")),
    path("", include("events.urls")),
    path("", include("groups.urls")),
    path("run/emails/", emails.email_list, name="email_list"),
    path("about/", words.about, name="about"),
    path("help/", words.help_page, name="help"),
    path("accessibility/", words.accessibility, name="accessibility"),
    path("privacy/", words.privacy, name="privacy"),
    path("house-rules/", words.house_rules, name="house_rules"),
    path("ui/", ui.ui, name="ui"),
    path("", include("commons.urls")),
]

if settings.DEMO:
    urlpatterns += [
        path("demo/", demo.demo, name="demo"),
        path("demo/emails/<uuid:uuid>/", demo.demo_email, name="demo_email"),
        path("demo/emails/<uuid:uuid>/html/", demo.demo_email_html, name="demo_email_html"),
    ]
