"""Why nobody fills a gap: what keeps each officer who could serve there."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from rekam.office.rosters import queries, stating
from rekam.office.rosters.checking import Checker
from rekam.office.rosters.models import Officer, Roster
from rekam.office.rosters.moves import Move, Post

FREE, ON_DUTY = "free", "on_duty"
# Broken rules in the words of a gap.
LIMITS = {"most_days_on": "rest", "most_minutes_a_week": "hours"}
# Who is nearest to coming is named first.
ORDER = (FREE, "rest", "hours", ON_DUTY, stating.ON_VISIT, "leave", "day_off", "not_here")
MOST_NAMED = 12


def of_gaps(
    roster: Roster, gaps: Iterable[tuple[date, int, int, str]]
) -> dict[tuple[date, int, int, str], dict[str, Any]]:
    """For each gap: how many are there and not away, how many are kept by what, and their names."""
    checker = Checker(roster)
    able = _able(checker)
    present = Counter(queries.present(roster).values_list("on", "place", "shift", "skill"))
    found = {}
    for on, place, shift, skill in gaps:
        kept = [
            (each, _kept(checker, each, on, Post(place, shift, skill)))
            for each in able.get((place, skill), ())
        ]
        kept.sort(key=lambda pair: (ORDER.index(pair[1]), pair[0].name))
        counts = Counter(why for _officer, why in kept)
        found[on, place, shift, skill] = {
            "present": present[on, place, shift, skill],
            "counts": {why: counts[why] for why in ORDER if counts[why]},
            "names": [[officer.name, why] for officer, why in kept[:MOST_NAMED]],
        }
    return found


def _able(checker: Checker) -> Mapping[tuple[int, str], list[Officer]]:
    """Who can do what where."""
    found: dict[tuple[int, str], list[Officer]] = {}
    for officer in checker.month.officers:
        for place in stating.reach(officer, checker.month.places.values()):
            for skill in officer.skills:
                found.setdefault((place, skill), []).append(officer)
    return found


def _kept(checker: Checker, officer: Officer, on: date, post: Post) -> str:
    """What keeps an officer from a post on a day; one who is free could still come."""
    away = checker.month.leave.get(officer.pk, ())
    absent = stating.why_absent(officer, on, away)
    if absent:
        return absent
    day = (on - checker.month.start).days
    if day in checker.held[str(officer.pk)]:
        return ON_DUTY
    broken = checker.broken([Move(officer.pk, on, None, post)])
    return LIMITS.get(broken[0].rule, broken[0].rule) if broken else FREE
