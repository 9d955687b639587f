"""Whether a message may go now: agreed to, not asked to stop, and what it says still holds."""

from collections.abc import Iterable

from rekam.domain.reminders import texts
from rekam.domain.visits.life import BEFORE
from rekam.domain.visits.life import State as VisitState
from rekam.office.reminders import saying
from rekam.office.reminders.models import Campaign, Message, OptOut, Reachable
from rekam.office.residents.models import Resident
from rekam.office.visits.models import Visit


def stopped(addresses: Iterable[str]) -> set[str]:
    """Those of the addresses to which nothing may be sent any more."""
    wanted = [address for address in addresses if address]
    found: set[str] = set()
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        held = OptOut.objects.filter(address__in=some, lifted_at=None)
        found.update(held.values_list("address", flat=True))
    return found


def objection(message: Message) -> str:
    """Why a message must not go after all, as a code. Asked again just before it is sent."""
    if stopped([message.address]):
        return "opted_out"
    if not agrees(message):
        return "no_consent"
    if why := _over(message.campaign):
        return why
    if message.nik and Resident.objects.filter(nik=message.nik, first_recorded_on__isnull=False).exists():
        return "recorded"
    whole = f"{message.subject}\n{message.text}\n{' '.join(message.parameters)}"
    return "number_in_text" if texts.holds_number(whole, message.nik) else ""


def agrees(message: Message) -> bool:
    """By the consent of today: it may have been taken back since the message was written."""
    if message.nik:
        return Reachable.objects.filter(nik=message.nik, consents=True).exists()
    return bool(message.contact and message.contact.consents)


def told(visit: Visit) -> list[str]:
    """The day and hour that a message about a visit says."""
    return [visit.on.isoformat(), visit.starts.isoformat()]


def _over(campaign: Campaign) -> str:
    """A message waits through the night, a full budget or a failing provider; its visit does not."""
    visit = campaign.visit
    if visit is None:
        return ""
    if VisitState(visit.state) not in BEFORE or visit.on < saying.today():
        return "visit_over"
    return "visit_moved" if campaign.foreseen.get("told", told(visit)) != told(visit) else ""
