"""Who would get a message, over which channel, in which words, for how much; and who not, and why."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from rekam.domain.reminders import budget, texts
from rekam.office.clients.models import Client, Contact
from rekam.office.regions.models import Area
from rekam.office.reminders import budgets, consent, providers, saying
from rekam.office.reminders.models import Channel, Kind, Message, Reachable, State, Template, new_key
from rekam.office.residents.models import Resident, Standing
from rekam.office.visits.models import Visit

# In the order in which they are tried where somebody has no favourite that works; first of all those
# that send by themselves.
ORDER = (Channel.WHATSAPP, Channel.SMS, Channel.EMAIL)
# What became of an earlier message still stands for these; the others may be written to again.
STILL_STANDS = (State.QUEUED, State.SENDING, State.SENT, State.DELIVERED, State.READ, State.UNKNOWN)


# For so long nobody gets the same words once more.
NOT_AGAIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whom somebody wants to write to, as an address of the office says it."""

    kind: Kind
    area: Area
    visit: Visit | None = None
    client: Client | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    name: str
    area_id: int
    phone: str
    email: str
    channel: str
    language: str
    consents: bool | None
    nik: str = ""
    village: str = ""
    contact_id: int | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """One person's message; with ``why`` there is none."""

    recipient: Recipient
    why: str = ""
    channel: str = ""
    address: str = ""
    key: str = ""
    subject: str = ""
    text: str = ""
    parameters: tuple[str, ...] = ()
    cost: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole sending before it is one. ``chosen`` counts also those of whom no number is known."""

    chosen: int
    people: tuple[Planned, ...]
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def going(self) -> list[Planned]:
        return [each for each in self.people if not each.why]

    @property
    def cost(self) -> int:
        return sum(each.cost for each in self.going)

    def by_channel(self) -> list[tuple[str, int, int]]:
        """Channel, messages and rupiah."""
        found = []
        for channel in Channel:
            some = [each for each in self.going if each.channel == channel]
            if some:
                found.append((channel.value, len(some), sum(each.cost for each in some)))
        return found


def plan(chosen: Chosen, template: Template, channel: str = "", *, at: datetime) -> Plan:
    """Everybody chosen, each with a message or the reason why not. Preview and sending both ask here."""
    people, total = _people(chosen)
    stopped = consent.stopped(address for each in people for address in (each.phone, each.email))
    already = _already(chosen, template, at)
    prices = budgets.rules().prices
    taken: set[str] = set()
    planned = []
    for each in people:
        found = _planned(each, chosen, template, channel, stopped | already)
        if found.address in already:
            found = Planned(each, "already")
        elif found.address and found.address in taken:
            found = Planned(each, "twice")
        elif not found.why:
            taken.add(found.address)
            found = _priced(found, prices)
        planned.append(found)
    counts = Counter(each.why for each in planned if each.why)
    counts["no_address"] += total - len(people)
    return Plan(total, tuple(planned), counts)


def _planned(
    person: Recipient, chosen: Chosen, template: Template, channel: str, closed: set[str]
) -> Planned:
    if not person.phone and not person.email:
        return Planned(person, "no_address")
    if not person.consents:
        return Planned(person, "no_consent")
    way, address = _way(person, template, channel)
    if not way:
        return Planned(person, "no_channel")
    return _written(person, chosen, template, way, address, is_closed=address in closed)


def _way(person: Recipient, template: Template, wanted: str) -> tuple[str, str]:
    """Channel and address: what was asked for, or how the person is reached best, or any that works."""
    for channel in [wanted] if wanted else [person.channel, *providers.ready(), *ORDER]:
        address = person.email if channel == Channel.EMAIL else person.phone
        if channel not in Channel.values or not address:
            continue
        if channel == Channel.WHATSAPP and not template.whatsapp_name and providers.of(channel):
            continue
        return channel, address
    return "", ""


def _written(
    person: Recipient, chosen: Chosen, template: Template, channel: str, address: str, *, is_closed: bool
) -> Planned:
    if is_closed:
        return Planned(person, "opted_out", channel, address)
    key = new_key()
    values = saying.values(
        person.language,
        name=person.name,
        nik=person.nik,
        village=person.village,
        visit=chosen.visit,
        channel=channel,
        key=key,
    )
    text = texts.fill(template.text(person.language), values)
    subject = texts.fill(template.subject(person.language), values) if channel == Channel.EMAIL else ""
    if texts.holds_number(f"{subject}\n{text}", person.nik):
        return Planned(person, "number_in_text", channel, address)
    parameters = tuple(texts.parameters(template.text(person.language), values))
    return Planned(person, "", channel, address, key, subject, text, parameters)


def _priced(found: Planned, prices: dict[str, int]) -> Planned:
    return replace(found, cost=budget.price(found.channel, found.text, prices))


def _already(chosen: Chosen, template: Template, at: datetime) -> set[str]:
    """Addresses that have these words already: about the same visit, or without one in the last days."""
    held = Message.objects.filter(campaign__template=template, state__in=STILL_STANDS)
    if chosen.visit is not None:
        held = held.filter(campaign__visit=chosen.visit)
    else:
        waiting = Q(state__in=(State.QUEUED, State.SENDING, State.UNKNOWN))
        held = held.filter(waiting | Q(queued_at__gt=at - NOT_AGAIN), campaign__visit=None)
    return set(held.values_list("address", flat=True))


# -- who they are -----------------------------------------------------------------------------------------


def _people(chosen: Chosen) -> tuple[list[Recipient], int]:
    """Those of whom a number or address is known, and how many were chosen in all."""
    if chosen.kind == Kind.CONTACTS:
        found = [_contact(each) for each in contacts(chosen)]
        return found, len(found)
    people = residents(chosen)
    reachable = Reachable.objects.filter(nik__in=people.values("nik")).order_by("id")
    return _residents(list(reachable)), people.count() + _unregistered(chosen)


def contacts(chosen: Chosen) -> QuerySet[Contact]:
    """The contacts of one client, of the visit's client, or of all clients in an area."""
    found = Contact.objects.select_related("client__place").filter(client__is_active=True)
    client = chosen.client or (chosen.visit.client if chosen.visit else None)
    if chosen.visit is not None or client is not None:
        return found.filter(client=client)
    code = chosen.area.code
    return found.filter(
        Q(client__place__area__code=code) | Q(client__place__area__code__startswith=f"{code}.")
    )


