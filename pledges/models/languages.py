"""Languages in which people write what they will do, each in its own name."""

ENGLISH = "en-GB"
# Those spoken most in the towns we know; the box has no "other", since no language is refused and none is checked.
LANGUAGES = [
    (ENGLISH, "English"),
    ("cy", "Cymraeg"),
    ("ar", "العربية"),
    ("bn", "বাংলা"),
    ("zh", "中文"),
    ("fa", "فارسی"),
    ("fr", "Français"),
    ("gu", "ગુજરાતી"),
    ("it", "Italiano"),
    ("ku", "Kurdî"),
    ("lt", "Lietuvių"),
    ("ps", "پښتو"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("pa", "ਪੰਜਾਬੀ"),
    ("ro", "Română"),
    ("so", "Soomaali"),
    ("es", "Español"),
    ("ta", "தமிழ்"),
    ("ti", "ትግርኛ"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("ur", "اردو"),
    ("vi", "Tiếng Việt"),
    ("yo", "Yorùbá"),
]


def said_in(act: str, language: str) -> str:
    """With “I will” before English words; words of another language stand alone."""
    return f"I will {act}" if language == ENGLISH else act[:1].upper() + act[1:]
