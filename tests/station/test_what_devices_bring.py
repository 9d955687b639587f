"""What devices bring to the counter: how it is judged, told, counted and kept."""

from pathlib import Path

import pytest
from django.utils import timezone

from rekam.biometrics import compress
from rekam.domain.recording.parts import WANTED
from rekam.domain.recording.steps import Step
from rekam.domain.recording.tries import FIELD
from rekam.domain.trouble import RuleBroken
from rekam.simulator import faces as simulated_faces
from rekam.station import clock
from rekam.station.counter import faces, pack, shots
from rekam.station.counter.models import Made
from rekam.station.counter.shots import Image, Source, Tried
from rekam.station.devices.models import Sighting
from rekam.station.outbox.models import Packet
from rekam.wire import packets, packs, recordings
from rekam.wire.recordings import Modality
from tests.station import make
from tests.station.desk import HANDS, Counter, Devices, photograph
from tests.station.office import BUDI, PASSWORD, SITI, Office, keys_of

MIB = 1024 * 1024


def begun(counter: Counter) -> None:
    """Everything before the hands."""
    counter.come_to_the_hands()


def step(counter: Counter) -> Step | None:
    return counter.draft.work.next_step


def opened(office: Office, who: bytes = SITI) -> recordings.Recording:
    """The last packet, as the office's intake opens it; its operator's signature holds."""
    packet = Packet.objects.latest("sequence")
    header = packets.read(bytes(packet.header))
    content = packets.open_packet(header, bytes(packet.ciphertext or b""), office.intake)
    return recordings.verify_recording(content, keys_of(PASSWORD, who).signing.public, header=header.header)


def hand(step: Step, size: int) -> Tried:
    """Four pictures of so many bytes each."""
    images = [Image(part.value, "iso19794-4", bytes(size), 60) for part in WANTED[step]]
    return Tried(Source("Invented", "Slap", "SLAP-1"), images)


def test_fingers_that_no_program_sees_are_tries_like_any_other_and_no_fault_of_the_device(
    counter: Counter, office: Office, bench: Devices
) -> None:
    begun(counter)
    bench.set("Finger", misbehave="empty_slap")

    for _ in range(3):
        assert "to" in counter.capture("tangan-kiri").json()
    told = counter.get(counter.at("tangan-kiri/")).content.decode()
    counter.accept("tangan-kiri", "worn")

    assert "Tidak terlihat jari (kelingking kiri, jari manis kiri, jari tengah kiri, telunjuk kiri)" in told
    assert step(counter) == Step.RIGHT_HAND
    assert not Sighting.objects.exists()
    assert not Packet.objects.exists()


def test_the_quality_that_is_asked_of_a_device_is_the_offices_own(
    enrolled: Path, office: Office, bench: Devices
) -> None:
    rules = packs.Rules({"slap": 55, "thumbs": 71, "irises": 64, "face": 83}, 3, 14 * 86400, 300)
    make.take_first(office, office.make_pack(rules=rules))
    counter = Counter()
    counter.begin()

    asked = {}
    for slug, kind in (("foto", "Face"), *((hand, "Finger") for hand in HANDS[:3]), ("iris", "Iris")):
        counter.capture(slug)
        asked[slug] = bench.bench.asked(kind)["bio"][0]["requestedScore"]
        if slug == "foto":
            counter.photograph()
            counter.sign()
        counter.accept(slug)

    assert asked == {"foto": "83", "tangan-kiri": "55", "tangan-kanan": "55", "jempol": "71", "iris": "64"}
    assert pack.limits().of(Step.THUMBS) == 71


def test_a_grey_portrait_is_recorded_and_told_as_that(counter: Counter) -> None:
    counter.begin()
    grey = compress.jpeg(compress.grey(simulated_faces.portrait(7, simulated_faces.Sitting())))
    face = Image("face", "iso19794-5", faces.as_record(grey), 95)

    made = faces.looked_over(counter.draft, Tried(Source("Invented", "Face", "FACE-1"), [face]))
    shots.keep(draft=counter.draft, step=Step.FACE, tried=made, by=SITI.hex(), at=timezone.now())

    assert "Gambarnya tidak berwarna" in counter.get(counter.at("foto/")).content.decode()
    assert 0 < made.images[0].quality < 90


def test_a_camera_that_gives_no_picture_at_three_tries_is_a_fault_of_the_kit(
    counter: Counter, office: Office
) -> None:
    counter.begin()

    def said(code: str, **more: str) -> str:
        return str(counter.post(counter.at("kamera/gangguan/"), code=code, **more).json()["refused"]["code"])

    assert said("none", detail="NotFoundError") == "camera.none"  # when the page was opened: only said
    assert not Sighting.objects.exists()
    assert {said("stopped", detail="ended", noted="1") for _ in range(3)} == {"camera.stopped"}
    assert said("whatever", detail="<b>", noted="1") == "camera.none"
    assert {said("not_allowed", noted="1") for _ in range(4)} == {"camera.not_allowed"}

    assert Packet.objects.count() == 1
    trouble = opened(office).trouble
    assert trouble is not None
    assert (trouble.kind, trouble.serial, trouble.code) == ("camera", "", "camera.stopped")
    assert trouble.observed == "3 x; getUserMedia; ended"
    assert "kamera" in counter.get("/alat/").content.decode().lower()


