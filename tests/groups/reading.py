"""How these tests read a page."""

from html.parser import HTMLParser


class _Words(HTMLParser):
    def __init__(self):
        super().__init__()
        self.words, self.inside = [], False

    def handle_starttag(self, tag, attrs):
        self.inside = self.inside or tag == "main"

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "main"

    def handle_data(self, data):
        if self.inside:
            self.words.append(data)


def main_words(answer):
    """What stands between the bars, as one line."""
    parser = _Words()
    parser.feed(answer.content.decode())
    return " ".join(" ".join(parser.words).split())
