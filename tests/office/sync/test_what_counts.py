"""What becomes of recordings in the register, and of those that contradict each other."""

import itertools
import uuid
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from rekam.domain.sync.arrivals import Why
from rekam.domain.sync.people import Kind, Likeness
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.rights import Role
from rekam.office.imports import actions as imports
from rekam.office.kits.models import Fault
from rekam.office.ledger.models import Line
from rekam.office.recordings.models import Earlier, Session, Status
from rekam.office.residents import verification
from rekam.office.residents.models import Resident
from rekam.office.sync import queries, views, worker
from rekam.office.sync.deciding import cases
from rekam.office.sync.keeping import shelf
from rekam.office.sync.models import (
    Alike,
    Case,
    Correction,
    DayClosing,
    Image,
    Opened,
    Packet,
    PacketState,
    Recorded,
    StepTime,
)
from rekam.office.sync.taking import judging
from rekam.office.visits.models import Visit
from rekam.wire import recordings
from rekam.wire.keys import SigningKey
from rekam.wire.recordings import (
    Accepted,
    Closing,
    Confirmation,
    Device,
    DeviceTrouble,
    Format,
    Matched,
    Modality,
    Person,
    StepShare,
)
from rekam.wire.recordings import Correction as Corrected
from tests import make
from tests.office.accounts import staff
from tests.office.kits import made as kits
from tests.office.places import made as places
from tests.office.sync import made
from tests.office.sync.made import record
from tests.office.visits import made as visits

S = Recorded.Standing


def counted(nik: str, known: date = date.max) -> int:
    """How often the ledger counts somebody as recorded: once or never."""
    resident = Resident.objects.get(nik=nik)
    lines = Line.objects.filter(resident_id=resident.pk, measure="recorded", known_on__lte=known)
    return sum(line.amount for line in lines)


def alike(one, other, said: Likeness = Likeness.SAME, at: datetime | None = None) -> None:
    """As if the biometrics had been compared so."""
    pair = sorted([made.recorded(one), made.recorded(other)], key=lambda r: r.pk)
    Alike.objects.update_or_create(one=pair[0], other=pair[1], defaults={"said": said.value})
    judging.settle(pair, source="test", at=at or made.later(90))


# -- one recording --------------------------------------------------------------------------------


def test_a_recording_counts_from_its_day_and_is_known_from_its_arrival(laptop, siti):
    laptop.send(laptop.seal(made.recording(laptop, nik=siti)))
    made.opened(at=make.moment(date(2016, 10, 4)))

    [line] = Line.objects.filter(measure="recorded")
    assert (line.effective_on, line.known_on) == (date(2016, 9, 30), date(2016, 10, 4))
    assert counted(siti) == 1


def test_two_sessions_of_one_person_count_once(laptop, siti):
    one = record(laptop, nik=siti)
    other = record(made.laptop(), nik=siti, finished_at=made.later(20))
    alike(one, other)

    assert Session.objects.filter(nik=siti).count() == 2
    assert counted(siti) == 1


def test_a_session_that_a_file_told_of_is_the_same_session(laptop, siti):
    make.recorded([make.session({"NIK": siti}, "30-09-2016")])
    sealed = record(laptop, nik=siti)

    assert Session.objects.filter(nik=siti).count() == 1
    assert made.recorded(sealed).session.clock == "08:19:00"


@pytest.mark.parametrize("told", ["BIO_CAPTURED", "", "CARD_ISSUED"])
def test_undoing_a_file_leaves_the_recording_that_a_packet_brought_too(laptop, siti, told):
    file = make.recorded([make.session({"NIK": siti}, "30-09-2016", STATUS=told)])
    arrival = date(2016, 10, 4)
    sealed = laptop.seal(made.recording(laptop, nik=siti))
    laptop.send(sealed)
    made.opened(at=make.moment(arrival))
    assert [counted(siti, known=day) for day in (date(2016, 9, 30), arrival)] == [1, 1]

    imports.undo(file, by=None, at=make.moment(arrival))

    [session] = Session.objects.all()
    assert (session.known_on, session.status, session.clock) == (arrival, "BIO_CAPTURED", "08:19:00")
    assert made.recorded(sealed).session == session
    assert Status.objects.get().known_on == arrival
    assert [counted(siti, known=day) for day in (date(2016, 9, 30), arrival)] == [0, 1]
    assert not Earlier.objects.exists()
    assert verification.verify() == []


