"""Mounts each app, nothing else."""

from django.conf import settings
from django.urls import include, path

from collab.pages import demo, emails, home

urlpatterns = [
    path("", home.home, name="home"),
    path("", include("members.urls")),
    path("run/emails/", emails.email_list, name="email_list"),
    path("", include("commons.urls")),
    path("", include("stories.urls")),
]

if settings.DEMO:
    urlpatterns += [
        path("demo/", demo.demo, name="demo"),
        path("demo/emails/<uuid:uuid>/", demo.demo_email, name="demo_email"),
        path("demo/emails/<uuid:uuid>/html/", demo.demo_email_html, name="demo_email_html"),
    ]
