"""Rows everyone needs and nobody owns."""

from commons.models.addresses import GoWord, OldAddress, check_word
from commons.models.audit import APPEND_ONLY_TABLES, AuditEntry, audit, audit_each
from commons.models.clock import Finding, Heartbeat
from commons.models.erased import ErasedPerson
from commons.models.limits import RateCount, first_count, is_used_up, within_limit
from commons.models.network import LOOK_FIELDS, NetworkSettings
from commons.models.pages import PAGES, ChangedMeanwhile, PageName, PageVersion, save_page
from commons.models.reports import COMPLAINT, Outcome, Report, Takedown, Wrong
from commons.models.safeguarding import Ending, RiskNote, RiskReport
from commons.models.terms import CHOSEN, KeptFor

__all__ = [
    "APPEND_ONLY_TABLES",
    "CHOSEN",
    "COMPLAINT",
    "LOOK_FIELDS",
    "PAGES",
    "AuditEntry",
    "ChangedMeanwhile",
    "Ending",
    "ErasedPerson",
    "Finding",
    "GoWord",
    "Heartbeat",
    "KeptFor",
    "NetworkSettings",
    "OldAddress",
    "Outcome",
    "PageName",
    "PageVersion",
    "RateCount",
    "Report",
    "RiskNote",
    "RiskReport",
    "Takedown",
    "Wrong",
    "audit",
    "audit_each",
    "check_word",
    "first_count",
    "is_used_up",
    "save_page",
    "within_limit",
]
