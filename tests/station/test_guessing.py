"""Wrong passwords of all names together: guessing stays slow, and what is mistyped locks nobody out."""

from collections.abc import Callable
from pathlib import Path
from typing import cast

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
        name = NOBODYS + guesses  # never the one whose own password is right in between
        owed = attempts.wait(tries(), name)
        machine.up += owed
        hours += owed / HOUR
        if guesses % 10 == 9:
            acts[between]()
        attempts.count(tries(), name)
        guesses += 1

    assert guesses <= attempts.FREE_IN_ALL + 72 + 10


def test_a_restart_shortens_no_wait_of_all_names(enrolled: Path, office: Office, machine: Machine) -> None:
    make.take_first(office)
    for number in range(attempts.FREE_IN_ALL + 1):
        attempts.count(tries(), number)
    owed = attempts.wait(tries(), NOBODYS)

    machine.restart()

    assert attempts.wait(tries(), NOBODYS) == pytest.approx(owed - machine.up)  # that long it was up again
    assert owed == pytest.approx(2 * attempts.FIRST_WAIT)


def tried(login: str, form: str, machine: Machine) -> None:
    """As many wrong ones as make a wait of half a minute: of this name, or of all together."""
    names = [tag(login)] * attempts.FREE if login else list(range(attempts.FREE_IN_ALL))
    if form == "now":
        for each in names:
            attempts.count(tries(), each)
        return
    here, until = clock.boot_id(), int((machine.up + attempts.FIRST_WAIT) * 1000)
    wrong = {each: names.count(each) for each in names}
    rows: list[cbor.Value] = [
        [each, n, here, until if n >= attempts.FREE else 0] for each, n in wrong.items()
    ]
    in_all: list[cbor.Value] = [[attempts.ALL, len(names), here, 0 if login else until]]
    folder.write_durably(tries(), cbor.encode(in_all + rows))


@pytest.mark.parametrize("is_full", [False, True])
@pytest.mark.parametrize("form", ["now", "of an older program"])
@pytest.mark.parametrize("login", ["siti", ""])
def test_a_wait_ends_after_a_restart_too(
    enrolled: Path, office: Office, machine: Machine, login: str, form: str, is_full: bool
) -> None:
    """For one name and for all names; where the disk is full as well."""
    make.take_first(office)
    tried(login, form, machine)
    if is_full:
        tries().with_name("attempts.new").symlink_to("/dev/full")

    machine.restart()
    owed = attempts.wait(tries(), tag("siti"))
    assert owed == pytest.approx(attempts.FIRST_WAIT - machine.up)
    with pytest.raises(RuleBroken, match=r"sign_in\.wait"):
        make.sign_in()
    machine.up += owed / 2
    assert attempts.wait(tries(), tag("siti")) == pytest.approx(owed / 2)
    machine.up += owed / 2

    assert attempts.wait(tries(), tag("siti")) == 0
    tries().with_name("attempts.new").unlink(missing_ok=True)
    make.sign_in()


@pytest.mark.parametrize("form", ["now", "of an older program"])
def test_a_laptop_that_was_up_for_days_owes_nothing_of_before(
    enrolled: Path, office: Office, machine: Machine, form: str
) -> None:
    make.take_first(office)
    tried("siti", form, machine)
    machine.restart()
    machine.up += 72 * HOUR

    make.sign_in()

    assert attempts.wait(tries(), NOBODYS) == 0


def test_a_second_restart_begins_from_what_was_still_to_wait_in_the_first(
    enrolled: Path, office: Office, machine: Machine
) -> None:
    make.take_first(office)
    for number in range(attempts.FREE_IN_ALL + 7):
        attempts.count(tries(), number)
    machine.restart()
    machine.up += HOUR / 2
    owed = attempts.wait(tries(), NOBODYS)

    machine.restart()

    assert owed == pytest.approx(HOUR / 2 - 20)
    assert attempts.wait(tries(), NOBODYS) == pytest.approx(owed - machine.up)


def test_what_an_older_program_counted_is_forgotten_like_the_rest(
    enrolled: Path, office: Office, machine: Machine
) -> None:
    """Although nobody tries meanwhile: from the first look on."""
    make.take_first(office)
    here = clock.boot_id()
    folder.write_durably(tries(), cbor.encode([[attempts.ALL, attempts.FREE_IN_ALL - 1, here, 0]]))
    assert attempts.wait(tries(), NOBODYS) == 0
    machine.up += 10 * HOUR

    for number in range(10):
        attempts.count(tries(), number)

    assert attempts.wait(tries(), NOBODYS) == 0


def test_what_has_passed_is_noted_once_in_a_minute_and_forgotten_meanwhile(
    working: Path, office: Office, machine: Machine
) -> None:
    """While something is sent, an idle laptop is locked every two seconds."""
    for number in range(attempts.FREE_IN_ALL):
        attempts.count(tries(), number)
    written = set()
    for _ in range(int(HOUR / 2)):
        machine.up += 2
        signing_in.lock(keep_open=True)
        _boot, at, _rows = cast(list[cbor.Value], cbor.decode(tries().read_bytes()))
        written.add(at)

    assert HOUR / attempts.NOTED_EVERY - 2 < len(written) < HOUR / attempts.NOTED_EVERY + 2
    machine.restart()
    attempts.count(tries(), NOBODYS)
    assert attempts.wait(tries(), NOBODYS + 1) < 1.1 * attempts.FIRST_WAIT  # one more would double it


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


@pytest.mark.parametrize("left", [b"", b"\0", b"\xff" * 40, b"\x83\x01\x02\x03", b"\x81\x81\x01"])
def test_what_a_bad_disk_left_of_the_count_locks_nobody_out_for_good(
    enrolled: Path, office: Office, machine: Machine, left: bytes
) -> None:
    """It counts as many wrong ones: the right password has to wait once, and a guess no less than before."""
    make.take_first(office)
    mistyped()
    tries().write_bytes(left)

    attempts.note(tries())
    with pytest.raises(RuleBroken, match=r"sign_in\.wait"):
        make.sign_in()
    machine.up += attempts.FIRST_WAIT
    make.sign_in()
