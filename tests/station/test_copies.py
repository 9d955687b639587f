"""A second, sealed copy; carrying everything by hand; and a disk that does not do what it should."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction

from rekam.domain.trouble import RuleBroken
from rekam.station import folder
from rekam.station.calls import Failed
from rekam.station.identity.models import Epoch, Identity
from rekam.station.operators.models import Operator
from rekam.station.outbox import copies, exporting, queries, saving
from rekam.station.outbox.models import Body, Packet, State
from rekam.station.store.opened import store
from rekam.wire import carried, packets
from rekam.wire.packets import Sealed
from tests.station import make
from tests.station.office import BUDI, PASSWORD, Office


@pytest.fixture
def plain_folder(working: Path, tmp_path: Path) -> Path:
    """A folder for second copies, chosen and there, on the disk of the laptop."""
    disk = tmp_path / "usb"
    disk.mkdir()
    copies.choose(str(disk))
    return disk


@pytest.fixture
def usb(plain_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder stands in for one on another disk."""
    monkeypatch.setattr(copies, "is_same_disk", lambda path: False)
    return plain_folder


def sealed(packet: Packet) -> Sealed:
    return Sealed(bytes(packet.header), bytes(packet.ciphertext or b""))


def test_each_recording_is_copied_sealed_to_a_second_disk(usb: Path) -> None:
    saved = make.saved()

    assert saved.copies == 2
    [file] = usb.iterdir()
    assert carried.read(file.read_bytes()) == sealed(make.packet())
    assert queries.standing().one_copy == 0


def test_without_a_second_disk_it_is_saved_and_said_to_be_one_copy(usb: Path) -> None:
    usb.rmdir()

    saved = make.saved()

    assert saved.copies == 1
    assert make.packet().ciphertext is not None
    assert queries.standing().one_copy == 1


def test_a_disk_that_fails_while_copying_takes_nothing_away(
    usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folder, "write_durably", full)

    assert make.saved().copies == 1
    assert make.packet().copied_at is None


def test_a_disk_that_is_plugged_in_later_gets_what_it_lacks(usb: Path) -> None:
    usb.rmdir()
    make.saved()
    make.saved()
    usb.mkdir()

    assert copies.copy_all(at=make.now()) == 2
    assert copies.copy_all(at=make.now()) == 0
    assert len(list(usb.iterdir())) == 2


def test_a_disk_that_is_plugged_in_again_far_from_any_network_gets_what_it_lacks(
    usb: Path, office: Office
) -> None:
    usb.rmdir()
    make.saved()
    usb.mkdir()
    office.problem = (503, "office.trouble")

    with pytest.raises(Failed):
        make.talk()

    assert make.packet().copied_at is not None


@pytest.mark.parametrize("breaks", ["the disk", "the note of it"])
def test_whatever_a_breaking_second_disk_does_it_is_saved(
    usb: Path, monkeypatch: pytest.MonkeyPatch, breaks: str
) -> None:
    """The recording is there by then: an error would have somebody recorded twice."""

    def broken(*_: object, **__: object) -> bool:
        raise OSError(5, "Input/output error") if breaks == "the disk" else OperationalError("full")

    if breaks == "the disk":
        monkeypatch.setattr(Path, "is_dir", broken)
    else:
        monkeypatch.setattr(copies, "write", broken)

    assert make.saved().copies == 1
    assert Packet.objects.count() == 1


def test_counter_and_sender_do_not_write_one_copy_together(usb: Path) -> None:
    make.saved()
    [file] = usb.iterdir()
    file.unlink()

    assert copies.copy(make.packet(), at=make.now())  # the other one has just done it
    assert not list(usb.iterdir())


def test_a_folder_on_the_same_disk_is_no_second_disk(plain_folder: Path) -> None:
    """The stick is away, and a plain folder lies where it was."""
    assert copies.is_same_disk(plain_folder / "not" / "there" / "yet")

    assert make.saved().copies == 1
    assert copies.copy_all(at=make.now()) == 0
    assert queries.standing().one_copy == 1
    assert not list(plain_folder.iterdir())

    browser = make.browser()
    browser.post("/masuk/", {"login": "siti", "password": PASSWORD})
    page = browser.get("/kirim/").content.decode()
    assert "outbox.same_disk" in page
    assert "yang direkam hanya punya satu salinan" in browser.get("/paket/").content.decode()


