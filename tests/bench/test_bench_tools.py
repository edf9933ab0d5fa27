"""What the bench reads from pages, and what it says of figures."""

from devstack.bench_forms import fill, main_form
from devstack.bench_table import ratio, too_many_queries, verdict

PAGE = """
<form method="post" action="/sign-out/"><button>Sign out</button></form>
<main>
  <form method="get"><input name="q"></form>
  <form method="post">
    <input type="hidden" name="csrfmiddlewaretoken" value="abc">
    <input name="name"><input name="reach" autocomplete="email"><input name="website">
    <input type="radio" name="sector" value="nhs"><input type="radio" name="sector" value="faith">
    <input type="checkbox" name="show_name">
    <select name="place"><option value="">Anywhere</option><option value="hopyard">Hopyard</option></select>
    <textarea name="act"></textarea>
    <button name="step" value="back">Back</button><button name="step" value="words">Go on</button>
  </form>
</main>
"""


def test_the_form_a_page_is_about_is_filled_in_as_a_person_would():
    answers = fill(main_form(PAGE), 7)

    assert answers.pop("act") == "ring tenant 7 and ask what they would like"
    assert answers == {
        "csrfmiddlewaretoken": "abc",
        "name": "Adele Abernethy",
        "reach": "person.7@people.example",
        "website": "",
        "sector": "nhs",
        "place": "hopyard",
        "step": "words",
    }


def row(**fields):
    usual = {"server": "app-1", "name": "stories", "kind": "list", "cpu_ms": 8.0, "queries": [2], "gzipped": 4000}
    return {**usual, **fields}


def report(*rows):
    ceiling = {"server": "ceiling", "name": "(ii) list", "kind": "list", "cpu_ms": 5.0}
    return {"pages": [ceiling, *rows]}


def test_a_page_within_its_targets_misses_nothing():
    assert ratio(report(), row()) == 1.6
    assert verdict(report(), row()) == ""


def test_a_page_over_its_targets_says_which():
    assert verdict(report(), row(cpu_ms=9.0, queries=[5], gzipped=9000)) == "over 1.65x, queries, bytes"


def test_each_step_of_a_flow_has_a_limit_of_its_own():
    assert not too_many_queries(row(kind="flow", queries=[4, 8, 5]))
    assert too_many_queries(row(kind="flow", queries=[4, 9, 5]))
    assert not too_many_queries(row(name="home, signed in", queries=[12]))
    assert too_many_queries(row(name="directory, signed in", queries=[8]))
