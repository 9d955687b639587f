"""Where recording stands, and why the numbers changed."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import chain
from typing import NamedTuple, TypeVar

import numpy as np
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from rekam.domain import wording
from rekam.domain.coverage import pages
from rekam.domain.coverage.explanation import (
    AreaCount,
    Comparison,
    Count,
    Coverage,
    Difference,
    Explanation,
)
from rekam.domain.coverage.rules import Measure, Reason
from rekam.domain.trouble import RuleBroken
from rekam.office.answers import answers
from rekam.office.coverage.models import Measured, Stated
from rekam.office.ledger import queries as ledger
from rekam.office.regions import queries as regions
from rekam.office.regions.models import Level

Answer = TypeVar("Answer")
LEVELS = {"kecamatan": Level.DISTRICT, "desa": Level.VILLAGE}
FOUR = ("registered", "obliged", "recorded", "unrecorded")


def default_day() -> date:
    """The day a page opens on: today, and in the demo the last day that its register knows."""
    _, _, last_known = ledger.revision()
    if last_known is not None and regions.office().is_demo:
        return last_known
    return timezone.localdate()


def coverage(
    *, on: date, known: date | None = None, by: str = "kecamatan", within: str | None = None
) -> Coverage:
    """Counts of every area of a level inside *within* (a code; the regency when not named), with their total.

    *known* defaults to the day on which the ledger last learned anything, or *on* if that is later.
    """
    known = known or last_known(on)
    code = within or regions.office().regency.code
    return kept(f"coverage:{on}:{known}:{by}:{code}", lambda: _coverage(on, known, by, code))


def last_known(on: date) -> date:
    """As known now: everything that the ledger has learned by today."""
    _, _, last = ledger.revision()
    return max(last or on, on)


def _coverage(on: date, known: date, by: str, code: str) -> Coverage:
    areas = _areas(code)
    _check(code, areas)
    shown = [area for area in areas if area.level == LEVELS[by]]
    [whole] = [area for area in areas if area.code == code]
    counted = _counted([whole, *shown], areas, ledger.balances(on=on, known=known))
    return Coverage(on, known, counted[0], tuple(counted[1:]))


def check_known(*days: date) -> None:
    """Stop unless something was known on each of *days*: what nobody knew is not nought.

    Pages show what they have and say so; a program would take nought for a count.
    """
    _, first_known, _ = ledger.revision()
    if first_known is None:
        raise RuleBroken(
            "count.nothing_known", gettext_noop("The register is empty: there is nothing to count yet.")
        )
    if min(days) < first_known:
        raise RuleBroken(
            "count.not_known_yet",
            gettext_noop(
                "On %(day)s nothing was known yet: the register of this office begins on %(begins)s."
            ),
            day=wording.short_date(min(days)),
            begins=wording.short_date(first_known),
        )


def _check(code: str, areas: "Iterable[_Area]") -> None:
    """What is not there, or not this office's, has no counts, and nought would be one."""
    if not any(area.code == code for area in areas):
        raise RuleBroken("area.unknown", gettext_noop("There is no area with the code %(code)s."), code=code)
    regency = regions.office().regency.code
    if code != regency and not code.startswith(f"{regency}."):
        raise RuleBroken(
            "area.unknown",
            gettext_noop("This office does not count %(code)s: only %(regency)s and what lies in it."),
            code=code,
            regency=regency,
        )


class _Area(NamedTuple):
    """What a count says of an area: hundreds are read at once, and objects would take twice as long."""

    pk: int
    code: str
    name: str
    level: str
    lat: float | None
    lon: float | None


def _areas(code: str) -> list[_Area]:
    return list(map(_Area._make, regions.inside(code).values_list(*_Area._fields)))


def _counted(shown: Sequence[_Area], areas: Sequence[_Area], held: ledger.Balances) -> list[AreaCount]:
    """The first area, which holds all others, and each of these over the villages in it: in one sum."""
    villages = [area for area in areas if area.level == Level.VILLAGE]
    table = held.sums.rows([village.pk for village in villages])[:, :, : len(Measure)]
    inside: dict[str, list[int]] = {}
    for n, village in enumerate(villages):
        for above in (village.code, village.code.rpartition(".")[0]):
            inside.setdefault(above, []).append(n)
    everywhere = list(range(len(villages)))
    numbers = [everywhere if n == 0 else inside.get(area.code, []) for n, area in enumerate(shown)]
    sums = np.zeros((len(shown), *table.shape[1:]), dtype=np.int64)
    into = np.repeat(np.arange(len(shown)), [len(each) for each in numbers])
    np.add.at(sums, into, table[np.fromiter(chain.from_iterable(numbers), dtype=np.int64)])
    return [
        AreaCount(area.code, area.name, area.level, Count(*male), Count(*female), area.lat, area.lon)
        for area, (male, female) in zip(shown, sums.tolist(), strict=True)
    ]


