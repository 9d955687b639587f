"""The times that the office has promised, and the faults that have waited longer."""

from collections.abc import Iterable
from datetime import datetime

from rekam.domain.kits.faults import State
from rekam.domain.service import late
from rekam.domain.service.late import USUAL_HOURS, Late, Promise, Waiting
from rekam.office.kits.models import Fault, ServiceLevel
from rekam.office.service.queries import PlaceStanding
from rekam.office.service.recordings import DISTRICT


def hours() -> dict[Promise, int]:
    """What the office set; the usual times for what it did not."""
    held = dict(ServiceLevel.objects.filter(what__in=list(Promise)).values_list("what", "hours"))
    return {what: held.get(what.value, usual) for what, usual in USUAL_HOURS.items()}


def overdue(at: datetime, standing: Iterable[PlaceStanding], faults: Iterable[Fault]) -> list[Late]:
    """The open faults that are late, the worst first."""
    served = {each.place.area.code[:DISTRICT] for each in standing if each.is_served}
    waiting = [
        Waiting(
            fault.pk,
            State(fault.state),
            fault.moved_at,
            fault.reported_at,
            fault.stands_in is not None and fault.stands_in[:DISTRICT] not in served,
        )
        for fault in faults
    ]
    return late.overdue(waiting, hours(), at)


def is_set() -> bool:
    """Whether the office has said so itself: until then the usual times hold."""
    return ServiceLevel.objects.filter(what__in=list(Promise)).exists()
