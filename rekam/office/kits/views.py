"""What works: the wall of kits by district, a kit, a device with its whole life, and labels to print."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from rekam.domain.kits.faults import ON_THE_BENCH
from rekam.domain.kits.fitness import Fitness, Reason
from rekam.office.accounts import rights
from rekam.office.accounts.rights import Right, requires
from rekam.office.kits import asked, care, custody, history, queries, words
from rekam.office.kits.models import Device, Fault, Handover, Kit
from rekam.office.kits.queries import KitState
from rekam.office.places import queries as places
from rekam.office.places.models import Place
from rekam.office.regions import queries as regions

TONES = {Fitness.FIT: "recorded", Fitness.PARTIAL: "risk", Fitness.DOWN: "stop"}
DISTRICT_CODE = 8  # 64.08.04
STORE = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A kit on the wall."""

    kit: Kit
    place: Place | None
    is_under_way: bool
    fitness: Fitness
    reasons: Sequence[tuple[str | Promise, str | Promise]]

    @property
    def word(self) -> str | Promise:
        return words.FITNESS[self.fitness]

    @property
    def tone(self) -> str:
        return TONES[self.fitness]


@dataclass(frozen=True, slots=True)
class Bay:
    """The kits of one district, or those in the store and on their way."""

    code: str
    name: str
    cards: Sequence[Card]

    @property
    def worst(self) -> int:
        """How bad it is here: nothing that records comes first."""
        order = {Fitness.DOWN: 0, Fitness.PARTIAL: 1, Fitness.FIT: 2}
        return max((order[card.fitness] for card in self.cards), default=-1)


