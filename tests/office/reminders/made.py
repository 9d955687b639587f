"""Ready templates, people who can be reached and messages: name only what the test is about."""

from collections.abc import Iterable
from datetime import date, datetime, time
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from rekam.office.accounts.models import User
from rekam.office.accounts.rights import Role
from rekam.office.clients.models import Client, Contact
from rekam.office.regions.models import Area, Office
from rekam.office.reminders import actions, campaigns
from rekam.office.reminders.models import (
    Campaign,
    Channel,
    Kind,
    Message,
    Reachable,
    Template,
)
from rekam.office.reminders.recipients import Chosen
from rekam.office.residents.models import Resident
from rekam.office.visits.models import Listed, Visit
from tests import make
from tests.office import standing
from tests.office.accounts import staff
from tests.office.places import made as places

WITA = ZoneInfo("Asia/Makassar")
VILLAGE = make.SINGA_GEMBARA
VISIT_DAY = date(2046, 12, 3)  # a Monday that is still to come
_numbers = count(1001)  # of four digits: names sort as they were made


def at(clock: str = "10:00", day: int = 1) -> datetime:
    """A moment of December 2026 in Sangatta, at which nobody sleeps unless the test says so."""
    return datetime.combine(date(2026, 12, day), time.fromisoformat(clock), tzinfo=WITA)


def planner() -> User:
    return staff.person(Role.PLANNER)


def area(code: str = VILLAGE) -> Area:
    if not Office.objects.exists():
        make.office()
    return Area.objects.get(code=code)


def template(text: str = "Yth. {nama}, mari rekam KTP-el. {berhenti}", **facts: Any) -> Template:
    values: dict[str, Any] = {"name": f"Undangan {next(_numbers)}", "text_id": text, **facts}
    return actions.set_template(template=None, by=None, at=at(), **values)


def residents(number: int = 1, village: str = VILLAGE) -> list[Resident]:
    """Women of 36 who are obliged and not recorded, as the register says."""
    area(village)
    rows = [make.siti(area=village, NAMA_LGKP=f"SITI REKAAN {next(_numbers)}") for _ in range(number)]
    make.committed(rows)
    return list(Resident.objects.filter(nik__in=[row["NIK"] for row in rows]).order_by("id"))


def phone() -> str:
    return f"+6281234{next(_numbers):06}"


def reachable(resident: Resident, *, consents: bool | None = True, **facts: Any) -> Reachable:
    """With a telephone, and in agreement, unless the test says otherwise."""
    values: dict[str, Any] = {"phone": phone(), **facts}
    made = actions.note_reachable(nik=resident.nik, by=None, at=at(), **values)
    if consents is None:
        return made
    return actions.note_consent(reachable=made, consents=consents, how="in_person", by=None, at=at())


def of_residents(number: int) -> pytest.MarkDecorator:
    """A test about so many residents of the village."""
    return standing.on(residents, number)


def all_reachable(them: Iterable[Resident], **facts: Any) -> list[Reachable]:
    return [reachable(each, **facts) for each in them]


def people(number: int = 1, **facts: Any) -> list[Reachable]:
    return all_reachable(residents(number), **facts)


def chosen(village: str = VILLAGE) -> Chosen:
    return Chosen(Kind.VILLAGE, area(village))


def started(words: Template | None = None, *, channel: str = "", **about: Any) -> Campaign:
    """A sending to all who can be reached in the village."""
    return campaigns.start(
        chosen=about.pop("chosen", None) or chosen(),
        template=words or template(),
        channel=channel,
        once=about.pop("once", f"once-{next(_numbers)}"),
        by=None,
        at=about.pop("at", at()),
    )


def messages(
    number: int = 1, *, channel: str = "", words: Template | None = None, **facts: Any
) -> list[Message]:
    """Messages that wait, each to another contact of a client."""
    of = client()
    for _ in range(number):
        contact(of, **facts)
    found = Chosen(Kind.CONTACTS, of.place.area, client=of)
    return list(started(words, channel=channel, chosen=found).messages.order_by("id"))


def message(channel: str = Channel.SMS, **facts: Any) -> Message:
    if channel == Channel.EMAIL:
        facts.setdefault("email", f"budi{next(_numbers)}@contoh.id")
    words = template(whatsapp_name="undangan_rekam") if channel == Channel.WHATSAPP else None
    return messages(1, channel=channel, words=words, **facts)[0]


def client(village: str = VILLAGE) -> Client:
    area(village)
    place = places.place(f"PT Rekaan {next(_numbers)}", area=village)
    return Client.objects.create(name=place.name, place=place)


def contact(of: Client, *, consents: bool | None = True, **facts: Any) -> Contact:
    values: dict[str, Any] = {"name": "Budi Rekaan", "phone": phone(), "channel": "sms", **facts}
    agreed = {} if consents is None else {"consents": consents, "consent_at": at(), "consent_by": planner()}
    return Contact.objects.create(client=of, **values, **agreed)


def visit(of: Client | None = None, people: Iterable[Resident] = (), **facts: Any) -> Visit:
    """A visit of Monday, 3 December 2046, with a list of people."""
    of = of or client()
    values: dict[str, Any] = {"on": VISIT_DAY, "starts": time(8), "ends": time(12), **facts}
    found = Visit.objects.create(place=of.place, client=of, **values)
    Listed.objects.bulk_create([Listed(visit=found, resident=each) for each in people])
    return found
