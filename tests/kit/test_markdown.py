import pytest
from django.utils.safestring import SafeString

from collab.kit.markdown import as_html


def test_headings_lists_bold_and_links_become_a_page():
    html = as_html("# One\n\n## Two\n\n* **a** [page](/help/)\n\n1. first", {})

    assert html == (
        "<h2>One</h2>\n<h2>Two</h2>\n<ul>\n"
        '<li><strong>a</strong> <a href="/help/">page</a></li>\n</ul>\n<ol>\n<li>first</li>\n</ol>\n'
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "<style>body{display:none}</style>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHN2Zz4=)",
        "[x](//elsewhere.example/)",
        "[x](vbscript:x)",
        "![x](https://elsewhere.example/x.png)",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        '[x](/help/ "a\\" onmouseover=\\"alert(1)")',
        "| <b>a</b> |\n|---|\n| <script>1</script> |",
    ],
)
def test_no_html_no_picture_and_no_unsafe_link_comes_through(text):
    html = as_html(text, {})

    for live in ("<script", "<img", "<style", "<b>", 'href="j', 'href="J', 'href="d', 'href="v', 'href="//'):
        assert live not in html
    assert '" onmouseover="' not in html


def test_values_are_words_and_never_markdown_or_html():
    html = as_html("Ring {phone}. {name} {unknown}", {"phone": "<b>1</b>", "name": "**Us** & co"})

    assert html == "<p>Ring &lt;b&gt;1&lt;/b&gt;. **Us** &amp; co {unknown}</p>\n"


def test_what_is_safe_already_stands_as_it_is():
    assert as_html("{link}", {"link": SafeString("<a>x</a>")}) == "<p><a>x</a></p>\n"


def test_a_numbered_heading_can_be_pointed_at():
    assert as_html("## 3. Be kind\n\n## Be kind", {}) == '<h2 id="rule-3">3. Be kind</h2>\n<h2>Be kind</h2>\n'


def test_each_cell_of_a_table_knows_its_column():
    html = as_html('| When "you" | We keep |\n|---|---|\n| come | a name |', {})

    assert '<div class="table-scroll" role="region" tabindex="0" aria-label="Table"><table class="table' in html
    assert '<td data-head="When &quot;you&quot;">come</td>' in html
    assert '<td data-head="We keep">a name</td>' in html
