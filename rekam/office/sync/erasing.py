"""Images are kept as long as they have a purpose, then erased, with proof.

What remains is the header, the receipts, the log and what the register knows: none of it shows a body.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from rekam.domain.sync import keeping as rules
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.models import User
from rekam.office.audit import actions as audit
from rekam.office.recordings.models import Status
from rekam.office.sync import shelf
from rekam.office.sync.models import Case, Erasure, EyeCode, Keeping, Packet, PacketState, Recorded

AT_ONCE = 200


def rule() -> Keeping:
    return Keeping.objects.filter(pk=1).first() or Keeping(pk=1)


@transaction.atomic
def set_rule(*, after_confirmed_days: int, at_most_days: int, by: User, at: datetime) -> Keeping:
    if not 1 <= after_confirmed_days <= at_most_days:
        raise RuleBroken(
            "keeping.out_of_order",
            gettext_noop("Images are kept at least a day, and after a confirmation no longer than at most."),
        )
    kept, _made = Keeping.objects.update_or_create(
        pk=1, defaults={"after_confirmed_days": after_confirmed_days, "at_most_days": at_most_days}
    )
    details = {"after_confirmed_days": after_confirmed_days, "at_most_days": at_most_days}
    audit.record("biometrics.keeping_changed", "office", by=by, at=at, details=details)
    return kept


def due(*, on: date, limit: int = AT_ONCE) -> list[tuple[Recorded, str]]:
    """Whose images are to be erased on a day, each with the rule that says so."""
    kept = rule()
    limits = rules.Rule(kept.after_confirmed_days, kept.at_most_days)
    twice = Recorded.objects.filter(
        erased_at=None, packet__state=PacketState.COPIED, compared_at__isnull=False
    )
    found = []
    for recorded in twice.select_related("packet").order_by("arrived_on", "pk").iterator():
        held = rules.Held(recorded.arrived_on, _confirmed_on(recorded), _in_a_case(recorded))
        if rules.is_due(held, limits, on=on):
            found.append((recorded, "at_most" if held.confirmed_on is None else "after_confirmed"))
        if len(found) == limit:
            break
    return found


def _confirmed_on(recorded: Recorded) -> date | None:
    said = Status.objects.filter(session=recorded.session_id, code__in=list(rules.CONFIRMED))
    return said.order_by("on").values_list("on", flat=True).first()


def _in_a_case(recorded: Recorded) -> bool:
    return Case.objects.filter(packets=recorded.packet_id, decided_at=None, is_moot=False).exists()


def erase_due(*, at: datetime) -> int:
    """Erase what is due today. How many packets."""
    found = due(on=timezone.localdate(at))
    for recorded, why in found:
        erase(recorded, why=why, at=at)
    return len(found)


@transaction.atomic
def erase(recorded: Recorded, *, why: str, at: datetime) -> Erasure:
    """Every copy, and the numbers of the eyes. Looked for afterwards, and only then written down."""
    packet = Packet.objects.select_for_update().get(pk=recorded.packet_id)
    files = shelf.erase(packet.digest)
    EyeCode.objects.filter(recorded=recorded).delete()
    packet.state = PacketState.ERASED
    packet.save(update_fields=["state"])
    Recorded.objects.filter(pk=recorded.pk).update(erased_at=at)
    proof = Erasure.objects.create(
        packet=packet, digest=packet.digest, length=packet.length, rule=why, files=files, at=at
    )
    details = {"rule": why, "count": files}
    audit.record("biometrics.erased", f"packet:{packet.packet_id}", by="intake", at=at, details=details)
    return proof


def come_back() -> list[Packet]:
    """Erased, and yet on a disk: from a backup that was restored, say. Nothing should ever stand here."""
    erased = Packet.objects.filter(state=PacketState.ERASED)
    second = shelf.second()
    return [
        packet
        for packet in erased.iterator()
        if shelf.held(packet.digest).exists() or (second and shelf.held(packet.digest, second).exists())
    ]
