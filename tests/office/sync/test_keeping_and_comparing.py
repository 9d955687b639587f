"""Comparing bodies, keeping images no longer than needed, and packets that come on a USB disk."""

import os
import re
import shutil
from dataclasses import replace
from datetime import timedelta

import cv2
import numpy as np
import pytest
from django.test import Client
from django.urls import reverse
from structlog.testing import capture_logs

from rekam.biometrics import compress, iris_codes, iris_search, irises, iso_iris
from rekam.biometrics.iris_codes import THRESHOLD
from rekam.domain.sync.people import Kind
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry
from rekam.office.sync import worker
from rekam.office.sync.deciding import cases, comparing, showing
from rekam.office.sync.keeping import erasing, shelf
from rekam.office.sync.models import Alike, Case, Erasure, EyeCode, Packet, PacketState, Recorded
from rekam.office.sync.receiving import carrying
from rekam.office.sync.unsealing import intake_keys, retrying
from rekam.office.visits.models import Visit
from rekam.wire import carried, packets, receipts, recordings
from rekam.wire.keys import CLASSIC, SealKey
from rekam.wire.recordings import Closing, Format, Modality
from tests.biometrics.test_likeness import CLOSED_EYE, SMUDGE, eye_record, finger_record
from tests.office.accounts import staff
from tests.office.sync import made
from tests.office.sync.made import record
from tests.office.visits import made as visits


def bodies(person: int, touch: int = 1):
    """An index finger and an eye of somebody invented, by a number."""
    finger = made.capture(finger_record(10 * person, touch), parts=("Left IndexFinger",))
    eye = made.capture(
        eye_record(10 * person, touch), modality=Modality.IRIS, parts=("Left",), format=Format.IRIS
    )
    return finger, eye


# -- comparing ------------------------------------------------------------------------------------


def test_the_same_person_twice_is_told_by_the_body(laptop, siti):
    record(laptop, nik=siti, captures=bodies(1))
    record(made.laptop(), nik=siti, captures=bodies(1, touch=2), finished_at=made.later(30))

    assert [pair.said for pair in Alike.objects.all()] == ["same"]
    assert not Case.objects.exists()


def test_one_nik_with_two_bodies_becomes_a_case_by_itself(laptop, siti):
    record(laptop, nik=siti, captures=bodies(1))
    record(made.laptop(), nik=siti, captures=bodies(2), finished_at=made.later(30))

    assert Case.objects.get().kind == Kind.TWO_PEOPLE
    assert {r.standing for r in Recorded.objects.all()} == {"held"}


def test_an_eye_that_was_recorded_under_another_nik_is_found(laptop, siti):
    budi = made.siti(JENIS_KLMIN="1", NAMA_LGKP="BUDI REKAAN")["NIK"]
    record(laptop, nik=siti, captures=bodies(1))
    record(laptop, nik=made.siti()["NIK"], captures=bodies(3), finished_at=made.later(20))
    record(made.laptop(), nik=budi, captures=bodies(1, touch=2), finished_at=made.later(30))

    case = Case.objects.get()
    assert case.kind == Kind.ONE_BODY
    assert {p.recorded.nik for p in case.packets.all()} == {siti, budi}


def test_how_alike_two_eyes_are_is_said_on_the_scale_of_fingers(laptop, siti):
    budi = made.siti(JENIS_KLMIN="1", NAMA_LGKP="BUDI REKAAN")["NIK"]
    record(laptop, nik=siti, captures=bodies(1))
    record(made.laptop(), nik=budi, captures=bodies(1, touch=2), finished_at=made.later(30))
    registrar = Client()
    registrar.force_login(
        staff.person(Role.REGISTRAR, language="en"),
        backend="rekam.office.accounts.backends.Staff",
    )

    page = registrar.get(reverse("sync:case", args=[Case.objects.get().pk])).content.decode()

    said = re.search(r"likeness (\d+) of 100", page)
    assert said is not None
    assert comparing.biometrics.as_score(THRESHOLD) <= int(said[1]) <= 100
    eyes = comparing.biometrics.eyes_of(bodies(1)[1].data, bodies(1, touch=2)[1].data)
    assert int(said[1]) == eyes.score


def test_what_an_eye_looks_like_is_kept_sealed(laptop, siti):
    record(laptop, nik=siti, captures=bodies(1))
    gallery = comparing.Gallery(intake_keys.read())
    gallery.load()
    code = iris_codes.code(irises.of_record(bodies(1)[1].data))

    assert gallery.near(code, "Left", but=0) == {Recorded.objects.get().pk: 0.0}
    assert iris_search.packed(code) not in bytes(EyeCode.objects.get().sealed)