def test_a_file_of_which_both_a_packet_and_a_later_file_told_is_undone_after_that_file(laptop, siti):
    files = [make.recorded([make.session({"NIK": siti}, "30-09-2016")]) for _ in range(2)]
    laptop.send(laptop.seal(made.recording(laptop, nik=siti)))
    made.opened(at=make.moment(date(2016, 10, 4)))

    with pytest.raises(RuleBroken, match=r"import\.touched_since"):
        imports.undo(files[0], by=None, at=make.moment())

    for file in reversed(files):
        imports.undo(file, by=None, at=make.moment())
    assert counted(siti) == 1


def test_undone_one_after_the_other_files_leave_a_recording_known_from_the_day_of_what_remains(laptop, siti):
    def told(known):
        row = make.session({"NIK": siti}, "30-09-2016", TGL_DIKETAHUI=known)
        return make.recorded([row], as_of=date(2016, 10, 3))

    def known():
        return {Session.objects.get().known_on, Status.objects.get().known_on}

    first, earlier = told("03-10-2016"), told("01-10-2016")
    laptop.send(laptop.seal(made.recording(laptop, nik=siti)))
    made.opened(at=make.moment(date(2016, 10, 4)))
    assert known() == {date(2016, 10, 1)}

    imports.undo(earlier, by=None, at=make.moment())
    assert known() == {date(2016, 10, 3)}
    imports.undo(first, by=None, at=make.moment())
    assert known() == {date(2016, 10, 4)}
    assert verification.verify() == []


def test_a_packet_is_opened_once(laptop, siti):
    sealed = record(laptop, nik=siti)
    laptop.send(sealed)
    made.opened()

    assert Recorded.objects.count() == 1
    assert made.packet(sealed).opened == Opened.DONE


def test_measures_of_quality_and_time_are_kept_by_device(laptop, siti):
    low = Accepted(("Left IndexFinger",), 31, 40, "worn", "")
    record(laptop, nik=siti, captures=(made.capture(quality=31, tries=3),), accepted=(low,))

    image = Image.objects.get()
    assert (image.serial, image.quality, image.tries, image.is_low, image.reason) == (
        "SN-001",
        31,
        3,
        True,
        "worn",
    )
    assert {each.step: each.seconds for each in StepTime.objects.all()} == {"find": 20, "fingers": 60}


def test_a_face_that_was_accepted_though_low_is_told_of_its_camera(laptop, siti):
    low = Accepted((), 71, 90, "illness", "")
    camera = Device("Contoh", "Kamera", "SN-009", simulated=False)
    face = made.capture(
        modality=Modality.FACE, parts=(), format=Format.FACE, quality=71, device=camera, tries=3
    )
    record(laptop, nik=siti, captures=(face, made.capture()), accepted=(low,))

    told = {image.serial: (image.is_low, image.reason) for image in Image.objects.all()}
    assert told == {"SN-009": (True, "illness"), "SN-001": (False, "")}
    [camera] = [row for row in queries.quality("device", since=made.DAY) if row["modality"] == "face"]
    assert camera["low"] == 1


def test_a_laptops_own_camera_is_told_by_its_laptop(laptop, siti):
    webcam = Device("", "camera", "", simulated=False)
    face = made.capture(modality=Modality.FACE, parts=(), format=Format.FACE, quality=71, device=webcam)
    unknown = made.capture(modality=Modality.FACE, parts=(), format=Format.FACE, quality=60, device=None)
    record(laptop, nik=siti, captures=(face, unknown, made.capture()))

    rows = queries.quality("device", since=made.DAY)

    assert {(row["modality"], row["laptop"], row["n"]) for row in rows} == {
        ("face", laptop.station.name, 1),
        ("finger", "", 1),
    }
    assert f"kamera web {laptop.station.name}" in [views._named(row) for row in rows]


