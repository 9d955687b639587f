"""What closed visits teach, gathered for the rules: rates by kind of place and by crew, and what was expected
beside what came of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rekam.domain.visits import rates as rules
from rekam.domain.visits.life import State
from rekam.domain.visits.rates import Past, Prior, Rate
from rekam.office.places.models import Kind
from rekam.office.visits.models import Closing, Visit


@dataclass(frozen=True, slots=True)
class Outcome:
    """A closed visit with its last closing."""

    visit: Visit
    closing: Closing
    crew: str

    @property
    def kind(self) -> str:
        return self.visit.place.kind

    @property
    def reachable(self) -> int:
        """Without those whom no visit could have recorded."""
        return self.closing.target - self.closing.under_16 - self.closing.already_recorded

    @property
    def came(self) -> int:
        return self.closing.recorded + self.closing.failed

    @property
    def past(self) -> Past:
        hours = self.closing.worked_minutes / 60 * max(1, len(self.visit.kits.all()))
        return Past(self.kind, self.crew, self.reachable, self.came, self.closing.recorded, hours)


@dataclass(frozen=True, slots=True)
class Rates:
    """What to expect on a day, by kind of place and by crew; ``crews`` only of those who went."""

    on: date
    kinds: Mapping[str, Rate]
    crews: Mapping[str, Rate] = field(default_factory=dict)

    def of(self, kind: str) -> Rate:
        return self.kinds.get(kind) or rules.learn(kind, ())

    def sentence(self, kind: str) -> str:
        """From what the estimate comes, for whoever has to believe it."""
        return sentence(self.of(kind))


def rates(on: date) -> Rates:
    """Rates as they were known on a day: from visits before it that are closed."""
    return of(list(closed(until=on)), on)


def of(found: Iterable[Outcome], on: date) -> Rates:
    by_kind: dict[str, list[Past]] = defaultdict(list)
    by_crew: dict[str, list[Past]] = defaultdict(list)
    for each in found:
        by_kind[each.kind].append(each.past)
        by_crew[each.crew].append(each.past)
    kinds = {kind: rules.learn(kind, by_kind[kind]) for kind in Kind.values}
    crews = {crew: rules.learn("", past, prior=_usual(past, kinds)) for crew, past in by_crew.items()}
    return Rates(on, kinds, crews)


def _usual(past: list[Past], kinds: Mapping[str, Rate]) -> Prior:
    """What any crew would have had at the places to which this one went: a crew starts from that."""
    own = [kinds[each.kind] for each in past]
    show_up = sum(rate.show_up.mean for rate in own) / len(own)
    return Prior(show_up, sum(rate.per_kit_hour.mean for rate in own) / len(own), "own_places")


def closed(*, since: date | None = None, until: date | None = None, within: str = "") -> Iterable[Outcome]:
    """Closed visits from a day on and before another, the latest first, each with its last closing."""
    last = Closing.objects.filter(visit=OuterRef("pk")).order_by("-at", "-pk").values("pk")[:1]
    found = Visit.objects.filter(state=State.CLOSED).annotate(last=Subquery(last))
    found = found.filter(on__gte=since) if since else found
    found = found.filter(on__lt=until) if until else found
    found = found.filter(place__area__code__startswith=within) if within else found
    found = found.select_related("place__area").prefetch_related("crew", "kits").order_by("-on", "-pk")
    closings = Closing.objects.in_bulk(list(found.values_list("last", flat=True)))
    for visit in found:
        yield Outcome(visit, closings[visit.last], crew_of(visit))


def crew_of(visit: Visit) -> str:
    """A crew is the people who went together."""
    return ", ".join(sorted(officer.name for officer in visit.crew.all()))


def sentence(rate: Rate) -> str:
    if not rate.visits:
        return _before(rate.prior.source)
    said = ngettext(
        "From %(visits)s visit with %(people)s people, and what was seen elsewhere counts as two more.",
        "From %(visits)s visits with %(people)s people, and what was seen elsewhere counts as two more.",
        rate.visits,
    )
    return said % {"visits": rate.visits, "people": rate.people}


def _before(source: str) -> str:
    """Before anything was measured: what was seen elsewhere, and where."""
    if source == "school":
        return _(
            "No visit of this kind yet. Taken until then: 300 of 400 who were invited (PPU, 2012), and 156 "
            "pupils with three sets in a school visit, taken as five hours."
        )
    return _(
        "No visit of this kind yet. Taken until then: 300 of 400 who were invited (PPU, 2012), and 50 "
        "recordings a kit in six hours (Surabaya, 2022)."
    )


# -- expected and actual -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Compared:
    """A group of closed visits: what was expected of them and what they recorded. Visits of which nothing
    was expected are counted by themselves, and not compared.
    """

    name: str
    visits: int
    expected: float
    recorded: int
    without: int
    rate: Rate | None = None

    @property
    def difference(self) -> float:
        return self.recorded - self.expected


def compare(name: str, found: Iterable[Outcome], rate: Rate | None = None) -> Compared:
    every = list(found)
    asked = [each for each in every if each.visit.expected is not None]
    return Compared(
        name=name,
        visits=len(asked),
        expected=sum(float(each.visit.expected or 0) for each in asked),
        recorded=sum(each.closing.recorded for each in asked),
        without=len(every) - len(asked),
        rate=rate,
    )


def by_kind(found: Iterable[Outcome], known: Rates) -> list[Compared]:
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for each in found:
        groups[each.kind].append(each)
    labels = {code: str(label) for code, label in Kind.choices}
    return [compare(labels[kind], groups[kind], known.of(kind)) for kind in Kind.values if kind in groups]


def by_crew(found: Iterable[Outcome], known: Rates) -> list[Compared]:
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for each in found:
        groups[each.crew].append(each)
    return [
        compare(crew or str(_("No crew was named")), groups[crew], known.crews.get(crew))
        for crew in sorted(groups)
    ]
