"""What a laptop gets of the register, for how long, and that no other opens it."""

import pytest
from django.test import Client
from django.urls import reverse

from rekam.domain.sync.enrolment import Epoch as EpochState
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry
from rekam.office.residents.models import Resident
from rekam.office.stations import actions, issuing, keys
from rekam.office.stations.models import Operator
from rekam.office.visits import summonses
from rekam.wire import packs, paths
from rekam.wire.trouble import WireTrouble
from tests import make
from tests.office.accounts import staff
from tests.office.stations.packing import issued, opened
from tests.office.sync import made


@pytest.fixture(scope="module", autouse=True)
def siti(ground: None) -> dict[str, str]:
    """The register row of the one resident whom nobody has recorded yet."""
    make.office()
    return made.siti()


def test_a_pack_has_whom_the_counter_needs_and_nobody_else_opens_it(siti):
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
    laptop = made.laptop()
    before = issued(laptop)
    monkeypatch.setattr(packs, "LARGEST", before.size - 1)

    with pytest.raises(RuleBroken, match=r"pack\.too_large"):
        issued(laptop)

    assert issuing.latest(laptop.epoch, at=made.MORNING) == issuing.content(before)


def test_a_laptop_fetches_its_newest_pack_over_the_line():
    laptop = made.laptop()
    issued(laptop)
    issued(laptop)

    reply = laptop.call("GET", paths.LATEST_PACK)

    assert (reply.status, opened(laptop, reply.body).version) == (200, 2)
    assert made.call("GET", paths.LATEST_PACK).status == 401
    assert Entry.objects.filter(event="pack.fetched").exists()


@pytest.mark.parametrize("stop", [actions.revoke, actions.freeze])
def test_a_stolen_laptop_gets_no_more_packs_and_what_it_sends_is_still_taken(stop):
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
    laptop = made.laptop()
    issued(laptop)

    again = made.enrolled(laptop.station)

    assert laptop.call("GET", paths.LATEST_PACK).status == 403
    issued(again)
    assert again.call("GET", paths.LATEST_PACK).status == 200


def test_nobody_downloads_a_pack_for_keys_that_were_revoked():
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


def test_a_recording_finds_its_resident_by_the_packs_token(siti):
    from dataclasses import replace

    laptop = made.laptop()
    [person] = opened(laptop, issuing.content(issued(laptop))).residents
    said = made.recording(laptop)
    sealed = laptop.seal(replace(said, person=replace(said.person, pack_token=person.token)))
    laptop.send(sealed)
    made.opened()

    assert made.recorded(sealed).resident.nik == siti["NIK"]


def test_packs_call_whoever_was_summoned_by_the_code_on_the_paper(siti):
    from dataclasses import replace

    resident = Resident.objects.get(nik=siti["NIK"])
    codes = summonses.print_out([resident.pk], subject="follow_ups", by=None, at=made.MORNING)
    one, other = made.laptop(), made.laptop()

    found = [opened(each, issuing.content(issued(each))).residents[0] for each in (one, other)]

    assert {person.token for person in found} == set(codes.values())
    said = made.recording(one)
    sealed = one.seal(replace(said, person=replace(said.person, pack_token=found[0].token)))
    one.send(sealed)
    made.opened()
    assert made.recorded(sealed).resident == resident


def test_the_pages_of_stations_open():
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
