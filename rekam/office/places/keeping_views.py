"""Keeping service points: adding and changing them, their weeks, their special days."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rekam.domain import wording
from rekam.domain.places import hours
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.places import actions, asked, doubts, forms, pictures, place_views, queries, views, words
from rekam.office.places.models import Place, SpecialDay, Timetable

# Where a rule is shown: beside the field that it is about.
FIELDS = {
    "place.unknown_area": "area",
    "place.no_such_point": "lat",
    "place.closes_before_it_opens": "closes_on",
    "place.name_taken": "name",
    "special_day.outside_dates": "on",
    "holiday.there_already": "on",
}


def kept(form: BaseForm, act: Callable[[], Any]) -> bool:
    """Whether an action was done; a rule that forbids it becomes an error of the form."""
    try:
        act()
    except RuleBroken as broken:
        field = FIELDS.get(broken.code) or broken.values.get("field")
        form.add_error(str(field) if field else None, broken.told(_(broken.sentence)))
        return False
    return True


def own_place(request: HttpRequest, pk: int) -> Place:
    """The place, for somebody who keeps places there."""
    found = place_views.place_of(pk)
    rights.check(request.user, Right.MANAGE_PLACES, area=found.area.code)
    return found


# -- the place itself ---------------------------------------------------------------------------


@requires(Right.MANAGE_PLACES, within_area=True)
def add(request: HttpRequest) -> HttpResponse:
    form = forms.PlaceForm(request.POST or None, within=rights.areas_of(request.user), initial=_near(request))
    made: list[Place] = []

    def act() -> None:
        rights.check(request.user, Right.MANAGE_PLACES, area=form.cleaned_data["area"])
        made.append(actions.add_place(**form.cleaned_data, by=who.asks(request), at=timezone.now()))

    if form.is_valid() and kept(form, act):
        _tell_doubts(request, made[0])
        messages.success(request, _("The service point was added. Now say when it is open."))
        return redirect("places:set_week", pk=made[0].pk)
    return _place_form(request, form, None)


@requires(Right.MANAGE_PLACES, within_area=True)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    found = own_place(request, pk)
    form = forms.PlaceForm(request.POST or None, instance=found, within=rights.areas_of(request.user))

    def act() -> None:
        rights.check(request.user, Right.MANAGE_PLACES, area=form.cleaned_data["area"])
        actions.change_place(place=found, **form.cleaned_data, by=who.asks(request), at=timezone.now())

    if form.is_valid() and kept(form, act):
        _tell_doubts(request, found)
        messages.success(request, _("The service point was changed."))
        return redirect("places:place", pk=pk)
    return _place_form(request, form, place_views.place_of(pk))


def _near(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in ("area", "kind") if name in request.GET}


def _place_form(request: HttpRequest, form: forms.PlaceForm, place: Place | None) -> HttpResponse:
    others = [each for each in queries.places(rights.areas_of(request.user)) if each != place]
    page = {"form": form, "place": place, "map": pictures.for_picking(place, others)}
    return render(request, "places/place_form.html", page)


def _tell_doubts(request: HttpRequest, place: Place) -> None:
    for doubt in doubts.about(place):
        messages.warning(request, f"{doubt.title} {doubt.todo}")


@requires(Right.MANAGE_PLACES, within_area=True)
@require_POST
def renew_feed(request: HttpRequest, pk: int) -> HttpResponse:
    found = own_place(request, pk)
    actions.renew_feed(place=found, by=who.asks(request), at=timezone.now())
    messages.success(
        request, _("The calendar has a new address. Whoever follows the old one sees nothing more.")
    )
    return redirect("places:place", pk=pk)


# -- weeks ----------------------------------------------------------------------------------------


@requires(Right.MANAGE_PLACES, within_area=True)
def set_week(request: HttpRequest, pk: int) -> HttpResponse:
    """The hours from a day on: what holds then stands in the fields and is changed there."""
    found = own_place(request, pk)
    since = asked.read_day(request.POST.get("since", request.GET.get("since", ""))) or views.today()
    others = [each for each in _kept_by(request) if each.pk != pk]
    form = forms.SinceForm(request.POST or None, others=others, initial={"since": since})
    held = queries.week_in_force(found, since)
    week = forms.HoursForm(request.POST if request.method == "POST" else None, dict(enumerate(held)))
    if form.is_valid() and week.is_valid():
        chosen = [found, *(each for each in others if each.pk in form.cleaned_data["also"])]
        _set_weeks(chosen, form.cleaned_data["since"], week, request)
        return redirect("places:hours", pk=pk)
    page = {
        "form": form,
        "week": week,
        "since": since,
        "others": others,
        **place_views.frame(request, found, "hours"),
    }
    return render(request, "places/week_form.html", page)


def _kept_by(request: HttpRequest) -> list[Place]:
    """The places of whoever asks that have not ended."""
    today = views.today()
    every = queries.places(rights.areas_of(request.user))
    return [each for each in every if each.closes_on is None or each.closes_on >= today]


@transaction.atomic
def _set_weeks(places: list[Place], since: date, week: forms.HoursForm, request: HttpRequest) -> None:
    for each in places:
        actions.set_week(place=each, since=since, week=week.ranges, by=who.asks(request), at=timezone.now())
    day = wording.long_date(since, words.language())
    if len(places) == 1:
        messages.success(request, _("The hours hold from %(day)s on.") % {"day": day})
    else:
        told = {"day": day, "n": len(places)}
        messages.success(request, _("The hours of %(n)s service points hold from %(day)s on.") % told)


@requires(Right.MANAGE_PLACES, within_area=True)
@require_POST
def remove_week(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    found = own_place(request, pk)
    timetable = get_object_or_404(Timetable.objects.select_related("place"), pk=number, place=found)
    since = timetable.since
    actions.remove_week(timetable=timetable, by=who.asks(request), at=timezone.now())
    day = wording.long_date(since, words.language())
    messages.success(request, _("The hours from %(day)s on were taken back.") % {"day": day})
    return redirect("places:hours", pk=pk)


# -- special days -----------------------------------------------------------------------------------


@requires(Right.MANAGE_PLACES, within_area=True)
def special_day(request: HttpRequest, pk: int) -> HttpResponse:
    """Other hours on one day. In the fields stands what is set for it already, or else what its week says."""
    found = own_place(request, pk)
    on = asked.read_day(request.POST.get("on", request.GET.get("on", ""))) or views.today()
    set_already = found.special_days.filter(on=on).first()
    form = forms.SpecialDayForm(request.POST or None, initial=_initial(on, set_already, request))
    held = _hours_on(found, on, set_already, request)
    day = forms.HoursForm(request.POST if request.method == "POST" else None, {0: held})

    def act() -> None:
        said = form.cleaned_data
        ranges = () if said["is_closed"] else day.ranges[0]
        about = {"place": found, "on": said["on"], "ranges": ranges, "reason": said["reason"]}
        actions.set_special_day(**about, by=who.asks(request), at=timezone.now())

    if form.is_valid() and (form.cleaned_data["is_closed"] or _has_hours(form, day)) and kept(form, act):
        told = {"day": wording.long_date(form.cleaned_data["on"], words.language())}
        messages.success(request, _("The special day on %(day)s was set.") % told)
        return redirect("places:hours", pk=pk)
    page = {
        "form": form,
        "day": day.days[0],
        "on": on,
        "hours_label": _("Hours"),
        **place_views.frame(request, found, "hours"),
    }
    return render(request, "places/special_day_form.html", page)


def _hours_on(place: Place, on: date, held: SpecialDay | None, request: HttpRequest) -> hours.Ranges:
    """``hours=08:00-12:00,13:00-16:00`` in the address is a day that was taken back and is wanted again."""
    if held:
        return hours.from_stored(held.ranges)
    said = [each.split("-") for each in request.GET.get("hours", "").split(",")]
    try:
        if all(len(each) == 2 for each in said):
            return hours.ranges(hours.Range(*map(hours.read_time, each)) for each in said)
    except RuleBroken:
        pass  # an address that somebody wrote by hand: the week's hours stand in the fields
    return queries.week_in_force(place, on)[on.weekday()]


def _initial(on: date, held: SpecialDay | None, request: HttpRequest) -> dict[str, Any]:
    if held:
        return {"on": on, "is_closed": not held.ranges, "reason": held.reason}
    return {"on": on, "is_closed": "closed" in request.GET, "reason": request.GET.get("reason", "")}


def _has_hours(form: forms.SpecialDayForm, day: forms.HoursForm) -> bool:
    if not day.is_valid():
        return False
    if not day.ranges[0]:
        form.add_error("is_closed", _("Give hours, or say that the place is closed all day."))
    return bool(day.ranges[0])


@requires(Right.MANAGE_PLACES, within_area=True)
@require_POST
def remove_special_day(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Taken back at once; the message leads to the form with what it was."""
    found = own_place(request, pk)
    held = get_object_or_404(SpecialDay.objects.select_related("place"), pk=number, place=found)
    on = held.on
    told_hours = ",".join("-".join(each) for each in held.ranges)
    about = {"reason": held.reason, "hours": told_hours, "closed": "" if held.ranges else "1"}
    again = asked.address("places:special_day", pk, on=on, **about)
    actions.remove_special_day(special_day=held, by=who.asks(request), at=timezone.now())
    told = _("%(day)s goes by the week again.") % {"day": wording.long_date(on, words.language())}
    messages.success(request, format_html('{} <a href="{}">{}</a>', told, again, _("Set it again")))
    return redirect("places:hours", pk=pk)