def test_other_index_fingers_are_told_as_that(counter: Counter, bench: Devices) -> None:
    begun(counter)
    counter.capture_all()
    bench.set("Finger", person="dewi")

    counter.capture("cocokkan")

    assert "Ini bukan jari yang direkam sebelumnya" in counter.get(counter.at("cocokkan/")).content.decode()
    bench.set("Finger", person="siti")
    counter.capture("cocokkan")
    assert "Ini bukan jari" not in counter.get(counter.at("cocokkan/")).content.decode()


def test_index_fingers_whose_hand_was_begun_anew_meanwhile_are_compared_with_nothing(
    counter: Counter, bench: Devices
) -> None:
    """In another window, while they lay on the glass."""
    begun(counter)
    counter.capture_all()
    counter.post(counter.at("tangan-kiri/ulangi/"))

    refused = counter.capture("cocokkan").json()["refused"]

    assert refused["code"] == "recording.step_not_yet"
    assert "Tangan kiri" in refused["sentence"]


def test_index_fingers_are_compared_anew_with_a_hand_that_was_captured_anew(
    counter: Counter, bench: Devices
) -> None:
    """What was compared with the hand of before says nothing of this one: it may be somebody else's."""
    begun(counter)
    counter.capture_all()
    counter.confirm()
    assert step(counter) == Step.REVIEW
    counter.post(counter.at("jempol/ulangi/"))
    counter.capture("jempol")
    counter.accept("jempol")
    counter.accept("cocokkan")  # no thumb was compared: what was still holds
    assert step(counter) == Step.REVIEW

    bench.set("Finger", person="dewi")
    counter.post(counter.at("tangan-kiri/ulangi/"))
    counter.capture("tangan-kiri")
    counter.accept("tangan-kiri")
    counter.accept("cocokkan")

    assert step(counter) == Step.CONFIRM
    assert not counter.draft.shots.filter(step="confirm").exists()


def test_a_finger_that_was_compared_and_is_then_missing_is_compared_no_more(
    counter: Counter, bench: Devices
) -> None:
    """Without index fingers others are compared; a hand that is missing whole is not captured again."""
    begun(counter)
    for slug, part in zip(HANDS, ("left_index", "right_index", "", ""), strict=True):
        counter.post(counter.at("kecualikan/"), part=part, why="missing")
        counter.capture(slug)
        counter.accept(slug)
    counter.send("pengecualian/foto/", photograph())
    counter.post(counter.at("pengecualian/saksi/"), login="budi", password=PASSWORD)
    counter.confirm()
    compared = counter.draft.shots.get(step="confirm").pieces
    assert set(compared.values_list("part", flat=True)) == {"left_middle", "right_middle"}
    assert step(counter) == Step.REVIEW

    for part in ("left_middle", "left_ring", "left_little"):
        counter.post(counter.at("kecualikan/"), part=part, why="missing")

    assert Step.CONFIRM not in counter.draft.work.done
    assert not counter.draft.shots.filter(step="confirm").exists()


def test_of_a_pair_that_is_missing_whole_no_device_is_asked_for_anything(
    counter: Counter, bench: Devices
) -> None:
    """The page of the thumbs stands in another window, from before they were noted as missing."""
    begun(counter)
    for slug in HANDS[:2]:
        counter.capture(slug)
        counter.accept(slug)
    for part in ("left_thumb", "right_thumb"):
        counter.post(counter.at("kecualikan/"), part=part, why="missing")

    refused = counter.capture("jempol").json()["refused"]

    assert refused["code"] == "recording.step_not_needed"


def test_pictures_that_are_too_large_together_are_refused_when_they_are_captured(
    counter: Counter, office: Office, bench: Devices
) -> None:
    """One hand of large pictures leaves room for all that comes; a second one does not."""
    begun(counter)
    draft, at = counter.draft, timezone.now()
    shots.keep(draft=draft, step=Step.LEFT_HAND, tried=hand(Step.LEFT_HAND, 4 * MIB), by="siti", at=at)
    shots.accept(draft=draft, step=Step.LEFT_HAND, reason="", limits=FIELD, by=SITI.hex(), at=at)

    with pytest.raises(RuleBroken, match=r"capture\.too_large"):
        shots.keep(draft=draft, step=Step.RIGHT_HAND, tried=hand(Step.RIGHT_HAND, 4 * MIB), by="siti", at=at)
    shots.keep(draft=draft, step=Step.RIGHT_HAND, tried=hand(Step.RIGHT_HAND, MIB), by="siti", at=at)
    shots.accept(draft=draft, step=Step.RIGHT_HAND, reason="", limits=FIELD, by=SITI.hex(), at=at)
    for slug in ("jempol", "iris"):
        counter.capture(slug)
        counter.accept(slug)

    assert step(counter) == Step.CONFIRM