def explain(
    *,
    start: date,
    end: date,
    known_start: date | None = None,
    known_end: date | None = None,
    area: str | None = None,
) -> Explanation:
    """Why the counts differ between two days, by reason; it adds up exactly.

    Unless named, each count is taken as it was known on its own day: what an office would have reported then.
    """
    known_start, known_end = known_start or start, known_end or end
    code = area or regions.office().regency.code
    key = f"explain:{start}:{end}:{known_start}:{known_end}:{code}"
    return kept(key, lambda: _explain(start, end, known_start, known_end, code))


def _explain(start: date, end: date, known_start: date, known_end: date, code: str) -> Explanation:
    _check(code, _areas(code))
    ids = list(regions.villages(code).values_list("id", flat=True))
    begin = ledger.balances(on=start, known=known_start)
    finish = ledger.balances(on=end, known=known_end)
    moved = ledger.moves(start=start, end=end, known_start=known_start, known_end=known_end)
    table, late = (part.rows(ids).sum(axis=(0, 1)) for part in (moved.whole, moved.late))
    found: dict[str, Difference] = {}
    for measure in Measure:
        place = pages.MEASURES.index(measure)
        found[measure.value] = Difference(
            measure.value,
            begin.of(ids, measure),
            finish.of(ids, measure),
            _named(table[place]),
            _named(late[place]),
        )
    found["unrecorded"] = _less(found["obliged"], found["recorded"])
    return Explanation(start, end, known_start, known_end, code, found)


def _named(row: Iterable[int]) -> dict[str, int]:
    return {
        reason.value: int(amount) for reason, amount in zip(pages.REASONS, row, strict=False) if int(amount)
    }


def _less(obliged: Difference, recorded: Difference) -> Difference:
    def less(a: dict[str, int], b: dict[str, int]) -> dict[str, int]:
        every = [r.value for r in Reason if r in a or r in b]
        amounts = {r: a.get(r, 0) - b.get(r, 0) for r in every}
        return {r: n for r, n in amounts.items() if n}

    return Difference(
        "unrecorded",
        obliged.start - recorded.start,
        obliged.end - recorded.end,
        less(obliged.reasons, recorded.reasons),
        less(obliged.late, recorded.late),
    )


def recorded_by_day(
    *, start: date, end: date, known: date | None = None, within: str | None = None
) -> dict[date, int]:
    """Obliged residents by the day of their first recording that counts, every day named."""
    known = known or last_known(end)
    code = within or regions.office().regency.code
    key = f"by-day:{start}:{end}:{known}:{code}"
    return kept(key, lambda: _recorded_by_day(start, end, known, code))


def _recorded_by_day(start: date, end: date, known: date, code: str) -> dict[date, int]:
    ids = set(regions.villages(code).values_list("id", flat=True))
    found = _recorded(start, end, known)
    return {day: sum(n for area, n in by_area.items() if area in ids) for day, by_area in found.items()}


def _recorded(start: date, end: date, known: date) -> dict[date, dict[int, int]]:
    return ledger.by_day(start=start, end=end, known=known, measure=Measure.RECORDED, cause=Reason.RECORDED)


def trend(*, days: list[date], within: str | None = None, as_known_then: bool = True) -> list[Coverage]:
    """The counts on several days: each as it was known on its own day, or all as known now."""
    known = [d if as_known_then else last_known(d) for d in days]
    return [coverage(on=d, known=k, within=within) for d, k in zip(days, known, strict=True)]


def stated(within: str = "", known: date | None = None) -> list[tuple[Stated, Comparison]]:
    """Published figures about areas inside *within*, each against what the ledger computes; *known* as in
    ``compare``.
    """
    figures = Stated.objects.filter(
        Q(area_code=within) | Q(area_code__startswith=f"{within}." if within else "")
    )
    return [(figure, compare(figure, known)) for figure in figures]


def compare(figure: Stated, known: date | None = None) -> Comparison:
    """One published figure against the counts as known on its day of publication, and as known now or on
    *known*.
    """
    _, first_known, _ = ledger.revision()
    heard = first_known is not None and figure.published_on >= first_known
    then = _computed(figure, figure.published_on) if heard else None
    return Comparison(figure.value, then, _computed(figure, known or last_known(figure.on)))


def _computed(figure: Stated, known: date) -> int:
    if figure.measure == Measured.RECORDED_IN_MONTH:
        days = recorded_by_day(
            start=figure.on.replace(day=1), end=figure.on, known=known, within=figure.area_code
        )
        return sum(days.values())
    return coverage(on=figure.on, known=known, within=figure.area_code).total.total.of(figure.measure)


def kept(key: str, make: Callable[[], Answer]) -> Answer:
    """An answer of the ledger's stays right until somebody posts, and its names and points until areas are
    brought in: both revisions are part of its key.

    The key may hold what somebody typed, of any length and with anything in it.
    """
    revision, *_ = ledger.revision()
    full = hashlib.sha256(f"{revision}:{regions.revision()}:{key}".encode()).hexdigest()
    found: Answer | None = answers.get(full)
    if found is None:
        found = make()
        answers.set(full, found)
    return found
