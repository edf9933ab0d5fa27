from django.urls import path

from members.views import affiliations, organisations, people, second_factor, sign_in

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="account_login"),
    path("sign-in/code/", sign_in.sign_in_code, name="account_confirm_login_code"),
    path("sign-in/code/again/", sign_in.sign_in_code_again, name="account_code_again"),
    path("sign-in/second/", second_factor.second_factor, name="second_factor"),
    path("sign-in/second/set-up/", second_factor.second_factor_set_up, name="second_factor_set_up"),
    path("sign-in/second/recovery-codes/", second_factor.recovery_codes, name="recovery_codes"),
    path("sign-out/", sign_in.sign_out, name="account_logout"),
    # allauth asks for these by name: there is no page for signing up, and asking for a code is signing in.
    path("sign-in/", sign_in.sign_in, name="account_request_login_code"),
    path("sign-in/", sign_in.sign_in, name="account_signup"),
    path("people/", people.person_list, name="person_list"),
    path("people/<uuid:uuid>/", people.person, name="person"),
    path("me/", people.me, name="me"),
    path("me/profile/", people.profile_edit, name="profile_edit"),
    path("organisations/", organisations.organisation_list, name="organisation_list"),
    path("organisations/new/", organisations.organisation_create, name="organisation_create"),
    path("organisations/<slug:slug>/", organisations.organisation, name="organisation"),
    path("organisations/<slug:slug>/edit/", organisations.organisation_edit, name="organisation_edit"),
    path("organisations/<slug:slug>/history/", organisations.organisation_history, name="organisation_history"),
    path("organisations/<slug:slug>/work-here/", affiliations.organisation_work_here, name="organisation_work_here"),
    path("organisations/<slug:slug>/people/", affiliations.affiliation_list, name="affiliation_list"),
    path("organisations/<slug:slug>/people/<uuid:uuid>/", affiliations.affiliation_decide, name="affiliation_decide"),
]
