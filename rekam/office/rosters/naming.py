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
    """Two or three letters for each place, no two alike; the same for the same set of places."""
    held = sorted({place.pk: place for place in places}.values(), key=lambda place: place.pk)
    found: dict[int, str] = {}
    taken: Counter[str] = Counter()
    for place in held:
        name = next(each for each in _candidates(place.name) if not taken[each])
        taken[name] += 1
        found[place.pk] = name
    return found


def _candidates(name: str) -> Iterable[str]:
    words = [word for word in name.upper().split() if word.lower() not in SAYS_NOTHING and word[0].isalnum()]
    words = words or name.upper().split() or ["?"]
    initials = "".join(word[0] for word in words)[:LONGEST]
    if len(words) > 1:
        yield initials
        yield (words[0][:2] + words[1][0])[:LONGEST]
        yield (words[0][0] + words[1][:2])[:LONGEST]
    yield words[0][:LONGEST]
    yield from (f"{initials[:2]}{number}" for number in count(2))


def key(places: Iterable[Place]) -> list[tuple[str, str]]:
    """Short and whole names side by side, in the order of the short ones."""
    held = {place.pk: place for place in places}
    short = short_names(held.values())
    return sorted((short[pk], place.name) for pk, place in held.items())