def test_a_worker_with_another_key_beside_the_first_compares_all_eyes_once_more(laptop, siti, tmp_path):
    """What eyes look like was sealed under the keys that it had before; the packets can be opened still."""
    first = record(laptop, nik=siti, captures=bodies(1))
    more = {**intake_keys.read(), "other": SealKey.new(CLASSIC)}
    budi = made.siti(JENIS_KLMIN="1", NAMA_LGKP="BUDI REKAAN")["NIK"]
    other = made.laptop()
    second = other.seal(
        made.recording(other, nik=budi, captures=bodies(1, touch=2), finished_at=made.later(30))
    )
    other.send(second)

    worker.drain(more, at=made.later(60))

    assert Case.objects.get().kind == Kind.ONE_BODY
    assert {made.recorded(first).standing, made.recorded(second).standing} == {"held"}
    assert EyeCode.objects.count() == 2
    comparing.Gallery(more).load()
    assert EyeCode.objects.count() == 2


def test_who_was_named_later_is_compared_with_those_of_that_nik(laptop, siti):
    record(laptop, nik=siti, captures=bodies(1))
    nameless = made.recorded(record(laptop, captures=bodies(2), finished_at=made.later(30)))
    for _ in range(2):
        cases.decide(
            case=Case.objects.get(),
            counting=[nameless.packet.name],
            why="",
            by=staff.person(),
            at=made.later(50),
            nik=siti,
        )
    made.opened()

    assert Case.objects.get(is_moot=False, decided_at=None).kind == Kind.TWO_PEOPLE


@pytest.mark.parametrize("is_first", [True, False])
def test_a_smudge_and_a_closed_eye_are_no_other_body(laptop, siti, is_first):
    smudge = made.capture(SMUDGE, parts=("Left IndexFinger",))
    closed = made.capture(CLOSED_EYE, modality=Modality.IRIS, parts=("Left",), format=Format.IRIS)
    both = [bodies(1), (smudge, closed)]
    for minutes, captures in zip((10, 30), both if is_first else reversed(both), strict=True):
        record(laptop, nik=siti, captures=captures, finished_at=made.later(minutes))

    assert [pair.said for pair in Alike.objects.all()] == ["unknown"]
    assert Case.objects.get().kind == Kind.NOT_COMPARED
    assert {each.standing for each in Recorded.objects.all()} == {"counts"}


def test_images_that_cannot_be_read_are_asked_about(laptop, siti):
    record(laptop, nik=siti)
    record(laptop, nik=siti, finished_at=made.later(30))

    assert Case.objects.get().kind == Kind.NOT_COMPARED


def test_an_image_that_nobody_foresaw_is_asked_about_and_stops_nobody_else(laptop, siti, monkeypatch):
    """OpenCV refuses one image, as it would one of a kind that was never thought of."""
    real, refused = cv2.GaussianBlur, compress.unpack(iso_iris.read(eye_record(10))[0].image).shape

    def blurred(image, *arguments, **named):
        if image.shape == refused:
            raise cv2.error("OpenCV: an assertion failed")
        return real(image, *arguments, **named)

    monkeypatch.setattr(cv2, "GaussianBlur", blurred)
    wati = made.siti(NAMA_LGKP="WATI REKAAN")["NIK"]
    with capture_logs() as logs:
        for nik, minutes in ((siti, 10), (siti, 30), (wati, 40)):
            record(laptop, nik=nik, captures=bodies(1)[1:], finished_at=made.later(minutes))

    assert not Recorded.objects.filter(compared_at=None).exists()
    assert Case.objects.get().kind == Kind.NOT_COMPARED
    assert {each["event"] for each in logs} >= {"packet.not_taken"}
    assert {each["trouble"] for each in logs if each["event"] == "packet.not_taken"} == {"error"}


def test_whoever_is_recorded_under_a_nik_whose_images_were_erased_is_asked_about(laptop, siti):
    record(laptop, nik=siti, captures=bodies(1))
    made.copied()
    late = made.MORNING + timedelta(days=731)
    assert erasing.erase_due(at=late) == 1

    record(made.laptop(), nik=siti, captures=bodies(2), started_at=late, finished_at=late)

    assert [(pair.said, pair.score) for pair in Alike.objects.all()] == [("unknown", None)]
    case = Case.objects.get()
    assert (case.kind, case.packets.count()) == (Kind.NOT_COMPARED, 2)
    assert {each.standing for each in Recorded.objects.all()} == {"counts"}


# -- faces for two people who decide --------------------------------------------------------------


