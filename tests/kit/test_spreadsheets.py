import csv
from io import StringIO

import pytest

from collab.kit.spreadsheets import LIVE, WIDE, as_csv, safe_cell


@pytest.mark.parametrize("sign", [*LIVE, *WIDE])
def test_a_cell_that_a_spreadsheet_might_run_gets_a_quote_in_front(sign):
    assert safe_cell(f"{sign}1+1").startswith("'")
    assert safe_cell(f" {sign}1+1").startswith("'")
    assert "\0" not in safe_cell(f"{sign}1")


@pytest.mark.parametrize(("value", "cell"), [("Amara", "Amara"), ("a=1", "a=1"), (None, ""), (3, "3"), ("", "")])
def test_any_other_cell_stands_as_it_is(value, cell):
    assert safe_cell(value) == cell


def test_a_file_reads_back_as_what_was_put_in():
    text = as_csv(["Name", "Said"], [['Jo "J" Brook', "one, two\nthree"], ["=HYPERLINK(1)", None]])

    assert list(csv.reader(StringIO(text))) == [
        ["Name", "Said"],
        ['Jo "J" Brook', "one, two\nthree"],
        ["'=HYPERLINK(1)", ""],
    ]
