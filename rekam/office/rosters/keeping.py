"""What planning leaves as it is: what was set by hand, what two officers swapped, and the crews of visits."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.db.models import F, Q

from rekam.office.rosters import queries
from rekam.office.rosters.models import Duty, Roster, State, Swap, SwapState

Cell = tuple[int, date]  # an officer and a day


def kept(roster: Roster, start: date, going: Mapping[int, Collection[date]]) -> list[Duty]:
    """Duties from a day on that planning leaves, but for those of officers who are away. *going* are the days
    on which officers are out on visits.

    Crews are made of those whom the roster that officers go by has at the base: their duty there says that
    they work on that day, and from where they set out.
    """
    duties = roster.duties.filter(Q(is_fixed=True) | Q(officer__in=list(going)), on__gte=start)
    known = _known(roster, start, going)
    return [
        duty
        for duty in duties.exclude(queries.is_away())
        if duty.is_fixed
        or known.get((duty.officer_id, duty.on)) == (duty.place_id, duty.shift_id, duty.skill)
    ]


def _known(
    roster: Roster, start: date, going: Mapping[int, Collection[date]]
) -> dict[Cell, tuple[int, int, str]]:
    """What those who are out do on these days by the roster that officers go by."""
    by = roster if roster.state == State.PUBLISHED else roster.replaces
    if by is None or not going:
        return {}
    rows = by.duties.filter(on__gte=start, officer__in=list(going)).order_by()
    return {
        (officer, on): (place, shift, skill)
        for officer, on, place, shift, skill in rows.values_list("officer", "on", "place", "shift", "skill")
        if on in going[officer]
    }


def given_away(start: date, end: date, *, until: Roster | None = None) -> Iterable[Cell]:
    """The days on which officers gave their duty to a colleague for another day, or for nothing.

    *until* leaves out swaps of a roster's own duties: it was planned before them.
    """
    swaps = Swap.objects.filter(state=SwapState.APPROVED).exclude(on=F("with_on")).order_by()
    if until is not None:
        swaps = swaps.exclude(roster=until)
    is_within = Q(on__range=(start, end)) | Q(with_on__range=(start, end))
    for by, of, on, other in swaps.filter(is_within).values_list("asked_by", "asked_of", "on", "with_on"):
        yield by, on
        if other is not None:
            yield of, other
