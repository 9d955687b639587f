"""How many people are to be expected at each place, and the kits that are there for them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max
from django.db.models.functions import Substr

from rekam.office.kits.models import Kit, Stationing
from rekam.office.places.models import Place
from rekam.office.recordings.models import Session

DISTRICT_LENGTH = 8
LOOKED_BACK_WEEKS = 8
MOBILE = "mobile"


@dataclass(frozen=True, slots=True)
class Kits:
    """The kits that a place has for a month, and how many of them go out to people."""

    count: int = 0
    mobile: int = 0


def kits_of() -> dict[int, Kits]:
    """Kits by place: where they stand, or where they belong while they are away."""
    standing = dict(Stationing.objects.filter(until=None).values_list("kit_id", "place_id"))
    found: dict[int, Kits] = defaultdict(Kits)
    for kit, home, role in Kit.objects.filter(retired_at=None).values_list("id", "home_id", "role"):
        place = standing.get(kit) or home
        if place is not None:
            held = found[place]
            found[place] = Kits(held.count + 1, held.mobile + (role == MOBILE))
    return dict(found)


@dataclass(frozen=True)
class Expected:
    """People a day by district and weekday, and how the places of a district share them."""

    by_district: dict[tuple[str, int], float]
    share: dict[int, float]
    is_known: bool

    def people(self, place: Place, on: date) -> float | None:
        """None where nobody knows: nothing was recorded lately, or the place shares in nothing."""
        if not self.is_known or place.pk not in self.share:
            return None
        district = place.area.code[:DISTRICT_LENGTH]
        return self.by_district.get((district, on.weekday()), 0.0) * self.share[place.pk]


def expected(places: Iterable[Place], kits: dict[int, Kits], *, before: date) -> Expected:
    """From the last weeks before a day of which recordings are known: files of recordings come late.

    Places of a district share by their kits.
    """
    in_district: Counter[str] = Counter()
    for place in places:
        in_district[place.area.code[:DISTRICT_LENGTH]] += kits.get(place.pk, Kits()).count
    share = {
        place.pk: kits[place.pk].count / in_district[place.area.code[:DISTRICT_LENGTH]]
        for place in places
        if place.pk in kits
    }
    counted = _recorded(before)
    return Expected(counted, share, bool(counted))


def _recorded(before: date) -> dict[tuple[str, int], float]:
    """People a day by district and weekday; a weekday without any service counts as a day with nobody."""
    earlier = Session.objects.filter(recorded_on__lt=before)
    end = earlier.aggregate(last=Max("recorded_on"))["last"] or before
    start = end - timedelta(weeks=LOOKED_BACK_WEEKS)
    rows = (
        earlier.filter(recorded_on__gt=start, recorded_on__lte=end)
        .order_by()
        .annotate(district=Substr("area_code", 1, DISTRICT_LENGTH))
        .values_list("district", "recorded_on")
        .annotate(people=Count("nik", distinct=True))
    )
    found: dict[tuple[str, int], float] = defaultdict(float)
    for district, on, people in rows:
        found[district, on.weekday()] += people / LOOKED_BACK_WEEKS
    return dict(found)
