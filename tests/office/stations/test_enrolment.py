"""A laptop becomes a station: two people, a code, eight words."""

import os
from datetime import timedelta

import pytest

from rekam.domain.sync import enrolment as rules
from rekam.domain.sync.enrolment import Epoch as EpochState
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.rights import Role
from rekam.office.stations import actions, enrolling, keys, tries
from rekam.office.stations.models import Station
from rekam.office.sync.receiving import receiver
from rekam.wire import enrolment as wire
from rekam.wire import keys as secrets
from rekam.wire import paths
from rekam.wire.enrolment import Code, Request
from rekam.wire.keys import CLASSIC, SealKey, SigningKey, VerifyKey, operator_keys
from rekam.wire.trouble import WireTrouble
from tests.office.accounts import staff
from tests.office.sync import made


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow hash is the point of a code's hash, and the opposite of a test's. How slow, the vectors hold."""
    monkeypatch.setattr(secrets, "MEMORY_KIB", 1024)
    monkeypatch.setattr(secrets, "PASSES", 1)


@pytest.fixture
def station() -> Station:
    return actions.add(name="Laptop 01", by=None, at=made.MORNING)


class Fresh:
    """A laptop before it is a station."""

    def __init__(self) -> None:
        self.signing, self.sealing = SigningKey.new(), SealKey.new(CLASSIC)
        self.request = Request(
            os.urandom(16), "LAPTOP-BUDI", 1, self.signing.public.raw, CLASSIC, self.sealing.public.raw
        )

    def ask(self, code: str) -> bytes:
        return wire.ask(self.request, code=Code(code), signing=self.signing)


def people() -> tuple[object, object]:
    return staff.person(Role.ADMINISTRATOR), staff.person(Role.HEAD)


def test_two_people_enrol_a_laptop_and_it_learns_whom_to_believe(station):
    first, second = people()
    begun, laptop = enrolling.begin(station=station, by=first, at=made.MORNING), Fresh()
    asked = laptop.ask(begun.code)

    assert enrolling.ask(asked, at=made.MORNING) is None
    begun.refresh_from_db()
    assert enrolling.request_of(begun).words == laptop.request.words
    code = Code(begun.code)
    enrolling.grant(enrolment=begun, by=second, at=made.later(2))

    grant = wire.read_grant(enrolling.ask(asked, at=made.later(3)), code=code, request=asked)
    assert (grant.station.hex(), grant.epoch) == (station.key, 1)
    assert grant.office == keys.office_public()
    assert grant.second_officer == second.full_name
    begun.refresh_from_db()
    assert begun.code == ""


def test_over_the_line_an_answer_is_awaited_until_somebody_compared(station):
    first, second = people()
    begun, laptop = enrolling.begin(station=station, by=first, at=receiver.timezone.now()), Fresh()
    asked = laptop.ask(begun.code)

    assert made.call("POST", paths.ENROLMENTS, asked).status == 202
    enrolling.grant(enrolment=begun, by=second, at=receiver.timezone.now())
    assert made.call("POST", paths.ENROLMENTS, asked).status == 200


def test_who_made_the_code_does_not_confirm_the_words(station):
    first, _second = people()
    begun = enrolling.begin(station=station, by=first, at=made.MORNING)
    enrolling.ask(Fresh().ask(begun.code), at=made.MORNING)

    with pytest.raises(RuleBroken, match=r"enrolment\.second_person"):
        enrolling.grant(enrolment=begun, by=first, at=made.MORNING)


def test_a_wrong_code_and_an_old_one_open_nothing(station):
    first, _second = people()
    begun = enrolling.begin(station=station, by=first, at=made.MORNING)

    with pytest.raises(WireTrouble, match=r"enrolment\.code"):
        enrolling.ask(Fresh().ask("ABCDEFGH"), at=made.MORNING)
    with pytest.raises(WireTrouble, match=r"enrolment\.code"):
        enrolling.ask(Fresh().ask(begun.code), at=made.MORNING + timedelta(minutes=11))


def test_wrong_codes_are_tried_five_times_a_minute_and_no_more(station, monkeypatch):
    first, _second = people()
    enrolling.begin(station=station, by=first, at=made.MORNING)
    begun = enrolling.begin(
        station=actions.add(name="2", by=None, at=made.MORNING), by=first, at=made.MORNING
    )
    costly = count_calls(monkeypatch)
    soon = made.MORNING + timedelta(seconds=59)

    for second in range(5):
        with pytest.raises(WireTrouble, match=r"enrolment\.code"):
            enrolling.ask(Fresh().ask("ABCDEFGH"), at=made.MORNING + timedelta(seconds=second))
    tried = len(costly)
    with pytest.raises(WireTrouble, match=r"enrolment\.too_many"):
        enrolling.ask(Fresh().ask(begun.code), at=soon)

    assert (tried, len(costly)) == (10, 10)  # each at both open codes; what is one too many costs nothing
    assert enrolling.ask(Fresh().ask(begun.code), at=made.MORNING + timedelta(seconds=60)) is None


def test_a_stranger_with_one_address_keeps_no_other_out(station):
    first, _second = people()
    begun = enrolling.begin(station=station, by=first, at=made.MORNING)
    for _ in range(7):
        with pytest.raises(WireTrouble):
            enrolling.ask(Fresh().ask("ABCDEFGH"), at=made.MORNING, source="10.0.0.9")

    assert enrolling.ask(Fresh().ask(begun.code), at=made.MORNING, source="10.0.0.3") is None


def test_all_together_try_twenty_times_a_minute():
    at = made.MORNING
    before = [rules.Try(at, f"10.0.0.{n}") for n in range(19)]

    assert rules.may_try(rules.Try(at, "10.0.1.1"), before)
    assert not rules.may_try(rules.Try(at, "10.0.1.1"), [*before, rules.Try(at, "10.0.0.99")])
    assert rules.may_try(rules.Try(at + rules.WITHIN, "10.0.1.1"), [*before, *before])


def count_calls(monkeypatch) -> list[bytes]:
    """What is stretched at the office, by the way to where it really is."""
    really, found = wire.check_code, []

    def check(data, code):
        found.append(data)
        really(data, code)

    monkeypatch.setattr(wire, "check_code", check)
    return found


def test_a_right_code_takes_no_place_from_anybody(station):
    first, _second = people()
    laptops = [actions.add(name=f"Laptop {n}", by=None, at=made.MORNING) for n in range(7)]

    for each in laptops:
        begun = enrolling.begin(station=each, by=first, at=made.MORNING)
        assert enrolling.ask(Fresh().ask(begun.code), at=made.MORNING) is None


def test_where_no_code_is_open_nothing_is_tried_and_nobody_waits(station):
    for _ in range(7):
        with pytest.raises(WireTrouble, match=r"enrolment\.code"):
            enrolling.ask(Fresh().ask("ABCDEFGH"), at=made.MORNING)


def test_one_too_many_is_told_with_its_code_and_when_to_come_again(station):
    first, _second = people()
    enrolling.begin(station=station, by=first, at=receiver.timezone.now())
    asked = Fresh().ask("ABCDEFGH")
    assert made.call("POST", paths.ENROLMENTS, asked).status == 403
    for _ in range(4):
        tries.take(rules.Try(receiver.timezone.now()))

    reply = made.call("POST", paths.ENROLMENTS, asked)

    assert reply.status == 429
    assert b"enrolment.too_many" in reply.body
    assert b"Wait one minute" in reply.body


def test_a_file_of_tries_that_a_power_cut_halved_keeps_nobody_out(station, settings):
    first, _second = people()
    begun = enrolling.begin(station=station, by=first, at=made.MORNING)
    file = settings.DATA / "packets" / "enrolments"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text('["2016-09-30T0', encoding="ascii")

    assert enrolling.ask(Fresh().ask(begun.code), at=made.MORNING) is None


def test_a_new_installation_replaces_the_keys(station):
    one = made.enrolled(station)
    other = made.enrolled(station)

    one.epoch.refresh_from_db()
    assert (one.epoch.state, other.epoch.state, other.epoch.number) == (
        EpochState.ENDED,
        EpochState.ACTIVE,
        2,
    )


def test_of_a_station_password_only_what_checks_it_is_kept(station):
    budi = staff.person(Role.OPERATOR)
    held = actions.set_password(user=budi, password="kopi-susu-pagi-9", by=budi, at=made.MORNING)

    derived = operator_keys(b"kopi-susu-pagi-9", bytes(held.salt))
    assert VerifyKey(bytes(held.sign_public)) == derived.signing.public
    assert not any(b"kopi" in bytes(getattr(held, f)) for f in ("salt", "sign_public", "unlock_public"))
    with pytest.raises(RuleBroken, match=r"station\.password_short"):
        actions.set_password(user=budi, password="short", by=budi, at=made.MORNING)


def test_what_was_signed_with_an_earlier_password_stays_good(station):
    from rekam.office.stations import queries

    operator, made_key = made.an_operator()
    actions.set_password(user=operator.user, password="kopi-susu-pagi-9", by=operator.user, at=made.MORNING)

    assert made_key.public in queries.signing_keys(operator.key)
