"""Addresses of groups. Words come before slugs, so that none hides a page (`groups.models.RESERVED`)."""

from django.urls import path

from groups.views import agreeing, closing, links, pages, people, working

urlpatterns = [
    path("groups/", pages.group_list, name="group_list"),
    path("groups/new/", pages.group_create, name="group_create"),
    path("groups/asks/<uuid:uuid>/<str:token>/", links.group_ask, name="group_ask"),
    path("groups/invitations/<str:token>/", links.group_invitation, name="group_invitation"),
    path("groups/<slug:slug>/", pages.group, name="group"),
    path("groups/<slug:slug>/edit/", pages.group_edit, name="group_edit"),
    path("groups/<slug:slug>/join/", people.group_join, name="group_join"),
    path("groups/<slug:slug>/leave/", people.group_leave, name="group_leave"),
    path("groups/<slug:slug>/invited/", people.group_invited, name="group_invited"),
    path("groups/<slug:slug>/people/", people.group_people, name="group_people"),
    path("groups/<slug:slug>/people/<uuid:uuid>/answer/", people.group_ask_answer, name="group_ask_answer"),
    path("groups/<slug:slug>/people/<uuid:uuid>/role/", people.group_role, name="group_role"),
    path("groups/<slug:slug>/people/<uuid:uuid>/appoint/", people.group_appoint, name="group_appoint"),
    path("groups/<slug:slug>/people/<uuid:uuid>/invite/", people.group_invite, name="group_invite"),
    path("groups/<slug:slug>/agreement/", agreeing.group_agreement, name="group_agreement"),
    path("groups/<slug:slug>/agreement/new/", agreeing.group_agreement_create, name="group_agreement_create"),
    path("groups/<slug:slug>/agreement/review/", agreeing.group_review, name="group_review"),
    path("groups/<slug:slug>/agreement/<int:version>/agree/", agreeing.group_agree, name="group_agree"),
    path("groups/<slug:slug>/agreement/<int:version>/settle/", agreeing.group_settle, name="group_settle"),
    path("groups/<slug:slug>/outcomes/new/", working.group_outcome_create, name="group_outcome_create"),
    path("groups/<slug:slug>/outcomes/<uuid:uuid>/", working.group_outcome, name="group_outcome"),
    path("groups/<slug:slug>/notes/", working.group_notes, name="group_notes"),
    path("groups/<slug:slug>/notes/<uuid:uuid>/", working.group_note, name="group_note"),
    path("groups/<slug:slug>/next/", working.group_next, name="group_next"),
    path("groups/<slug:slug>/close/", closing.group_close, name="group_close"),
    path("groups/<slug:slug>/reopen/", closing.group_reopen, name="group_reopen"),
]
