"""An office set back to a backup older than a laptop's enrolment: two people let its keys in again."""

import pytest
from django.test import Client
from django.urls import reverse

from rekam.domain.sync.arrivals import Why
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry
from rekam.office.stations import actions as stations
from rekam.office.stations.models import Epoch, Readmission, Station
from rekam.office.sync.models import Packet, Receipt, Recorded
from rekam.office.sync.unsealing import readmitting
from rekam.wire.keys import SigningKey, fingerprint, words
from tests.office.accounts import staff
from tests.office.sync import made

pytestmark = pytest.mark.django_db


@pytest.fixture
def forgotten(laptop, siti):
    """Two packets of a laptop that the backup does not know."""
    Epoch.objects.all().delete()
    Station.objects.all().delete()
    made.callers.forget()
    both = [laptop.seal(made.recording(laptop, nik=siti)), laptop.seal(made.recording(laptop))]
    for each in both:
        assert laptop.send(each).status == 202
    return both


def shown(laptop):
    """As the laptop shows it."""
    raw = laptop.signing.public.raw.hex()
    return " ".join(raw[at : at + 8] for at in range(0, 64, 8))


def proposed(laptop, sealed, by=None):
    return readmitting.propose(
        packet=made.packet(sealed),
        key=shown(laptop),
        name="Laptop 01",
        by=by or staff.person(Role.ADMINISTRATOR),
        at=made.later(9),
    )


def test_two_people_let_the_old_keys_in_and_what_they_sealed_counts(laptop, forgotten):
    found = proposed(laptop, forgotten[0])
    assert readmitting.words_of(found) == words(fingerprint(laptop.signing.public.raw))
    assert {packet.quarantine for packet in Packet.objects.all()} == {Why.UNKNOWN_KEY}

    second = staff.person(Role.ADMINISTRATOR)
    assert readmitting.confirm(readmission=found, by=second, at=made.later(12)) == 2
    made.opened()

    assert {packet.quarantine for packet in Packet.objects.all()} == {""}
    assert Recorded.objects.count() == 2
    assert Receipt.objects.count() == 2
    epoch = Epoch.objects.get()
    assert (epoch.station.key, epoch.station.name, epoch.state) == (laptop.station.key, "Laptop 01", "ended")
    assert {epoch.first_by, epoch.second_by} == {found.proposed_by, second}
    told = Entry.objects.filter(event__startswith="keys.").values_list("event", "username")
    assert set(told) == {
        ("keys.readmission_proposed", found.proposed_by.username),
        ("keys.readmitted", second.username),
    }


def test_the_laptop_is_then_enrolled_again_as_itself(laptop, forgotten):
    readmitting.confirm(
        readmission=proposed(laptop, forgotten[0]), by=staff.person(Role.ADMINISTRATOR), at=made.later(12)
    )

    new = made.enrolled(Station.objects.get())

    assert (new.station.key, new.epoch.number) == (laptop.station.key, 2)
    assert new.send(new.seal(made.recording(new))).status == 200


def test_whoever_proposed_does_not_confirm(laptop, forgotten):
    found = proposed(laptop, forgotten[0])

    with pytest.raises(RuleBroken, match=r"keys\.second_person"):
        readmitting.confirm(readmission=found, by=found.proposed_by, at=made.later(12))

    assert not Epoch.objects.exists()


def test_a_key_that_did_not_sign_the_packet_is_not_even_proposed(laptop, forgotten):
    laptop.signing = SigningKey.new()

    with pytest.raises(RuleBroken, match=r"keys\.did_not_sign"):
        proposed(laptop, forgotten[0])

    assert not Readmission.objects.exists()


@pytest.mark.parametrize("key", ["", "ab", "z" * 64, "ab" * 33])
def test_what_is_no_key_is_told_as_that(laptop, forgotten, key):
    with pytest.raises(RuleBroken, match=r"keys\.unreadable"):
        readmitting.propose(
            packet=made.packet(forgotten[0]),
            key=key,
            name="L",
            by=staff.person(Role.ADMINISTRATOR),
            at=made.later(),
        )


