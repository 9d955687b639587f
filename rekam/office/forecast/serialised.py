"""The forecast for a program: plain values, codes and ISO dates."""

from typing import Any

from rekam.domain.forecast import backtest, months
from rekam.domain.forecast.outlook import LEVELS, Target
from rekam.office.forecast import queries, rows, words
from rekam.office.forecast.queries import Answer


def forecast(found: Answer, target: Target) -> dict[str, Any]:
    held = rows.honesty(queries.trials().tried)
    return {
        "day": found.day.isoformat(),
        "target": {"percent": target.percent, "left": target.left},
        "levels": list(LEVELS),
        "regency": _area(found, len(found.codes)),
        "districts": {code: _area(found, place) for place, code in enumerate(found.codes)},
        "history_months": found.history,
        "releases_seen": found.release.seen,
        "past": [{**_held(row)} for row in held],
    }


def _area(found: Answer, place: int) -> dict[str, Any]:
    meeting = found.meetings[place]
    return {
        "now": {
            "obliged": int(found.obliged[place]),
            "recorded": int(found.recorded[place]),
            "unrecorded": int(found.unrecorded[place]),
        },
        "answer": words.told(found, place).kind,
        "sentence": words.told(found, place).answer,
        "likely_by": _month(found, meeting.likely),
        "sure_by": _month(found, meeting.sure),
        "steady_by": _month(found, meeting.steady),
        "chance": round(meeting.chance, 3),
        "months": [_at(found, place, ahead) for ahead in range(len(found.come))],
    }


def _month(found: Answer, ahead: int | None) -> str | None:
    """The last day of the month; of what is met already, the day of the forecast."""
    if ahead is None:
        return None
    return (months.last_day(found.first + ahead - 1) if ahead else found.day).isoformat()


def _at(found: Answer, place: int, ahead: int) -> dict[str, Any]:
    counts = {
        name: found.bands[name].values[:, ahead, place].astype(int).tolist() for name in backtest.MEASURES
    }
    return {
        "end": found.ends()[ahead].isoformat(),
        **counts,
        "recordings": int(found.come[ahead, place]),
        "turning_17": int(found.turning[ahead, place]),
        "chance": round(float(found.meetings[place].chances[ahead]), 3),
    }


def _held(row: rows.Held) -> dict[str, Any]:
    return {
        "ahead": row.ahead,
        "regency": [row.regency, row.of_regency],
        "districts": [row.areas, row.of_areas],
    }