def test_a_case_has_the_face_of_everybody_in_it_also_of_who_came_later_and_none_when_it_is_over(laptop, siti):
    picture = compress.jpeg(np.full((400, 300, 3), 128, np.uint8))
    face = (made.capture(picture, modality=Modality.FACE, parts=("Face",), format=Format.JPEG),)
    clone = laptop.clone()
    mine, theirs = record(laptop, nik=siti, captures=face), record(clone, captures=())
    case = Case.objects.get(kind=Kind.CLONED)
    late = record(clone, captures=face)

    shown = {n: showing.face(case.pk, made.packet(p).pk).exists() for n, p in enumerate((mine, theirs, late))}
    assert shown == {0: True, 1: False, 2: True}

    Case.objects.update(is_moot=True)
    made.opened()
    assert not showing.folder(case.pk).exists()


def test_a_disk_that_takes_no_faces_keeps_nothing_else_waiting(laptop, siti):
    """As a full one; here something lies where their folder should be."""
    in_the_way = showing.folder(0).parent
    shutil.rmtree(in_the_way, ignore_errors=True)
    in_the_way.parent.mkdir(parents=True, exist_ok=True)
    in_the_way.touch()
    clone = laptop.clone()
    try:
        record(laptop, nik=siti)
        with capture_logs() as logs:
            record(clone)
    finally:
        in_the_way.unlink()

    assert "faces.not_shown" in {each["event"] for each in logs}
    assert Recorded.objects.count() == 2
    made.opened()
    assert showing.folder(Case.objects.get(kind=Kind.CLONED).pk).is_dir()


@pytest.mark.parametrize("shape", [(1, 3000, 3), (3000, 1, 3)])
def test_a_face_of_an_odd_size_does_not_keep_the_others_from_being_shown(laptop, siti, shape):
    odd, good = (compress.png(np.full(each, 128, np.uint8)) for each in (shape, (400, 300, 3)))
    faces = [
        (made.capture(data, modality=Modality.FACE, parts=("Face",), format=Format.PNG),)
        for data in (odd, good)
    ]
    clone = laptop.clone()

    each = [record(laptop, nik=siti, captures=faces[0]), record(clone, captures=faces[1])]

    case = Case.objects.get(kind=Kind.CLONED)
    assert all(showing.face(case.pk, made.packet(one).pk).exists() for one in each)


# -- keeping --------------------------------------------------------------------------------------


def test_images_are_erased_when_their_time_is_over_with_proof(laptop, siti):
    sealed = record(laptop, nik=siti)
    made.copied()
    packet, digest = made.packet(sealed), made.packet(sealed).digest
    places = [shelf.held(digest), shelf.held(digest, shelf.second())]
    assert all(place.exists() for place in places)
    late = made.MORNING + timedelta(days=731)

    assert erasing.erase_due(at=late - timedelta(days=10)) == 0
    assert erasing.erase_due(at=late) == 1

    assert not any(place.exists() for place in places)
    packet.refresh_from_db()
    assert packet.state == PacketState.ERASED
    proof = Erasure.objects.get()
    assert (proof.digest, proof.files, proof.rule) == (digest, 2, "at_most")
    assert Entry.objects.filter(event="biometrics.erased").count() == 1
    assert erasing.come_back() == []


def test_what_came_while_the_offices_clock_stood_years_back_is_not_erased_once_it_is_right(laptop, siti):
    """A laptop that was told the time by the office sealed it later than the day of its arrival."""
    laptop.office_time_seen = told = made.MORNING + timedelta(days=700)
    late = [made.MORNING + timedelta(days=days) for days in (731, 700 + 731)]
    stranger = replace(laptop, station=made.Station(key=os.urandom(16).hex(), name="?"))
    unread = stranger.seal(made.recording(stranger, nik=siti))
    stranger.send(unread)
    counted = record(laptop, nik=siti)
    made.copied()
    Packet.objects.update(held_at=made.MORNING, told_at=made.MORNING)
    assert made.recorded(counted).arrived_on < told.date()

    assert erasing.count_due(on=late[0].date()) == erasing.erase_due(at=late[0]) == 0
    assert erasing.count_due(on=late[1].date()) == erasing.erase_due(at=late[1]) == 2


