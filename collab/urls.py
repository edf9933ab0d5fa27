"""Mounts each app, nothing else."""

from django.conf import settings
from django.urls import include, path

from collab.pages import demo, emails, home, imports, suggestions, ui, words

urlpatterns = [
    path("", home.home, name="home"),
    path("", include("members.urls")),
    path("", include("stories.urls")),
    path("", include("pledges.urls")),
    path("", include("events.urls")),
    path("me/suggestions/<slug:name>/", suggestions.suggestion_done, name="suggestion_done"),
    path("run/emails/", emails.email_list, name="email_list"),
    path("run/lists/", imports.import_list, name="import_list"),
    path("run/lists/<slug:kind>/template/", imports.import_template, name="import_template"),
    path("run/lists/<slug:kind>/take/", imports.export, name="export"),
    path("run/lists/<uuid:uuid>/", imports.import_run, name="import_run"),
    path("run/lists/<uuid:uuid>/wrong/", imports.import_wrong, name="import_wrong"),
    path("run/lists/<uuid:uuid>/save/", imports.import_save, name="import_save"),
    path("run/lists/<uuid:uuid>/leave/", imports.import_drop, name="import_drop"),
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
