"""The cast: invented people of an invented office."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from django.test import Client
from django.utils import timezone

from rekam.office.accounts import actions
from rekam.office.accounts.models import Token, User
from rekam.office.accounts.rights import Role

MORNING = datetime(2016, 9, 30, 0, 15, tzinfo=UTC)  # a quarter past eight in Sangatta
PASSWORD = "kopi-susu-panas-7"
NAMES = {
    Role.HEAD: "Dewi Lestari",
    Role.PLANNER: "Rudi Hartono",
    Role.REGISTRAR: "Siti Aminah",
    Role.OPERATOR: "Budi Santoso",
    Role.TECHNICIAN: "Joko Widagdo",
    Role.DISTRICT_STAFF: "Ani Suryani",
    Role.AUDITOR: "Made Wirawan",
    Role.ADMINISTRATOR: "Rina Wati",
}
_numbers = count(1001)  # of four digits: names sort as they were made


def person(role: Role = Role.REGISTRAR, *, area: str = "", password: str = "", **facts: Any) -> User:
    """Somebody with this role, who has signed in before. District staff get Sangatta Utara."""
    area = area or ("64.08.04" if role == Role.DISTRICT_STAFF else "")
    made = User(username=f"{role}.{next(_numbers)}", full_name=NAMES[role], role=role, area_code=area)
    for name, value in facts.items():
        setattr(made, name, value)
    if password:
        made.set_password(password)
    made.save()
    return made


def key(
    role: Role = Role.OPERATOR, *, area: str = "", days: int = 30, at: datetime = MORNING
) -> tuple[Token, str]:
    return actions.make_key(
        name=f"Layar antrean {next(_numbers)}",
        role=role,
        area_code=area,
        days=days,
        by=person(Role.ADMINISTRATOR),
        at=at,
    )


def now() -> datetime:
    """The clock on the wall, for what a request compares with it."""
    return timezone.now()


def browser(user: User | None = None) -> Client:
    """A browser in Indonesian, signed in as somebody or nobody. Errors of the server stay visible."""
    client = Client()
    if user is not None:
        client.force_login(user, backend="rekam.office.accounts.backends.Staff")
    return client
