"""Laptops at the counters: the list, one of them with its keys, and what is done about them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rekam.domain.trouble import Forbidden, RuleBroken
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.places.models import Place
from rekam.office.stations import actions, forms, queries
from rekam.office.stations.models import Epoch, Operator, Station

KEYS = {"freeze": actions.freeze, "thaw": actions.thaw, "revoke": actions.revoke}


def may(request: HttpRequest) -> dict[str, bool]:
    """What the reader's role holds, for the buttons."""
    return {
        "may_manage": rights.can(request.user, Right.MANAGE_STATIONS),
        "may_issue": rights.can(request.user, Right.ISSUE_PACKS),
        "may_work": rights.can(request.user, Right.WORK_AT_STATION),
        "on_stations": True,
    }


def asked(request: HttpRequest, pk: int) -> Station:
    """The station of an address, if it stands where the reader works."""
    station = get_object_or_404(queries.stations(), pk=pk)
    if not rights.within(request.user, _area_of(station.place)):
        raise Forbidden(
            "right.other_area", "Your role does not reach this area: %(area)s.", area=station.name
        )
    return station


def _area_of(place: Place | None) -> str:
    """A station without a place is the whole office's."""
    return place.area.code if place else rights.regency()


@requires(Right.SEE_INTAKE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Which laptops record for us, and with which keys?"""
    found = queries.within(rights.areas_within_office(request.user))
    operators = Operator.objects.select_related("user").order_by("user__full_name")
    page = {"stations": [_line(each) for each in found], "operators": operators, **may(request)}
    return render(request, "stations/index.html", page)


def _line(station: Station) -> dict[str, Any]:
    epochs = sorted(station.epochs.all(), key=lambda e: -e.number)
    packs = sorted(station.packs.all(), key=lambda p: -p.version)
    return {"station": station, "epoch": epochs[0] if epochs else None, "pack": packs[0] if packs else None}


@requires(Right.SEE_INTAKE)
@require_safe
def station(request: HttpRequest, pk: int) -> HttpResponse:
    """One laptop: its keys, its packs, and what can be done."""
    found = asked(request, pk)
    page = {
        "station": found,
        "epochs": found.epochs.select_related("first_by", "second_by"),
        "packs": found.packs.select_related("by", "epoch", "visit__place", "place")[:20],
        "enrolment": queries.open_enrolments().filter(station=found).first(),
        "why": forms.WhyForm(),
        "now": timezone.now(),
        **may(request),
    }
    return render(request, "stations/station.html", page)


@requires(Right.MANAGE_STATIONS, within_area=True)
def add(request: HttpRequest) -> HttpResponse:
    form = forms.StationForm(request.POST or None, within=rights.areas_within_office(request.user))
    if form.is_valid():
        rights.check(request.user, Right.MANAGE_STATIONS, area=_area_of(form.cleaned_data["place"]))
        made = actions.add(by=who.asks(request), at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The station is on the list. Enrol its laptop next."))
        return redirect("stations:station", made.pk)
    return render(request, "stations/form.html", {"form": form, **may(request)})


@requires(Right.MANAGE_STATIONS, within_area=True)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    found = asked(request, pk)
    form = forms.StationForm(
        request.POST or None, instance=found, within=rights.areas_within_office(request.user)
    )
    if form.is_valid():
        rights.check(request.user, Right.MANAGE_STATIONS, area=_area_of(form.cleaned_data["place"]))
        facts = {name: form.cleaned_data[name] for name in form.changed_data}
        if facts:
            actions.change(station=found, by=who.asks(request), at=timezone.now(), **facts)
        messages.success(request, _("Saved."))
        return redirect("stations:station", found.pk)
    return render(request, "stations/form.html", {"form": form, "station": found, **may(request)})


@requires(Right.MANAGE_STATIONS, within_area=True)
@require_POST
def keys(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze, release or revoke the keys of one installation."""
    epoch = get_object_or_404(Epoch.objects.select_related("station"), pk=pk)
    asked(request, epoch.station_id)
    act, form = KEYS.get(request.POST.get("move", "")), forms.WhyForm(request.POST)
    if act is None or not form.is_valid():
        messages.error(request, _("Say why: it stands in the audit trail."))
        return redirect("stations:station", epoch.station_id)
    try:
        act(epoch=epoch, why=form.cleaned_data["why"], by=who.asks(request), at=timezone.now())
    except RuleBroken as broken:
        messages.error(request, broken.told(_(broken.sentence)))
    else:
        messages.success(request, _("Done. Packets that come with these keys are kept all the same."))
    return redirect("stations:station", epoch.station_id)


@requires(Right.WORK_AT_STATION, within_area=True)
def password(request: HttpRequest) -> HttpResponse:
    """One's own password for laptops: the office keeps only what lets a laptop check it."""
    form = forms.PasswordForm(request.POST or None)
    user = who.asks(request)
    if form.is_valid():
        actions.set_password(user=user, password=form.cleaned_data["password"], by=user, at=timezone.now())
        messages.success(
            request,
            _("The station password is set. It works on a laptop with the next roster pack that names you."),
        )
        return redirect("stations:password")
    held = Operator.objects.filter(user=user).first()
    return render(request, "stations/password.html", {"form": form, "held": held, **may(request)})
