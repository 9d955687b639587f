"""Wrong passwords of all names together: guessing stays slow, and what is mistyped locks nobody out."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

from rekam.domain.trouble import RuleBroken
from rekam.station import clock, folder
from rekam.station.operators import passkeys, signing_in
from rekam.station.operators.models import Operator
from rekam.station.packs import taking
from rekam.station.store import attempts, keyring
from rekam.wire import cbor
from tests.station import make
from tests.station.office import Office

WRONG = "kuda laut 8 belang"
HOUR = 3600.0
NOBODYS = 300  # a tag that no name has


class Machine:
    """How long it is up, and which start of it this is."""

    def __init__(self) -> None:
        self.up, self.start = 10_000.0, 1

    def restart(self) -> None:
        self.up, self.start = 20.0, self.start + 1


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    found = Machine()
    monkeypatch.setattr(clock, "uptime", lambda: found.up)
    monkeypatch.setattr(clock, "boot_id", lambda: found.start.to_bytes(16, "big"))
    return found


def tries() -> Path:
    path: Path = settings.FOLDER / folder.ATTEMPTS
    return path


def tag(login: str) -> int:
    return keyring.tag(settings.FOLDER / folder.KEYRING, login)


def mistyped(login: str = "sitti") -> None:
    with pytest.raises(RuleBroken, match=r"sign_in\.wrong"):  # a name is known by one byte
        make.sign_in(login=login, password=WRONG)


def test_a_name_mistyped_once_a_day_locks_nobody_out(
    enrolled: Path, office: Office, machine: Machine
) -> None:
    make.take_first(office)
    for _ in range(attempts.FREE_IN_ALL + 10):
        machine.restart()
        mistyped(f"sitti{machine.start}")
        make.sign_in()
        machine.up += 8 * HOUR
        signing_in.lock()
    machine.restart()

    make.sign_in()

    assert attempts.wait(tries(), NOBODYS) == 0


def test_a_right_password_makes_no_new_wait_for_anybody(
    enrolled: Path, office: Office, machine: Machine
) -> None:
    """Whatever others have mistyped before, and after the laptop was started again too."""
    make.take_first(office)
    for number in range(attempts.FREE_IN_ALL + 7):
        attempts.count(tries(), NOBODYS + number)
    assert attempts.wait(tries(), tag("siti")) == attempts.LONGEST_WAIT
    machine.up += attempts.LONGEST_WAIT

    make.sign_in()

    assert attempts.wait(tries(), tag("siti")) == 0
    machine.restart()
    assert attempts.wait(tries(), tag("siti")) == 0
    make.sign_in()


@pytest.mark.parametrize("between", ["nothing", "restart", "lock", "right"])
def test_guessing_over_all_names_stays_at_one_an_hour(
    enrolled: Path, office: Office, machine: Machine, between: str
) -> None:
    """Whatever is done between two guesses: a restart, locking, or a right password of somebody's own."""
    make.take_first(office)
    acts: dict[str, Callable[[], object]] = {
        "nothing": lambda: None,
        "restart": machine.restart,
        "lock": signing_in.lock,
        "right": make.sign_in,
    }
    guesses, hours = 0, 0.0
    while hours < 72:
        owed = attempts.wait(tries(), guesses)
        machine.up += owed
        hours += owed / HOUR
        if guesses % 10 == 9:
            acts[between]()
        attempts.count(tries(), guesses)
        guesses += 1

    assert guesses <= attempts.FREE_IN_ALL + 72 + 10


def test_a_restart_shortens_no_wait_of_all_names(enrolled: Path, office: Office, machine: Machine) -> None:
    make.take_first(office)
    for number in range(attempts.FREE_IN_ALL + 1):
        attempts.count(tries(), number)
    owed = attempts.wait(tries(), NOBODYS)

    machine.restart()

    assert attempts.wait(tries(), NOBODYS) == pytest.approx(owed)
    assert owed == pytest.approx(2 * attempts.FIRST_WAIT)


def test_a_new_pack_forgets_the_wrong_ones_of_names_and_not_those_of_all(
    working: Path, office: Office, machine: Machine
) -> None:
    for _ in range(attempts.FREE):
        attempts.count(tries(), 7)
    assert attempts.wait(tries(), 7) > 0

    taking.take(office.issue(office.make_pack(version=2)), at=make.now())

    assert attempts.wait(tries(), 7) == 0
    for number in range(attempts.FREE_IN_ALL - attempts.FREE):
        attempts.count(tries(), number)
    assert attempts.wait(tries(), NOBODYS) == pytest.approx(attempts.FIRST_WAIT)


def test_a_passkey_of_ones_own_forgets_no_wrong_ones_of_others(
    working: Path, office: Office, machine: Machine
) -> None:
    for _ in range(attempts.FREE):
        attempts.count(tries(), tag("budi"))
    siti = Operator.objects.get(login="siti")

    passkeys.add(
        operator=siti, credential=b"a passkey", salt=b"\x5a" * 32, answer=b"\xa5" * 32, at=make.now()
    )

    assert attempts.wait(tries(), tag("budi")) == pytest.approx(attempts.FIRST_WAIT)


def test_what_an_older_program_counted_still_counts(enrolled: Path, office: Office, machine: Machine) -> None:
    make.take_first(office)
    here = clock.boot_id()
    until = int((machine.up + 12) * 1000)
    folder.write_durably(tries(), cbor.encode([[attempts.ALL, 6, here, 0], [tag("siti"), 5, here, until]]))

    assert attempts.wait(tries(), tag("siti")) == pytest.approx(12)
    assert attempts.wait(tries(), NOBODYS) == 0
