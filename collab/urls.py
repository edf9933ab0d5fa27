"""Mounts each app, nothing else."""

from django.conf import settings
from django.urls import include, path

from collab.pages import demo, emails, home, look, reports, safeguarding, ui, words
from collab.pages.run import urls as run

urlpatterns = [
    path("", home.home, name="home"),
    path("", include("members.urls")),
    path("", include("stories.urls")),
    path("", include("pledges.urls")),
    path("", include("events.urls")),
    path("run/emails/", emails.email_list, name="email_list"),
    path("", include(run)),
    path("report/done/", reports.report_done, name="report_done"),
    path("report/<slug:kind>/<uuid:uuid>/", reports.report, name="report"),
    path("complaints/", reports.complaints, name="complaints"),
    path("safeguarding/", safeguarding.safeguarding, name="safeguarding"),
    path("safeguarding/<uuid:uuid>/", safeguarding.safeguarding_report, name="safeguarding_report"),
    path("safeguarding/<uuid:uuid>/take-down/", safeguarding.safeguarding_take_down, name="safeguarding_take_down"),
    path("look.css", look.look, name="look"),
    path("about/", words.about, name="about"),
    path("help/", words.help_page, name="help"),
    path("accessibility/", words.accessibility, name="accessibility"),
    path("privacy/", words.privacy, name="privacy"),
    path("house-rules/", words.house_rules, name="house_rules"),
    path("ui/", ui.ui, name="ui"),
    path("", include("commons.urls")),
]

if settings.ADMIN_PATH:
    # Its tables are read and checked only where it is mounted.
    from collab.admin import office

    urlpatterns += [path(f"{settings.ADMIN_PATH}/", office.urls)]

if settings.DEMO:
    urlpatterns += [
        path("demo/", demo.demo, name="demo"),
        path("demo/emails/<uuid:uuid>/", demo.demo_email, name="demo_email"),
        path("demo/emails/<uuid:uuid>/html/", demo.demo_email_html, name="demo_email_html"),
    ]