def residents(chosen: Chosen) -> QuerySet[Resident]:
    """Who is expected at the visit and has not come yet, or the unrecorded of an area."""
    if chosen.visit is not None:
        listed = chosen.visit.people.filter(is_walk_in=False, outcome="", resident__isnull=False)
        return Resident.objects.filter(pk__in=listed.values("resident_id"))
    code = chosen.area.code
    inside = Q(area__code=code) | Q(area__code__startswith=f"{code}.")
    return Resident.objects.filter(
        inside,
        standing=Standing.RESIDENT,
        first_recorded_on=None,
        obliged_from__lte=saying.today(),
    )


def _unregistered(chosen: Chosen) -> int:
    """On the visit's list, but not in the register: nobody knows a number of them."""
    if chosen.visit is None:
        return 0
    return int(chosen.visit.people.filter(is_walk_in=False, outcome="", resident=None).count())


def _contact(each: Contact) -> Recipient:
    return Recipient(
        name=each.name,
        area_id=each.client.place.area_id,
        phone=each.phone,
        email=each.email.lower(),
        channel=each.channel,
        language="id",
        consents=each.consents,
        contact_id=each.pk,
    )


def _residents(reachable: Sequence[Reachable]) -> list[Recipient]:
    known = _known(each.nik for each in reachable)
    return [
        Recipient(
            name=known[each.nik].name,
            area_id=known[each.nik].area_id,
            phone=each.phone,
            email=each.email,
            channel=each.channel,
            language=each.language,
            consents=each.consents,
            nik=each.nik,
            village=known[each.nik].area.name,
        )
        for each in reachable
        if each.nik in known
    ]


def _known(niks: Iterable[str]) -> dict[str, Resident]:
    wanted, found = list(niks), {}
    for start in range(0, len(wanted), 500):
        some = Resident.objects.filter(nik__in=wanted[start : start + 500]).select_related("area")
        found.update({each.nik: each for each in some})
    return found