def test_quality_is_told_by_service_point_the_worst_first(laptop, siti):
    """One laptop at two places, and once at none that the office knows."""
    hall, school = places.place("Balai Desa"), places.place("SMA Contoh")
    low = Accepted(("Left IndexFinger",), 31, 40, "worn", "")
    good, poor = made.capture(quality=80, parts=("Left Thumb",)), made.capture(quality=31, tries=3)
    record(laptop, nik=siti, captures=(good, poor), accepted=(low,), place_code=str(school.pk))
    for quality in (90, 70):
        record(laptop, captures=(made.capture(quality=quality),), place_code=str(hall.pk))
    record(laptop, captures=(made.capture(quality=60),), place_code="")

    rows = queries.quality("place", since=made.DAY)

    told = [(row["name"], row["modality"], row["n"], row["mean"], row["low"], row["tries"]) for row in rows]
    assert told == [
        ("SMA Contoh", "finger", 2, 55.5, 1, 2.0),
        ("–", "finger", 1, 60.0, 0, 1.0),
        ("Balai Desa", "finger", 2, 80.0, 0, 1.0),
    ]
    assert not queries.quality("place", since=made.DAY + timedelta(days=1))


def test_a_capture_counts_for_whoever_took_it(laptop, siti):
    """Siti's shift ended at the irises; Budi finished the recording."""
    first, _signing = made.an_operator()
    first.user.full_name = "Siti Contoh"
    first.user.save()
    mine, his = made.capture(operator=bytes.fromhex(first.key)), made.capture(quality=90)
    record(laptop, nik=siti, captures=(mine, his))

    counted = {row["who"]: row["n"] for row in queries.quality("operator", since=made.DAY)}
    assert counted == {"Siti Contoh": 1, laptop.operator.user.full_name: 1}


def test_the_seconds_of_a_step_are_of_whoever_did_it(laptop, siti):
    """Siti's shift ended in the middle of the fingers; Budi went on, and finished the recording."""
    first, _signing = made.an_operator()
    first.user.full_name = "Siti Contoh"
    first.user.save()
    hers = bytes.fromhex(first.key)
    record(
        laptop,
        nik=siti,
        step_seconds={"find": 20, "fingers": 60, "review": 30},
        shares=(StepShare("find", hers, 20), StepShare("fingers", hers, 45)),
    )

    took = {(row["who"], row["step"]): (row["n"], row["mean"]) for row in queries.step_times(since=made.DAY)}

    budi = laptop.operator.user.full_name
    assert took == {
        ("Siti Contoh", "find"): (1, 20),
        ("Siti Contoh", "fingers"): (1, 45),
        (budi, "fingers"): (1, 15),
        (budi, "review"): (1, 30),
    }


def test_steps_of_which_only_one_is_told_are_of_whoever_finished_as_ever(laptop, siti):
    """What laptops told before they told of shares."""
    record(laptop, nik=siti)

    took = {(row["who"], row["step"]): row["mean"] for row in queries.step_times(since=made.DAY)}

    budi = laptop.operator.user.full_name
    assert took == {(budi, "find"): 20, (budi, "fingers"): 60}


def test_a_face_that_no_program_found_counts_like_any_other_and_is_told_as_low(laptop, siti):
    """Three tries without a score, accepted with a reason: a bandage, or a dark room."""
    face = made.capture(modality=Modality.FACE, parts=(), format=Format.FACE, quality=0, tries=3)

    record(laptop, nik=siti, captures=(face, made.capture()), accepted=(Accepted((), 0, 90, "other", ""),))

    assert Recorded.objects.get().standing == S.COUNTS
    image = Image.objects.get(modality="face")
    assert (image.quality, image.has_quality, image.is_low, image.reason) == (0, True, True, "other")


