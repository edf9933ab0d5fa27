"""What there is to do when you run the network, each with its page. One line a job; more are added here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from collab.kit.copies import Copy
from commons.models import Report
from members.models import JoinRequest, Leaving, Member, Organisation
from outbox.models import OutgoingEmail, State

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Count = Callable[[Member], str]


@dataclass(frozen=True)
class Job:
    """A page for organisers: its name among the addresses, what it is for, and a count in words."""

    name: str
    title: "StrOrPromise"
    text: "StrOrPromise"
    count: Count | None = None

    @property
    def url(self) -> str:
        """Where it is done, "" where this release has no such page."""
        try:
            return reverse(self.name)
        except NoReverseMatch:
            return ""


def people(_by: Member) -> str:
    # Counting 200,000 rows at each visit would be felt; a minute old is near enough.
    number = PEOPLE.now()
    return ngettext("%(n)s account", "%(n)s accounts", number) % {"n": f"{number:,}"}


def organisations(_by: Member) -> str:
    number = ORGANISATIONS.now()
    return ngettext("%(n)s listed", "%(n)s listed", number) % {"n": f"{number:,}"}


def leavings(_by: Member) -> str:
    number = Leaving.objects.filter(stopped_at=None).count()
    return ngettext("%(n)s is leaving", "%(n)s are leaving", number) % {"n": number} if number else ""


def reports(by: Member) -> str:
    # As the list: nobody decides about a report of their own words.
    number = Report.objects.for_organisers().not_about(by.contact.uuid).waiting().count()
    return ngettext("%(n)s waits", "%(n)s wait", number) % {"n": number} if number else ""


def emails(_by: Member) -> str:
    number = OutgoingEmail.objects.filter(state=State.FAILED).count()
    return ngettext("%(n)s failed", "%(n)s failed", number) % {"n": number} if number else ""


def joining(_by: Member) -> str:
    number = JoinRequest.objects.waiting().count()
    return ngettext("%(n)s asks", "%(n)s ask", number) % {"n": number} if number else ""


PEOPLE = Copy(lambda: Member.objects.count(), seconds=60)
ORGANISATIONS = Copy(lambda: Organisation.objects.count(), seconds=60)
JOBS: list[tuple["StrOrPromise", list[Job]]] = [
    (
        _("People"),
        [
            Job(
                "run_people",
                _("People and roles"),
                _("Find a person. Give or take a role. Suspend an account."),
                people,
            ),
            Job("join_request_list", _("Joining"), _("Who asks to join, and for how long they have waited."), joining),
            Job(
                "run_organisations",
                _("Organisations"),
                _("Who works where, email domains, typed names, and two that are one."),
                organisations,
            ),
            Job(
                "import_list",
                _("Lists"),
                _("Bring people or organisations in from a spreadsheet, or take a list out."),
            ),
            Job(
                "leaving_list",
                _("Leaving"),
                _("Who is being deleted, and when. Begin it for somebody who rang."),
                leavings,
            ),
        ],
    ),
    (
        _("Words and places"),
        [
            Job("place_list", _("Places"), _("The map in words: what lies in what, and old names.")),
            Job("topic_list", _("Topics"), _("What people can say they care about.")),
            Job("sector_list", _("Sectors"), _("What the ten sectors are called, and in which order.")),
            Job("kind_list", _("Kinds of organisation"), _("What an organisation can say it is.")),
            Job("word_run", _("Words we explain"), _("Plain words for what is hard to read.")),
            Job("lead_list", _("Plain words"), _("Which everyday words lead to a topic or a sector.")),
        ],
    ),
    (
        _("Look and pages"),
        [
            Job("run_network", _("Name, phone and hours"), _("What the network is called, and how to reach you.")),
            Job("run_look", _("Colours"), _("Your own colours, as long as everybody can read them.")),
            Job("run_watched", _("Words to look at first"), _("Pledges with one of them wait for a host.")),
            Job("run_rhythm", _("Reminders"), _("How often people are asked about their pledges, and how it goes.")),
            Job(
                "run_keep", _("How long we keep things"), _("What is kept, for how many days, and what you can change.")
            ),
            Job("run_pages", _("Pages"), _("About us, help, house rules, privacy and accessibility.")),
        ],
    ),
    (
        _("Keeping an eye on things"),
        [
            Job("run_reports", _("Reports"), _("What people told us is wrong, and complaints."), reports),
            Job("run_takedowns", _("Taken down"), _("What was taken down, by whom, and the way back.")),
            Job("email_list", _("Emails"), _("What was sent, what waits and what failed."), emails),
            Job("run_working", _("Is it all working?"), _("What runs by the clock, and what had to be put right.")),
            Job("run_log", _("The log"), _("Who did what, and when. Nobody can change it.")),
        ],
    ),
]


def jobs_now(by: Member) -> list[dict[str, object]]:
    """The groups with at least one page, each job with its address and its count."""
    groups: list[dict[str, object]] = []
    for title, jobs in JOBS:
        rows = [
            {"title": job.title, "text": job.text, "url": job.url, "count": job.count(by) if job.count else ""}
            for job in jobs
            if job.url
        ]
        if rows:
            groups.append({"title": title, "jobs": rows})
    return groups
