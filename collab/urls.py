"""Mounts each app, nothing else."""

from django.conf import settings
from django.urls import include, path

from collab.pages import demo, emails, home, leaving, privacy, ui, words

urlpatterns = [
    path("", home.home, name="home"),
    path("", include("members.urls")),
    path("", include("stories.urls")),
    path("", include("pledges.urls")),
    path("", include("events.urls")),
    path("run/emails/", emails.email_list, name="email_list"),
    path("about/", words.about, name="about"),
    path("help/", words.help_page, name="help"),
    path("accessibility/", words.accessibility, name="accessibility"),
    path("privacy/", words.privacy, name="privacy"),
    path("privacy/yours/", leaving.yours_ask, name="yours_ask"),
    path("privacy/yours/sent/", leaving.yours_sent, name="yours_sent"),
    path("privacy/yours/<str:token>/", leaving.yours, name="yours"),
    path("privacy/yours/<str:token>/download/", leaving.yours_download, name="yours_download"),
    path("privacy/yours/<str:token>/leave/", leaving.yours_leave, name="yours_leave"),
    path("privacy/stop/<str:token>/", leaving.leaving_stop, name="leaving_stop"),
    path("me/privacy/", privacy.my_privacy, name="my_privacy"),
    path("me/again/", privacy.sign_in_again, name="sign_in_again"),
    path("me/download/", privacy.my_download, name="my_download"),
    path("me/download/<uuid:uuid>/", privacy.my_download_file, name="my_download_file"),
    path("me/leave/", privacy.my_leave, name="my_leave"),
    path("me/leave/stop/", privacy.my_leave_stop, name="my_leave_stop"),
    path("run/leaving/", leaving.leaving_list, name="leaving_list"),
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