def test_index_fingers_that_were_hardly_alike_again_are_no_low_images(laptop, siti):
    fingers = [made.capture(name.encode(), parts=(name,)) for name in ("Left IndexFinger", "Left Thumb")]
    again = Confirmation(("Left IndexFinger", "Right IndexFinger"), 22, 40, matched=False)
    hardly = Accepted(("Left IndexFinger",), 22, 40, "worn", "")
    record(laptop, nik=siti, captures=tuple(fingers), accepted=(hardly,), confirmation=again)

    assert [image.is_low for image in Image.objects.all()] == [False, False]


def test_a_low_image_stays_one_where_its_likeness_was_accepted_with_the_same_numbers(laptop, siti):
    again = Confirmation(("Left IndexFinger", "Right IndexFinger"), 31, 40, matched=False)
    low, hardly = (Accepted(("Left IndexFinger",), 31, 40, why, "") for why in ("worn", "wet_or_dry"))
    captures = (made.capture(quality=31, tries=3),)
    record(laptop, nik=siti, captures=captures, accepted=(low, hardly), confirmation=again)

    assert [(image.is_low, image.reason) for image in Image.objects.all()] == [(True, "worn")]


def test_what_nobody_of_ours_signed_stays_closed_in_quarantine(laptop, siti):
    sealed = replace(laptop, operator_signing=SigningKey.new()).seal(made.recording(laptop, nik=siti))
    laptop.send(sealed)
    made.opened()

    assert made.packet(sealed).quarantine == Why.NOT_SIGNED
    assert counted(siti) == 0


def test_the_worker_that_was_stopped_by_one_packet_takes_the_others_first(laptop, siti):
    laptop.send(laptop.seal(made.recording(laptop, nik=siti)))
    Packet.objects.update(tries=1)
    later = laptop.seal(made.recording(laptop))
    laptop.send(later)

    assert [p.name for p in worker.waiting(at=made.later())] == [made.packet(later).name]


def test_a_packet_whose_file_is_gone_stops_nobody(laptop, siti):
    gone, other = laptop.seal(made.recording(laptop)), laptop.seal(made.recording(laptop, nik=siti))
    for sealed in (gone, other):
        laptop.send(sealed)
    shelf.held(made.packet(gone).digest).unlink()

    made.opened()

    assert (made.packet(gone).state, made.packet(gone).quarantine) == (PacketState.ARRIVING, "")
    assert counted(siti) == 1


def test_without_a_nik_it_waits_for_somebody_who_knows_who_it_is(laptop):
    sealed = record(laptop)

    assert made.recorded(sealed).standing == S.HELD
    assert Case.objects.get().kind == Kind.NO_NIK
    assert not Session.objects.exists()


def test_somebody_of_another_regency_is_kept_and_counted_at_home(laptop):
    nik = make.nik(date(1990, 1, 1), area="357801")
    person = Person(None, nik, None, "BUDI REKAAN", date(1990, 1, 1), "L", "", Matched.OUT_OF_DOMICILE)
    record(laptop, person=person)

    assert Session.objects.filter(nik=nik).exists()
    assert not Line.objects.filter(measure="recorded").exists()


def test_a_closing_of_the_day_is_kept(laptop):
    closing = Closing(made.DAY, 1, 7, 6, {"device": 1}, 6, 2, {"SN-001": "ready"})
    record(laptop, kind=recordings.Kind.CLOSING, person=None, captures=(), closing=closing)

    assert (DayClosing.objects.get().last_sequence, DayClosing.objects.get().failed) == (7, {"device": 1})
    assert DayClosing.objects.get().sums == {"queue": {}, "quality": [], "steps": []}  # of an older laptop


