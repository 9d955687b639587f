"""When will it be done? One page: the answer, its range, what would change it, and how often it was right."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rekam.domain.forecast import months
from rekam.domain.forecast.whatif import WhatIf
from rekam.office.accounts.rights import Right, requires
from rekam.office.coverage.words import full_name
from rekam.office.forecast import asked, means, pictures, queries, rows, words
from rekam.office.forecast.asked import FURTHEST, Asked
from rekam.office.forecast.queries import Answer

CHOICES = 36


@requires(Right.SEE_OUTREACH)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The forecast of an area to the end of a month, at today's pace and with what-ifs."""
    day = queries.begins()
    if day is None:
        return render(request, "forecast/nothing_yet.html")
    question = asked.read(request, day)
    found = queries.forecast(question.until, question.target, question.what_if, question.area.code)
    return render(request, "forecast/index.html", _page(question, found))


def _page(question: Asked, found: Answer) -> dict[str, Any]:
    place = found.place(question.area.code)
    shown = queries.trials().tried
    held = rows.honesty(shown)
    return {
        "asked": question,
        "area": question.area,
        "area_name": full_name(question.area),
        "is_whole": place == len(found.codes),
        "found": found,
        "told": words.told(found, place),
        "now": _now(found, place),
        "end": found.ends()[-1],
        "last": rows.by_month(found, place)[-1],
        "months": rows.by_month(found, place),
        "areas": rows.by_area(found, queries.areas(), question),
        "fan": pictures.fan(found, queries.past(), place, found.targets[place]),
        "needed": rows.needed(found, place),
        "expected": float(found.come[:, place].mean()),
        "changes": _changes(question, found, place),
        "means": means.means(found.day),
        "held": held[:-1],
        "held_in_all": held[-1] if held else None,
        "choices": _choices(found, question),
        "wrong": [words.FIELDS[name] for name in question.wrong],
        "whole": question.address(area=None),
        "plain": question.address(**dict.fromkeys(("kits", "crews", "days", "yield", "per_day", "releases"))),
        "target_percent": question.target.percent,
    }


def _now(found: Answer, place: int) -> dict[str, float | None]:
    obliged, recorded = float(found.obliged[place]), float(found.recorded[place])
    share = 100 * recorded / obliged if obliged else None
    return {"obliged": obliged, "recorded": recorded, "unrecorded": obliged - recorded, "percent": share}


def _changes(question: Asked, found: Answer, place: int) -> list[rows.Change]:
    """Today's pace beside what was asked; without a what-if, two more kits show what one would see."""
    usual = WhatIf()
    if question.what_if == usual:
        two = queries.forecast(question.until, question.target, WhatIf(kits=2), question.area.code)
        pairs = [(found, _("At today's pace")), (two, _("With two more kits and crews"))]
    else:
        plain = queries.forecast(question.until, question.target, usual, question.area.code)
        pairs = [(plain, _("At today's pace")), (found, _("With what you asked"))]
    return [rows.change(each, place, label) for each, label in pairs if each is not None]


def _choices(found: Answer, question: Asked) -> list[tuple[str, str, bool]]:
    """Months one can choose: the next three years, and whatever the address named."""
    last = min(max(CHOICES, question.until - found.first + 1), FURTHEST)
    ahead = range(found.first, found.first + last)
    return [
        (f"{m // 12}-{m % 12 + 1:02d}", words.month(months.first_day(m)), m == question.until) for m in ahead
    ]
