"""Whether a reply asks us to stop."""

import re

STOP = frozenset({"stop", "berhenti", "henti", "hentikan", "unreg", "unsubscribe"})
MOST_WORDS = 3  # "tolong berhenti ya" asks us to; a longer sentence may only speak of it
WORD = re.compile(r"[^\W\d_]+")


def asks_to_stop(text: str) -> bool:
    """The first word, or any word of a short reply, in any spelling of capitals and points."""
    words = [word.casefold() for word in WORD.findall(text)]
    return bool(words) and (words[0] in STOP or (len(words) <= MOST_WORDS and bool(STOP & set(words))))
