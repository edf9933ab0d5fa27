import pytest

from members.models.register_numbers import SHAPES, Register, UnknownRegister, WrongShape, in_words, read_org_id


@pytest.mark.parametrize(
    ("typed", "kind", "expected"),
    [
        ("1234567", "charity", "GB-CHC-1234567"),
        ("Charity no. 1234567", "charity", "GB-CHC-1234567"),
        ("registered charity number: 123 4567", "charity", "GB-CHC-1234567"),
        ("gb-chc-1234567", "", "GB-CHC-1234567"),
        ("GB\u2013CHC\u20131234567", "", "GB-CHC-1234567"),
        ("234567-1", "charity", "GB-CHC-234567-1"),
        ("SC012345", "charity", "GB-SC-SC012345"),
        ("1234567", "social enterprise", "GB-COH-01234567"),
        ("SC123456", "shop, pub or hotel", "GB-COH-SC123456"),
        ("bir", "city or borough council", "GB-LAE-BIR"),
        ("1234567", "council for voluntary service", "GB-CHC-1234567"),
        ("RX4", "NHS trust", "GB-NHS-RX4"),
        ("123456", "school or college", "GB-EDU-123456"),
        ("10001234", "university", "GB-UKPRN-10001234"),
        ("lh 1234", "housing association", "GB-SHPE-LH1234"),
        ("XI-EXAMPLE-A1", "", "XI-EXAMPLE-A1"),
        ("GB-COH 1234567", "", "GB-COH-01234567"),
        ("gb-coh 1234567", "charity", "GB-COH-01234567"),
        ("GB-COH: 01234567", "", "GB-COH-01234567"),
        ("GB COH 0123 4567", "", "GB-COH-01234567"),
        ("GB.COH.1234567", "", "GB-COH-01234567"),
        ("GB-COH1234567", "", "GB-COH-01234567"),
        ("GB/COH/no. 1234567", "", "GB-COH-01234567"),
        ("Company number: GB-COH-01234567", "", "GB-COH-01234567"),
        ("GB-COH SC12345", "", "GB-COH-SC012345"),
        ("GB-COH NO123456", "", "GB-COH-NO123456"),
        ("gb chc 1234567-2", "", "GB-CHC-1234567-2"),
        ("GB-SC SC12345", "", "GB-SC-SC012345"),
        ("GB-SCHOOLS-12345", "", "GB-SCHOOLS-12345"),
        ("Company no. 1234567", "charity", "GB-COH-01234567"),
        ("Charity number 1234567", "", "GB-CHC-1234567"),
    ],
)
def test_numbers_are_read_as_people_type_them(typed, kind, expected):
    assert read_org_id(typed, kind=kind) == expected


def test_the_register_that_was_chosen_wins_over_the_guess():
    assert read_org_id("1234567", register="GB-COH", kind="charity") == "GB-COH-01234567"


@pytest.mark.parametrize("register", list(Register))
def test_each_register_takes_its_own_example_and_refuses_nonsense(register):
    example = SHAPES[register].example

    assert read_org_id(example, register=register) == f"{register.value}-{example}"
    with pytest.raises(WrongShape):
        read_org_id("!!", register=register)


@pytest.mark.parametrize(
    ("typed", "kind"), [("1234567", ""), ("hello there", "charity"), ("GB-CHC", "charity"), ("GB-COH: ", "")]
)
def test_a_number_that_could_be_anybodys_is_asked_about(typed, kind):
    with pytest.raises(UnknownRegister):
        read_org_id(typed, kind=kind)


@pytest.mark.parametrize("typed", ["GB-CHC-12", "GB-CHC 12", "gb-coh: 123456789", "GB COH hello"])
def test_a_wrong_number_behind_a_known_prefix_is_refused(typed):
    with pytest.raises(WrongShape):
        read_org_id(typed)


def test_people_read_the_registers_name():
    assert in_words("GB-CHC-1234567") == ("Charity Commission (England and Wales)", "1234567")
    assert in_words("XI-EXAMPLE-A1") == ("", "XI-EXAMPLE-A1")
