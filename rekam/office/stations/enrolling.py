"""A laptop becomes a station: a code for ten minutes, words that two people compare, the answer."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from rekam.domain.sync import enrolment as rules
from rekam.domain.sync.enrolment import State, Try
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.models import User
from rekam.office.audit import actions as audit
from rekam.office.regions import queries as regions
from rekam.office.stations import actions, keys, tries
from rekam.office.stations.models import Enrolment, Epoch, Station
from rekam.wire import enrolment as wire
from rekam.wire import shapes
from rekam.wire.enrolment import Code, Request
from rekam.wire.packs import Recipient
from rekam.wire.trouble import WireTrouble


@transaction.atomic
def begin(*, station: Station, by: User, at: datetime) -> Enrolment:
    """Show a code. One that was shown before for the same laptop is void, also where both are asked for at
    once.
    """
    _lock(station.pk)
    station.enrolments.filter(state__in=[State.WAITING, State.ASKED]).update(
        state=State.REFUSED, code="", ended_at=at, ended_by=by
    )
    found = Enrolment.objects.create(station=station, code=Code.new().letters, begun_at=at, begun_by=by)
    audit.record("station.enrolment_begun", f"station:{station.name}", by=by, at=at)
    return found


def _lock(station: int) -> None:
    """Before its enrolments, by whoever changes both."""
    Station.objects.select_for_update(no_key=True).get(pk=station)


def ask(data: bytes, *, at: datetime, source: str = "") -> bytes | None:
    """The grant, or nothing yet: the laptop asks again with the same bytes. *source*: from which address."""
    known = Enrolment.objects.filter(request=data).first()
    if known is None:
        known = _asked(data, Try(at, source))
    if known.state == State.REFUSED:
        raise RuleBroken("enrolment.refused", gettext_noop("The office refused this enrolment. Begin again."))
    return bytes(known.grant) if known.grant is not None else None


def _asked(data: bytes, this: Try) -> Enrolment:
    """The open enrolment whose code the laptop knows. Nothing is told of the others. To find it takes long,
    and locks nothing meanwhile.
    """
    request = shapes.legible(wire.read_request(data))
    waiting = list(Enrolment.objects.filter(state=State.WAITING, begun_at__gte=this.at - rules.VALID))
    if not waiting:
        raise WireTrouble("enrolment.code")
    tries.take(this)
    meant = next((each for each in waiting if _knows(data, each)), None)
    if meant is None:
        raise WireTrouble("enrolment.code")
    tries.give_back(this)
    return _note(meant, data, request, at=this.at)


def _knows(data: bytes, enrolment: Enrolment) -> bool:
    try:
        wire.check_code(data, Code(enrolment.code))
    except WireTrouble:
        return False
    return True


@transaction.atomic
def _note(meant: Enrolment, data: bytes, request: Request, *, at: datetime) -> Enrolment:
    """Unless somebody ended it meanwhile. Who sent the same twice at once is answered the same twice."""
    held = Enrolment.objects.select_for_update(of=("self",)).get(pk=meant.pk)
    if held.request is not None and bytes(held.request) == data:
        return held
    held.state = rules.decide(State(held.state), "ask", begun_at=held.begun_at, at=at).value
    held.request, held.laptop = data, request.station_name
    held.save()
    audit.record("station.asked", f"station:{held.station.name}", by="station", at=at)
    return held


def request_of(enrolment: Enrolment) -> Request | None:
    """What the laptop sent, with the words to compare."""
    return wire.read_request(bytes(enrolment.request)) if enrolment.request is not None else None


@transaction.atomic
def grant(*, enrolment: Enrolment, by: User, at: datetime) -> Epoch:
    """A second person has compared the words. The keys before these are replaced."""
    _lock(enrolment.station_id)
    held = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    to = rules.decide(State(held.state), "grant", begun_at=held.begun_at, at=at)
    rules.check_second(held.begun_by_id, by.pk)
    request = request_of(held)
    assert request is not None
    epoch = actions.begin_epoch(held.station, request, first=held.begun_by, second=by, at=at)
    answer = _grant(held, epoch, second=by)
    held.grant = wire.grant(answer, code=Code(held.code), request=bytes(held.request or b""))
    held.state, held.ended_at, held.ended_by, held.code = to.value, at, by, ""
    held.save()
    details = {"epoch": epoch.number, "by": held.begun_by.username}
    audit.record("station.enrolled", f"station:{held.station.name}", by=by, at=at, details=details)
    return epoch


def _grant(held: Enrolment, epoch: Epoch, *, second: User) -> wire.Grant:
    recipients = {name: Recipient(key.suite, key.raw) for name, key in keys.recipients().items()}
    return wire.Grant(
        station=bytes.fromhex(held.station.key),
        epoch=epoch.number,
        office_name=regions.office().name,
        office_key=keys.office_public().raw,
        receipt_keys=tuple(key.raw for key in keys.receipt_publics()),
        recipients=recipients,
        approved_by=held.begun_by.full_name,
        second_officer=second.full_name,
    )


@transaction.atomic
def refuse(*, enrolment: Enrolment, by: User, at: datetime) -> None:
    """The words differ, or nobody wants it any more. Whoever began may also end it."""
    held = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    held.state = rules.decide(State(held.state), "refuse", begun_at=held.begun_at, at=at).value
    held.ended_at, held.ended_by, held.code = at, by, ""
    held.save()
    audit.record("station.enrolment_refused", f"station:{held.station.name}", by=by, at=at)
