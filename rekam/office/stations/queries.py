"""What is asked about stations."""

from django.db.models import QuerySet

from rekam.domain.sync.enrolment import State
from rekam.office.stations.models import Enrolment, Epoch, Operator, Pack, Station
from rekam.wire.keys import VerifyKey


def stations() -> QuerySet[Station]:
    return Station.objects.select_related("kit", "place").prefetch_related("epochs")


def epoch(station: str, number: int, *, is_locked: bool = False) -> Epoch | None:
    """The keys that a packet or a call names; locked until the transaction ends, where that is asked for."""
    found = Epoch.objects.select_for_update(of=("self",)) if is_locked else Epoch.objects.all()
    return found.select_related("station").filter(station__key=station, number=number).first()


def open_enrolments() -> QuerySet[Enrolment]:
    found = Enrolment.objects.filter(state__in=[State.WAITING, State.ASKED])
    return found.select_related("station", "begun_by")


def signing_keys(operator: str) -> list[VerifyKey]:
    """Whose signature a recording may carry: the operator's key now, and those from before."""
    found = Operator.objects.filter(key=operator).prefetch_related("past_keys").first()
    if found is None:
        return []
    raws = [found.sign_public, *(past.sign_public for past in found.past_keys.all())]
    return [VerifyKey(bytes(raw)) for raw in raws]


def latest_pack(epoch: Epoch) -> Pack | None:
    """The newest pack sealed for these keys."""
    return Pack.objects.filter(epoch=epoch).order_by("-version").first()


def within(area: str) -> QuerySet[Station]:
    """The stations that stand in an area; "" is everywhere."""
    found = stations().prefetch_related("packs")
    return found.filter(place__area__code__startswith=area) if area else found
