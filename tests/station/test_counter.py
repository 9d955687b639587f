"""At the counter: from the family card to the seal, with what goes wrong on the way."""

import re
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from django.utils import timezone
from time_machine import TimeMachineFixture

from rekam.biometrics import compress
from rekam.domain.recording.parts import WANTED, Part
from rekam.domain.recording.steps import Step
from rekam.domain.recording.tries import FIELD
from rekam.domain.trouble import RuleBroken
from rekam.station import clock
from rekam.station.counter import faces, shots
from rekam.station.counter.models import Draft, Made, Piece
from rekam.station.counter.shots import Image, Source, Tried
from rekam.station.identity.models import Epoch, Identity
from rekam.station.outbox.models import Packet
from rekam.station.queue import actions as tickets
from rekam.station.queue.models import Failure, State, Ticket
from rekam.wire import recordings
from rekam.wire.recordings import CONSENT, LARGEST_IMAGE, Matched, Modality
from tests.station import make
from tests.station.desk import SIGNATURE, Counter, Devices, photograph
from tests.station.office import BUDI, PASSWORD, SITI, Office


def opened(office: Office) -> recordings.Recording:
    return make.opened(Packet.objects.latest("sequence"), office)


def step(counter: Counter) -> Step | None:
    return counter.draft.work.next_step


def test_a_person_is_recorded_from_the_family_card_to_the_seal(
    counter: Counter, office: Office, bench: Devices
) -> None:
    counter.come_to_the_end()
    assert "SIMULASI" in counter.get(counter.at("periksa/")).content.decode()
    refused = counter.post(counter.at("periksa/selesai/"), drawn=SIGNATURE, seen="0" * 64)
    assert refused.json()["refused"]["code"] == "review.something_changed"  # signed for what was shown alone
    assert not Made.objects.exists()
    answer = counter.finish()

    made = Made.objects.get()
    assert answer.json()["to"] == f"/perekaman/slip/{made.slip_code}/"
    assert not Draft.objects.exists()
    assert not Piece.objects.exists()
    assert Ticket.objects.get().state == State.DONE
    inside = opened(office)
    kinds = [capture.modality for capture in inside.captures]
    assert [kinds.count(each) for each in (Modality.FACE, Modality.FINGER, Modality.IRIS)] == [1, 10, 2]
    assert (kinds.count(Modality.SIGNATURE), kinds.count(Modality.CONSENT)) == (1, 1)
    assert inside.person is not None
    assert (inside.person.pack_token, inside.person.matched) == ("p-17", Matched.PACK)
    assert inside.slip_code == made.slip_code
    assert (made.visit, made.place_code) == (inside.visit or "", inside.place_code)
    assert inside.confirmation is not None
    assert inside.confirmation.matched
    by_device = [capture.device for capture in inside.captures if capture.device and capture.device.serial]
    assert len(by_device) == 12
    assert all(device.simulated for device in by_device)
    assert set(inside.step_seconds) == {each.value for each in Step if each != Step.EXCEPTIONS}
    slip = counter.get(answer.json()["to"]).content.decode()
    assert made.slip_code in slip
    assert "SIMULASI: direkam dengan alat simulasi" in slip
    assert "64080" not in slip
    assert "SITI" not in slip.replace("Siti Rahayu", "")


def absences(office: Office) -> list[tuple[str, str]]:
    return [(each.part, each.reason) for each in opened(office).absences]


def test_who_cannot_sign_for_what_was_shown_has_signed_for_the_card_all_the_same(
    counter: Counter, office: Office, bench: Devices
) -> None:
    counter.come_to_the_end()

    counter.finish(cannot="illiterate")

    assert absences(office) == [(CONSENT, "illiterate")]
    kinds = [capture.modality for capture in opened(office).captures]
    assert (kinds.count(Modality.SIGNATURE), kinds.count(Modality.CONSENT)) == (1, 0)


def test_each_signature_that_is_impossible_has_its_own_reason(
    counter: Counter, office: Office, bench: Devices
) -> None:
    counter.come_to_the_hands()
    counter.sign(cannot="hand")
    counter.capture_all()
    counter.confirm()
    assert "Tanpa tanda tangan" in counter.get(counter.at("periksa/")).content.decode()

    counter.finish(cannot="other")

    assert absences(office) == [("Signature", "hand"), (CONSENT, "other")]