def test_words_that_differ_end_it_and_it_can_be_proposed_anew(laptop, forgotten):
    found = proposed(laptop, forgotten[0])
    with pytest.raises(RuleBroken, match=r"keys\.not_now"):
        proposed(laptop, forgotten[1])

    readmitting.refuse(readmission=found, by=found.proposed_by, at=made.later(12))

    with pytest.raises(RuleBroken, match=r"keys\.not_now"):
        readmitting.confirm(readmission=found, by=staff.person(Role.ADMINISTRATOR), at=made.later(13))
    assert made.packet(forgotten[0]).quarantine == Why.UNKNOWN_KEY
    proposed(laptop, forgotten[1])


def test_whose_name_was_given_away_since_it_was_proposed_is_told_so(laptop, forgotten):
    """Somebody added the laptop anew meanwhile, by the name on its label."""
    found = proposed(laptop, forgotten[0])
    stations.add(name="Laptop 01", by=None, at=made.later(10))

    with pytest.raises(RuleBroken, match=r"keys\.name_taken"):
        readmitting.confirm(readmission=found, by=staff.person(Role.ADMINISTRATOR), at=made.later(12))

    readmitting.refuse(readmission=found, by=found.proposed_by, at=made.later(13))
    assert not Epoch.objects.exists()


def test_keys_whose_number_was_given_to_new_ones_since_they_were_proposed_stay_out(laptop, siti):
    """The backup knew the laptop, and not these keys; it was enrolled anew before anybody confirmed."""
    Epoch.objects.all().delete()
    made.callers.forget()
    sealed = laptop.seal(made.recording(laptop, nik=siti))
    laptop.send(sealed)
    found = proposed(laptop, sealed)
    made.enrolled(laptop.station)

    with pytest.raises(RuleBroken, match=r"keys\.not_now"):
        readmitting.confirm(readmission=found, by=staff.person(Role.ADMINISTRATOR), at=made.later(12))

    assert Epoch.objects.get().sign_public != laptop.signing.public.raw


def test_keys_of_a_number_that_the_office_knows_are_replaced_by_nobody(laptop, siti):
    """A forgery of keys that are known stays one."""
    forged = laptop.seal(made.recording(laptop, nik=siti), signing=SigningKey.new())
    laptop.send(forged)

    assert not readmitting.is_possible(made.packet(forged))
    with pytest.raises(RuleBroken, match=r"keys\.not_now"):
        proposed(laptop, forged)


def test_on_the_page_of_a_packet_one_copies_the_key_and_another_compares_the_words(laptop, forgotten):
    first, second = (browser() for _ in range(2))
    page = reverse("sync:packet", args=[made.packet(forgotten[0]).pk])
    assert "Let old keys in again" in first.get(page).content.decode()

    first.post(
        reverse("sync:propose_keys", args=[made.packet(forgotten[0]).pk]),
        {"name": "Laptop 01", "key": shown(laptop)},
    )
    decide = reverse("sync:decide_keys", args=[made.packet(forgotten[0]).pk, Readmission.objects.get().pk])
    assert 'name="confirm"' not in first.get(page).content.decode()
    compared = second.get(page).content.decode()
    assert all(word in compared for word in words(fingerprint(laptop.signing.public.raw)))
    assert 'name="confirm"' in compared
    first.post(decide, {"confirm": "1"})
    assert not Epoch.objects.exists()
    answer = second.post(decide, {"confirm": "1"}, follow=True).content.decode()

    assert "2 packets left quarantine" in answer
    assert made.packet(forgotten[0]).quarantine == ""


def browser():
    client = Client()
    client.force_login(
        staff.person(Role.ADMINISTRATOR, language="en"), backend="rekam.office.accounts.backends.Staff"
    )
    return client
