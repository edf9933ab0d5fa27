"""The numbers that public registers give to organisations, written as org-id.guide writes them: GB-CHC-1234567."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

WELL_FORMED = r"^[A-Z]{2}-[A-Z0-9]{2,8}-[A-Z0-9][A-Z0-9-]{0,28}$"
# Hyphens and dashes of every length, the minus sign, and what people type in their stead.
DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212_/", "-"))


class Register(TextChoices):
    """Who gave the number. The value is the prefix."""

    CHARITY = "GB-CHC", _("Charity Commission (England and Wales)")
    SCOTTISH_CHARITY = "GB-SC", _("Scottish charity register")
    NORTHERN_IRISH_CHARITY = "GB-NIC", _("Charity Commission for Northern Ireland")
    COMPANY = "GB-COH", _("Companies House")
    MUTUAL = "GB-MPR", _("Mutuals register (societies and co-operatives)")
    HOUSING = "GB-SHPE", _("Register of social housing providers")
    NHS = "GB-NHS", _("NHS organisation code")
    COUNCIL = "GB-LAE", _("Councils in England")
    SCHOOL = "GB-EDU", _("Schools (URN)")
    COLLEGE = "GB-UKPRN", _("Colleges and universities (UKPRN)")


@dataclass(frozen=True)
class Shape:
    """What a register's numbers look like, and one of them to show."""

    pattern: str
    example: str
    pads_to: int = 0


SHAPES = {
    Register.CHARITY: Shape(r"\d{6,7}(-\d{1,3})?", "1234567"),
    Register.SCOTTISH_CHARITY: Shape(r"SC\d{6}", "SC012345", pads_to=8),
    Register.NORTHERN_IRISH_CHARITY: Shape(r"\d{6}", "100123"),
    Register.COMPANY: Shape(r"\d{8}|[A-Z]{2}(\d{6}|\d{5}R|\d{4}RS)|R\d{7}", "01234567", pads_to=8),
    Register.MUTUAL: Shape(r"\d{1,6}[A-Z]{0,3}", "12345R"),
    Register.HOUSING: Shape(r"[A-Z]{0,3}\d{3,5}", "LH1234"),
    Register.NHS: Shape(r"[A-Z0-9]{3,8}", "RX4"),
    Register.COUNCIL: Shape(r"[A-Z]{3}", "BIR"),
    Register.SCHOOL: Shape(r"\d{6}", "123456"),
    Register.COLLEGE: Shape(r"1\d{7}", "10001234"),
}
# Words in a kind of organisation, and the register that its number is likely to come from.
LIKELY = (
    ("housing assoc", Register.HOUSING),
    ("co-operative", Register.MUTUAL),
    ("school", Register.SCHOOL),
    ("college", Register.COLLEGE),
    ("university", Register.COLLEGE),
    ("nhs", Register.NHS),
    ("gp practice", Register.NHS),
    ("voluntary service", Register.CHARITY),
    ("council", Register.COUNCIL),
    ("charit", Register.CHARITY),
    ("trust", Register.CHARITY),
    ("foundation", Register.CHARITY),
    ("church", Register.CHARITY),
    ("community", Register.CHARITY),
    ("enterprise", Register.COMPANY),
    ("company", Register.COMPANY),
    ("shop", Register.COMPANY),
)
# What stands between the letters of a register and the number, as people paste it.
GAP = r"[\W_]"
NOISE = re.compile(r"^(REGISTERED |REG\.? )?(CHARITY|COMPANY|NUMBER|NO\.?|NUM|URN|UKPRN|:|#|\s)*", re.IGNORECASE)


class UnknownRegister(ValueError):
    """A number, and nothing that says whose it is."""


class WrongShape(ValueError):
    """Not what this register's numbers look like. `register` says which."""

    def __init__(self, register: Register) -> None:
        super().__init__(register)
        self.register = register


def how_it_looks(error: WrongShape) -> str:
    """What to tell the person who typed it."""
    words = gettext("Enter a number like %(example)s. That is how the numbers of this register look")
    return words % {"example": SHAPES[error.register].example}


def read_org_id(typed: str, *, register: str = "", kind: str = "") -> str:
    """The identifier in its one spelling, from what a person typed. Raises UnknownRegister or WrongShape."""
    words = typed.strip().upper().translate(DASHES)
    if found := _with_prefix(words):
        return found
    text = _bare(NOISE.sub("", words))
    if re.fullmatch(WELL_FORMED, text):
        return text
    chosen = Register(register) if register else _likely(text, _said_in(words) or kind)
    return f"{chosen.value}-{_checked(chosen, text)}"


def _with_prefix(words: str) -> str:
    """With one of our registers in front, whatever stands between its letters and the number; else nothing."""
    for register in Register:
        country, code = register.value.split("-")
        found = re.search(rf"\b{country}{GAP}*{code}(?:{GAP}+|(?=\d))(?:(?:NUMBER|NO)\b{GAP}*)?(.*\w.*)", words)
        if found:
            return f"{register.value}-{_checked(register, _bare(found[1]))}"
    return ""


def _bare(text: str) -> str:
    return re.sub(r"[\s.]", "", text)


def _said_in(words: str) -> str:
    """What the words in front of a number say of it: a charity may well have a company number too."""
    found = re.match(r"(?:REGISTERED |REG\.? )?(CHARITY|COMPANY)\b", words)
    return found[1] if found else ""


def _likely(text: str, kind: str) -> Register:
    guesses = [register for register in _guesses(kind) if _fits(register, text)]
    if not guesses:
        raise UnknownRegister(text)
    return guesses[0]


def _guesses(kind: str) -> Iterator[Register]:
    """By the kind; a charity may be a Scottish one, whose numbers alone begin with SC."""
    for words, register in LIKELY:
        if words in kind.lower():
            yield register
            if register == Register.CHARITY:
                yield Register.SCOTTISH_CHARITY


def _fits(register: Register, text: str) -> bool:
    return re.fullmatch(SHAPES[register].pattern, _padded(register, text)) is not None


def _padded(register: Register, text: str) -> str:
    # People leave the noughts out at the front of a company's number, behind its letters too.
    width, parts = SHAPES[register].pads_to, re.fullmatch(r"([A-Z]{0,2})(\d+)", text)
    return parts[1] + parts[2].zfill(width - len(parts[1])) if width and parts else text


def _checked(register: Register, text: str) -> str:
    if not _fits(register, text):
        raise WrongShape(register)
    return _padded(register, text)


def in_words(org_id: str) -> tuple[str, str]:
    """The register's name and the number; the whole identifier where the register is not one of ours."""
    for register in Register:
        if org_id.startswith(f"{register.value}-"):
            return str(register.label), org_id.removeprefix(f"{register.value}-")
    return "", org_id
