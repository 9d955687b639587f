"""Who asks, when, and about which kit, device or fault: read here, and kept within the reader's own area."""

from datetime import datetime

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from rekam.office.accounts import rights
from rekam.office.accounts.rights import Right
from rekam.office.kits import queries
from rekam.office.kits.models import Device, Fault, Handover, Kit
from rekam.office.places import queries as places
from rekam.office.places.models import Place


def now() -> datetime:
    """In the demo the moment at which its calendar stands still."""
    return places.default_moment(timezone.now())


def check_keeps_all(request: HttpRequest) -> None:
    """For what is the whole office's: its lists and counts, and what is checked everywhere."""
    rights.check(request.user, Right.MANAGE_KITS, area=queries.regency())


def kit(request: HttpRequest, code: str, right: Right = Right.SEE_SERVICE) -> Kit:
    found = get_object_or_404(Kit.objects.select_related("home"), code=code)
    rights.check(request.user, right, area=queries.area_of(found))
    return found


def device(request: HttpRequest, tag: str, right: Right = Right.SEE_SERVICE) -> Device:
    """By its tag, however it was typed."""
    found = get_object_or_404(Device.objects.select_related("kit", "place__area"), tag=tag.upper())
    rights.check(request.user, right, area=queries.area_of_device(found))
    return found


def fault(request: HttpRequest, pk: int, right: Right = Right.SEE_SERVICE) -> Fault:
    """For those where it was reported, and for those where the device is now."""
    found = get_object_or_404(queries.faults(), pk=pk)
    areas = areas_of_fault(found)
    here = next((code for code in areas if rights.within(request.user, code)), areas[0])
    rights.check(request.user, right, area=here)
    return found


def areas_of_fault(fault: Fault) -> list[str]:
    """The codes: where the device is now, and where the fault was reported."""
    reported = [fault.place.area.code] if fault.place else []
    return [queries.area_of_device(fault.device), *reported]


def handover(request: HttpRequest, pk: int) -> Handover:
    """Both ends may see it: who sends and who receives."""
    every = Handover.objects.select_related("kit", "device", "from_place__area", "to_place__area")
    found = get_object_or_404(every.select_related("sent_by", "received_by"), pk=pk)
    if not may_see(request, found):
        rights.check(request.user, Right.SEE_SERVICE, area=ends(found)[0])
    return found


def may_see(request: HttpRequest, handover: Handover) -> bool:
    return any(rights.within(request.user, code) for code in ends(handover))


def ends(handover: Handover) -> tuple[str, str]:
    """The codes of the areas it goes from and to; the store is the regency's."""
    return _code(handover.from_place), _code(handover.to_place)


def _code(place: Place | None) -> str:
    return place.area.code if place else queries.regency()
