from django.urls import path

from members.views import organisations, people, second_factor, sign_in

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
    path("people/<uuid:uuid>/", people.person, name="person"),
    path("me/", people.me, name="me"),
    path("me/profile/", people.profile_edit, name="profile_edit"),
    path("organisations/", organisations.organisation_list, name="organisation_list"),
    path("organisations/<slug:slug>/", organisations.organisation, name="organisation"),
]
