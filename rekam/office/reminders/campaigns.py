"""A sending: from the people chosen to messages that wait, and stopped while they do."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_noop

from rekam.domain.reminders import texts
from rekam.domain.reminders.texts import Needs
from rekam.domain.trouble import RuleBroken
from rekam.domain.visits.life import BEFORE
from rekam.domain.visits.life import State as VisitState
from rekam.office.audit import actions as audit
from rekam.office.reminders import budgets, consent, recipients, saying, steps
from rekam.office.reminders.models import Campaign, Kind, Message, Template
from rekam.office.reminders.recipients import Chosen, Plan, Planned
from rekam.office.reminders.steps import Happened
from rekam.office.visits import preparing

if TYPE_CHECKING:
    from rekam.office.accounts.models import User

AT_ONCE = 500


def check(chosen: Chosen, template: Template) -> None:
    """What keeps these words from going to these people at all."""
    needs = texts.needs(template.words)
    if Needs.VISIT in needs and chosen.visit is None:
        raise RuleBroken(
            "template.needs_visit",
            gettext_noop("This template names a place and a day: send it from a visit."),
        )
    if Needs.RESIDENT in needs and chosen.kind == Kind.CONTACTS:
        raise RuleBroken(
            "template.needs_resident",
            gettext_noop("This template speaks of a resident's village or NIK: contacts have none."),
        )
    if chosen.visit is not None:
        _check_visit(chosen)


def _check_visit(chosen: Chosen) -> None:
    assert chosen.visit is not None
    if VisitState(chosen.visit.state) not in BEFORE or chosen.visit.on < saying.today():
        raise RuleBroken(
            "reminder.visit_over",
            gettext_noop("This visit has begun, is over or was cancelled: nobody is reminded of it."),
        )


def preview(chosen: Chosen, template: Template, channel: str = "", *, at: datetime) -> Plan:
    """What sending would do, in numbers. Nothing is written."""
    check(chosen, template)
    return recipients.plan(chosen, template, channel, at=at)


@transaction.atomic
def start(
    *, chosen: Chosen, template: Template, channel: str, once: str, by: "User | None", at: datetime
) -> Campaign:
    """Write every message down, to be sent in its time. The same form twice starts one sending."""
    budgets.locked()  # one at a time, so that nobody gets the same words from two
    held = Campaign.objects.filter(once=once).first()
    if held is not None:
        return held
    plan = preview(chosen, template, channel, at=at)
    if not plan.going:
        raise RuleBroken(
            "reminder.nobody", gettext_noop("Nobody of those chosen may be written to. Nothing was sent.")
        )
    foreseen = {
        "chosen": plan.chosen,
        "going": len(plan.going),
        "cost": plan.cost,
        **{why: count for why, count in plan.counts.items() if count},
        **({"told": consent.told(chosen.visit)} if chosen.visit is not None else {}),
    }
    made = Campaign.objects.create(
        kind=chosen.kind,
        template=template,
        visit=chosen.visit,
        client=chosen.client,
        area=chosen.area,
        channel=channel,
        once=once,
        foreseen=foreseen,
        created_at=at,
        created_by=by,
    )
    Message.objects.bulk_create([_message(made, each, at) for each in plan.going], batch_size=AT_ONCE)
    if chosen.visit is not None and chosen.visit.state == VisitState.CONFIRMED:
        preparing.note_reminded(visit=chosen.visit, by=by, at=at)
    audit.record("reminders.started", subject(made), by=by, at=at, details=_told(made))
    return made


def subject(campaign: Campaign) -> str:
    return f"sending:{campaign.pk}"


def _told(campaign: Campaign) -> dict[str, Any]:
    found = campaign.foreseen
    return {
        "kind": campaign.kind,
        "template": campaign.template.name,
        "area": campaign.area.code,
        "people": found["chosen"],
        "messages": found["going"],
        "cost": found["cost"],
    }


def _message(campaign: Campaign, each: Planned, at: datetime) -> Message:
    person = each.recipient
    return Message(
        campaign=campaign,
        key=each.key,
        channel=each.channel,
        address=each.address,
        contact_id=person.contact_id,
        nik=person.nik,
        name=person.name,
        area_id=person.area_id,
        language=person.language,
        subject=each.subject[:200],
        text=each.text,
        parameters=list(each.parameters),
        cost=each.cost,
        queued_at=at,
        moved_at=at,
        next_at=at,
    )


@transaction.atomic
def stop(*, campaign: Campaign, by: "User", at: datetime) -> int:
    """What still waits is not sent; returns how many that were. What is under way comes to its end."""
    held = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if held.stopped_at is not None:
        raise RuleBroken("reminder.stopped", gettext_noop("This sending was stopped already."))
    held.stopped_at, held.stopped_by = at, by
    held.save()
    count = steps.refuse(held.messages.all(), Happened(at, "stopped", by=by))
    audit.record("reminders.stopped", subject(held), by=by, at=at, details={"messages": count})
    return count
