from django.urls import path

from collab.pages.run import front, keep, log, network, pages, people, reports, rhythm, rhythm_next, watched

urlpatterns = [
    path("run/", front.run, name="run"),
    path("run/people/", people.run_people, name="run_people"),
    path("run/people/<uuid:uuid>/", people.run_person, name="run_person"),
    path("run/people/<uuid:uuid>/roles/", people.run_person_roles, name="run_person_roles"),
    path("run/people/<uuid:uuid>/suspend/", people.run_person_suspend, name="run_person_suspend"),
    path("run/people/<uuid:uuid>/let-back/", people.run_person_let_back, name="run_person_let_back"),
    path("run/network/", network.run_network, name="run_network"),
    path("run/look/", network.run_look, name="run_look"),
    path("run/watched-words/", watched.run_watched, name="run_watched"),
    path("run/rhythm/", rhythm.run_rhythm, name="run_rhythm"),
    path("run/rhythm/next/", rhythm_next.run_rhythm_next, name="run_rhythm_next"),
    path("run/keep/", keep.run_keep, name="run_keep"),
    path("run/keep/<slug:name>/", keep.run_keep_term, name="run_keep_term"),
    path("run/pages/", pages.run_pages, name="run_pages"),
    path("run/pages/<slug:page>/", pages.run_page, name="run_page"),
    path("run/pages/<slug:page>/history/", pages.run_page_history, name="run_page_history"),
    path("run/pages/<slug:page>/history/<int:number>/", pages.run_page_version, name="run_page_version"),
    path("run/pages/<slug:page>/history/<int:number>/back/", pages.run_page_bring_back, name="run_page_bring_back"),
    path("run/reports/", reports.run_reports, name="run_reports"),
    path("run/reports/<uuid:uuid>/", reports.run_report, name="run_report"),
    path("run/reports/<uuid:uuid>/claim/", reports.run_report_claim, name="run_report_claim"),
    path("run/taken-down/", reports.run_takedowns, name="run_takedowns"),
    path("run/taken-down/<uuid:uuid>/put-back/", reports.run_put_back, name="run_put_back"),
    path("run/log/", log.run_log, name="run_log"),
    path("run/log/export/", log.run_log_export, name="run_log_export"),
]
