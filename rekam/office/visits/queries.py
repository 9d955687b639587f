"""What screens, papers and the parts that build on visits ask."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Manager, Q, QuerySet

from rekam.domain.visits.life import State
from rekam.domain.visits.outcomes import Outcome, Reason, Tally
from rekam.domain.visits.reasons import Advice, Next, advise, next_action
from rekam.office import numbers
from rekam.office.places.outings import Out
from rekam.office.recordings.models import Session
from rekam.office.visits import learned, settling
from rekam.office.visits.models import Entry, Listed, ListFrom, Proposal, SecondPass, Visit

Kind = Entry.Kind
NIKS_AT_ONCE = 500
NOT_OVER = (State.PLANNED, State.CONFIRMED, State.UNDER_WAY)


def visits(within: str = "") -> QuerySet[Visit]:
    """Visits in an area, the soonest first, with what a line of a list says."""
    found = Visit.objects.select_related("place__area__parent", "client").prefetch_related("crew", "kits")
    return found.filter(place__area__code__startswith=within) if within else found


def between(first: date, last: date, within: str = "") -> QuerySet[Visit]:
    return visits(within).filter(on__range=(first, last))


def kits_out(first: date, last: date) -> Out:
    """The kits that go out on each of some days, with the place to which each goes."""
    return _out(Visit.kits.through.objects, "kit", first, last)


def officers_out(first: date, last: date) -> Out:
    """The officers who go out on each of some days, with the place to which each goes."""
    return _out(Visit.crew.through.objects, "officer", first, last)


def _out(going: Manager[Any], who: str, first: date, last: date) -> Out:
    found: dict[date, set[tuple[int, int]]] = defaultdict(set)
    rows = going.filter(visit__on__range=(first, last)).exclude(visit__state=State.CANCELLED).order_by()
    for on, each, place in rows.values_list("visit__on", who, "visit__place"):
        found[on].add((each, place))
    return {on: frozenset(pairs) for on, pairs in found.items()}


def to_confirm(until: date, within: str = "") -> QuerySet[Visit]:
    """Planned visits up to a day that nobody has confirmed."""
    return visits(within).filter(state=State.PLANNED, on__lte=until)


def people(visit: Visit) -> QuerySet[Listed]:
    """The list with the walk-ins, as it is worked with."""
    found = visit.people.filter(is_off=False).select_related("resident__area")
    return found.order_by("is_walk_in", F("resident__name_key").asc(nulls_last=True), "name", "pk")


def is_ahead(visit: Visit, today: date) -> bool:
    """Whether somebody can still be told to come to it."""
    return visit.state in NOT_OVER and visit.on >= today


def to_be_summoned(visit: Visit, *, today: date) -> list[Listed]:
    """Whom a summons may still bring; nobody once the visit is over, or its day."""
    if not is_ahead(visit, today):
        return []
    found = people(visit).filter(is_walk_in=False, outcome="", resident__standing="resident")
    return list(found.filter(resident__first_recorded_on=None))


# -- the five outcomes ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Standing:
    """How a visit stands: its five outcomes against the target, and what the target is made of."""

    tally: Tally
    listed: int
    walk_ins: int
    unnamed: int
    unmarked: int
    reasons: int

    @property
    def closes(self) -> bool:
        tally = self.tally
        return not tally.missing and not tally.disputed and self.reasons <= tally.absent + tally.failed


def standing(visit: Visit) -> Standing:
    """Three questions: people by outcome, counts of people without names, counts of reasons.

    The target is the list and the walk-ins. Where nobody gave a list but a number, it is the number.
    """
    counts = _people_counts(visit)
    unnamed = settling.counts(visit, Kind.COUNT)
    total = {each.value: counts[each.value] + unnamed.get(each.value, 0) for each in Outcome}
    has_number = visit.list_from == ListFrom.NONE and visit.announced is not None
    target = visit.announced if has_number else counts["listed"] + counts["walk_ins"] + sum(unnamed.values())
    assert target is not None
    return Standing(
        tally=Tally.of(total, target=target, disputed=counts["disputed"]),
        listed=counts["listed"],
        walk_ins=counts["walk_ins"],
        unnamed=sum(unnamed.values()),
        unmarked=counts["unmarked"],
        reasons=counts["with_reason"] + sum(settling.counts(visit, Kind.REASONS).values()),
    )


def _people_counts(visit: Visit) -> dict[str, int]:
    found = visit.people.filter(is_off=False)
    counted = found.aggregate(
        listed=Count("pk", filter=Q(is_walk_in=False)),
        walk_ins=Count("pk", filter=Q(is_walk_in=True)),
        disputed=Count("pk", filter=Q(is_disputed=True)),
        unmarked=Count("pk", filter=Q(outcome="", is_disputed=False)),
        with_reason=Count("pk", filter=~Q(reason="")),
        **{each.value: Count("pk", filter=Q(outcome=each.value)) for each in Outcome},
    )
    return {name: int(value) for name, value in counted.items()}


def reasons(visit: Visit) -> dict[Reason, int]:
    """Why people did not come or refused: those of single people, and those that were only counted."""
    rows = visit.people.filter(is_off=False).exclude(reason="").values_list("reason")
    single = dict(rows.annotate(n=Count("pk")).order_by())
    counted = settling.counts(visit, Kind.REASONS)
    total = {each: single.get(each.value, 0) + counted.get(each.value, 0) for each in Reason}
    return {each: number for each, number in total.items() if number}


# -- afterwards -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Arrived:
    """How many of a visit's recorded are known to the register by a session of that day."""

    recorded: int
    with_nik: int
    arrived: int

    @property
    def on_their_way(self) -> int:
        return self.with_nik - self.arrived


