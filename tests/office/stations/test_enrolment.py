"""A laptop becomes a station: two people, a code, eight words, and what the laptop gets."""

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from rekam.domain.sync import enrolment as rules
from rekam.domain.sync.enrolment import Epoch as EpochState
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry
from rekam.office.residents.models import Resident
from rekam.office.stations import actions, enrolling, issuing, keys, tries
from rekam.office.stations.issuing import Wanted
from rekam.office.stations.models import Operator, Station
from rekam.office.sync.receiving import receiver
from rekam.office.visits import summonses
from rekam.wire import enrolment as wire
from rekam.wire import packs, paths
from rekam.wire.enrolment import Code, Request
from rekam.wire.keys import CLASSIC, SealKey, SigningKey, VerifyKey, operator_keys
from rekam.wire.trouble import WireTrouble
from tests import make
from tests.office.accounts import staff
from tests.office.sync import made

assert receiver


@pytest.fixture
def station() -> Station:
    made.office()
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


@pytest.mark.django_db(transaction=True)
def test_nothing_is_locked_while_a_code_is_tried(station, monkeypatch):
    first, _second = people()
    begun = enrolling.begin(station=station, by=first, at=made.MORNING)
    really, open_ones = wire.check_code, []

    def check(data, code):
        open_ones.append(connection.in_atomic_block)
        really(data, code)

    monkeypatch.setattr(wire, "check_code", check)
    enrolling.ask(Fresh().ask(begun.code), at=made.MORNING)

    assert open_ones == [False]


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


@pytest.mark.django_db(transaction=True)
def test_a_code_that_is_asked_for_twice_at_once_is_shown_twice_and_the_first_is_void():
    """Two clicks, or two tabs."""
    made.office()
    station = actions.add(name="Laptop 01", by=None, at=made.MORNING)
    person = staff.person(Role.ADMINISTRATOR)
    begun = threading.Event()

    def first() -> None:
        with transaction.atomic():
            enrolling.begin(station=station, by=person, at=made.MORNING)
            begun.set()
            time.sleep(0.5)
        connection.close()

    with ThreadPoolExecutor(1) as threads:
        done = threads.submit(first)
        assert begun.wait(5)
        second = enrolling.begin(station=station, by=person, at=made.MORNING)
        done.result()

    assert second.state == "waiting"
    assert sorted(station.enrolments.values_list("state", flat=True)) == ["refused", "waiting"]


# -- packs ------------------------------------------------------------------------------------------


def issued(laptop: made.Laptop, **facts):
    values = {
        "wanted": Wanted(villages=(make.SANGATTA_UTARA,)),
        "operators": [laptop.operator],
        "expires_at": made.MORNING + timedelta(days=7),
        "by": None,
        "at": made.MORNING,
        **facts,
    }
    return issuing.issue(station=laptop.station, **values)


def opened(laptop: made.Laptop, data: bytes) -> packs.Pack:
    return packs.open_pack(
        data, office=keys.office_public(), station=laptop.sealing, now=made.MORNING, newer_than=0
    )


def test_a_pack_has_whom_the_counter_needs_and_nobody_else_opens_it():
    made.office()
    siti = made.siti()
    child = make.siti(NAMA_LGKP="ANAK REKAAN", TGL_LHR="01-05-2010")
    make.committed([child])
    laptop, other = made.laptop(), made.laptop()

    pack = issued(laptop)
    found = opened(laptop, issuing.content(pack))

    assert [person.nik for person in found.residents] == [siti["NIK"]]
    assert [each.login for each in found.operators] == [laptop.operator.user.username]
    assert found.intake.keys() == keys.recipients().keys()
    with pytest.raises(WireTrouble, match=r"pack\.another_station"):
        opened(other, issuing.content(pack))