@requires(Right.SEE_SERVICE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Which kits work, and what is wrong with the others?"""
    within = rights.areas_of(request.user)
    cards = _cards(within)
    wanted = request.GET.get("state", "")
    shown = [card for card in cards if not wanted or card.fitness == wanted]
    faults = list(queries.open_faults(within))
    page = {
        "on_index": True,
        "bays": _bays(shown),
        "counts": {each.value: sum(card.fitness == each for card in cards) for each in Fitness},
        "total": len(cards),
        "state": wanted,
        "faults": faults,
        "oldest": faults[0] if faults else None,
        "now": asked.now(),
        "due": len(care.due(care.tasks(within, _today()))),
        **may(request),
    }
    return render(request, "kits/index.html", page)


def may(request: HttpRequest) -> dict[str, bool]:
    """What the reader's role holds, for the buttons."""
    manages = rights.can(request.user, Right.MANAGE_KITS)
    return {
        "may_manage": manages,
        "may_manage_all": manages and rights.within(request.user, queries.regency()),
        "may_report": rights.can(request.user, Right.REPORT_FAULT),
        "may_repair": rights.can(request.user, Right.REPAIR),
        "may_send": custody.decides_where(request.user),
    }


def _today() -> date:
    """The office's own day: a clock in universal time is a day behind until the morning."""
    return timezone.localdate(asked.now())


def _cards(within: str) -> list[Card]:
    held = {place.pk: place for place in places.places()}
    states = sorted(queries.fitness().values(), key=lambda state: state.kit.code)
    cards = [card_of(state, held.get(state.place_id or 0)) for state in states]
    return [card for card in cards if _is_in(card, within)]


def card_of(state: KitState, place: Place | None) -> Card:
    return Card(state.kit, place, not state.is_placed, state.fitness, reasons(state.reasons))


def _is_in(card: Card, within: str) -> bool:
    """A district sees its own kits; the store is the regency's."""
    if not within:
        return True
    return card.place is not None and card.place.area.code.startswith(within)


def reasons(found: Sequence[Reason]) -> list[tuple[str | Promise, str | Promise]]:
    """Which kind, and what about it."""
    return [(words.KINDS[r.kind] if r.kind else "", words.WHY[r.why]) for r in found]


def _bays(cards: Sequence[Card]) -> list[Bay]:
    """The worst first; the store and what is on its way at the end."""
    names = dict(regions.districts(queries.regency()).values_list("code", "name"))
    found: dict[str, list[Card]] = defaultdict(list)
    for card in cards:
        found[card.place.area.code[:DISTRICT_CODE] if card.place else STORE].append(card)
    bays = [Bay(code, names.get(code, ""), here) for code, here in found.items()]
    return sorted(bays, key=lambda bay: (not bay.code, bay.worst, bay.code))


# -- one kit ----------------------------------------------------------------------------------------


@requires(Right.SEE_SERVICE)
@require_safe
def kit(request: HttpRequest, code: str) -> HttpResponse:
    found = asked.kit(request, code)
    state = queries.fitness_of(found)
    place = Place.objects.filter(pk=state.place_id or 0).select_related("area").first()
    devices = list(found.devices.order_by("kind", "serial"))
    faults = {f.device_id: f for f in Fault.objects.filter(device__in=devices, closed_at=None)}
    page = {
        "on_index": True,
        "kit": found,
        "card": card_of(state, place),
        "under_way": queries.under_way(kit=found),
        "devices": [(device, faults.get(device.pk)) for device in devices],
        "stationings": found.stationings.select_related("place", "by").order_by("-since")[:20],
        "faults": _faults_of(request, found),
        **may(request),
    }
    return render(request, "kits/kit.html", page)


def _faults_of(request: HttpRequest, kit: Kit) -> list[tuple[Fault, bool]]:
    """The last ones, and whether the reader may open each: a device may be with another district by now."""
    found = queries.faults().select_related("device__kit", "device__place__area").filter(kit=kit)
    return [
        (fault, any(rights.within(request.user, code) for code in asked.areas_of_fault(fault)))
        for fault in found.order_by("-reported_at")[:20]
    ]


# -- one device -------------------------------------------------------------------------------------


@requires(Right.SEE_SERVICE)
@require_safe
def device(request: HttpRequest, tag: str) -> HttpResponse:
    """What a scanned label opens: what it is, how it is, what to do, and its whole life."""
    found = asked.device(request, tag)
    place = Place.objects.filter(pk=queries.place_of_device(found) or 0).first()
    fault = queries.open_fault_of(found)
    page = {
        "on_index": True,
        "device": found,
        "place": place,
        "fault": fault,
        "is_on_the_bench": fault is not None and fault.state in ON_THE_BENCH,
        "under_way": _way_of(found),
        "tasks": care.tasks_of(found, _today()),
        "life": history.of(found, may_open=lambda way: asked.may_see(request, way)),
        "qr": qr(request, found),
        **may(request),
    }
    return render(request, "kits/device.html", page)


def _way_of(device: Device) -> Handover | None:
    """Its own, or that of the kit that it travels with."""
    own = queries.under_way(device=device)
    if own is None and device.kit is not None and not device.is_apart:
        return queries.under_way(kit=device.kit)
    return own


# -- labels -----------------------------------------------------------------------------------------


@requires(Right.MANAGE_KITS)
@require_safe
def labels(request: HttpRequest) -> HttpResponse:
    """Labels to print and glue on: all of a kit, or all of the reader's area."""
    code = request.GET.get("kit", "")
    within = rights.areas_of(request.user)
    held = queries.devices(within).order_by("kit__code", "kind", "serial")
    shown = list(held.filter(kit__code=code) if code else held)
    page = {
        "labels": [(each, qr(request, each)) for each in shown],
        "kits": queries.kits_of(within).values_list("code", flat=True),
        "code": code,
    }
    return render(request, "kits/labels.html", page)


def qr(request: HttpRequest, device: Device) -> SafeString:
    """The device's address as a QR code, drawn as SVG without a size of its own."""
    address = request.build_absolute_uri(reverse("kits:device", args=[device.tag]))
    # Readers take any mask; trying all eight would be four fifths of the time of a page of labels.
    drawn = segno.make(address, error="m", micro=False, mask=3)
    return mark_safe(drawn.svg_inline(omitsize=True, border=2, svgclass="qr", lineclass=None))