def test_a_signature_for_the_card_that_is_given_after_all_leaves_no_reason_behind(counter: Counter) -> None:
    counter.begin()
    counter.photograph()
    counter.sign(cannot="hand")
    assert counter.draft.work.cannot_sign == {"signature": "hand"}

    counter.sign()

    assert counter.draft.work.cannot_sign == {}


@pytest.mark.parametrize(("kept", "read"), [("hand", {"signature": "hand"}), ("", {})])
def test_a_draft_of_before_keeps_why_the_card_has_no_signature(
    counter: Counter, kept: str, read: dict[str, str]
) -> None:
    counter.begin()
    draft = counter.draft

    draft.kept["cannot_sign"] = kept

    assert draft.work.cannot_sign == read


def test_the_slip_of_a_recording_is_found_again_in_the_queue_and_among_what_is_sent(
    counter: Counter, office: Office
) -> None:
    """The laptop crashed after the seal, or the printer jammed; and later the laptop stands elsewhere."""
    packet = Packet.objects.get(sequence=make.saved().sequence)
    ticket = tickets.give_ticket(by="siti", on=timezone.localdate(), at=timezone.now())
    tickets.seat(ticket=ticket, at=timezone.now())
    tickets.finish(ticket=ticket, at=timezone.now())
    made = Made.objects.create(
        ticket=ticket,
        slip_code=packet.slip_code,
        packet_id=packet.packet_id,
        place_code="64.08.04",
        operator="siti",
        started_at=timezone.now(),
        finished_at=timezone.now(),
    )
    address = f"/perekaman/slip/{made.slip_code}/"

    assert f'href="{address}"' in counter.get("/antrean/").content.decode()
    assert f'href="{address}"' in counter.get("/kirim/").content.decode()
    slip = counter.get(address).content.decode()
    assert "Satu salinan, di laptop ini" in slip
    assert "Sangatta Utara" in slip
    Packet.objects.update(state="held")
    Made.objects.update(place_code="another place")
    slip = counter.get(address).content.decode()
    assert "Kantor sudah menerimanya." in slip
    assert "Sangatta Utara" not in slip


def test_a_missing_finger_is_recorded_with_reason_photograph_and_second_officer(
    counter: Counter, office: Office, bench: Devices
) -> None:
    counter.come_to_the_hands()
    counter.post(counter.at("kecualikan/"), part="left_ring", why="missing")
    counter.capture_all()
    assert step(counter) == Step.EXCEPTIONS

    refused = counter.post(counter.at("pengecualian/saksi/"), login="budi", password=PASSWORD)
    assert "exception.no_photo" in refused.content.decode()
    counter.send("pengecualian/foto/", photograph())
    counter.post(counter.at("pengecualian/ulangi/"))
    assert not counter.draft.shots.filter(step="exceptions").exists()  # it can be taken anew
    counter.send("pengecualian/foto/", photograph())
    refused = counter.post(counter.at("pengecualian/saksi/"), login="siti", password=PASSWORD)
    assert "exception.same_officer" in refused.content.decode()
    counter.post(counter.at("pengecualian/saksi/"), login="budi", password=PASSWORD)
    counter.confirm()
    photo = counter.draft.shots.get(step="exceptions").pieces.get()
    shown = counter.get(counter.at("periksa/")).content.decode()
    counter.send("pengecualian/foto/", photograph("blue"))
    counter.post(counter.at("pengecualian/saksi/"), login="budi", password=PASSWORD)
    seen = shown.split('data-seen="')[1].split('"')[0]
    other = counter.post(counter.at("periksa/selesai/"), drawn=SIGNATURE, seen=seen).json()
    counter.finish()

    assert f"/hasil/{photo.pk}/" in shown
    assert other["refused"]["code"] == "review.something_changed"  # the resident saw another photograph
    inside = opened(office)
    assert [(each.part, each.reason, each.second_officer) for each in inside.absences] == [
        ("Left RingFinger", "missing", BUDI)
    ]
    assert sum(capture.modality == Modality.FINGER for capture in inside.captures) == 9
    assert sum(capture.modality == Modality.EXCEPTION_PHOTO for capture in inside.captures) == 1


def witnessed_by_budi(counter: Counter) -> None:
    """Siti recorded everything; one finger is missing, and Budi has seen it."""
    counter.come_to_the_hands()
    counter.post(counter.at("kecualikan/"), part="left_ring", why="missing")
    counter.capture_all()
    counter.send("pengecualian/foto/", photograph())
    counter.post(counter.at("pengecualian/saksi/"), login="budi", password=PASSWORD)
    counter.confirm()
    assert step(counter) == Step.REVIEW


