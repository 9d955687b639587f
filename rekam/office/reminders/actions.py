"""What the office keeps for its messages: templates, people who can be reached, consent, limits."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from rekam.domain.reminders import addresses, budget, texts
from rekam.domain.reminders.texts import Fault
from rekam.domain.trouble import RuleBroken
from rekam.office.audit import actions as audit
from rekam.office.reminders import budgets
from rekam.office.reminders.models import How, Message, Reachable, Rules, State, Template

if TYPE_CHECKING:
    from rekam.office.accounts.models import User

SENTENCES: dict[str, str] = {
    "template.full_nik": gettext_noop(
        "A message never holds a whole NIK or family card number (%(value)s). {nik_tersamar} is masked."
    ),
    "template.unknown_placeholder": gettext_noop("{%(value)s} is no placeholder. Take one of the list."),
    "template.bracket_left_open": gettext_noop("A curly bracket is open or left over."),
    "template.no_way_out": gettext_noop(
        "Every message says how to get no more of them: put {berhenti} where it should stand."
    ),
    "template.too_long": gettext_noop("A message has at most %(value)s characters."),
}
TEXTS = ("text_id", "text_en")
SUBJECTS = ("subject_id", "subject_en")
RULES = (
    *("quiet_from", "quiet_until", "monthly_budget"),
    *("price_sms", "price_whatsapp", "price_email"),
)


# -- templates --------------------------------------------------------------------------------------------


def faults(field: str, text: str) -> list[Fault]:
    """What keeps a text of a template from being used. A subject needs no way out."""
    found = texts.faults(text) if text or field == "text_id" else []
    return [each for each in found if field in TEXTS or each.code != "template.no_way_out"]


def broken(fault: Fault) -> RuleBroken:
    return RuleBroken(fault.code, SENTENCES[fault.code], value=fault.value or "…")


@transaction.atomic
def set_template(*, template: Template | None, by: "User | None", at: datetime, **facts: Any) -> Template:
    """A new template, or other words for one. What was written with the old words stays as it was written."""
    made = template or Template()
    for name, value in facts.items():
        setattr(made, name, value.strip() if isinstance(value, str) else value)
    for field in (*TEXTS, *SUBJECTS):
        for fault in faults(field, getattr(made, field)):
            raise broken(fault)
    made.changed_at = at
    _save_template(made)
    details = {"name": made.name, "is_used": made.is_used}
    audit.record("reminders.template_set", "reminders", by=by, at=at, details=details)
    return made


def _save_template(made: Template) -> None:
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise RuleBroken(
            "template.name_taken", gettext_noop("There is a template of this name: %(name)s."), name=made.name
        ) from None


# -- people who can be reached ------------------------------------------------------------------------------


@transaction.atomic
def note_reachable(
    *, nik: str, by: "User | None", at: datetime, phone: str = "", email: str = "", **facts: Any
) -> Reachable:
    """How a resident can be reached. Another number or address is no longer covered by what was agreed for
    the old one: consent is asked anew.
    """
    new_phone, new_email = _phone(phone), _email(email)
    if not new_phone and not new_email:
        raise RuleBroken("reachable.nowhere", gettext_noop("Enter a telephone number or an e-mail address."))
    held = Reachable.objects.select_for_update().filter(nik=nik).first()
    made = held or Reachable(nik=nik)
    if held is not None and (held.phone, held.email) != (new_phone, new_email):
        made.consents, made.consent_at, made.consent_by, made.consent_how = None, None, None, ""
    made.phone, made.email, made.noted_at, made.noted_by = new_phone, new_email, at, by
    for name, value in facts.items():
        setattr(made, name, value)
    made.save()
    told = {"address": [addresses.masked(each) for each in (new_phone, new_email) if each]}
    audit.record("reminders.reachable_noted", f"resident {nik}", by=by, at=at, details=told)
    return made


def _phone(text: str) -> str:
    found = addresses.phone(text) if text.strip() else ""
    if found is None:
        raise RuleBroken(
            "reachable.phone", gettext_noop("This is no telephone number: write it as 0812 3456 7890.")
        )
    return found


def _email(text: str) -> str:
    found = addresses.email(text) if text.strip() else ""
    if found is None:
        raise RuleBroken("reachable.email", gettext_noop("This is no e-mail address."))
    return found


@transaction.atomic
def note_consent(
    *, reachable: Reachable, consents: bool, how: str, by: "User | None", at: datetime
) -> Reachable:
    """What somebody said about messages, how and when. Without a yes nothing is sent."""
    held = Reachable.objects.select_for_update().get(pk=reachable.pk)
    held.consents, held.consent_how, held.consent_at, held.consent_by = consents, How(how), at, by
    held.save()
    details = {"consents": consents, "how": str(held.consent_how)}
    audit.record("reminders.consent_noted", f"resident {held.nik}", by=by, at=at, details=details)
    return held


# -- limits -------------------------------------------------------------------------------------------------


@transaction.atomic
def change_rules(*, by: "User | None", at: datetime, **facts: Any) -> Rules:
    """Quiet hours, prices and the budget. What waits is paid for at the new prices."""
    held = budgets.locked()
    before = {name: getattr(held, name) for name in RULES}
    for name in RULES:
        setattr(held, name, facts.get(name, before[name]))
    held.save()
    if any(name.startswith("price_") and getattr(held, name) != was for name, was in before.items()):
        _price_anew(held)
    changed = {
        name: {"from": _plain(was), "to": _plain(getattr(held, name))}
        for name, was in before.items()
        if getattr(held, name) != was
    }
    if changed:
        audit.record("reminders.rules_changed", "reminders", by=by, at=at, details=changed)
    return held


def _price_anew(held: Rules) -> None:
    waiting = list(Message.objects.filter(state=State.QUEUED).select_for_update())
    for message in waiting:
        message.cost = budget.price(message.channel, message.text, held.prices)
    Message.objects.bulk_update(waiting, ["cost"], batch_size=500)


def _plain(value: Any) -> Any:
    return f"{value:%H:%M}" if hasattr(value, "hour") else value