def test_a_pack_that_no_laptop_would_take_is_not_issued(monkeypatch):
    """Of the whole regency's villages, say: the one before stays what a laptop gets."""
    made.office()
    made.siti()
    laptop = made.laptop()
    before = issued(laptop)
    monkeypatch.setattr(packs, "LARGEST", before.size - 1)

    with pytest.raises(RuleBroken, match=r"pack\.too_large"):
        issued(laptop)

    assert issuing.latest(laptop.epoch, at=made.MORNING) == issuing.content(before)


def carried(**facts) -> dict[str, str]:
    """By NIK how they stand in a pack of their village."""
    laptop = made.laptop()
    content = issuing.content(issued(laptop, **facts))
    found = packs.open_pack(
        content, office=keys.office_public(), station=laptop.sealing, now=facts["at"], newer_than=0
    )
    return {person.nik: person.standing.value for person in found.residents}


@pytest.mark.parametrize(("last_day", "births"), [(30, (29, 30, 31)), (31, (30, 31, 32)), (28, (27, 28, 29))])
def test_who_becomes_sixteen_while_a_pack_is_good_is_in_it_to_the_day(last_day, births):
    made.office()
    first = date(2000, 10, 1)
    born = [first + timedelta(days=day - 1) for day in births]
    niks = [make.siti(NAMA_LGKP=f"ANAK {day:%d}", TGL_LHR=f"{day:%d-%m-%Y}") for day in born]
    make.committed(niks)
    begins = make.moment(date(2016, 10, last_day) - timedelta(days=20))

    found = carried(at=begins, expires_at=begins + timedelta(days=20))

    assert set(found) == {row["NIK"] for row in niks[:2]}


def test_the_days_of_a_pack_are_those_of_the_office():
    """At one in the morning here it is still the day before in UTC."""
    made.office()
    today, last = date(2016, 9, 30), date(2016, 10, 7)
    obliged, child = (
        make.siti(NAMA_LGKP="BARU WAJIB", TGL_LHR=f"{today:%d-%m}-1999"),
        make.siti(NAMA_LGKP="BARU ENAM BELAS", TGL_LHR=f"{last:%d-%m}-2000"),
    )
    make.committed([obliged, child])
    at = datetime(2016, 9, 29, 17, tzinfo=UTC)

    found = carried(at=at, expires_at=at + timedelta(days=7))

    assert found == {obliged["NIK"]: "unrecorded", child["NIK"]: "first_timer"}
    assert Entry.objects.get(event="pack.issued").details["expires_on"] == "2016-10-07"


def test_a_laptop_fetches_its_newest_pack_over_the_line():
    made.office()
    made.siti()
    laptop = made.laptop()
    issued(laptop)
    issued(laptop)

    reply = laptop.call("GET", paths.LATEST_PACK)

    assert (reply.status, opened(laptop, reply.body).version) == (200, 2)
    assert made.call("GET", paths.LATEST_PACK).status == 401
    assert Entry.objects.filter(event="pack.fetched").exists()


@pytest.mark.parametrize("stop", [actions.revoke, actions.freeze])
def test_a_stolen_laptop_gets_no_more_packs_and_what_it_sends_is_still_taken(stop):
    made.office()
    made.siti()
    laptop = made.laptop()
    issued(laptop)
    assert laptop.call("GET", paths.LATEST_PACK).status == 200

    stop(epoch=laptop.epoch, why="stolen", by=staff.person(), at=made.MORNING)
    replies = [laptop.call("GET", paths.LATEST_PACK) for _ in range(3)]

    assert {reply.status for reply in replies} == {403}
    assert all(b"pack.keys_stopped" in reply.body for reply in replies)
    [line] = Entry.objects.filter(event="pack.refused")  # not one for each time that it asks
    assert (line.username, line.subject) == ("station", f"station:{laptop.station.name}")
    assert laptop.send(laptop.seal(made.recording(laptop))).status == 200


def test_an_earlier_installation_gets_no_pack_any_more():
    made.office()
    made.siti()
    laptop = made.laptop()
    issued(laptop)

    again = made.enrolled(laptop.station)

    assert laptop.call("GET", paths.LATEST_PACK).status == 403
    issued(again)
    assert again.call("GET", paths.LATEST_PACK).status == 200