def test_everything_that_is_due_is_erased_and_by_the_rule_that_came_first(laptop, siti):
    """Also where more is due than one portion: the worker asks until nothing is left."""
    erasing.set_rule(after_confirmed_days=30, at_most_days=100, by=staff.person(), at=made.MORNING)
    laptop.office_time_seen = None  # they are said to be older than that below
    each = [record(laptop, nik=siti, finished_at=made.later(9 * n)) for n in range(4)]
    made.copied()
    Case.objects.update(is_moot=True)
    for number, (arrived, confirmed) in enumerate([(100, None), (99, None), (40, 30), (100, 1)]):
        found = made.recorded(each[number])
        Recorded.objects.filter(pk=found.pk).update(arrived_on=made.DAY - timedelta(days=arrived))
        if confirmed is not None:
            day = made.DAY - timedelta(days=confirmed)
            found.session.reports.create(code="CARD_PRINTED", on=day, known_on=day, source="centre")

    portions = [erasing.due(on=made.DAY, limit=2), erasing.due(on=made.DAY)]
    assert [len(found) for found in portions] == [2, 3]
    assert erasing.count_due(on=made.DAY) == 3
    while worker.clear_away(at=made.MORNING):
        pass

    assert [made.packet(p).state for p in each] == ["erased", "copied", "erased", "erased"]
    told = {proof.packet_id: proof.rule for proof in Erasure.objects.all()}
    assert [told.get(made.packet(p).pk) for p in each] == ["at_most", None, "after_confirmed", "at_most"]


def test_a_receipt_is_given_for_erased_images_all_the_same(laptop, siti):
    sealed = record(laptop, nik=siti)
    made.copied()
    erasing.erase_due(at=made.MORNING + timedelta(days=731))

    assert laptop.send(sealed).status == 200


def test_what_came_back_with_a_backup_is_noticed(laptop, siti):
    sealed = record(laptop, nik=siti)
    made.copied()
    erasing.erase_due(at=made.MORNING + timedelta(days=731))
    shelf.held(made.packet(sealed).digest).write_bytes(b"back")

    assert erasing.come_back() == [made.packet(sealed)]


def test_what_was_never_believed_is_erased_when_its_time_is_over(laptop, siti):
    stranger = replace(laptop, station=made.Station(key=os.urandom(16).hex(), name="?"))
    unknown = stranger.seal(made.recording(stranger, nik=siti))
    stranger.send(unknown)
    made.copied()
    Packet.objects.update(held_at=made.MORNING)
    late = made.MORNING + timedelta(days=731)

    assert erasing.count_unread_soon(on=late.date() - timedelta(days=30), days=60) == 1
    assert erasing.erase_due(at=late - timedelta(days=10)) == 0
    assert erasing.erase_due(at=late) == 1

    packet = made.packet(unknown)
    assert (packet.state, packet.quarantine) == (PacketState.ERASED, "unknown_key")
    assert not shelf.held(packet.digest).exists()
    assert not retrying.is_possible(packet)
    assert Entry.objects.filter(event="biometrics.erased").count() == 1


def test_a_forgery_takes_no_honest_bytes_along(laptop, siti):
    """Its header names the ciphertext of a packet that counts: the file is one, and stays."""
    honest = record(laptop, nik=siti)
    made.copied()
    kept = made.packet(honest)
    Recorded.objects.update(arrived_on=made.DAY + timedelta(days=600))
    forged = made.packet(honest)
    forged.pk, forged.name, forged.leaf, forged.quarantine, forged.opened = None, "0" * 64, None, "forged", ""
    forged.held_at = made.MORNING
    forged.save(force_insert=True)

    erasing.erase_due(at=made.MORNING + timedelta(days=731))

    assert shelf.held(kept.digest).exists()


def test_what_two_people_still_compare_is_not_erased(laptop):
    record(laptop)
    made.copied()

    assert erasing.erase_due(at=made.MORNING + timedelta(days=5000)) == 0


def test_the_rule_is_not_turned_around(siti):
    with pytest.raises(RuleBroken, match=r"keeping\.out_of_order"):
        erasing.set_rule(after_confirmed_days=400, at_most_days=90, by=staff.person(), at=made.MORNING)


# -- carried on a disk ----------------------------------------------------------------------------


def test_packets_on_a_usb_disk_are_taken_in_and_get_receipts(laptop, siti, tmp_path):
    each = [laptop.seal(made.recording(laptop, nik=siti, finished_at=made.later(9 * n))) for n in range(2)]
    for sealed in each:
        header = packets.read(sealed.header).header
        (tmp_path / carried.name(header)).write_bytes(carried.write(sealed))
    laptop.send(each[0])
    (tmp_path / f"damaged{carried.SUFFIX}").write_bytes(b"nothing")

    found = carrying.bring_in(tmp_path, by=None, at=made.later())

    assert (found.taken, found.known, [name for name, _code in found.refused]) == (1, 1, ["damaged.rekam"])
    left = [receipts.read_receipt(p.read_bytes(), made.receipt_key()) for p in tmp_path.glob("*.receipt")]
    assert {receipt.level for receipt in left} == {2}
    assert Packet.objects.filter(came_by_usb=True).count() == 1


