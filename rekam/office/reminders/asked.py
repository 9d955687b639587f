"""What an address asks of the messages: whom to write to, which of them to show, and who is asking."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language

from rekam.office.accounts import rights
from rekam.office.accounts.rights import Right
from rekam.office.clients.models import Client
from rekam.office.regions import queries as regions
from rekam.office.regions.models import Area
from rekam.office.reminders import queries
from rekam.office.reminders.models import Campaign, Channel, Kind, Message, State
from rekam.office.reminders.recipients import Chosen
from rekam.office.visits.models import Visit


def now() -> datetime:
    return timezone.now()


def language() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"


def sees_people(request: HttpRequest) -> bool:
    """Names, numbers and words of messages; others see how many there are and how they fare."""
    return rights.can(request.user, Right.SEE_RESIDENTS)


def may_send(request: HttpRequest) -> bool:
    return rights.can(request.user, Right.SEND_REMINDERS) and sees_people(request)


def check_sender(request: HttpRequest, area: str) -> None:
    """To send, one must also be allowed to see whom one writes to, and work where they are."""
    rights.check(request.user, Right.SEND_REMINDERS, area=area)
    rights.check(request.user, Right.SEE_RESIDENTS, area=area)


def check_office(request: HttpRequest) -> None:
    """Templates and limits are the whole office's."""
    rights.check(request.user, Right.SEND_REMINDERS, area=regions.office().regency.code)


def message(request: HttpRequest, pk: int) -> Message:
    held = Message.objects.select_related("campaign__template", "campaign__visit", "contact", "area")
    found: Message = get_object_or_404(held, pk=pk)
    rights.check(request.user, Right.SEE_OUTREACH, area=found.area.code)
    return found


def campaign(request: HttpRequest, pk: int) -> Campaign:
    found: Campaign = get_object_or_404(queries.campaigns(), pk=pk)
    rights.check(request.user, Right.SEE_OUTREACH, area=found.area.code)
    return found


def visit(request: HttpRequest, pk: int) -> Visit:
    held = Visit.objects.select_related("place__area", "client")
    found: Visit = get_object_or_404(held, pk=pk)
    check_sender(request, found.place.area.code)
    return found


@dataclass(frozen=True, slots=True)
class Filter:
    """Which messages a list shows, as its address says it."""

    state: str
    channel: str

    @property
    def is_set(self) -> bool:
        return bool(self.state or self.channel)


DECIDE, BY_HAND = "putuskan", "tangan"  # not states, but what waits for a person


def filter_of(request: HttpRequest) -> Filter:
    state, channel = request.GET.get("keadaan", ""), request.GET.get("saluran", "")
    known = {*State.values, DECIDE, BY_HAND}
    return Filter(state if state in known else "", channel if channel in Channel.values else "")


def filtered(wanted: Filter, within: str) -> QuerySet[Message]:
    if wanted.state == DECIDE:
        found = queries.to_decide(within)
    elif wanted.state == BY_HAND:
        found = queries.by_hand(within)
    else:
        found = queries.messages(within)
        found = found.filter(state=wanted.state) if wanted.state else found
    return found.filter(channel=wanted.channel) if wanted.channel else found


def chosen(request: HttpRequest, held: dict[str, Any]) -> Chosen:
    """Residents of an area, or the contacts of a client or of all clients in it."""
    area = _area(request, held["area"])
    client = Client.objects.select_related("place__area").filter(pk=held.get("client") or 0).first()
    if client is not None and not rights.within(request.user, client.place.area.code):
        raise Http404
    found = Chosen(Kind(held["kind"]), client.place.area if client else area, client=client)
    check_sender(request, found.area.code)
    return found


def _area(request: HttpRequest, code: str) -> Area:
    found = regions.by_code(code) if code else None
    return found or regions.by_code(rights.areas_of(request.user)) or regions.office().regency


def of_visit(found: Visit, kind: str) -> Chosen:
    """The people expected at a visit, or the contacts of its client."""
    wanted = Kind.CONTACTS if kind == Kind.CONTACTS else Kind.VISIT
    return Chosen(wanted, found.place.area, visit=found)
