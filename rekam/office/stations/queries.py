"""What is asked about stations."""

from collections.abc import Iterable

from django.db.models import QuerySet

from rekam.asked import Asked
from rekam.domain.sync.enrolment import State
from rekam.office.stations.models import Enrolment, Epoch, Operator, Pack, PastKey, Station
from rekam.wire.keys import VerifyKey


def stations() -> QuerySet[Station]:
    return Station.objects.select_related("kit", "place").prefetch_related("epochs")


def epoch(station: str, number: int, *, is_locked: bool = False) -> Epoch | None:
    """The keys that a packet or a call names; locked until the transaction ends, where that is asked for."""
    if is_locked:
        return _locked(station, number)
    found = Epoch.objects.filter(station__key=station, number=number).select_related("station").order_by()
    return next(iter(found), None)  # there is one at most


_locked = Asked(
    lambda station, number: (
        Epoch.objects.filter(station__key=station, number=number).select_for_update(of=("self",)).order_by()
    ),
    *(str, int),
).first


def open_enrolments() -> QuerySet[Enrolment]:
    found = Enrolment.objects.filter(state__in=[State.WAITING, State.ASKED])
    return found.select_related("station", "begun_by")


def signing_keys(operator: str) -> list[VerifyKey]:
    """Whose signature a recording may carry: the operator's key now, and those from before."""
    return signing_keys_of([operator]).get(operator, [])


def signing_keys_of(operators: Iterable[str]) -> dict[str, list[VerifyKey]]:
    """By operator, asked together; nothing for whom the office does not know."""
    wanted = set(operators)
    now = Operator.objects.filter(key__in=wanted).order_by().values_list("key", "sign_public")
    past = PastKey.objects.filter(operator__key__in=wanted).order_by("-until")
    found: dict[str, list[VerifyKey]] = {}
    for key, raw in [*now, *past.values_list("operator__key", "sign_public")]:
        found.setdefault(key, []).append(VerifyKey(bytes(raw)))
    return found


def latest_pack(epoch: Epoch) -> Pack | None:
    """The newest pack sealed for these keys."""
    return Pack.objects.filter(epoch=epoch).order_by("-version").first()


def within(area: str) -> QuerySet[Station]:
    """The stations that stand in an area; "" is everywhere."""
    found = stations().prefetch_related("packs")
    return found.filter(place__area__code__startswith=area) if area else found
