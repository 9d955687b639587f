"""One place: what it is, when it is open, its calendar, and a feed for a phone's own calendar."""

import secrets
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rekam.office.accounts import rights
from rekam.office.accounts.rights import Right, public, requires
from rekam.office.places import asked, doubts, feed, pictures, queries, rows, standing, views, words
from rekam.office.places.models import Place

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
FEED = "text/calendar; charset=utf-8"
FEED_SECONDS = 3600
COMING = timedelta(days=60)


@requires(Right.SEE_SERVICE)
@require_safe
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """The place now, and its week."""
    found = place_of(pk)
    now = queries.default_moment(timezone.now())
    monday = _monday(asked.read_day(request.GET.get("week", "")) or timezone.localdate(now))
    days = queries.days_between(monday, monday + timedelta(days=6))
    [row] = rows.at_the_moment([found], now)
    neighbours = queries.places(found.area.code[: rows.DISTRICT_CODE]).exclude(pk=pk)
    page = {
        "row": row,
        "tone": pictures.tone(row),
        "moment": now,
        "cells": rows.cells(found, days, timezone.localdate(now), words.language()),
        "days": days,
        "today": timezone.localdate(now),
        "earlier": asked.address("places:place", pk, week=monday - A_WEEK),
        "later": asked.address("places:place", pk, week=monday + A_WEEK),
        "map": pictures.of_place(found, list(neighbours)),
        "feed": request.build_absolute_uri(reverse("places:feed", args=[pk, found.feed_key])),
        **frame(request, found, "place"),
    }
    return render(request, "places/place.html", page)


@requires(Right.SEE_SERVICE)
@require_safe
def month(request: HttpRequest, pk: int) -> HttpResponse:
    found = place_of(pk)
    first = (asked.read_day(request.GET.get("on", "")) or views.today()).replace(day=1)
    days = views.days_of_month(first)
    page = {
        "days": days,
        "cells": rows.cells(found, days, views.today(), words.language()),
        "weekdays": range(7),
        "today": views.today(),
        "earlier": asked.address("places:place_month", pk, on=views.before(days)),
        "later": asked.address("places:place_month", pk, on=days[-1] + A_DAY),
        **frame(request, found, "month"),
    }
    return render(request, "places/place_month.html", page)


@requires(Right.SEE_SERVICE)
@require_safe
def hours(request: HttpRequest, pk: int) -> HttpResponse:
    """The weeks that hold, one after the other, and the special days."""
    found = place_of(pk)
    today = views.today()
    page = {
        "weeks": queries.weeks(found, today),
        "special_days": list(found.special_days.filter(on__gte=today)),
        "past_special_days": list(found.special_days.filter(on__lt=today).order_by("-on")[:20]),
        "holidays": queries.holidays(today, today + COMING, words.language()),
        **frame(request, found, "hours"),
    }
    return render(request, "places/hours.html", page)


@public
@require_safe
def calendar_feed(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """For whoever knows the key; there are no people's data in it."""
    found = Place.objects.select_related("area").filter(pk=pk).first()
    if found is None or not secrets.compare_digest(found.feed_key.encode(), key.encode()):
        raise Http404
    now = queries.default_moment(timezone.now())
    headers = {
        "Content-Disposition": f'inline; filename="titik-layanan-{pk}.ics"',
        "Cache-Control": f"private, max-age={FEED_SECONDS}",
    }
    where = request.build_absolute_uri(reverse("places:index"))
    return HttpResponse(feed.written(found, now, where), content_type=FEED, headers=headers)


def place_of(pk: int) -> Place:
    return get_object_or_404(queries.places(), pk=pk)


def may_manage(request: HttpRequest, found: Place) -> bool:
    return rights.can(request.user, Right.MANAGE_PLACES) and rights.within(request.user, found.area.code)


def frame(request: HttpRequest, found: Place, tab: str) -> dict[str, Any]:
    return {
        "place": found,
        "district": queries.district_name(found),
        f"on_{tab}": True,
        "may_manage": may_manage(request, found),
        "sees_contact": rights.within(request.user, found.area.code),
        "doubts": doubts.about(found),
        "knows_more": standing.is_known(),
    }


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())