def test_how_the_queue_went_is_kept_with_the_closing(laptop):
    queue = recordings.QueueSums(8, 7, 1, wait_seconds=4200, longest_seconds=1500)
    operator = bytes.fromhex(laptop.operator.key)
    quality = recordings.QualitySums("left_hand", "SN-001", operator, 6, 420, 8, 1)
    step = recordings.StepSums("left_hand", 6, 130)
    closing = Closing(made.DAY, 1, 7, 6, {"device": 1}, 6, 2, {}, queue, (quality,), (step,))
    record(laptop, kind=recordings.Kind.CLOSING, person=None, captures=(), closing=closing)

    kept = DayClosing.objects.get().sums

    assert (kept["queue"]["wait_seconds"], kept["queue"]["left"]) == (4200, 1)
    assert kept["quality"][0]["operator"] == laptop.operator.key
    assert kept["steps"] == [{"step": "left_hand", "times": 6, "seconds": 130}]


def test_trouble_with_a_device_opens_a_fault_and_the_next_is_added_to_it(laptop):
    device = kits.device(serial="SN-001")
    trouble = DeviceTrouble("finger", "Contoh", "Slap 4", "SN-001", "110", "no answer for 30 s", made.later())
    for _ in range(2):
        record(laptop, kind=recordings.Kind.TROUBLE, person=None, captures=(), trouble=trouble)

    [fault] = Fault.objects.filter(device=device)
    assert "no answer for 30 s" in fault.note
    assert fault.moves.count() == 2


def test_devices_are_locked_in_one_order_before_the_audit_trail(laptop):
    """As a person at the screen does, so that neither waits for what the other holds."""
    for serial in ("SN-002", "SN-001"):
        kits.device(serial=serial)
        trouble = DeviceTrouble("finger", "Contoh", "Slap 4", serial, "110", "no answer", made.later())
        said = made.recording(laptop, kind=recordings.Kind.TROUBLE, person=None, captures=(), trouble=trouble)
        laptop.send(laptop.seal(said))

    with CaptureQueriesContext(connection) as questions:
        made.opened()

    asked = [each["sql"] for each in questions]
    locked = next(n for n, sql in enumerate(asked) if 'FROM "kits_device"' in sql and " IN (" in sql)
    assert 'ORDER BY "kits_device"."id" ASC' in asked[locked]
    assert "FOR NO KEY UPDATE" in asked[locked] or connection.vendor == "sqlite"
    assert locked < next(n for n, sql in enumerate(asked) if "audit_head" in sql)
    assert Fault.objects.count() == 2


# -- visits ---------------------------------------------------------------------------------------


def test_a_recording_marks_the_visits_list(laptop, siti):
    visit = visits.confirmed()
    record(laptop, nik=siti, visit=str(visit.pk))

    person = visit.people.get(nik=siti)
    assert (person.outcome, person.is_walk_in) == ("recorded", False)


def test_a_packet_after_its_visit_closed_opens_it_again(laptop, siti):
    visit = visits.confirmed()
    visits.sent(visit, visits.outcome(visit.people.get(nik=siti), "absent"))
    visits.closing.close(visit=visit, by=None, at=made.later())

    budi = made.siti(JENIS_KLMIN="1", NAMA_LGKP="BUDI REKAAN")["NIK"]

    record(laptop, nik=budi, name="BUDI REKAAN", visit=str(visit.pk))

    assert Visit.objects.get().state == "under_way"


# -- conflicts ------------------------------------------------------------------------------------


def test_one_nik_with_two_bodies_counts_for_nobody_until_two_people_decide(laptop, siti):
    one = record(laptop, nik=siti)
    other = record(made.laptop(), nik=siti, finished_at=made.later(20))
    alike(one, other, Likeness.DIFFERENT)
    assert counted(siti) == 0

    case = Case.objects.get(kind=Kind.TWO_PEOPLE)
    wanted = [made.packet(one).name]
    first, second = staff.person(), staff.person(Role.HEAD)
    assert not cases.decide(case=case, counting=wanted, why="paspor", by=first, at=made.later(100))
    assert counted(siti) == 0
    assert cases.decide(case=case, counting=wanted, why="paspor", by=second, at=made.later(101))

    assert counted(siti) == 1
    assert {made.recorded(p).standing for p in (one, other)} == {S.COUNTS, S.ASIDE}


