"""Whoever has had enough: by a reply, by the link in a message, or told to the office. It lasts."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_noop

from rekam.domain.reminders import addresses
from rekam.domain.trouble import RuleBroken
from rekam.office.audit import actions as audit
from rekam.office.reminders import steps
from rekam.office.reminders.models import Message, OptOut, Reachable, Way
from rekam.office.reminders.steps import Happened

if TYPE_CHECKING:
    from rekam.office.accounts.models import User


@transaction.atomic
def leave(
    *, addresses_: Iterable[str], way: Way, by: "User | str | None", at: datetime, note: str = ""
) -> list[OptOut]:
    """Nothing goes to these addresses any more, and what waits for them is refused. Twice is once."""
    wanted = list(dict.fromkeys(filter(None, addresses_)))
    held = set(OptOut.objects.filter(address__in=wanted, lifted_at=None).values_list("address", flat=True))
    person = None if isinstance(by, str) else by
    made = [
        OptOut.objects.create(address=address, way=way, note=note.strip(), by=person, at=at)
        for address in wanted
        if address not in held
    ]
    steps.refuse(Message.objects.filter(address__in=wanted), Happened(at, "opted_out"))
    if made:
        told = {"address": [each.masked for each in made], "way": str(way)}
        audit.record("reminders.opted_out", "reminders", by=by, at=at, details=told)
    return made


def everywhere(message: Message) -> list[str]:
    """The address of a message and the others of the same person: who says stop means all of them."""
    found = [message.address]
    if message.contact is not None:
        found += [message.contact.phone, message.contact.email.lower()]
    if message.nik:
        for held in Reachable.objects.filter(nik=message.nik):
            found += [held.phone, held.email]
    return found


@transaction.atomic
def lift(*, opt_out: OptOut, note: str, by: "User", at: datetime) -> None:
    """Only because the person has agreed anew; how is written down."""
    held = OptOut.objects.select_for_update().get(pk=opt_out.pk)
    if held.lifted_at is not None:
        raise RuleBroken("opt_out.lifted", gettext_noop("This was taken back already."))
    if not note.strip():
        raise RuleBroken(
            "opt_out.no_word", gettext_noop("Say how and when the person agreed to messages again.")
        )
    held.lifted_at, held.lifted_by, held.note = at, by, note.strip()
    held.save()
    audit.record(
        "reminders.opt_out_lifted",
        "reminders",
        by=by,
        at=at,
        details={"address": held.masked, "note": addresses.scrubbed(held.note)},
    )