def test_the_photograph_of_an_exception_that_was_none_goes_with_it(counter: Counter, bench: Devices) -> None:
    begun(counter)
    counter.post(counter.at("kecualikan/"), part="left_ring", why="missing")
    counter.capture_all()
    counter.capture("pengecualian")
    assert "SIMULASI" in counter.get(counter.at("pengecualian/")).content.decode()

    counter.post(counter.at("pulihkan/"), part="left_ring")

    assert not counter.draft.shots.filter(step="exceptions").exists()


def test_the_photograph_by_a_device_is_asked_for_with_what_is_missing(
    counter: Counter, bench: Devices
) -> None:
    begun(counter)
    counter.post(counter.at("kecualikan/"), part="left_ring", why="missing")
    for slug in ("tangan-kiri", "tangan-kanan", "jempol"):
        counter.capture(slug)
        counter.accept(slug)
    counter.post(counter.at("kecualikan/"), part="right_iris", why="missing")
    counter.capture("iris")
    counter.accept("iris")

    counter.capture("pengecualian")

    asked = bench.bench.asked("Face")["bio"][0]
    assert sorted(asked["exception"]) == ["Left RingFinger", "Right"]
    assert (asked["type"], asked["count"]) == ("Face", "1")
    assert counter.draft.shots.get(step="exceptions").pieces.get().format == "iso19794-5"


def test_each_capture_counts_for_whoever_took_it(counter: Counter, office: Office, bench: Devices) -> None:
    """Siti's shift ends when all is captured; Budi has it signed and finishes."""
    begun(counter)
    counter.capture_all()
    budi = Counter("budi")
    budi.post(budi.at("lanjut/"))
    budi.confirm()
    budi.finish()

    made = Made.objects.get()
    assert made.operator == BUDI.hex()
    by = {each["step"]: each["operator"] for each in made.quality}
    assert {by.pop("confirm")} == {BUDI.hex()}
    assert set(by.values()) == {SITI.hex()}
    taken = [each for each in opened(office, BUDI).captures if each.modality != Modality.CONSENT]
    assert {each.operator for each in taken} == {SITI}


def test_the_seconds_of_a_step_are_of_whoever_did_it(
    counter: Counter, office: Office, bench: Devices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Budi takes over at the page that Siti left open, captures one hand anew, and finishes."""
    up = [clock.uptime()]
    # Not the uptime alone: a tick takes off it how long ago the moment was, and a busy machine needs a while.
    monkeypatch.setattr(clock, "tick", lambda at: f"{clock.boot_id().hex()}/{up[0]:.1f}")

    def hand(whose: Counter, slug: str, seconds: int) -> None:
        up[0] += seconds
        whose.capture(slug)
        whose.accept(slug)

    begun(counter)
    hand(counter, "tangan-kiri", 20)
    budi = Counter("budi")
    hand(budi, "tangan-kanan", 30)
    hand(budi, "tangan-kiri", 15)
    for slug in ("jempol", "iris", "cocokkan"):
        hand(budi, slug, 1)
    up[0] += 10
    budi.finish()

    inside = opened(office, BUDI)
    took = dict(inside.step_seconds)
    assert (took["left_hand"], took["right_hand"], took["review"]) == (35, 30, 10)
    hers = {share.step: share.seconds for share in inside.shares if share.operator == SITI}
    assert hers == {"find": 0, "biodata": 0, "face": 0, "signature": 0, "left_hand": 20}
    assert len(inside.shares) == len(hers)


def test_who_works_alone_tells_no_shares(counter: Counter, office: Office, bench: Devices) -> None:
    """So that an office that was not updated yet goes on taking recordings."""
    counter.come_to_the_end()
    counter.finish()

    assert opened(office).shares == ()


def test_a_device_that_names_no_model_keeps_its_plate_and_its_mark(
    counter: Counter, office: Office, bench: Devices
) -> None:
    """A signature was made with no device; so is what the browser's camera took."""
    begun(counter)
    counter.capture_all()
    counter.draft.shots.filter(step__in=["left_hand", "right_hand"]).update(make="", model="")
    counter.confirm()
    counter.finish()

    captures = opened(office).captures
    plates = {each.device for each in captures if each.parts and each.parts[0].startswith("Left L")}
    assert plates == {recordings.Device("", "", "SIM-FINGER-1", simulated=True)}
    assert {each.device for each in captures if each.modality == Modality.SIGNATURE} == {None}