def test_nobody_decides_a_case_alone(laptop):
    record(laptop)
    case, registrar = Case.objects.get(), staff.person()
    cases.decide(case=case, counting=[], why="", by=registrar, at=made.later(100))

    with pytest.raises(RuleBroken, match=r"case\.second_person"):
        cases.decide(case=case, counting=[], why="", by=registrar, at=made.later(101))


def test_two_people_say_whose_recording_it_is_and_it_counts(laptop, siti):
    sealed = record(laptop)
    case, wanted = Case.objects.get(), [made.packet(sealed).name]
    said = {"case": case, "counting": wanted, "why": "KK", "at": made.later(100)}

    with pytest.raises(RuleBroken, match=r"case\.nik_wanted"):
        cases.decide(by=staff.person(), nik="12", **said)
    first, second, third = (staff.person() for _ in range(3))
    assert not cases.decide(by=first, nik=siti, **said)
    assert not cases.decide(by=second, nik=make.nik(date(1990, 1, 1)), **said)
    assert cases.decide(by=third, nik=Case.objects.get().nik, **said)

    assert made.recorded(sealed).standing == S.COUNTS
    assert counted(siti) == 0


def test_somebody_whose_nik_was_found_counts(laptop, siti):
    sealed = record(laptop)
    said = {
        "case": Case.objects.get(),
        "counting": [made.packet(sealed).name],
        "why": "",
        "at": made.later(9),
    }
    for _ in range(2):
        cases.decide(by=staff.person(), nik=siti, **said)

    assert counted(siti) == 1


def test_two_niks_with_one_body_are_a_duplicate_case(laptop, siti):
    budi = made.siti(JENIS_KLMIN="1", NAMA_LGKP="BUDI REKAAN")["NIK"]
    one, other = record(laptop, nik=siti), record(laptop, nik=budi)
    alike(one, other)

    assert Case.objects.get().kind == Kind.ONE_BODY
    assert {made.recorded(p).standing for p in (one, other)} == {S.HELD}


def test_somebody_who_died_since_is_a_case(laptop, siti):
    Resident.objects.filter(nik=siti).update(standing="died", ended_on=date(2016, 9, 1))
    record(laptop, nik=siti)

    assert Case.objects.get().kind == Kind.GONE


def test_what_a_clone_brought_into_the_count_is_taken_out_until_decided(laptop, siti):
    clone = laptop.clone()
    mine = record(laptop, nik=siti)
    assert counted(siti) == 1

    theirs = record(clone, name="BUDI REKAAN")

    assert counted(siti) == 0
    case = Case.objects.get(kind=Kind.CLONED)
    assert set(case.packets.all()) == {made.packet(mine), made.packet(theirs)}
    for person in (staff.person(), staff.person(Role.HEAD)):
        cases.decide(case=case, counting=[made.packet(mine).name], why="", by=person, at=made.later(100))
    assert counted(siti) == 1


# -- corrections ----------------------------------------------------------------------------------


def corrected(to: str, was: str = "SITI REKAAN", field: str = "name") -> Corrected:
    return Corrected(field, was, to, "KK", "6408042101160001")


def test_a_correction_is_made_where_the_register_still_says_what_it_found(laptop, siti):
    record(laptop, nik=siti, corrections=(corrected("SITTI REKAAN"),))

    assert Resident.objects.get(nik=siti).name == "SITTI REKAAN"


def test_two_corrections_that_contradict_wait_for_a_clerk(laptop, siti):
    record(laptop, nik=siti, corrections=(corrected("SITTI REKAAN"),))
    record(laptop, nik=siti, finished_at=made.later(9), corrections=(corrected("SITY REKAAN"),))

    assert Resident.objects.get(nik=siti).name == "SITI REKAAN"
    assert {c.state for c in Correction.objects.all()} == {Correction.State.CLASHING}


