"""What reaches the built folder: weights, and nothing that is not ours to show."""

import gzip
import re
import subprocess
import sys
from pathlib import Path

import pytest

from devstack import frontend

ROOT = Path(__file__).resolve().parent.parent.parent
BUILT = ROOT / "build" / "static"


@pytest.fixture(scope="module", autouse=True)
def _built():
    frontend.build(ROOT)


def gzipped(*names):
    return sum(len(gzip.compress((BUILT / name).read_bytes(), 9)) for name in names)


def test_styles_and_scripts_stay_light():
    assert gzipped("css/site.css") <= 15_000
    assert gzipped("css/site.css", "css/hosts.css") <= 20_000
    assert gzipped("js/site.js") <= 8_000


def test_a_first_visit_loads_34_kb_of_fonts_and_a_story_52_more():
    atkinson = (BUILT / "fonts" / "atkinson-hyperlegible-next-latin-wght-normal.woff2").stat().st_size
    literata = (BUILT / "fonts" / "literata-latin-wght-normal.woff2").stat().st_size

    assert atkinson <= 34_816
    assert literata <= 53_248


def test_nothing_of_another_identity_is_built():
    texts = {path.name: path.read_text() for path in BUILT.rglob("*") if path.suffix in {".css", ".js"}}
    unwanted = re.compile(r"gds transport|crest|crown|gov\.uk/|url\(.?http|#1d70b8", re.IGNORECASE)

    found = {name: unwanted.findall(text) for name, text in texts.items()}

    assert sorted(texts) == ["hosts.css", "screen.css", "site.css", "site.js", "wall.css"]
    assert found == {name: [] for name in texts}


def test_each_typeface_lies_beside_its_licence():
    fonts = sorted(path.name for path in (BUILT / "fonts").iterdir())

    assert fonts == [
        "OFL-atkinson-hyperlegible-next.txt",
        "OFL-literata.txt",
        "atkinson-hyperlegible-next-latin-ext-wght-normal.woff2",
        "atkinson-hyperlegible-next-latin-wght-normal.woff2",
        "literata-latin-ext-wght-normal.woff2",
        "literata-latin-wght-italic.woff2",
        "literata-latin-wght-normal.woff2",
    ]


def test_no_text_is_smaller_than_16_pixels():
    styles = (BUILT / "css" / "site.css").read_text()
    sizes = {float(size) for size in re.findall(r"font-size:\s*([\d.]+)rem", styles)}

    assert min(sizes) == 1


def test_our_own_script_is_in_the_joined_one():
    script = (BUILT / "js" / "site.js").read_text()

    assert "govuk-frontend-supported" in script
    assert "import " not in script


def test_a_second_build_has_nothing_to_do():
    assert frontend.build(ROOT) is False


def test_a_changed_source_is_built_again(tmp_path):
    (tmp_path / "static").mkdir()
    (tmp_path / "package-lock.json").write_text("{}")
    (tmp_path / "static" / "a.scss").write_text("a{}")
    before = frontend._fingerprint(tmp_path)

    (tmp_path / "static" / "a.scss").write_text("b{}")

    assert frontend._fingerprint(tmp_path) != before


def test_a_dead_node_on_the_path_is_passed_over(tmp_path, monkeypatch):
    for name in ("node", "npm"):
        shim = tmp_path / name
        shim.write_text("#!/bin/sh\nexit 127\n")
        shim.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    node, _npm = frontend._find_node()

    assert not node.startswith(str(tmp_path))


def test_the_lock_names_no_address():
    lock = (ROOT / "package-lock.json").read_text()

    assert "integrity" in lock
    assert "http" not in lock


def test_the_command_says_when_nothing_changed():
    said = subprocess.run([sys.executable, "-m", "devstack.frontend"], cwd=ROOT, capture_output=True, text=True)

    assert said.stdout == "The front end is up to date …\n"
