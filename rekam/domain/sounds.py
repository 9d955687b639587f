"""How a name sounds, so that Sity Aminh finds Siti Aminah and Soejono finds Sujono.

Indonesian names come in two spellings (Djoko and Joko, Tjahjo and Cahyo, Noer and Nur), with or without
doubled letters, with Arabic letters written in several ways (Achmad, Akhmad, Ahmad) and with habits of
clerks (Muh. for Muhammad, St. for Siti). A sound is not a spelling: two names of one sound are candidates,
and ``likeness`` says how near they are. Names come as ``Resident.name_key`` writes them.
"""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

TITLES = re.compile(r"\b(?:H|HJ|HAJI|HAJJAH|DRS|DRA|IR|DR|KH)\b")
SHORT = (
    (re.compile(r"\b(?:M[UO]HD?|MHD|M[UO]HAMM?AD)\b"), "MUHAMAD"),
    (re.compile(r"\b(?:ST|STI)\b"), "SITI"),
    (re.compile(r"\bABD\b"), "ABDUL"),
)
# Two letters that are one sound. The old spelling first, then Arabic and foreign letters, then vowels.
PAIRS = {
    "DJ": "J",
    "TJ": "C",
    "SJ": "S",
    "SY": "S",
    "OE": "U",
    "CH": "H",
    "KH": "H",
    "PH": "P",
    "DZ": "S",
    "TH": "T",
    "DH": "D",
    "SH": "S",
    "GH": "G",
    "BH": "B",
    "AE": "AI",
    "AO": "AU",
    "OO": "U",
    "OU": "U",
    "EE": "I",
    "IE": "I",
    "IY": "I",
    "UW": "U",
}
DOUBLES = {letter * 2: letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
Y_BEFORE_VOWEL = re.compile(r"Y(?=[AIUEO])")  # the old J: Yusuf and Jusuf
SINGLES = str.maketrans("FVZXQY", "PPSSKI")
ENDS = ((re.compile(r"H\b"), ""), (re.compile(r"D\b"), "T"), (re.compile(r"B\b"), "P"))

SAME, SAME_SOUND, BEGINNING = 1.0, 0.97, 0.9
ALIKE_AT_MOST = 0.95  # two sounds that differ are never as good as one sound
EACH_WORD_MORE = 0.015  # of two names that hold what was asked for, the shorter is meant
OTHER_ORDER = 0.005
PIECED_TOGETHER = 0.05  # alike only when the spaces are left out


def of_text(text: str) -> str:
    """The sound of every word in *text*; what is not a letter stays where it is."""
    text = TITLES.sub("", text)
    for form, whole in SHORT:
        text = form.sub(whole, text)
    for letters in (DOUBLES, PAIRS):
        text = _replaced(text, letters)
    text = Y_BEFORE_VOWEL.sub("J", text).translate(SINGLES)
    text = _replaced(text, DOUBLES)
    for end, sound in ENDS:
        text = end.sub(sound, text)
    return text


def _replaced(text: str, letters: dict[str, str]) -> str:
    for written, heard in letters.items():
        text = text.replace(written, heard)
    return text


def of_words(words: Iterable[str]) -> dict[str, str]:
    """The sound of each word; a title has none."""
    distinct = sorted(set(words))
    if not distinct:
        return {}
    return dict(zip(distinct, of_text("|".join(distinct)).split("|"), strict=True))


def of_names(names: Sequence[str]) -> list[str]:
    """The sound of each name as one piece: NUR HAYATI and NURHAYATI are one name."""
    heard = of_words(" ".join(names).split())
    return ["".join([heard[word] for word in name.split()]) for name in names]


def likeness(asked: str, held: str) -> float:
    """How well a held name answers to the one asked for, from 0 to 1.

    Every word asked for should be there, in any order; more words in the held name do little harm.
    """
    wanted, there = _heard(asked), _heard(held)
    if not wanted or not there:
        return 0.0
    letters = sum(len(word) for word, _ in wanted)
    found = sum(max(_near(a, b) for b in there) * len(a[0]) for a in wanted) / letters
    harm = EACH_WORD_MORE * max(len(there) - len(wanted), 0)
    if _near(wanted[0], there[0]) < BEGINNING:
        harm += OTHER_ORDER
    whole = _near((asked, _joined(wanted)), (held, _joined(there)))
    return max(found - harm, whole if whole >= SAME_SOUND else whole - PIECED_TOGETHER, 0.0)


Heard = tuple[str, str]  # a word and its sound


@lru_cache(maxsize=20_000)
def _heard(name: str) -> tuple[Heard, ...]:
    return tuple((word, sound) for word in name.split() if (sound := of_text(word)))


def _joined(words: Iterable[Heard]) -> str:
    return "".join(sound for _, sound in words)


@lru_cache(maxsize=100_000)
def _near(asked: Heard, held: Heard) -> float:
    (word, a), (other, b) = asked, held
    if word == other:
        return SAME
    if a == b:
        return SAME_SOUND
    if len(a) > 2 and b.startswith(a):
        return BEGINNING
    return SequenceMatcher(None, a, b, autojunk=False).ratio() * ALIKE_AT_MOST
