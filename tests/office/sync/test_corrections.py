"""Birth date, sex and marital status as a counter corrected them: a clerk takes them, or leaves them."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from rekam.domain.recording import person
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.rights import Role
from rekam.office.ledger.models import Line
from rekam.office.residents.models import Resident
from rekam.office.sync.models import Correction, Recorded
from rekam.office.sync.taking import correcting
from rekam.wire.recordings import Correction as Corrected
from tests.office.accounts import staff
from tests.office.sync import made

# What a counter writes of each, and what the register then holds; Siti is a woman born on 17-05-1980.
WRITTEN = [
    ("born", "17-05-1980", "12-09-1990", date(1990, 9, 12)),
    ("sex", "f", "m", "m"),
    ("marital", "single", "divorced", "divorced"),
]


@pytest.fixture
def siti(register: str) -> Resident:
    made.office()
    return Resident.objects.get(nik=register)


def corrected(siti: Resident, field: str, was: str, to: str) -> Correction:
    laptop = made.laptop()
    correction = Corrected(field, was, to, "family_card", "6408042101160001")
    laptop.send(laptop.seal(made.recording(laptop, nik=siti.nik, corrections=(correction,))))
    made.opened()
    return Correction.objects.get(field=field, to=to)


def clerk(language: str = "en") -> Client:
    client = Client()
    client.force_login(
        staff.person(Role.REGISTRAR, language=language),
        backend="rekam.office.accounts.backends.Staff",
    )
    return client


@pytest.mark.parametrize(("field", "was", "to", "held"), WRITTEN)
def test_a_clerk_takes_what_the_register_holds_as_a_date_or_a_code(siti, field, was, to, held):
    correction = corrected(siti, field, was, to)
    before = getattr(siti, field)

    siti.refresh_from_db()
    assert getattr(siti, field) == before  # a counter alone does not change who is counted
    answer = clerk().post(reverse("sync:correction", args=[correction.pk]), {"take": "1"}, follow=True)

    siti.refresh_from_db()
    correction.refresh_from_db()
    assert answer.status_code == 200
    assert (getattr(siti, field), correction.state) == (held, Correction.State.DONE)


@pytest.mark.parametrize(("field", "was", "to", "held"), WRITTEN)
def test_a_clerk_leaves_the_register_as_it_is(siti, field, was, to, held):
    correction = corrected(siti, field, was, to)

    clerk().post(reverse("sync:correction", args=[correction.pk]), {"leave": "1"})

    siti.refresh_from_db()
    correction.refresh_from_db()
    assert getattr(siti, field) != held
    assert correction.state == Correction.State.DECLINED


@pytest.mark.parametrize("standing", [Recorded.Standing.HELD, Recorded.Standing.ASIDE])
@pytest.mark.parametrize("answer", ["take", "leave"])
def test_nothing_is_decided_about_the_correction_of_a_recording_that_does_not_count(siti, standing, answer):
    """Whoever has the page open from before is told, and the recording is decided about first."""
    correction = corrected(siti, "sex", "f", "m")
    Recorded.objects.update(standing=standing)

    page = clerk().post(reverse("sync:correction", args=[correction.pk]), {answer: "1"}, follow=True)

    siti.refresh_from_db()
    correction.refresh_from_db()
    assert "does not count now" in page.content.decode()
    assert (siti.sex, correction.state) == ("f", Correction.State.CLASHING)


def test_the_count_follows_a_sex_that_was_taken(siti):
    correction = corrected(siti, "sex", "f", "m")

    correcting.decide(correction, take=True, by=staff.person(), at=made.later(90))

    net: dict[str, int] = {}
    for line in Line.objects.filter(measure="recorded"):
        net[line.sex] = net.get(line.sex, 0) + line.amount
    assert (net.get("m", 0), net.get("f", 0)) == (1, 0)


@pytest.mark.parametrize(
    ("field", "to"),
    [
        ("born", "31-02-1990"),
        ("born", "12-09-90"),
        ("born", "12-09-2090"),
        ("sex", "?"),
        ("marital", "RUKUN"),
        ("born", ""),
        ("standing", "died"),
    ],
)
def test_what_cannot_be_read_is_refused_and_changes_nothing(siti, field, to):
    correction = corrected(siti, field, "", to)

    with pytest.raises(RuleBroken, match=r"correction\.unreadable"):
        correcting.decide(correction, take=True, by=staff.person(), at=made.later(90))
    answer = clerk().post(reverse("sync:correction", args=[correction.pk]), {"take": "1"}, follow=True)

    assert "cannot be read" in answer.content.decode()
    correction.refresh_from_db()
    assert correction.state == Correction.State.CLASHING
    assert Resident.objects.filter(pk=siti.pk, born=siti.born, sex="f", marital="single").exists()


@pytest.mark.parametrize(("field", "to"), [("rt", "RT 003"), ("birth_place", "S" * 101), ("name", "S" * 151)])
def test_what_is_longer_than_the_register_holds_waits_for_a_clerk(siti, field, to):
    was = str(getattr(siti, field))
    correction = corrected(siti, field, was, to)
    clerks = clerk()

    assert made.opened() is None
    assert correction.state == Correction.State.CLASHING
    answer = clerks.post(reverse("sync:correction", args=[correction.pk]), {"take": "1"}, follow=True)

    siti.refresh_from_db()
    correction.refresh_from_db()
    assert "The register holds at most" in answer.content.decode()
    assert (str(getattr(siti, field)), correction.state) == (was, Correction.State.CLASHING)


def test_a_counter_corrects_nothing_to_more_than_the_register_holds():
    """Of each field that a counter may write freely."""
    held = {field: Resident._meta.get_field(field).max_length for field in person.FIELDS if field != "born"}
    written = {
        field: person.SHORTER.get(field, person.LONGEST) for field in held if field not in person.CHOICES
    }
    del written["kk"]  # of 16 digits

    assert len(written) > 4
    assert {field: most for field, most in written.items() if most > held[field]} == {}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Date of birth", "Sex", "Marital status", "Male", "Divorced"]),
        ("id", ["Tanggal lahir", "Jenis kelamin", "Status perkawinan", "Laki-laki", "Cerai hidup"]),
    ],
)
def test_the_three_are_named_in_words(siti, language, words):
    for field, was, to, _held in WRITTEN:
        corrected(siti, field, was, to)

    page = clerk(language).get(reverse("sync:cases")).content.decode()

    assert [word for word in words if word not in page] == []
    assert "<td" in page
    assert ">marital<" not in page
    assert ">divorced<" not in page
