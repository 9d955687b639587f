"""What becomes of a proposal of spares: the thing is sent, or the office says why not."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken
from rekam.office.audit import actions as audit
from rekam.office.kits import actions as kits
from rekam.office.kits import custody
from rekam.office.kits.models import Device, Handover, Kit
from rekam.office.places.models import Place
from rekam.office.service.models import SpareDecision

if TYPE_CHECKING:
    from rekam.office.accounts.models import User


@transaction.atomic
def send_spare_kit(
    *, kit: Kit, to: Place, reason: str, facts: Mapping[str, Any], by: "User | None", at: datetime
) -> SpareDecision:
    """The proposal is accepted: the kit sets out, and the place signs when it has come."""
    way = custody.send_kit(kit=kit, to=to, reason=reason, by=by, at=at)
    made = SpareDecision.objects.create(
        kit=kit, place=to, is_accepted=True, facts=dict(facts), handover=way, by=by, at=at
    )
    return _recorded(made, "spare.accepted")


@transaction.atomic
def send_spare_device(
    *,
    device: Device,
    to_kit: Kit,
    to: Place,
    out_of: Kit | None,
    reason: str,
    facts: Mapping[str, Any],
    by: "User | None",
    at: datetime,
) -> SpareDecision:
    """The device belongs to the kit that lacks it from now on, and sets out when it is not there already."""
    device = kits.put_in_kit(device=device, kit=to_kit, leaves=out_of, by=by, at=at)
    way: Handover | None = None
    if device.is_apart:
        way = custody.send_device(device=device, to=to, reason=reason, by=by, at=at)
    made = SpareDecision.objects.create(
        device=device,
        place=to,
        to_kit=to_kit,
        is_accepted=True,
        facts=dict(facts),
        handover=way,
        by=by,
        at=at,
    )
    return _recorded(made, "spare.accepted")


@transaction.atomic
def refuse_spare(
    *,
    kit: Kit | None,
    device: Device | None,
    to: Place,
    to_kit: Kit | None,
    reason: str,
    facts: Mapping[str, Any],
    by: "User | None",
    at: datetime,
) -> SpareDecision:
    """Not this one: it is not proposed again for a while. Why is kept for whoever looks next."""
    if not reason.strip():
        raise RuleBroken("spare.refused_without_reason", gettext_noop("Say why the proposal is refused."))
    made = SpareDecision.objects.create(
        kit=kit,
        device=device,
        place=to,
        to_kit=to_kit,
        is_accepted=False,
        reason=reason.strip(),
        facts=dict(facts),
        by=by,
        at=at,
    )
    return _recorded(made, "spare.refused")


@transaction.atomic
def take_back_refusal(*, decision: SpareDecision, by: "User | None", at: datetime) -> SpareDecision:
    """It may be proposed again."""
    decision = SpareDecision.objects.select_for_update().get(pk=decision.pk)
    if decision.is_accepted or decision.taken_back_at is not None:
        raise RuleBroken("spare.no_refusal", gettext_noop("This refusal was taken back already."))
    decision.taken_back_at = at
    decision.save(update_fields=["taken_back_at"])
    return _recorded(decision, "spare.refusal_taken_back", by=by, at=at)


def _recorded(made: SpareDecision, event: str, **who: Any) -> SpareDecision:
    """Who decided what, and what it was expected to save."""
    who = who or {"by": made.by, "at": made.at}
    what = made.kit.code if made.kit else kits.subject(made.device) if made.device else ""
    details = {
        "place": made.place.name,
        "kit": made.to_kit.code if made.to_kit else "",
        "reason": made.reason,
        "saves": made.facts.get("saves", ""),
    }
    audit.record(event, what, details=details, **who)
    return made
