"""What people do in these journeys: sign in, look at the page's words, follow the links of an email."""

import re
from dataclasses import dataclass, field
from time import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.apps import apps
from django.test import Client

from outbox.models import OutgoingEmail
from tests.conftest import pass_second_factor


@dataclass
class Way:
    """How far somebody had to go: the pages they were shown, and the taps that took them there."""

    screens: list[str] = field(default_factory=list)
    taps: int = 0

    def watch(self, page):
        page.on("response", self._note)
        return self

    def _note(self, response):
        if response.request.resource_type == "document" and not 300 <= response.status < 400:
            self.screens.append(response.url)

    def tap(self, element):
        self.taps += 1
        go(element)


def come_signed_in(page, site, member, *, then=None):
    """A browser that signed in before, staff with their second step; journey J6 is where the steps are tested."""
    client = Client()
    client.force_login(member)
    if then:
        then(client, member)
    if member.is_staff_role:
        pass_second_factor(client, member)
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])


def come_as_visitor(page):
    """A browser that remembers nothing."""
    page.context.clear_cookies()


def go(element):
    """Click, and wait for the whole page: Playwright goes on with its first piece, which may have no words yet."""
    element.click()
    element.page.wait_for_load_state()


def press(page, name):
    go(page.get_by_role("button", name=name, exact=True))


def follow(page, name):
    """The first link with these words; some pages offer the same one above and below."""
    go(page.get_by_role("main").get_by_role("link", name=name, exact=True).first)


def heading(page):
    return page.get_by_role("heading", level=1).inner_text()


def words(page):
    """The page's main part, as a person reads it."""
    return " ".join(page.get_by_role("main").inner_text().split())


def wrongs(page):
    """What the summary at the top asks to put right."""
    return page.locator(".govuk-error-summary__list li").all_inner_texts()


def link_after(text, email):
    """The address that follows these words in an email, as plain text shows it."""
    return re.findall(rf"{re.escape(text)}\s+(https?://\S+)", email.text)[0]


def newest_email(to, purpose):
    return OutgoingEmail.objects.filter(to=to, purpose=purpose).latest("pk")


def app_shows(secret):
    """The six numbers of an authenticator app that was told this secret."""
    return format_hotp_value(hotp_value(secret.replace(" ", ""), int(time()) // 30))


def everything():
    """Every row of every table, to see whether anything changed."""
    return {model.__name__: list(model._default_manager.order_by("pk").values_list()) for model in apps.get_models()}
