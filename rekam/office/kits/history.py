"""The whole life of a device in one list: faults and repairs, journeys, kits, checks; the latest first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rekam.domain import wording
from rekam.office.kits import words
from rekam.office.kits.models import Device, FaultMove, Handover


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: ``what`` in a few words, ``more`` besides, and where to read on."""

    at: datetime
    what: str | Promise
    more: str = ""
    by: str = ""
    icon: str = "point"
    href: str = ""


def of(device: Device, *, may_open: Callable[[Handover], bool]) -> list[Event]:
    """*may_open*: whether the reader may see a receipt. A device comes round, and others' are not theirs."""
    found = [*_faults(device), *_journeys(device, may_open), *_kits(device), *_checks(device)]
    return sorted(found, key=lambda event: event.at, reverse=True)


def moves(fault_moves: list[FaultMove]) -> list[Event]:
    """The life of one fault, the first move first."""
    return [_move(move, "") for move in fault_moves]


def _faults(device: Device) -> Iterator[Event]:
    held = FaultMove.objects.filter(fault__device=device).select_related("by", "fault")
    for move in held:
        yield _move(move, reverse("kits:fault", args=[move.fault_id]))


def _move(move: FaultMove, href: str) -> Event:
    said = [
        str(move.details[name]) for name in ("where", "parts", "vendor", "tested") if name in move.details
    ]
    if move.details.get("assignee"):
        said.insert(0, str(move.details["assignee"]))
    if move.note:
        said.insert(0, move.note)
    if move.cost_rupiah:
        said.append(f"Rp{wording.NO_BREAK}{wording.number(move.cost_rupiah, get_language() or 'id')}")
    return Event(move.at, words.DONE[move.move], " · ".join(said), str(move.by or ""), "tool", href)


def _journeys(device: Device, may_open: Callable[[Handover], bool]) -> Iterator[Event]:
    held = Handover.objects.filter(device=device)
    for sent in held.select_related("from_place__area", "to_place__area", "sent_by", "received_by"):
        href = reverse("kits:receipt", args=[sent.pk]) if may_open(sent) else ""
        way = f"{_place(sent.from_place)} → {_place(sent.to_place)}"
        yield Event(sent.sent_at, _("Sent"), f"{way} · {sent.number}", str(sent.sent_by or ""), "truck", href)
        if sent.received_at:
            by = str(sent.received_by or "")
            yield Event(sent.received_at, _("Received"), sent.received_note, by, "package", href)


def _place(place: object) -> str:
    return str(place) if place else _("the store")


def _kits(device: Device) -> Iterator[Event]:
    """Each time its kit changed; the first is when it came to the office."""
    before: int | None = None
    for number, held in enumerate(device.standings.select_related("kit", "by").order_by("since", "id")):
        if number == 0:
            code = held.kit.code if held.kit else ""
            yield Event(held.since, _("Came to the office"), code, str(held.by or ""), "plus")
        elif held.kit_id != before:
            said = _("Now in kit %(kit)s") % {"kit": held.kit.code} if held.kit else _("Taken out of its kit")
            yield Event(held.since, said, "", str(held.by or ""), "arrows-exchange")
        before = held.kit_id


def _checks(device: Device) -> Iterator[Event]:
    for done in device.care.select_related("rule", "by"):
        at = timezone.make_aware(datetime.combine(done.on, datetime.min.time()))
        said = _("Checked: all is well") if done.is_fine else _("Checked: something is wrong")
        yield Event(
            at,
            said,
            " · ".join(filter(None, (done.rule.what, done.note))),
            str(done.by or ""),
            "checkup-list",
        )
