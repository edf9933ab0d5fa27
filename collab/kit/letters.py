"""Names as people type them in a hurry: without accents, capitals and apostrophes."""

from unicodedata import combining, normalize

MARKS, HYPHENS = "'`\u2018\u2019\u02bc", "-.\u2010\u2011"
APOSTROPHES = str.maketrans("", "", MARKS)
GAPS = str.maketrans(dict.fromkeys(MARKS + HYPHENS, " "))


def folded(text: str) -> str:
    """As it is compared: José is jose, O’Connor is oconnor, Al-Hashimi is two words."""
    plain = "".join(letter for letter in normalize("NFKD", text) if not combining(letter))
    return plain.translate(APOSTROPHES).translate(GAPS).casefold()


def starts(text: str) -> str:
    """All words by which a name may be looked for: O’Connor is found by con too."""
    joined, parted = folded(text), folded(text.translate(GAPS))
    return joined if joined == parted else f"{joined} {parted}"


def is_called(name: str, typed: str) -> bool:
    """Whether for each word that was typed a word of the name begins so."""
    words = starts(name).split()
    return all(any(word.startswith(start) for word in words) for start in folded(typed).split())
