"""Every table there is: what the apps declare, and what Django and django-allauth keep."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _

from collab.kit.privacy import Kept, Limit, Term

ACCOUNT = _("as long as you have an account")
ADDRESSES = Term(
    "address-links",
    _("Links that prove an address"),
    days=3,
    fixed=_("They work for as long."),
)
BROWSERS = Term("browsers", _("Browsers people were signed in with"), days=90, fixed=_("A sign-in lasts as long."))
ADMIN_LOG = Term(
    "admin-log",
    _("The log of the pages for technical helpers"),
    days=366,
    fixed=_("Nothing can be changed on those pages, so there is nothing in it."),
)
SESSIONS = Term("sessions", _("That somebody was signed in"), days=0, fixed=_("It goes on the night after."))

# Tables that are no app's of ours. Of an app that is not installed nothing is asked.
OTHERS = [
    Kept(
        "account.EmailAddress",
        personal="user email verified primary",
        neither="id",
        of_member="user",
        address="email",
        until=ACCOUNT,
    ),
    Kept(
        "account.EmailConfirmation",
        personal="email_address created sent",
        neither="id key",
        withheld="key",
        of_member="email_address__user",
        limits=[Limit("created", ADDRESSES)],
    ),
    Kept(
        "mfa.Authenticator",
        personal="user type created_at last_used_at",
        neither="id data",
        withheld="data",
        of_member="user",
        what=_("your passkeys and your authenticator app, never their secrets"),
        why=_("nobody else can sign in as you"),
        until=ACCOUNT,
    ),
    Kept(
        "socialaccount.SocialAccount",
        personal="user provider uid last_login date_joined extra_data",
        neither="id",
        of_member="user",
        what=_("who you are where you work, if you sign in through them"),
        why=_("you need no code"),
        until=ACCOUNT,
    ),
    Kept(
        "socialaccount.SocialToken",
        personal="app account expires_at",
        neither="id token token_secret",
        withheld="token token_secret",
        of_member="account__user",
        until=ACCOUNT,
    ),
    Kept(
        "socialaccount.SocialApp",
        neither="id provider provider_id name client_id secret key settings",
        withheld="secret",
    ),
    Kept(
        "usersessions.UserSession",
        personal="user created_at ip last_seen_at user_agent data",
        neither="id session_key",
        withheld="session_key",
        of_member="user",
        limits=[Limit("last_seen_at", BROWSERS)],
        until=_("%(browsers)s after you last used it"),
    ),
    Kept(
        "admin.LogEntry",
        personal="user action_time content_type object_id object_repr action_flag change_message",
        neither="id",
        of_member="user",
        limits=[Limit("action_time", ADMIN_LOG)],
    ),
    # Read by collab.privacy.sessions: whose it is stands inside the session.
    Kept(
        "sessions.Session",
        personal="session_data",
        neither="session_key expire_date",
        withheld="session_data session_key",
        limits=[Limit("expire_date", SESSIONS)],
        what=_("that you are signed in"),
        why=_("you need not do it for each page"),
        until=_("90 days; 12 hours for hosts, checkers and organisers; until you sign out"),
    ),
    Kept("auth.Group", neither="id name permissions"),
    Kept("auth.Permission", neither="id name content_type codename"),
    Kept("contenttypes.ContentType", neither="id app_label model"),
]


@cache
def every_kept() -> tuple[Kept, ...]:
    """In the order in which rows are erased; of equal turns, the apps on the left first."""
    ours = (one for config in apps.get_app_configs() for one in _declared(config.name))
    return tuple(sorted((one for one in [*ours, *OTHERS] if one.is_here), key=lambda one: one.turn))


def every_limit() -> Iterator[tuple[Kept, Limit]]:
    """Of every table."""
    for one in every_kept():
        for limit in one.limits:
            yield one, limit


def _declared(app: str) -> Iterator[Kept]:
    # The wiring's own are in this file.
    if app != "collab" and module_has_submodule(import_module(app), "privacy"):
        yield from getattr(import_module(f"{app}.privacy"), "KEPT", ())


def table_for_people() -> list[Kept]:
    """The rows of the table on the privacy page: what has words, people first."""
    return [one for one in people_first() if one.what]


def people_first() -> list[Kept]:
    """As somebody reads about themselves: who they are, then what they did."""
    return sorted(every_kept(), key=lambda one: -one.turn if one.turn in PEOPLE else 0)


# The turns in which people and their accounts go.
PEOPLE = (7, 8)
