"""Rows everyone needs and nobody owns."""

from commons.models.addresses import GoWord, OldAddress
from commons.models.audit import APPEND_ONLY_TABLES, AuditEntry, audit
from commons.models.clock import Heartbeat
from commons.models.erased import ErasedPerson
from commons.models.limits import RateCount, is_used_up, within_limit
from commons.models.network import NetworkSettings

__all__ = [
    "APPEND_ONLY_TABLES",
    "AuditEntry",
    "ErasedPerson",
    "GoWord",
    "Heartbeat",
    "NetworkSettings",
    "OldAddress",
    "RateCount",
    "audit",
    "is_used_up",
    "within_limit",
]
