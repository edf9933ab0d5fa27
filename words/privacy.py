"""What is kept of words: nothing of anybody."""

from collab.kit.privacy import Kept

KEPT = [
    Kept("words.Word", neither="id slug word meaning used_by say_instead"),
    Kept("words.Lead", neither="id plain topic sector"),
]
