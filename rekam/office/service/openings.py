"""Which planned openings of places are served, day by day: calendars of places show it beside the hours."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rekam.domain.kits.fitness import Fitness
from rekam.domain.kits.timeline import Stretch
from rekam.domain.places import hours
from rekam.domain.places.hours import Day, Range
from rekam.domain.service import openings as rules
from rekam.domain.service.openings import Means
from rekam.domain.service.standing import Reason, Span
from rekam.office.kits import queries as kits
from rekam.office.kits.models import Stationing
from rekam.office.places import outings
from rekam.office.places import queries as places
from rekam.office.places.outings import Out
from rekam.office.places.standing import Days, OfDay, Opening
from rekam.office.rosters import queries as rosters
from rekam.office.service import queries

A_DAY = timedelta(days=1)
# Read by other districts and on phones, too: which kit or device it is the monitor says.
REASONS: dict[Reason, str | Promise] = {
    Reason.NO_KIT: _("No recording kit stands here"),
    Reason.KITS_DOWN: _("No kit fit for service"),
    Reason.NO_ROSTER: _("The roster is not published yet"),
    Reason.NO_OPERATOR: _("No operator is on duty"),
}


CLOSED = OfDay(())


@dataclass(frozen=True, slots=True)
class Held:
    """What decides about the openings of some days."""

    stood: dict[int, list[Span]]
    usable: dict[int, list[Span]]
    operators: dict[tuple[int, date], list[Span]]
    rostered: frozenset[date]

    def means(self, place: int, on: date) -> Means:
        return Means(
            self.stood.get(place, ()),
            self.usable.get(place, ()),
            self.operators.get((place, on), ()),
            rosters.month_of(on) in self.rostered,
        )


def of_days(planned: Days, today: date) -> dict[int, dict[date, OfDay]]:
    """Of places with the days of their calendars: what becomes of each opening. Seven questions, however many
    places and days. Days that are over are judged by what stood and worked then, coming ones by the kits as
    they are now.
    """
    days = {on for by_day in planned.values() for on in by_day}
    if not days:
        return {}
    held = _held(min(days), max(days), list(planned))
    known_until = _midnight(today + A_DAY)

    def of_day(place: int, on: date, day: Day) -> OfDay:
        return _of_day(held.means(place, on), on, day, known_until) if day.ranges else CLOSED

    return {
        place: {on: of_day(place, on, day) for on, day in by_day.items()} for place, by_day in planned.items()
    }


def _of_day(means: Means, on: date, day: Day, known_until: datetime) -> OfDay:
    zone = places.zone()
    spans = (hours.moments(on, each, zone) for each in day.ranges)
    return OfDay(tuple(_told(rules.opening(span, means, known_until=known_until)) for span in spans))


def _told(found: rules.Opening) -> Opening:
    return Opening(
        state=found.state,
        reasons=tuple(REASONS[code] for code in found.reasons),
        served=tuple(_range(*span) for span in found.served),
        is_certain=found.is_certain,
    )


def _range(starts: datetime, ends: datetime) -> Range:
    zone = places.zone()
    return Range(*(hours.local(at, zone).time().replace(second=0, microsecond=0) for at in (starts, ends)))


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), places.zone()).astimezone(UTC)


# -- kits and operators over days ----------------------------------------------------------------------


def _held(start: date, end: date, place_ids: Collection[int]) -> Held:
    stood, usable = _kit_spans(start, end, place_ids)
    operators = queries.operator_spans(start, end, place_ids)
    return Held(stood, usable, operators, rosters.published_months(start, end))


def _kit_spans(
    first: date, last: date, place_ids: Collection[int]
) -> tuple[dict[int, list[Span]], dict[int, list[Span]]]:
    """Of each place: when a kit was there, and when one that can record; on a visit it is not."""
    start, end = _midnight(first), _midnight(last + A_DAY)
    there = Stationing.objects.filter(place__in=place_ids, since__lt=end).exclude(until__lte=start)
    found = kits.timeline(start, end, set(there.order_by().values_list("kit_id", flat=True)))
    out = outings.kits(first, last)
    stood: dict[int, list[Span]] = defaultdict(list)
    usable: dict[int, list[Span]] = defaultdict(list)
    for kit, stretches in found.items():
        for stretch in stretches:
            if stretch.place is None:
                continue
            spans = _there(stretch, kit, out, first, last)
            stood[stretch.place] += spans
            if stretch.fitness != Fitness.DOWN:
                usable[stretch.place] += spans
    return stood, usable


def _there(stretch: Stretch, kit: int, out: Out, first: date, last: date) -> list[Span]:
    """A stretch without the days on which the kit was out."""
    found: list[Span] = []
    start = stretch.start
    for on in outings.days_out(out, kit, stretch.place or 0, first, last) if out else ():
        found.append((start, min(_midnight(on), stretch.end)))
        start = max(start, _midnight(on + A_DAY))
    return [(since, until) for since, until in [*found, (start, stretch.end)] if since < until]