def test_a_second_officer_who_takes_up_the_recording_is_no_second_officer_any_more(
    counter: Counter, bench: Devices
) -> None:
    witnessed_by_budi(counter)
    budi = Counter("budi")

    budi.post(budi.at("lanjut/"))

    assert step(budi) == Step.EXCEPTIONS
    refused = budi.post(budi.at("pengecualian/saksi/"), login="budi", password=PASSWORD)
    assert "exception.same_officer" in refused.content.decode()
    budi.post(budi.at("pengecualian/saksi/"), login="siti", password=PASSWORD)
    assert step(budi) == Step.REVIEW
    assert budi.draft.work.second == SITI.hex()


def test_a_second_officer_cannot_finish_what_they_have_seen_nor_see_what_they_record(
    counter: Counter, bench: Devices
) -> None:
    """Without taking it up: Budi signs in and opens the page where Siti left it."""
    witnessed_by_budi(counter)
    budi = Counter("budi")

    assert budi.finish().json()["refused"]["code"] == "exception.same_officer"
    again = budi.post(budi.at("pengecualian/saksi/"), login="budi", password=PASSWORD)

    assert "exception.same_officer" in again.content.decode()
    assert Draft.objects.exists()
    assert counter.finish().json()["to"]


def test_low_quality_turns_nobody_away(counter: Counter, office: Office, bench: Devices) -> None:
    counter.come_to_the_hands()
    bench.set("Finger", clarity=0.2)

    counter.capture("tangan-kiri")
    counter.accept("tangan-kiri", "worn")
    assert step(counter) == Step.LEFT_HAND  # two tries are left
    counter.capture("tangan-kiri")
    counter.capture("tangan-kiri")
    counter.accept("tangan-kiri")
    assert step(counter) == Step.LEFT_HAND  # no reason was chosen
    counter.accept("tangan-kiri", "worn")

    assert step(counter) == Step.RIGHT_HAND
    assert counter.draft.work.accepted == {"left_hand": "worn"}


def nobodys_picture() -> bytes:
    """As of a bandaged face or a dark room: the program finds no face in it."""
    return compress.jpeg(np.full((960, 720, 3), 90, np.uint8))


def test_a_face_that_no_program_finds_is_recorded_with_a_reason(
    counter: Counter, office: Office, bench: Devices
) -> None:
    """The second try is of a face device, of which the same is true."""
    counter.begin()

    counter.send("foto/kamera/", nobodys_picture())
    told = counter.get(counter.at("foto/")).content.decode()
    face = Image("face", "iso19794-5", faces.as_record(nobodys_picture()), 95)
    made = faces.looked_over(counter.draft, Tried(Source("Invented", "Face", "FACE-1"), [face]))
    shots.keep(draft=counter.draft, step=Step.FACE, tried=made, by="siti", at=timezone.now())
    counter.accept("foto", "other")
    assert step(counter) == Step.FACE  # one try is left
    counter.send("foto/kamera/", nobodys_picture())
    counter.accept("foto")
    assert step(counter) == Step.FACE  # no reason was chosen
    counter.accept("foto", "other")

    assert "Wajah tidak terlihat" in told
    assert step(counter) == Step.SIGNATURE
    counter.sign()
    counter.capture_all()
    counter.confirm()
    counter.finish()
    inside = opened(office)
    [kept] = [each for each in inside.captures if each.modality == Modality.FACE]
    assert (kept.quality, kept.tries) == (0, 3)
    assert [(each.parts, each.quality, each.reason) for each in inside.accepted] == [((), 0, "other")]


def test_three_fingers_of_four_and_a_hanging_device_keep_nothing_and_need_no_restart(
    counter: Counter, bench: Devices
) -> None:
    counter.come_to_the_hands()

    bench.set("Finger", misbehave="three_fingers", times=1)
    fewer = counter.capture("tangan-kiri")
    bench.set("Finger", misbehave="hanging", times=1)
    bench.wait_at_most(0.5)
    hangs = counter.capture("tangan-kiri")
    bench.wait_at_most(10)
    good = counter.capture("tangan-kiri")

    assert fewer.json()["refused"]["code"] == "device.fewer"
    assert hangs.status_code == 409
    assert hangs.json()["refused"]["leads_to"] in {"retry", "other_device", "fault"}
    assert "to" in good.json()
    assert len(shots.of_step(counter.draft, Step.LEFT_HAND)) == 1