def test_nobody_downloads_a_pack_for_keys_that_were_revoked():
    made.office()
    made.siti()
    laptop = made.laptop()
    pack = issued(laptop)
    planner = Client()
    planner.force_login(
        staff.person(Role.PLANNER, language="en"),
        backend="rekam.office.accounts.backends.Staff",
    )
    actions.revoke(epoch=laptop.epoch, why="stolen", by=staff.person(), at=made.MORNING)

    answer = planner.post(reverse("stations:download", args=[pack.pk]), follow=True)

    assert "not in use any more" in answer.content.decode()
    assert Entry.objects.filter(event="pack.refused").exists()
    assert not Entry.objects.filter(event="pack.fetched").exists()


def test_a_recording_finds_its_resident_by_the_packs_token():
    from dataclasses import replace

    made.office()
    row = made.siti()
    laptop = made.laptop()
    [person] = opened(laptop, issuing.content(issued(laptop))).residents
    said = made.recording(laptop)
    sealed = laptop.seal(replace(said, person=replace(said.person, pack_token=person.token)))
    laptop.send(sealed)
    made.opened()

    assert made.recorded(sealed).resident.nik == row["NIK"]


def test_packs_call_whoever_was_summoned_by_the_code_on_the_paper():
    from dataclasses import replace

    made.office()
    row = made.siti()
    siti = Resident.objects.get(nik=row["NIK"])
    codes = summonses.print_out([siti.pk], subject="follow_ups", by=None, at=made.MORNING)
    one, other = made.laptop(), made.laptop()

    found = [opened(each, issuing.content(issued(each))).residents[0] for each in (one, other)]

    assert {person.token for person in found} == set(codes.values())
    said = made.recording(one)
    sealed = one.seal(replace(said, person=replace(said.person, pack_token=found[0].token)))
    one.send(sealed)
    made.opened()
    assert made.recorded(sealed).resident == siti


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"operators": []}, r"pack\.no_operators"),
        ({"expires_at": made.MORNING + timedelta(days=60)}, r"pack\.too_long"),
    ],
)
def test_a_pack_without_operators_or_for_too_long_is_not_issued(facts, code):
    made.office()
    laptop = made.laptop()

    with pytest.raises(RuleBroken, match=code):
        issued(laptop, **facts)


# -- the pages --------------------------------------------------------------------------------------


def test_the_pages_of_stations_open():
    made.office()
    made.siti()
    laptop = made.laptop()
    pack = issued(laptop)
    admin, planner, operator = Client(), Client(), Client()
    for client, role in ((admin, Role.ADMINISTRATOR), (planner, Role.PLANNER), (operator, Role.OPERATOR)):
        client.force_login(staff.person(role, language="en"), backend="rekam.office.accounts.backends.Staff")

    begun = admin.post(reverse("stations:begin", args=[laptop.station.pk]))
    for address in (
        reverse("stations:index"),
        reverse("stations:add"),
        reverse("stations:station", args=[laptop.station.pk]),
        reverse("stations:change", args=[laptop.station.pk]),
        begun.url,
    ):
        assert admin.get(address).status_code == 200, address
    assert planner.get(reverse("stations:issue", args=[laptop.station.pk])).status_code == 200
    file = planner.post(reverse("stations:download", args=[pack.pk]))
    assert opened(laptop, file.content).version == 1
    assert operator.get(reverse("stations:password")).status_code == 200
    form = {"password": "kopi-susu-pagi-9", "again": "kopi-susu-pagi-9"}
    assert operator.post(reverse("stations:password"), form).status_code == 302
    assert Operator.objects.count() == 2
    form = {"move": "revoke", "why": "stolen"}
    admin.post(reverse("stations:keys", args=[laptop.epoch.pk]), form)
    laptop.epoch.refresh_from_db()
    assert laptop.epoch.state == EpochState.REVOKED
