"""The tree, the layers' habits and the sizes that docs and reviews rely on."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
APPS = ["network", "pledges", "events", "stories", "groups", "words", "members", "outbox", "commons"]
CODE = ["collab", *APPS]
TOP = {*CODE, "templates", "static", "tests", "docs", "devstack", "build"}
BANNED_FILES = {"utils", "services", "managers", "mixins", "signals", "helpers"}
MODULES = {
    *("models", "permissions", "actions", "tasks", "emails", "forms", "filters", "views", "urls", "admin"),
    *("privacy", "templatetags", "migrations", "apps", "middleware", "context", "adapter", "feeds", "__init__"),
    "sessions",  # members: who is at the browser
    "detector",  # stories: finds what could name a person
}


def python_files(*folders):
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts and "__pycache__" not in path.parts)


def templates():
    return sorted((ROOT / "templates").rglob("*.html")) + sorted((ROOT / "templates").rglob("*.txt"))


def named(path):
    return str(path.relative_to(ROOT))


# Read once: some tests ask for each page's views among those of all files.
@cache
def functions(path):
    return [n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))]


def length(function):
    """Lines of its body: a long signature or a docstring is not what makes a function hard to follow."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def decorators(function):
    for decorator in function.decorator_list:
        node = decorator.func if isinstance(decorator, ast.Call) else decorator
        yield getattr(node, "id", getattr(node, "attr", ""))


def views():
    """Functions that carry an access decorator, and those in a views file that take a request and answer it."""
    for path in python_files(*CODE):
        for function in functions(path):
            if set(decorators(function)) & {"everyone", "members", "role", "by_link"}:
                yield path, function


def view_files():
    return [
        path for path in python_files(*CODE) if "views" in path.parts or path.stem == "views" or "pages" in path.parts
    ]


def test_the_top_of_the_tree_holds_what_the_house_style_names():
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith((".", "__"))}

    assert folders - TOP - {"node_modules"} == set()


def test_each_app_has_only_files_whose_names_say_what_they_are():
    found = {f"{app}/{path.stem}" for app in APPS for path in (ROOT / app).iterdir() if path.stem != "__pycache__"}

    assert {name for name in found if name.partition("/")[2] not in MODULES} == set()


def test_no_file_has_a_name_that_means_nothing():
    named_so = [named(path) for path in python_files(*CODE) if path.stem in BANNED_FILES]

    assert named_so == []


def test_the_installed_apps_are_ours_in_the_order_of_their_arrows():
    ours = [name for name in settings.INSTALLED_APPS if name in CODE]

    assert ours == CODE
    assert {config.name for config in apps.get_app_configs()} >= set(CODE)


def test_no_python_file_passes_300_lines():
    long = {
        named(path): n for path in python_files(*CODE, "devstack") if (n := len(path.read_text().splitlines())) > 300
    }

    assert long == {}


def test_no_template_passes_100_lines():
    assert {named(path): n for path in templates() if (n := len(path.read_text().splitlines())) > 100} == {}


def test_the_title_of_a_page_is_words_alone():
    titles = {
        path: re.search(r"{% block title %}(.*?){% endblock title %}", path.read_text(), re.S) for path in templates()
    }

    assert [named(path) for path, title in titles.items() if title and re.search(r"<|{% block ", title[1])] == []


def test_no_function_passes_30_lines_and_few_pass_20():
    sizes = {f"{named(path)}:{f.name}": length(f) for path in python_files(*CODE, "devstack") for f in functions(path)}

    assert {name: n for name, n in sizes.items() if n > 30} == {}
    assert sum(n > 20 for n in sizes.values()) <= len(sizes) * 0.05


def test_no_view_passes_15_lines_below_its_decorators():
    long = {f"{named(path)}:{f.name}": n for path, f in views() if (n := length(f)) > 15}

    assert long == {}


def test_no_task_passes_10_lines():
    tasks = [(path, f) for path in python_files(*CODE) for f in functions(path) if "shared_task" in set(decorators(f))]

    assert tasks
    assert {f"{named(path)}:{f.name}": n for path, f in tasks if (n := length(f)) > 10} == {}


def test_each_view_has_one_access_decorator_and_names_its_methods():
    wrong = []
    for path, function in views():
        names = list(decorators(function))
        access = [name for name in names if name in ("everyone", "members", "role", "by_link")]
        methods = [name for name in names if name in ("require_safe", "require_POST", "require_http_methods")]
        # The one-click unsubscribe alone may stand outside, and is listed in the test of tokens.
        outermost = next(name for name in names if name != "csrf_exempt")
        if (len(access), len(methods)) != (1, 1) or outermost not in access:
            wrong.append(f"{named(path)}:{function.name} {names}")

    assert wrong == []


def test_views_find_rows_through_what_a_person_may_see():
    used = {named(path): re.findall(r"\w+\.objects\.(?:get|all)\(", path.read_text()) for path in view_files()}

    assert {name: calls for name, calls in used.items() if calls} == {}


def test_no_story_is_reached_past_its_one_door():
    """Story.objects.get, filter and all stay out of views, filters, feeds, template tags and emails."""
    outer = [
        path
        for path in python_files(*CODE)
        if {"views", "filters", "feeds", "templatetags", "emails"} & {*path.relative_to(ROOT).parts, path.stem}
    ]
    used = {named(path): re.findall(r"Story\.objects\.(?:get|filter|all)\(", path.read_text()) for path in outer}

    assert {name: calls for name, calls in used.items() if calls} == {}


def test_a_key_to_another_app_has_no_way_back():
    backward = []
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.get_fields():
                remote = getattr(field, "remote_field", None)
                if not remote or field.auto_created or remote.model._meta.app_label == app:
                    continue
                if not remote.hidden:
                    backward.append(f"{model.__name__}.{field.name}")

    assert backward == []


def test_nobody_listens_for_signals_and_save_is_not_overridden():
    source = {named(path): path.read_text() for path in python_files(*CODE)}

    assert [name for name, text in source.items() if "django.dispatch" in text or "@receiver" in text] == []
    assert [name for name, text in source.items() if re.search(r"def save\(self, .*force_insert", text)] == []


def test_each_migration_begins_by_saying_what_it_means_for_old_code():
    files = [path for app in APPS for path in (ROOT / app / "migrations").glob("0*.py")]

    assert files
    assert [named(path) for path in files if not path.read_text().startswith('"""')] == []


def test_each_page_has_a_test_file():
    """A template or a view module with the same first word as a test file in that app's folder of tests."""
    missing, with_views = [], {path for path, _function in views()}
    for path in view_files():
        app = "pages" if "pages" in path.parts else path.relative_to(ROOT).parts[0]
        if path.stem == "__init__" or path not in with_views:
            continue
        tested = "".join(test.read_text() for test in (ROOT / "tests" / app).glob("test_*.py"))
        missing += [f"{named(path)}: tests/{app}/"] if not tested else []

    assert missing == []


@pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX"])
def test_nothing_is_left_for_later_in_the_code(word):
    marked = [named(path) for path in [*python_files(*CODE, "devstack"), *templates()] if word in path.read_text()]

    assert marked == []


def test_tests_are_functions():
    classes = [
        f"{named(path)}:{node.name}"
        for path in python_files("tests")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test")
    ]

    assert classes == []
