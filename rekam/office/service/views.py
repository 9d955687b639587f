"""The monitor: every kecamatan now, on a desk, a phone or a wall; and what is open at any other moment."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rekam.domain import wording
from rekam.domain.service.late import Late
from rekam.office.accounts import rights
from rekam.office.accounts.rights import Right, requires
from rekam.office.kits.models import Fault
from rekam.office.places import asked, pictures, rows
from rekam.office.places import words as place_words
from rekam.office.places.asked import Asked
from rekam.office.regions import queries as regions
from rekam.office.service import kept, monitor, queries, words
from rekam.office.service.kept import minute
from rekam.office.service.monitor import Now
from rekam.office.service.queries import PlaceStanding

DESK, WALL = "desk", "wall"
THEMES = {"gelap": "dark", "terang": "light"}
SUNDAY, TEN = 6, time(10)


@dataclass(frozen=True, slots=True)
class LateLine:
    """A fault that waits longer than promised, as the monitor says it."""

    fault: int
    device: str
    place: str
    promise: str
    over: timedelta
    is_without_kit: bool


# -- now -----------------------------------------------------------------------------------------------


@requires(Right.SEE_SERVICE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Where is there service now, and what is wrong?"""
    page = {"on_monitor": True, **_page(request, DESK)}
    return render(request, "service/monitor.html", page)


@requires(Right.SEE_SERVICE)
@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """The same for a screen on the wall: large, without a menu, each kecamatan always in its place."""
    page = {"theme": THEMES.get(request.GET.get("tema", ""), "dark"), **_page(request, WALL)}
    return render(request, "service/wall.html", page)


@requires(Right.SEE_SERVICE)
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """What the page asks for by itself. Nothing when nothing has changed since it last asked."""
    page = _page(request, WALL if request.GET.get("mode") == WALL else DESK)
    if request.GET.get("seen") == page["stamp"]:
        return HttpResponse(status=204)
    return HttpResponse(page["now"])


def _page(request: HttpRequest, mode: str) -> dict[str, Any]:
    """What both forms of the monitor show. Nearly always it is about now: then nothing is read from the
    address, and the whole of it was written before.
    """
    question = asked.read(request) if request.GET.get("on") or request.GET.get("at") else None
    at = question.moment if question else queries.now()
    within = inside(request, request.GET.get("area", "").strip())
    is_live = question is None
    key = f"monitor:{mode}:{get_language()}:{within}:{minute(at)}:{is_live}"
    stamp, now = kept.kept(key, lambda: _written(at, within, mode, is_live))
    area = within if within != rights.areas_of(request.user) else ""
    return {"at": at, "is_live": is_live, "area": area, "stamp": stamp, "mode": mode, "now": now}


def _written(at: datetime, within: str, mode: str, is_live: bool) -> tuple[str, str]:
    """Everybody looks at this all day: it is kept as it was written, until something changes. The stamp tells
    one writing from another.
    """
    stamp = f"{kept.changes()[0]}-{minute(at)}"
    found = monitor.now(at, within, is_live=is_live)
    page = {
        "now": found,
        "districts": found.districts if mode == WALL else monitor.in_urgency(found.districts),
        "ages": list(zip(words.ages(), found.ages, strict=True)),
        "late": _late(found),
        "stamp": stamp,
        "at": at,
    }
    return stamp, render_to_string(f"service/now_{mode}.html", page)


def _late(found: Now) -> list[LateLine]:
    faults = {fault.pk: fault for fault in found.open_faults}
    return [_late_line(late, faults[late.waiting.fault]) for late in found.overdue]


def _late_line(late: Late, fault: Fault) -> LateLine:
    return LateLine(
        fault=fault.pk,
        device=str(fault.device),
        place=fault.stands_at or "",
        promise=str(words.PROMISES[late.what]),
        over=late.over,
        is_without_kit=late.waiting.is_without_kit,
    )


def inside(request: HttpRequest, wanted: str) -> str:
    """The area that is asked for; whoever works in one district sees the kits and faults of no other."""
    own = rights.areas_of(request.user)
    if wanted in ("", own, asked.EVERYWHERE):
        return own
    rights.check(request.user, Right.SEE_SERVICE, area=wanted)
    return wanted


# -- any moment ------------------------------------------------------------------------------------------


@requires(Right.SEE_SERVICE)
@require_safe
def open_at(request: HttpRequest) -> HttpResponse:
    """Where can I be recorded on Sunday at ten? Each place with the three things that must hold."""
    question = asked.read(request)
    within = question.within
    own = rights.areas_of(request.user)
    found = [_as_seen_from(own, each) for each in queries.standing(question.moment, within)]
    lines = rows.at_the_moment([each.place for each in found], question.moment, within)
    page = {
        "on_open": True,
        "question": question,
        "at": question.moment,
        "open": [each for each in found if each.is_open],
        "missing": [each for each in found if not each.is_open and each.is_in_hours],
        "closed": [each for each in found if not each.is_in_hours],
        "count": len(found),
        "districts": regions.districts(regions.office().regency.code).values_list("code", "name"),
        "within": within,
        "map": pictures.of_rows(lines, within),
        "shortcuts": _shortcuts(question),
    }
    return render(request, "service/open_at.html", page)


def _as_seen_from(own: str, standing: PlaceStanding) -> PlaceStanding:
    """Of the districts of others one reads whether they serve, and not which of their kits is broken."""
    return standing if queries.lies_in(standing.place, own) else replace(standing, kits=())


def _shortcuts(question: Asked) -> list[tuple[str, str, bool]]:
    """Now, and the coming Sunday at ten: the moments that people ask about."""
    now = timezone.localtime(queries.now())
    sunday = now.date() + timedelta(days=(SUNDAY - now.weekday()) or 7)
    day = wording.DAYS[words.language()][SUNDAY]
    area = question.given.get("area", "")
    is_now = not (question.given.get("on") or question.given.get("at"))
    then = asked.address("service:open_at", on=sunday, at=TEN, area=area)
    is_then = question.on == sunday and question.at == TEN
    return [
        (_("Now"), asked.address("service:open_at", area=area), is_now),
        (_("%(day)s at %(time)s") % {"day": day, "time": place_words.clock(TEN)}, then, is_then),
    ]
