"""Who is on duty, who could be, and what rosters there are."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from rekam.office.rosters.models import (
    OPEN_SWAPS,
    Duty,
    Leave,
    LeaveState,
    Officer,
    Roster,
    Shift,
    State,
    Swap,
    Unmet,
)

SATURDAY = 5


# -- who is on duty -----------------------------------------------------------------------------------


def on_duty(at: datetime) -> dict[int, list[Duty]]:
    """Per place, the duties that are under way at a moment. Who is away on leave is not on duty."""
    local = timezone.localtime(at)
    now = local.time().replace(tzinfo=None)
    return on_days(local.date(), local.date(), shift_at=now)


def on_days(
    start: date, end: date, place_ids: Collection[int] | None = None, *, shift_at: object = None
) -> dict[int, list[Duty]]:
    """Per place, the duties of published rosters from *start* to *end*, in the order of days and shifts."""
    duties = standing(start, end).order_by("on", "shift__starts", "skill", "officer__name")
    if place_ids is not None:
        duties = duties.filter(place__in=place_ids)
    if shift_at is not None:
        duties = duties.filter(shift__starts__lte=shift_at, shift__ends__gt=shift_at)
    found: dict[int, list[Duty]] = defaultdict(list)
    for duty in duties:
        found[duty.place_id].append(duty)
    return dict(found)


def standing(start: date, end: date, *, own: Roster | None = None) -> QuerySet[Duty]:
    """Duties of published rosters, but for those of officers who are away. *own* stands for its month,
    whatever is published of it.
    """
    held = Q(roster__state=State.PUBLISHED)
    if own is not None:
        held = Q(roster=own) | held & ~Q(roster__month=own.month)
    duties = Duty.objects.filter(held, on__range=(start, end))
    return duties.exclude(is_away()).select_related("officer", "shift")


def is_away() -> Q:
    """Whether a duty's officer has granted leave on its day, or has left the office by then."""
    away = Leave.objects.filter(
        officer=OuterRef("officer"),
        state=LeaveState.GRANTED,
        start__lte=OuterRef("on"),
        end__gte=OuterRef("on"),
    )
    return Q(Exists(away)) | Q(officer__until__lt=F("on"))


# -- officers ------------------------------------------------------------------------------------------


def officers(within: str = "") -> QuerySet[Officer]:
    """Everybody whose home lies in an area; "" is everywhere."""
    found = Officer.objects.select_related("home", "user")
    return found.filter(inside("home__code", within)) if within else found


def serving(start: date, end: date, within: str = "") -> QuerySet[Officer]:
    """Those who belong to the office on at least one of these days."""
    return officers(within).filter(Q(until=None) | Q(until__gte=start), since__lte=end)


def inside(field: str, within: str) -> Q:
    """A code that is an area's own or lies in it; *within* "" is everywhere."""
    return Q(**{field: within}) | Q(**{f"{field}__startswith": f"{within}."}) if within else Q()


def officer_of(user: object) -> Officer | None:
    """The officer whose account this is."""
    return officers().filter(user=getattr(user, "pk", None), user__isnull=False).first()


def leave(start: date, end: date, *, granted_only: bool = True) -> QuerySet[Leave]:
    """Leave that touches these days."""
    found = Leave.objects.filter(start__lte=end, end__gte=start).select_related("officer__home")
    states = (LeaveState.GRANTED,) if granted_only else (LeaveState.ASKED, LeaveState.GRANTED)
    return found.filter(state__in=states)


def shifts() -> QuerySet[Shift]:
    """The shifts that are in use."""
    return Shift.objects.filter(is_used=True)


def duties_of(officer: Officer, start: date, end: date) -> QuerySet[Duty]:
    """An officer's own published duties, those aside on which they are away."""
    own = standing(start, end).filter(officer=officer)
    return own.select_related("roster", "officer__home", "place__area", "shift").order_by("on")


def open_swaps() -> QuerySet[Swap]:
    """Swaps that somebody still has to answer, the oldest first."""
    found = Swap.objects.filter(state__in=OPEN_SWAPS).order_by("asked_at")
    return found.select_related(
        "roster", "asked_by__home", "asked_of__home", "duty__place", "with_duty__place", "duty__shift"
    )


def days_in_swaps(officer: Officer) -> set[date]:
    """Days of an officer's duties that they have asked a colleague to take over."""
    return set(open_swaps().filter(asked_by=officer).values_list("on", flat=True))


# -- rosters -------------------------------------------------------------------------------------------


def month_of(day: date) -> date:
    """The first day of its month, by which a month is known."""
    return day.replace(day=1)


def last_of(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def days_of(month: date) -> list[date]:
    return [month + timedelta(days=n) for n in range(last_of(month).day)]


def published(month: date) -> Roster | None:
    """The roster that officers go by."""
    return Roster.objects.filter(month=month, state=State.PUBLISHED).first()


def published_months(start: date, end: date) -> frozenset[date]:
    """The months between two days for which there is a roster to go by."""
    held = Roster.objects.filter(state=State.PUBLISHED, month__range=(month_of(start), end))
    return frozenset(held.order_by().values_list("month", flat=True))


def open_one(month: date) -> Roster | None:
    """The draft that is worked on."""
    return Roster.objects.filter(month=month, state__in=(State.DRAFT, State.SOLVING)).first()


def versions(month: date) -> QuerySet[Roster]:
    """Everything that was made for a month, the latest first."""
    return Roster.objects.filter(month=month).select_related("made_by", "published_by", "replaces")


def unmet(roster: Roster, within: str = "") -> list[Unmet]:
    """What a roster leaves open at the places of an area."""
    found = roster.unmet.filter(inside("place__area__code", within)).select_related("place__area", "shift")
    return list(found)


def present(roster: Roster) -> QuerySet[Duty]:
    """Duties of a roster, but for those of officers who are away."""
    return roster.duties.exclude(is_away()).order_by()


# -- fairness over the year ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Worked:
    """What an officer did in published rosters of a stretch of time."""

    duties: int = 0
    weekends: int = 0
    holidays: int = 0


def worked(
    start: date, end: date, holidays: Collection[date], *, own: Roster | None = None
) -> dict[int, Worked]:
    """Duties, days of weekends and holidays per officer; a holiday on a Sunday is counted as a holiday."""
    rows = standing(start, end, own=own).order_by().values_list("officer", "on")
    found: dict[int, Worked] = defaultdict(Worked)
    for officer, on in rows:
        held = found[officer]
        is_holiday = on in holidays
        is_weekend = on.weekday() >= SATURDAY and not is_holiday
        found[officer] = Worked(held.duties + 1, held.weekends + is_weekend, held.holidays + is_holiday)
    return dict(found)
