"""Whether somebody may be written to now: agreed, and has not asked us to stop."""

from collections.abc import Iterable

from rekam.domain.reminders import texts
from rekam.office.reminders.models import Message, OptOut, Reachable


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
    whole = f"{message.subject}\n{message.text}\n{' '.join(message.parameters)}"
    return "number_in_text" if texts.holds_number(whole, message.nik) else ""


def agrees(message: Message) -> bool:
    """By the consent of today: it may have been taken back since the message was written."""
    if message.nik:
        return Reachable.objects.filter(nik=message.nik, consents=True).exists()
    return bool(message.contact and message.contact.consents)
