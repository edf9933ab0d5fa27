"""Mounts each app, nothing else."""

from django.conf import settings
from django.urls import include, path

from collab.kit.routes import by_first_part
from collab.pages import (
    demo,
    health,
    home,
    host_imports,
    imports,
    leaving,
    look,
    merging,
    organisations,
    places,
    privacy,
    reports,
    safeguarding,
    sitemaps,
    suggestions,
    ui,
    vocabularies,
    who_could_help,
    words,
)
from collab.pages.run import urls as run

EVERYTHING = [
    path("", home.home, name="home"),
    path("", include("network.urls")),
    path("", include("members.urls")),
    path("", include("words.urls")),
    path("", include("stories.urls")),
    path("pledges/<uuid:uuid>/who-could-help/", who_could_help.pledge_helpers, name="pledge_helpers"),
    path("", include("pledges.urls")),
    # Before those of a host's series, whose addresses begin alike.
    path("host/<slug:slug>/<day:day>/import/", host_imports.host_import, name="host_import"),
    path("host/<slug:slug>/<day:day>/import/template/", host_imports.host_import_template, name="host_import_template"),
    path("host/<slug:slug>/<day:day>/cards/", host_imports.host_card_import, name="host_card_import"),
    path("host/<slug:slug>/<day:day>/cards/template/", host_imports.host_card_template, name="host_card_template"),
    path("host/lists/<uuid:uuid>/", host_imports.host_import_run, name="host_import_run"),
    path("host/lists/<uuid:uuid>/wrong/", host_imports.host_import_wrong, name="host_import_wrong"),
    path("host/lists/<uuid:uuid>/save/", host_imports.host_import_save, name="host_import_save"),
    path("host/lists/<uuid:uuid>/leave/", host_imports.host_import_drop, name="host_import_drop"),
    path("", include("events.urls")),
    path("me/suggestions/<slug:name>/", suggestions.suggestion_done, name="suggestion_done"),
    path("", include("groups.urls")),
    path("run/lists/", imports.import_list, name="import_list"),
    path("run/lists/<slug:kind>/template/", imports.import_template, name="import_template"),
    path("run/lists/<slug:kind>/take/", imports.export, name="export"),
    path("run/lists/<uuid:uuid>/", imports.import_run, name="import_run"),
    path("run/lists/<uuid:uuid>/wrong/", imports.import_wrong, name="import_wrong"),
    path("run/lists/<uuid:uuid>/save/", imports.import_save, name="import_save"),
    path("run/lists/<uuid:uuid>/leave/", imports.import_drop, name="import_drop"),
    path("run/organisations/", organisations.run_organisations, name="run_organisations"),
    path("run/organisations/typed/", organisations.typed_list, name="typed_list"),
    path("run/organisations/typed/settle/", organisations.typed_settle, name="typed_settle"),
    path("run/organisations/typed/new/", organisations.typed_make, name="typed_make"),
    path("run/organisations/<slug:slug>/domains/", organisations.domain_list, name="domain_list"),
    path("run/organisations/<slug:slug>/domains/<int:pk>/drop/", organisations.domain_drop, name="domain_drop"),
    path(
        "run/organisations/<slug:slug>/merge/", merging.merge_two, {"kind": "organisation"}, name="organisation_merge"
    ),
    path("run/places/", places.place_list, name="place_list"),
    path("run/places/new/", places.place_create, name="place_create"),
    path("run/places/<slug:slug>/", places.place_edit, name="place_edit"),
    path("run/places/<slug:slug>/delete/", places.place_delete, name="place_delete"),
    path("run/places/<slug:slug>/merge/", merging.merge_two, {"kind": "place"}, name="place_merge"),
    path("run/sectors/", vocabularies.sector_list, name="sector_list"),
    path("run/sectors/<slug:slug>/", vocabularies.sector_edit, name="sector_edit"),
    path("run/topics/", vocabularies.word_list, {"kind": "topic"}, name="topic_list"),
    path("run/topics/<slug:slug>/", vocabularies.word_edit, {"kind": "topic"}, name="topic_edit"),
    path("run/topics/<slug:slug>/retire/", vocabularies.word_retire, {"kind": "topic"}, name="topic_retire"),
    path("run/topics/<slug:slug>/delete/", vocabularies.word_delete, {"kind": "topic"}, name="topic_delete"),
    path("run/topics/<slug:slug>/merge/", merging.merge_two, {"kind": "topic"}, name="topic_merge"),
    path("run/kinds/", vocabularies.word_list, {"kind": "kind"}, name="kind_list"),
    path("run/kinds/<slug:slug>/", vocabularies.word_edit, {"kind": "kind"}, name="kind_edit"),
    path("run/kinds/<slug:slug>/retire/", vocabularies.word_retire, {"kind": "kind"}, name="kind_retire"),
    path("run/kinds/<slug:slug>/delete/", vocabularies.word_delete, {"kind": "kind"}, name="kind_delete"),
    path("run/kinds/<slug:slug>/merge/", merging.merge_two, {"kind": "kind"}, name="kind_merge"),
    path("", include(run)),
    path("alive/", health.alive, name="alive"),
    path("ready/", health.ready, name="ready"),
    path("report/done/", reports.report_done, name="report_done"),
    path("report/<slug:kind>/<uuid:uuid>/", reports.report, name="report"),
    path("complaints/", reports.complaints, name="complaints"),
    path("safeguarding/", safeguarding.safeguarding, name="safeguarding"),
    path("safeguarding/<uuid:uuid>/", safeguarding.safeguarding_report, name="safeguarding_report"),
    path("safeguarding/<uuid:uuid>/take-down/", safeguarding.safeguarding_take_down, name="safeguarding_take_down"),
    path("look.css", look.look, name="look"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
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
    path("me/download/", privacy.my_download, name="my_download"),
    path("me/download/<uuid:uuid>/", privacy.my_download_file, name="my_download_file"),
    path("me/leave/", privacy.my_leave, name="my_leave"),
    path("me/leave/stop/", privacy.my_leave_stop, name="my_leave_stop"),
    path("run/leaving/", leaving.leaving_list, name="leaving_list"),
    path("house-rules/", words.house_rules, name="house_rules"),
    path("ui/", ui.ui, name="ui"),
    path("", include("commons.urls")),
]
urlpatterns = by_first_part(EVERYTHING, most_asked=["events", "pledges", "stories"])

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