def arrived(visit: Visit, *, recorded: int) -> Arrived:
    """A recording counts when it arrives by an import or a station, not because a crew noted it."""
    found = visit.people.filter(is_off=False, outcome=Outcome.RECORDED).exclude(nik="")
    niks = list(found.values_list("nik", flat=True))
    sessions = Session.objects.filter(recorded_on=visit.on)
    came = sum(sessions.filter(nik__in=some).values("nik").distinct().count() for some in _portions(niks))
    return Arrived(recorded, len(niks), came)


def _portions(niks: list[str]) -> Iterable[list[str]]:
    return (niks[start : start + NIKS_AT_ONCE] for start in range(0, len(niks), NIKS_AT_ONCE))


def advice(visit: Visit) -> Advice:
    """What is done next about those who were not recorded, by the reasons they gave or that were counted."""
    silent = earlier_silences(visit)
    left = list(
        visit.people.filter(is_off=False, outcome__in=[Outcome.ABSENT, Outcome.FAILED]).values_list(
            "outcome", "reason", "has_refused", "nik"
        )
    )
    actions = [
        next_action(
            Outcome(outcome),
            Reason(reason) if reason else None,
            has_refused=refused,
            passes=1 + silent.get(nik, 0),
        )
        for outcome, reason, refused, nik in left
    ]
    return advise([*_with_counted(visit, left, actions), *_of_unnamed(visit)])


def _with_counted(
    visit: Visit, left: list[tuple[str, str, bool, str]], actions: list[Next | None]
) -> list[Next | None]:
    """A counted reason is somebody's who gave none by name: it takes the place of one silence."""
    counted = [
        next_action(Outcome.ABSENT, Reason(code))
        for code, number in settling.counts(visit, Kind.REASONS).items()
        for _ in range(number)
    ]
    silent = [n for n, (_, reason, *_rest) in enumerate(left) if not reason]
    named = list(actions)
    for place, action in zip(silent, counted, strict=False):
        named[place] = action
    return named


def _of_unnamed(visit: Visit) -> list[Next | None]:
    unnamed = settling.counts(visit, Kind.COUNT)
    return [
        next_action(outcome, None)
        for outcome in (Outcome.ABSENT, Outcome.FAILED)
        for _ in range(unnamed.get(outcome.value, 0))
    ]


def earlier_silences(visit: Visit) -> dict[str, int]:
    """At how many earlier visits each person of this one was expected and did not come, giving no reason."""
    niks = visit.people.filter(is_off=False).exclude(nik="").values("nik")
    found = Listed.objects.filter(
        nik__in=niks, outcome=Outcome.ABSENT, reason="", visit__state=State.CLOSED, visit__on__lt=visit.on
    )
    return dict(found.values_list("nik").annotate(n=Count("pk")).order_by())


def second_passes_wanted(within: str = "") -> QuerySet[SecondPass]:
    """Where the office should go again and no visit is planned for it yet: for whoever plans."""
    found = SecondPass.objects.filter(state=SecondPass.State.WANTED)
    found = found.select_related("visit__place__area", "visit__client")
    return found.filter(visit__place__area__code__startswith=within) if within else found


def open_proposals(within: str = "") -> QuerySet[Proposal]:
    """What crews heard of residents of an area, and no registrar has decided yet."""
    found = Proposal.objects.filter(state=Proposal.State.OPEN)
    return found.filter(resident__area__code__startswith=within) if within else found


def open_visits(until: date, within: str = "") -> QuerySet[Visit]:
    """Visits of past days that nobody closed: somebody has to."""
    return visits(within).filter(state__in=[State.CONFIRMED, State.UNDER_WAY], on__lt=until)


def mark(visit: Visit) -> str:
    """Changes with whatever a phone would see differently: ``state.last entry.entries.announced.list``."""
    last = visit.entries.order_by("-pk").values_list("pk", flat=True).first() or 0
    listed: datetime | None = visit.listed_at
    list_mark = int(listed.timestamp() * 1000) if listed else ""
    return f"{visit.state}.{last}.{visit.entries.count()}.{visit.announced or ''}.{list_mark}"


def touched_since(visit: Visit, old: str) -> set[int] | None:
    """The people about whom something was noted since a mark. Nothing known: everybody has to be told."""
    now = mark(visit).split(".")
    then = old.split(".")
    if len(then) != len(now) or then[3:] != now[3:]:
        return None
    later = visit.entries.filter(pk__gt=numbers.of_row(then[1]))
    found = list(later.values_list("listed_id", flat=True))
    if int(now[2]) - numbers.of_row(then[2]) != len(found):  # something was taken back
        return None
    return {pk for pk in found if pk is not None}


def rates(on: date) -> learned.Rates:
    """What to expect of a visit on a day, by kind of place: for whoever plans. ``rates(on).of(kind)`` has the
    show-up and the recordings in a kit's hour, each with its range; ``sentence(kind)`` says where from.
    """
    return learned.rates(on)