def test_a_disk_that_is_pulled_out_while_it_is_written_to_leaves_no_second_copy(
    plain_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_away = iter([False, True])
    monkeypatch.setattr(copies, "is_same_disk", lambda path: next(is_away))

    assert make.saved().copies == 1
    assert make.packet().copied_at is None
    assert not list(plain_folder.iterdir())


def test_an_export_onto_the_laptop_itself_says_so(working: Path, tmp_path: Path) -> None:
    make.saved()

    assert exporting.export(tmp_path / "tas").is_here


def test_a_copy_is_there_before_its_name_says_so(usb: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Written under another name, synced, renamed, and the folder synced."""
    import os

    done: list[str] = []
    fsync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (done.append("fsync"), fsync(handle))[1])
    monkeypatch.setattr(Path, "replace", lambda a, b: (done.append("rename"), replace(a, b))[1])
    packet = _quietly_saved()
    done.clear()

    copies.write(packet, usb)

    assert done == ["fsync", "rename", "fsync"]


def _quietly_saved() -> Packet:
    make.saved()
    return make.packet()


# -- carrying ---------------------------------------------------------------------------------


def test_everything_unsent_can_be_carried_to_the_office(
    working: Path, office: Office, tmp_path: Path
) -> None:
    for _ in range(3):
        make.saved()

    done = exporting.export(tmp_path / "tas" / "rekam")

    files = sorted((tmp_path / "tas" / "rekam").iterdir())
    assert (done.written, len(files)) == (3, 3)
    for file, packet in zip(files, Packet.objects.all(), strict=True):
        whole = carried.read(file.read_bytes())
        assert whole == sealed(packet)
        packets.open_packet(packets.read(whole.header), whole.ciphertext, office.intake)


def test_exporting_again_writes_only_what_is_not_there(working: Path, tmp_path: Path) -> None:
    make.saved()
    exporting.export(tmp_path / "tas")
    [file] = (tmp_path / "tas").iterdir()
    make.saved()
    file.write_bytes(file.read_bytes()[:-1])  # the disk was pulled out in the middle

    done = exporting.export(tmp_path / "tas")

    assert (done.written, done.there) == (2, 0)
    assert exporting.export(tmp_path / "tas").there == 2


def test_what_the_office_holds_once_is_exported_as_well(
    working: Path, office: Office, tmp_path: Path
) -> None:
    office.copies_at_once = False
    make.saved()
    make.talk()

    assert exporting.export(tmp_path / "tas").written == 1
    office.copy(bytes(make.packet().packet_id))
    make.talk()
    assert exporting.export(tmp_path / "tas2").written == 0


def test_export_works_with_stopped_keys_and_no_pack(working: Path, tmp_path: Path) -> None:
    from rekam.station.packs.models import Taken

    make.saved()
    Epoch.objects.update(frozen_at=make.now())
    Taken.objects.all().delete()

    assert exporting.export(tmp_path / "tas").written == 1


# -- saving -----------------------------------------------------------------------------------


def a_draft() -> Operator:
    """Any row stands in for the counter's draft here."""
    return Operator.objects.create(id=BUDI.hex(), login="draft", name="draft", sign_public=b"")


def save_with(draft: Operator) -> saving.Saved:
    siti = Operator.objects.get(login="siti")
    return saving.finish(recording=make.recording(), by=siti, at=make.now(), draft=draft)


def test_the_draft_goes_in_the_transaction_that_keeps_the_packet(working: Path) -> None:
    save_with(a_draft())

    assert not Operator.objects.filter(login="draft").exists()
    assert Packet.objects.count() == 1


def test_a_failure_before_the_end_keeps_the_draft_and_uses_no_number(
    working: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = a_draft()

    def breaks(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Operator, "delete", breaks)
        with pytest.raises(KeyboardInterrupt):
            save_with(draft)

    assert Packet.objects.count() == 0
    assert save_with(draft).sequence == 1
    assert queries.gaps() == []


def fails_to_commit(monkeypatch: pytest.MonkeyPatch, *, after: bool) -> None:
    """The sync at COMMIT fails once: before or after the bytes reached the log."""
    real, left = connection._commit, [1]

    def commit() -> None:
        if left.pop() if left else 0:
            if after:
                real()
            raise OperationalError("disk I/O error")
        real()

    monkeypatch.setattr(connection, "_commit", commit)


def test_a_commit_that_failed_is_not_tried_again_and_the_draft_is_there(
    working: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = a_draft()
    fails_to_commit(monkeypatch, after=False)

    with pytest.raises(RuleBroken, match=r"outbox\.disk"):
        save_with(draft)

    assert Packet.objects.count() == 0
    assert Operator.objects.filter(login="draft").exists()
    assert save_with(Operator.objects.get(login="draft")).sequence == 1


def test_a_commit_that_said_it_failed_and_was_written_counts_once(
    working: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reopened and written through, it is found: the counter says saved, and nothing is recorded twice."""
    fails_to_commit(monkeypatch, after=True)

    saved = save_with(a_draft())

    assert (saved.sequence, Packet.objects.count()) == (1, 1)
    assert not Operator.objects.filter(login="draft").exists()


def test_saving_is_the_outermost_transaction(working: Path) -> None:
    """Inside another one, saved would be said before it is true."""
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        make.saved()


def test_a_missing_number_is_told(working: Path) -> None:
    for _ in range(4):
        make.saved()
    make.vanish(2, 3)

    assert queries.gaps() == [queries.Gap(1, 2, 3)]
    make.vanish(4)
    assert queries.gaps() == [queries.Gap(1, 2, 4)]


def test_bytes_cannot_go_without_their_receipt(working: Path) -> None:
    """The database says so as well."""
    from django.db import IntegrityError

    make.saved()

    with pytest.raises(IntegrityError), transaction.atomic():
        Body.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Packet.objects.update(state=State.DELETED)
    assert make.packet().ciphertext is not None


def test_a_station_that_is_locked_meanwhile_does_not_blame_the_disk(
    working: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rekam.station.identity import queries as identity

    def locked() -> Epoch:
        store.close()
        raise OperationalError("the station was locked")

    monkeypatch.setattr(identity, "epoch", locked)

    with pytest.raises(OperationalError, match="locked"):
        make.saved()


def test_only_an_operator_whose_key_is_here_can_save(working: Path) -> None:
    from rekam.station.operators import present

    present.leave()

    with pytest.raises(RuleBroken, match=r"sign_in\.again"):
        make.saved()
    assert Identity.objects.get().station
    assert working == settings.FOLDER
