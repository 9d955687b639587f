"""The devices of this laptop: who answers, who does not and why, and a report of what somebody saw."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rekam.domain.kits.kinds import is_simulated
from rekam.domain.trouble import RuleBroken
from rekam.station import edge
from rekam.station.devices import noting, plugged, reporting, words
from rekam.station.devices.finding import Found
from rekam.station.devices.forms import Report
from rekam.station.devices.looking import SEEN
from rekam.station.devices.noting import Plate
from rekam.station.operators import doors


@doors.signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "devices/index.html", _page(_looked(SEEN.now())))


@doors.signed_in
@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """Knock at every port now, and not in a while."""
    _looked(SEEN.look())
    return redirect("devices:index")


@doors.signed_in
@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """What a device does that no program can see. The office opens a fault where it knows the device."""
    found = SEEN.now()
    form = Report(request.POST, plates=_plates(found))
    if not form.is_valid():
        return render(request, "devices/index.html", _page(found, form), status=409)
    by, at = request.operator, timezone.now()  # type: ignore[attr-defined]
    try:
        reporting.by_hand(form.plate, form.cleaned_data["observed"], by=by, at=at)
        messages.success(request, _told(form.plate))
    except RuleBroken as broken:
        messages.warning(request, edge.said(broken))
    return redirect("devices:index")


def _told(plate: Plate) -> str:
    """The laptop does not know which devices the office knows."""
    if is_simulated(plate.make):
        return _(
            "Reported. The device is a simulated one: the office shows the report with its packet and opens "
            "no fault."
        )
    return _(
        "Reported. When it arrives, the office opens a fault on the device, or shows the report with its "
        "packet where it knows no such device."
    )


def _looked(found: Found) -> Found:
    plugged.remember(found.devices, at=timezone.now())
    return found


def _plates(found: Found) -> list[Plate]:
    here = [Plate(each.type.lower(), each.make, each.model, each.serial) for each in found.devices]
    away = [device for device, _trouble in plugged.absent(found, at=timezone.now())]
    return [*here, *(Plate(each.kind, each.make, each.model, each.serial) for each in away)]


def _page(found: Found, form: Report | None = None) -> dict[str, Any]:
    at = timezone.now()
    return {
        "devices": [
            (each, words.kind(each.type.lower()), words.state(each.status)) for each in found.devices
        ],
        "absent": [
            (each, words.kind(each.kind), edge.said(trouble), trouble.code)
            for each, trouble in plugged.absent(found, at=at)
        ],
        "strangers": [
            (edge.said(each), str(each.observed.port), each.code) for each in plugged.strangers(found, at=at)
        ],
        "form": form or Report(plates=_plates(found)),
        "sightings": [(each, words.kind(each.kind)) for each in noting.recent()],
    }
