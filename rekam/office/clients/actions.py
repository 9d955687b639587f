"""Every write about clients but for their rolls: who they are, whom one calls, what was asked and agreed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import phonenumbers
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from rekam.domain import wording
from rekam.domain.places import hours
from rekam.domain.trouble import RuleBroken
from rekam.office.audit import actions as audit
from rekam.office.clients.models import (
    AgreedDate,
    Client,
    Contact,
    Request,
    RequestState,
)
from rekam.office.places import actions as places
from rekam.office.places.models import Place

if TYPE_CHECKING:
    from rekam.office.accounts.models import User

COUNTRY = "ID"
ANSWERS = {RequestState.AGREED, RequestState.DECLINED, RequestState.WITHDRAWN}


# -- who they are -----------------------------------------------------------------------------------------


@transaction.atomic
def add_client(
    *,
    name: str,
    place: Place | None = None,
    kits_at_once: int = 1,
    windows: Sequence[hours.Ranges] = (),
    note: str = "",
    by: "User | None",
    at: datetime,
    **where: Any,
) -> Client:
    """A company, school or village. Without a service point of its own yet, one is made of *where* (area,
    kind and what else a place has).
    """
    if place is None:
        place = places.add_place(name=name, by=by, at=at, **where)
    elif Client.objects.filter(place=place).exists():
        raise RuleBroken(
            "client.place_taken",
            gettext_noop("%(place)s belongs to another client already. Choose another service point."),
            place=place.name,
        )
    made = Client.objects.create(
        name=name.strip(), place=place, kits_at_once=kits_at_once, windows=_stored(windows), note=note.strip()
    )
    details = {"place": place.name, "area": place.area.code}
    audit.record("client.added", made.name, by=by, at=at, details=details)
    return made


@transaction.atomic
def change_client(*, client: Client, by: "User | None", at: datetime, **facts: Any) -> Client:
    """*facts*: name, kits_at_once, windows, note, is_active. A client that is no longer gone to is kept."""
    if "windows" in facts:
        facts["windows"] = _stored(facts["windows"])
    changed = {name: value for name, value in facts.items() if getattr(client, name) != value}
    told = {
        name: {"from": _told(getattr(client, name)), "to": _told(value)} for name, value in changed.items()
    }
    for name, value in changed.items():
        setattr(client, name, value)
    if changed:
        client.save()
        audit.record("client.changed", client.name, by=by, at=at, details=told)
    return client


def _stored(windows: Sequence[hours.Ranges]) -> list[Any]:
    """Seven days, or nothing at all when nobody said when people can be spared."""
    week = [hours.stored(hours.ranges(day)) for day in windows]
    return week if any(week) else []


def _told(value: Any) -> Any:
    return hours_told(value) if isinstance(value, list) else value


def hours_told(week: Sequence[Sequence[Sequence[str]]]) -> list[str]:
    """A week in a line of the trail: Monday first."""
    return [" + ".join("–".join(each) for each in day) or "–" for day in week]


# -- whom one calls ---------------------------------------------------------------------------------------


def read_phone(text: str) -> str:
    """0812-3456-7890 as +6281234567890; raises when it can be nobody's number."""
    if not text.strip():
        return ""
    try:
        number = phonenumbers.parse(text, COUNTRY)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise RuleBroken(
            "contact.phone",
            gettext_noop(
                "“%(text)s” is no telephone number. Write it as 0812-3456-7890 or +62 812 3456 7890."
            ),
            text=text.strip()[:30],
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@transaction.atomic
def keep_contact(
    *,
    client: Client,
    contact: Contact | None = None,
    consents: bool | None,
    consent_how: str = "",
    phone: str = "",
    by: "User",
    at: datetime,
    **facts: Any,
) -> Contact:
    """Add a contact, or change one. What they said about messages is kept with how, when and by whom it was
    noted, and only when the answer is another one. The trail says that something changed, not whom one calls.
    """
    kept = contact or Contact(client=client)
    for name, value in {**facts, "phone": read_phone(phone)}.items():
        setattr(kept, name, value.strip() if isinstance(value, str) else value)
    if not (kept.phone or kept.email):
        raise RuleBroken(
            "contact.unreachable",
            gettext_noop("%(name)s has neither a telephone number nor an e-mail address. Write down one."),
            name=kept.name,
        )
    said = _note_consent(kept, consents, consent_how, by, at)
    kept.save()
    event = "contact.changed" if contact else "contact.added"
    audit.record(event, client.name, by=by, at=at, details={"contact": kept.pk})
    if said:
        details = {"contact": kept.pk, **said}
        audit.record("contact.consent_noted", client.name, by=by, at=at, details=details)
    return kept


def _note_consent(
    kept: Contact, consents: bool | None, how: str, by: "User", at: datetime
) -> dict[str, dict[str, Any]]:
    """What of it is another answer than before, for the trail: that is where the earlier ones stay."""
    said = {"consents": consents, "how": "" if consents is None else how}
    before = {"consents": kept.consents, "how": kept.consent_how}
    if said == before:
        return {}
    kept.consents, kept.consent_how = consents, str(said["how"])
    kept.consent_by, kept.consent_at = (None, None) if consents is None else (by, at)
    return {name: {"from": before[name], "to": said[name]} for name in said}


@transaction.atomic
def remove_contact(*, contact: Contact, by: "User", at: datetime) -> None:
    number = contact.pk
    contact.delete()
    audit.record("contact.removed", contact.client.name, by=by, at=at, details={"contact": number})


# -- what they asked for ----------------------------------------------------------------------------------


@transaction.atomic
def note_request(
    *,
    client: Client,
    on: date,
    wanted: Sequence[Mapping[str, str]] = (),
    by: "User | None",
    at: datetime,
    **facts: Any,
) -> Request:
    """Write a request down as it came. *wanted* is as the model says."""
    made = Request.objects.create(client=client, on=on, wanted=list(wanted), **facts)
    details = {"on": on.isoformat(), "kind": made.came, "document": made.number}
    audit.record("request.noted", client.name, by=by, at=at, details=details)
    return made


@transaction.atomic
def answer_request(*, request: Request, state: str, by: "User | None", at: datetime) -> Request:
    """Agreed, declined, or withdrawn by the client. A request that was answered may be answered otherwise."""
    if state not in ANSWERS or state == request.state:
        raise RuleBroken(
            "request.not_now",
            gettext_noop("The request of %(on)s is: %(state)s. It cannot become that."),
            on=wording.short_date(request.on),
            state=RequestState(request.state).label,
        )
    request.state, request.answered_by, request.answered_at = state, by, at
    request.save()
    details = {"on": request.on.isoformat(), "status": state}
    audit.record("request.answered", request.client.name, by=by, at=at, details=details)
    return request


# -- what was agreed --------------------------------------------------------------------------------------


@transaction.atomic
def agree_date(
    *,
    client: Client,
    on: date,
    starts: time,
    ends: time,
    kits: int = 1,
    is_promised: bool = True,
    request: Request | None = None,
    today: date | None = None,
    by: "User | None",
    at: datetime,
) -> AgreedDate:
    """The office comes on this day. The request that asked for it is agreed to with that. *today* is said
    where the office's calendar stands still, as in the demo.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    _check_date(client, on, starts, ends, kits, today or timezone.localdate(at))
    made = AgreedDate.objects.create(
        client=client, request=request, on=on, starts=starts, ends=ends, kits=kits,
        is_promised=is_promised, agreed_by=by, agreed_at=at,
    )  # fmt: skip
    if request is not None and request.state == RequestState.ASKED:
        answer_request(request=request, state=RequestState.AGREED, by=by, at=at)
    details = {"on": on.isoformat(), "hours": _span(made), "kits": kits, "promised": is_promised}
    audit.record("agreed_date.added", client.name, by=by, at=at, details=details)
    return made


def _check_date(client: Client, on: date, starts: time, ends: time, kits: int, today: date) -> None:
    hours.Range(starts, ends)  # says what is wrong with an end before the beginning
    if on < today:
        raise RuleBroken(
            "agreed_date.past",
            gettext_noop("%(on)s is past. Agree on a day that is still to come."),
            on=wording.short_date(on),
        )
    if kits > client.kits_at_once:
        raise RuleBroken(
            "agreed_date.no_room",
            gettext_noop("At %(client)s %(most)s kits fit in at once, not %(kits)s."),
            client=client.name,
            most=client.kits_at_once,
            kits=kits,
        )
    same_time = client.agreed_dates.filter(on=on, withdrawn_at=None, starts__lt=ends, ends__gt=starts)
    if same_time.exists():
        raise RuleBroken(
            "agreed_date.overlaps",
            gettext_noop("On %(on)s something is agreed with %(client)s for that time already."),
            client=client.name,
            on=wording.short_date(on),
        )


@transaction.atomic
def withdraw_date(*, agreed: AgreedDate, why: str, by: "User | None", at: datetime) -> AgreedDate:
    """The office does not come on this day after all. Who was told must be told again."""
    still_agreed = AgreedDate.objects.filter(pk=agreed.pk, withdrawn_at=None)
    if not still_agreed.update(withdrawn_at=at, withdrawn_by=by, withdrawn_why=why.strip()[:200]):
        raise RuleBroken("agreed_date.withdrawn", gettext_noop("This date was withdrawn already."))
    agreed.refresh_from_db()
    details = {"on": agreed.on.isoformat(), "hours": _span(agreed), "why": why.strip()[:200]}
    audit.record("agreed_date.withdrawn", agreed.client.name, by=by, at=at, details=details)
    return agreed


def _span(agreed: AgreedDate) -> str:
    return f"{hours.clock(agreed.starts)}–{hours.clock(agreed.ends)}"