# -- every order of arrival -----------------------------------------------------------------------


def test_every_order_of_arrival_gives_the_same_final_state(siti):
    """Four laptops and a clone record two people; corrections, a visit, one id twice. Every order, and every
    place where the worker may come in between, must end alike.
    """
    visit = visits.confirmed()
    laptop, other = made.laptop(), made.laptop()
    clone = other.clone()
    said = made.recording(other, name="DEWI REKAAN")
    packets = [
        laptop.seal(
            made.recording(laptop, nik=siti, corrections=(corrected("SITTI REKAAN"),), visit=str(visit.pk))
        ),
        laptop.seal(
            made.recording(laptop, nik=siti, finished_at=made.later(9), corrections=(corrected("SITY"),))
        ),
        other.seal(said),
        clone.seal(made.recording(clone, nik=siti, finished_at=made.later(30))),
        laptop.seal(replace(made.recording(laptop), packet_id=uuid.UUID(int=7).bytes)),
        laptop.seal(replace(made.recording(laptop, name="X"), packet_id=uuid.UUID(int=7).bytes)),
    ]
    orders = list(itertools.permutations(range(6)))
    seen = set()
    for n, order in enumerate(orders[:: len(orders) // 10]):
        try:
            with transaction.atomic():
                for place, number in enumerate(order):
                    laptop.send(packets[number])
                    if (n >> (place % 5)) & 1:
                        made.opened()
                made.opened()
                seen.add(final_state(packets))
                raise Again
        except Again:
            made.callers.forget()
            made.answering.forget_all()
    for place, different in enumerate(zip(*seen, strict=True)):
        assert len(set(different)) == 1, place


class Again(Exception):
    """Back to before the first packet came."""


def final_state(packets) -> tuple[object, ...]:
    each = [made.packet(sealed) for sealed in packets]
    names = {packet.name: n for n, packet in enumerate(each)}
    recorded = Recorded.objects.select_related("packet")
    corrections = Correction.objects.select_related("recorded__packet")
    asked = Case.objects.filter(is_moot=False)
    return (
        tuple(packet.quarantine for packet in each),
        tuple(sorted((names[r.packet.name], r.standing, r.is_best) for r in recorded)),
        tuple(sorted((c.kind, tuple(sorted(names[p.name] for p in c.packets.all()))) for c in asked)),
        tuple(sorted((names[c.recorded.packet.name], c.field, c.state) for c in corrections)),
        tuple(sorted((r.nik, r.name, str(r.first_recorded_on)) for r in Resident.objects.all())),
        tuple(sorted((p.nik, p.outcome, p.is_disputed) for p in Visit.objects.get().people.all())),
        tuple(sorted((s.nik, str(s.recorded_on), s.clock, s.status) for s in Session.objects.all())),
        tuple(sorted(net().items())),
    )


def net() -> dict[tuple[object, ...], int]:
    found: dict[tuple[object, ...], int] = {}
    for line in Line.objects.all():
        key = (line.area_id, line.sex, line.measure, str(line.effective_on), str(line.known_on))
        found[key] = found.get(key, 0) + line.amount
    return {key: amount for key, amount in found.items() if amount}


def test_days_apart_the_count_says_when_it_knew(laptop, siti):
    one = record(laptop, nik=siti)
    other = record(made.laptop(), nik=siti, finished_at=made.later(20))
    alike(one, other, at=make.moment(made.DAY + timedelta(days=1)))
    alike(one, other, Likeness.DIFFERENT, at=make.moment(made.DAY + timedelta(days=3)))

    days = {n: counted(siti, known=made.DAY + timedelta(days=n)) for n in range(5)}
    assert days == {0: 1, 1: 1, 2: 1, 3: 0, 4: 0}