def test_no_receipt_of_an_earlier_time_stays_beside_what_was_not_taken_now(laptop, siti, tmp_path):
    sealed, other = (laptop.seal(made.recording(laptop, nik=siti, finished_at=made.later(n))) for n in (0, 9))
    files = [tmp_path / carried.name(packets.read(each.header).header) for each in (sealed, other)]
    files[0].write_bytes(carried.write(sealed))
    carrying.bring_in(tmp_path, by=None, at=made.later())
    assert files[0].with_suffix(carried.RECEIPT).exists()
    files[0].write_bytes(b"damaged since")
    files[1].write_bytes(carried.write(other))

    carrying.bring_in(tmp_path, by=None, at=made.later())

    assert [path.name for path in tmp_path.glob("*.receipt")] == [files[1].with_suffix(carried.RECEIPT).name]


def test_after_its_second_disk_was_lost_the_office_gives_no_receipt_of_two(laptop, siti, tmp_path, settings):
    sealed = laptop.seal(made.recording(laptop, nik=siti))
    file = tmp_path / carried.name(packets.read(sealed.header).header)
    file.write_bytes(carried.write(sealed))
    carrying.bring_in(tmp_path, by=None, at=made.later())
    Packet.objects.update(state=PacketState.HELD)  # as when a new second disk was put in
    settings.SECOND_COPY = str(tmp_path / "away")

    carrying.bring_in(tmp_path, by=None, at=made.later())

    left = receipts.read_receipt(file.with_suffix(carried.RECEIPT).read_bytes(), made.receipt_key())
    assert left.level == 1


def test_a_second_copy_that_cannot_be_made_does_not_refuse_what_was_carried_here(
    laptop, siti, tmp_path, settings
):
    sealed = laptop.seal(made.recording(laptop, nik=siti))
    (tmp_path / carried.name(packets.read(sealed.header).header)).write_bytes(carried.write(sealed))
    settings.SECOND_COPY = str(tmp_path / "no-folder")
    (tmp_path / "no-folder").write_bytes(b"a file")

    found = carrying.bring_in(tmp_path, by=None, at=made.later())

    assert (found.taken, found.refused) == (1, [])
    [left] = tmp_path.glob("*.receipt")
    assert receipts.read_receipt(left.read_bytes(), made.receipt_key()).level == 1


# -- quarantine, and trying again -------------------------------------------------------------------


def test_a_laptop_that_the_office_forgot_is_believed_once_it_is_known_again(laptop, siti):
    """The office was restored from a backup made before the enrolment."""
    epoch = laptop.epoch
    number, public = epoch.number, bytes(epoch.sign_public)
    epoch.delete()
    made.callers.forget()
    sealed = laptop.seal(made.recording(laptop, nik=siti))
    assert laptop.send(sealed).status == 202
    epoch.pk = None
    epoch.number, epoch.sign_public = number, public
    epoch.save(force_insert=True)

    assert retrying.try_again(packet=made.packet(sealed), by=staff.person(), at=made.later()) == ""

    made.callers.forget()
    made.answering.forget_all()
    assert laptop.send(sealed).status == 200
    made.opened()
    assert made.recorded(sealed).standing == "counts"


# -- a visit awaits what laptops still hold ---------------------------------------------------------


def test_a_visit_closes_only_when_everything_recorded_there_has_arrived(laptop, siti):
    visit = visits.confirmed()
    first = laptop.seal(made.recording(laptop, nik=siti, visit=str(visit.pk)))
    lost = laptop.seal(made.recording(laptop, name="BUDI REKAAN", visit=str(visit.pk)))
    told = Closing(made.DAY, 1, 3, 2, {}, 2, 1, {})
    closing = laptop.seal(
        made.recording(
            laptop, kind=recordings.Kind.CLOSING, person=None, captures=(), closing=told, visit=str(visit.pk)
        )
    )
    for sealed in (closing, first):
        laptop.send(sealed)
    made.opened()
    assert Visit.objects.get().awaited == 1
    with pytest.raises(RuleBroken, match=r"visit\.awaits_packets"):
        visits.closing.close(visit=visit, by=None, at=made.later(99))

    laptop.send(lost)
    made.opened()

    assert Visit.objects.get().awaited == 0
    visits.closing.close(visit=visit, by=None, at=made.later(99))