def test_a_device_that_lies_is_reported_to_the_office_with_what_was_seen(
    counter: Counter, office: Office, bench: Devices
) -> None:
    counter.come_to_the_hands()
    bench.set("Finger", misbehave="wrong_signature", times=1)

    refused = counter.capture("tangan-kiri").json()["refused"]

    assert (refused["code"], refused["leads_to"]) == ("device.bad_signature", "fault")
    trouble = opened(office).trouble
    assert trouble is not None
    assert (trouble.kind, trouble.serial, trouble.code) == ("finger", "SIM-FINGER-1", "device.bad_signature")
    assert "RCAPTURE" in trouble.observed
    assert Packet.objects.count() == 1
    assert "to" in counter.capture("tangan-kiri").json()

    Epoch.objects.update(
        frozen_at=timezone.now()
    )  # nothing can be reported now: the device is named all the same
    bench.set("Finger", misbehave="wrong_signature", times=1)
    assert counter.capture("tangan-kiri").json()["refused"]["code"] == "device.bad_signature"


def test_who_is_not_on_the_pack_is_recorded_all_the_same(counter: Counter) -> None:
    counter.post("/perekaman/mulai/")
    papers = {"name": "Joko Rekaan", "born": "12-03-1990", "sex": "m", "nik": "", "kk": "", "home": "other"}

    refused = counter.post(counter.at("cari/berkas/"), **{**papers, "nik": "123"})
    counter.post(counter.at("cari/berkas/"), **papers)

    assert "person.bad_number" in refused.content.decode()
    person = counter.draft.work.person
    assert person is not None
    assert (person.name, person.matched) == ("JOKO REKAAN", Matched.OUT_OF_DOMICILE)
    assert step(counter) == Step.BIODATA


def test_a_correction_stands_against_its_document_and_moves_the_colour_of_the_cloth(counter: Counter) -> None:
    counter.post("/perekaman/mulai/")
    counter.post(counter.at("cari/pilih/"), token="p-17")

    refused = counter.post(counter.at("biodata/periksa/"), born="01-09-1998")
    proof = {"born-document": "birth_certificate", "born-number": "AL 7"}
    counter.post(counter.at("biodata/periksa/"), born="01-09-1998", **proof)

    assert "biodata.no_document" in refused.content.decode()
    assert [(each.field, each.was, each.now) for each in counter.draft.work.corrections] == [
        ("born", "01-09-1999", "01-09-1998")
    ]
    assert "desk-cloth-blue" in counter.get(counter.at("foto/")).content.decode()


def test_a_year_of_birth_corrected_after_the_photograph_has_it_taken_anew_before_the_other_cloth(
    counter: Counter,
) -> None:
    counter.come_to_the_hands()
    proof = {"born-document": "birth_certificate", "born-number": "AL 7"}

    counter.post(counter.at("biodata/periksa/"), born="02-09-1999", **proof)  # the same year: the same cloth
    assert step(counter) == Step.LEFT_HAND
    answer = counter.post(counter.at("biodata/periksa/"), born="01-09-1998", **proof)

    assert answer.url == counter.at("foto/")
    assert not counter.draft.shots.filter(step="face").exists()
    told = counter.get(counter.at("foto/")).content.decode()
    assert "kelahiran 1998 difoto dengan latar kain biru" in told
    counter.photograph("blue")
    assert step(counter) == Step.LEFT_HAND  # the signature stays


def test_what_the_register_knows_by_codes_is_chosen_and_not_written(counter: Counter) -> None:
    counter.post("/perekaman/mulai/")
    counter.post(counter.at("cari/pilih/"), token="p-17")
    page = counter.get(counter.at("biodata/")).content.decode()
    proof = {"religion-document": "family_card", "religion-number": "6408"}

    refused = counter.post(counter.at("biodata/periksa/"), religion="agama lain", **proof)
    counter.post(counter.at("biodata/periksa/"), religion="KATOLIK", **proof)

    assert '<option value="KHONGHUCU">Khonghucu</option>' in page
    assert '<option value="AB-">AB-</option>' in page
    assert '<option value="widowed">cerai mati</option>' in page
    assert "biodata.not_offered" in refused.content.decode()
    assert [each.now for each in counter.draft.work.corrections] == ["KATOLIK"]


