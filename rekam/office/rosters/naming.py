"""Short names of places, so that a month fits on a page: KANTOR CAMAT SANGATTA UTARA becomes SU."""

from collections import Counter
from collections.abc import Iterable
from itertools import count

from rekam.office.places.models import Place

# Said of most places, so that it tells none from another.
SAYS_NOTHING = frozenset(
    {"kantor", "camat", "kecamatan", "dinas", "desa", "kelurahan", "uptd", "di", "pt", "cv"}
)
LONGEST = 3


def short_names(places: Iterable[Place]) -> dict[int, str]:
    """Two letters for each place, or three, no two alike; the same for the same set of places."""
    held = sorted({place.pk: place for place in places}.values(), key=lambda place: place.pk)
    found: dict[int, str] = {}
    taken: Counter[str] = Counter()
    for place in held:
        name = next(each for each in _candidates(place.name) if not taken[each])
        taken[name] += 1
        found[place.pk] = name
    return found


def _candidates(name: str) -> Iterable[str]:
    """Two letters if they are free, then three, then two and a number."""
    words = _telling(name.upper()) or name.upper().split() or ["?"]
    first, second = words[0], words[1] if len(words) > 1 else words[0][1:]
    initials = "".join(word[0] for word in words)
    yield (first[0] + second[:1]) or first
    yield first[:2]
    yield initials[:LONGEST]
    yield first[:LONGEST]
    yield first[:2] + second[:1]
    yield from (f"{first[:2]}{number}" for number in count(2))


def _telling(name: str) -> list[str]:
    return [word for word in name.split() if word.lower() not in SAYS_NOTHING and word[0].isalnum()]


def brief(place: Place) -> str:
    """The name without what most places are called: Sangatta Utara for Kantor Camat Sangatta Utara."""
    words = place.name.split()
    while len(words) > 1 and words[0].lower() in SAYS_NOTHING:
        words.pop(0)
    return " ".join(words)


def key(places: Iterable[Place]) -> list[tuple[str, str]]:
    """Short and whole names side by side, in the order of the short ones."""
    held = {place.pk: place for place in places}
    short = short_names(held.values())
    return sorted((short[pk], place.name) for pk, place in held.items())
