"""How ./run test is shared out: all tests over every core, a few in one process."""

import pytest

from devstack.commands import shared_out


@pytest.mark.parametrize("words", [[], ["-q"], ["tests/pages"], ["-x", "--durations=9"]])
def test_many_tests_are_shared_out_over_the_cores(words):
    assert shared_out(words) == ["-n", "auto", "--maxprocesses", "4"]


@pytest.mark.parametrize(
    "words",
    [["tests/test_shape.py"], ["tests/test_shape.py::test_it"], ["-k", "pledge"], ["-kpledge"], ["--pdb"]],
)
def test_few_tests_run_in_one_process(words):
    assert shared_out(words) == []


@pytest.mark.parametrize("words", [["-n", "0"], ["-n3"], ["--numprocesses=2"]])
def test_what_the_person_says_stands(words):
    assert shared_out(words) == []