def test_how_long_somebody_has_been_sitting_is_told_by_the_station_and_not_by_the_browsers_clock(
    counter: Counter, time_machine: TimeMachineFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, up = timezone.now(), clock.uptime()
    time_machine.move_to(begun, tick=False)
    monkeypatch.setattr(clock, "uptime", lambda: up)
    counter.post("/perekaman/mulai/")
    time_machine.move_to(begun + timedelta(seconds=95), tick=False)
    monkeypatch.setattr(clock, "uptime", lambda: up + 95)

    assert 'data-seconds="95"' in counter.get(counter.at("cari/")).content.decode()


def test_a_corrected_birth_date_may_be_too_young(counter: Counter) -> None:
    counter.post("/perekaman/mulai/")
    counter.post(counter.at("cari/pilih/"), token="p-17")
    born = f"01-01-{timezone.localdate().year - 10}"
    proof = {"born-document": "birth_certificate", "born-number": "AL 7"}

    refused = counter.post(counter.at("biodata/periksa/"), born=born, **proof)

    assert "person.under_16" in refused.content.decode()
    assert step(counter) == Step.BIODATA


def test_what_could_never_be_sealed_is_refused_at_once(counter: Counter) -> None:
    """Not at the very end, when the resident has signed and nothing can be mended."""
    shown = counter_at_the_left_hand(counter)
    slap = a_slap()
    huge = replace(slap, images=[replace(image, data=bytes(LARGEST_IMAGE + 1)) for image in slap.images])

    with pytest.raises(RuleBroken, match=r"capture\.too_large"):
        shots.keep(draft=shown, step=Step.LEFT_HAND, tried=huge, by="siti", at=timezone.now())
    no_picture = counter.post(counter.at("tanda-tangan/simpan/"), drawn="data:image/png;base64,AAAA").json()

    assert no_picture["refused"]["code"] == "signature.missing"


def test_what_was_captured_of_one_person_is_never_kept_for_another(counter: Counter, office: Office) -> None:
    counter.begin()
    counter.photograph()
    assert Piece.objects.exists()

    papers = {"name": "Joko Rekaan", "born": "12-03-1990", "sex": "m", "home": "here"}
    counter.post(counter.at("cari/berkas/"), **papers)

    assert not Piece.objects.exists()
    assert step(counter) == Step.BIODATA


def test_who_is_too_young_is_told_the_day_and_counted(counter: Counter, office: Office) -> None:
    counter.post("/perekaman/mulai/")
    born = date(timezone.localdate().year - 10, 2, 1)

    counter.post(counter.at("cari/berkas/"), name="Adi Rekaan", born=f"{born:%d-%m-%Y}", sex="m", home="here")
    told = counter.get(counter.at("biodata/")).content.decode()
    refused = counter.post(counter.at("biodata/periksa/"))
    counter.post(counter.at("gagal/"), reason="under_16")

    for page in (told, refused.content.decode()):
        assert "person.under_16" in page
        assert f"01-02-{born.year + 16}" in page
    assert refused.status_code == 409
    assert not Draft.objects.exists()
    assert (Ticket.objects.get().state, Ticket.objects.get().failure) == (State.FAILED, "under_16")


def test_a_roster_pack_that_has_expired_begins_nothing_and_gives_no_ticket(counter: Counter) -> None:
    Identity.objects.update(time_seen=timezone.now() + timedelta(days=8))

    counter.post("/perekaman/mulai/")

    assert not Draft.objects.exists()
    assert not Ticket.objects.exists()


def test_a_step_that_is_not_due_leads_to_the_one_that_is(counter: Counter) -> None:
    counter.post("/perekaman/mulai/")

    answer = counter.get(counter.at("periksa/"))

    assert answer.status_code == 302
    assert answer["Location"].endswith("/cari/")


def test_before_anybody_is_chosen_nothing_is_checked_judged_or_photographed(counter: Counter) -> None:
    """Addresses that no page asks for now: an old page in another window may."""
    counter.post("/perekaman/mulai/")

    biodata = counter.post(counter.at("biodata/periksa/"))
    faces = [counter.send(words, photograph()).json() for words in ("foto/nilai/", "foto/kamera/")]

    assert (biodata.status_code, biodata["Location"]) == (302, counter.at("cari/"))
    assert [each["refused"]["code"] for each in faces] == ["recording.step_not_yet"] * 2


@pytest.mark.parametrize("slug", ["cari", "biodata", "tanda-tangan", "periksa"])
@pytest.mark.parametrize("act", ["ambil", "terima", "ulangi"])
def test_nothing_is_captured_at_a_step_that_is_none_of_a_device(
    counter: Counter, slug: str, act: str, bench: Devices
) -> None:
    counter.begin()

    assert counter.post(counter.at(f"{slug}/{act}/")).status_code == 404
    assert counter.draft.work.done == {Step.FIND, Step.BIODATA}


def test_another_ticket_of_the_same_resident_is_used_and_not_doubled(counter: Counter) -> None:
    counter.post("/antrean/karcis/", token="p-17")
    counter.post("/perekaman/mulai/")

    refused = counter.post(counter.at("cari/pilih/"), token="p-17")

    assert "recording.other_ticket" in refused.content.decode()
    assert len(re.findall('name="reason"', refused.content.decode())) == len(Failure), (
        "or F9 has none to choose"
    )


def test_who_was_recorded_today_is_not_sent_to_a_ticket_that_ended(counter: Counter) -> None:
    counter.post("/antrean/karcis/", token="p-17")
    Ticket.objects.update(state=State.DONE)
    counter.post("/perekaman/mulai/")

    refused = counter.post(counter.at("cari/pilih/"), token="p-17")

    assert "recording.done_today" in refused.content.decode()


def test_why_somebody_is_recorded_again_travels_to_the_office(
    counter: Counter, office: Office, bench: Devices
) -> None:
    """The laptop forgets it with the day's closing."""
    counter.post("/antrean/karcis/", token="p-17")
    Ticket.objects.update(state=State.DONE)
    counter.post("/perekaman/mulai/")
    counter.post(counter.at("cari/pilih/"), token="p-17", again="  foto pertama \n buram ")
    counter.post(counter.at("biodata/periksa/"))
    counter.photograph()
    counter.sign()
    counter.capture_all()
    counter.confirm()
    counter.finish()

    assert opened(office).again == "foto pertama buram"


def test_what_was_noted_while_a_device_captured_is_not_lost(counter: Counter) -> None:
    """The capture was begun before the exception, and comes back after it."""
    begun_before = counter_at_the_left_hand(counter)
    counter.post(counter.at("kecualikan/"), part="left_ring", why="missing")

    with pytest.raises(RuleBroken, match=r"capture\.other_parts"):
        shots.keep(draft=begun_before, step=Step.LEFT_HAND, tried=a_slap(), by="siti", at=timezone.now())

    assert counter.draft.work.exceptions == {Part.LEFT_RING}


def test_a_recording_that_ended_in_another_window_stays_ended(counter: Counter) -> None:
    """Nothing of an old page brings a draft back that nobody could close any more."""
    shown = counter_at_the_left_hand(counter)
    counter.post(counter.at("gagal/"), reason="ill")

    with pytest.raises(RuleBroken, match=r"recording\.gone"):
        shots.keep(draft=shown, step=Step.LEFT_HAND, tried=a_slap(), by="siti", at=timezone.now())
    said = counter.post(f"/perekaman/{shown.pk}/tanda-tangan/simpan/", drawn=SIGNATURE).json()

    assert said["refused"]["code"] == "recording.gone"
    assert not Draft.objects.exists()


def test_what_was_captured_does_not_go_back_into_the_queue(counter: Counter) -> None:
    counter_at_the_left_hand(counter)

    counter.post(counter.at("kembali/"))

    assert Piece.objects.exists()


def counter_at_the_left_hand(counter: Counter) -> Draft:
    counter.come_to_the_hands()
    return counter.draft


def a_slap() -> Tried:
    fingers = [Image(part.value, "iso19794-4", b"invented", 60) for part in WANTED[Step.LEFT_HAND]]
    return Tried(Source("Invented", "Slap", "SLAP-1"), fingers)


def test_a_face_from_a_device_needs_the_cloth_of_the_birth_year_like_one_from_the_camera(
    counter: Counter, bench: Devices
) -> None:
    counter.begin()
    counter.send("foto/kamera/", photograph("blue"))
    told = counter.get(counter.at("foto/")).content.decode()

    for _ in range(2):
        counter.capture("foto")

    assert "pasang kain merah" in told
    assert "%(" not in told
    cloths = {tuple(shot.remarks): shot.pieces.get().quality for shot in counter.draft.shots.all()}
    assert set(cloths) == {(), ("background",)}
    assert cloths["background",] < FIELD.face <= cloths[()]
