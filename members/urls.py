from django.urls import path

from members.views import helping, inviting, joining, organisations, people, second_factor, sign_in, welcome

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
    path("join/", joining.join, name="join"),
    path("join/ask/", joining.join_ask, name="join_ask"),
    path("join/asked/", joining.join_asked, name="join_asked"),
    path("join/address/<str:token>/", joining.join_prove, name="join_prove"),
    path("join/invitation/<str:token>/", inviting.invitation, name="invitation"),
    path("invite/", inviting.invitation_list, name="invitation_list"),
    path("invite/<uuid:uuid>/again/", inviting.invitation_again, name="invitation_again"),
    path("invite/<uuid:uuid>/withdraw/", inviting.invitation_withdraw, name="invitation_withdraw"),
    path("run/joining/", joining.join_request_list, name="join_request_list"),
    path("run/joining/<uuid:uuid>/", joining.join_request, name="join_request"),
    path("welcome/", welcome.welcome, name="welcome"),
    path("welcome/give-and-take/", welcome.welcome_care, name="welcome_care"),
    path("welcome/who-sees/", welcome.welcome_found, name="welcome_found"),
    path("people/", people.person_list, name="person_list"),
    path("people/<uuid:uuid>/", people.person, name="person"),
    path("people/<uuid:uuid>/photo/<uuid:photo>/<slug:size>/", people.person_photo, name="person_photo"),
    path("me/", people.me, name="me"),
    path("me/helper/", helping.helper, name="helper"),
    path("me/helper/end/", helping.helper_end, name="helper_end"),
    path("help-someone/<str:token>/", helping.helper_link, name="helper_link"),
    path("me/profile/", people.profile_edit, name="profile_edit"),
    path("organisations/", organisations.organisation_list, name="organisation_list"),
    path("organisations/<slug:slug>/", organisations.organisation, name="organisation"),
]
