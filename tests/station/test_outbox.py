"""What was saved is there, sealed and numbered, until the office has proved that it holds it twice."""

from datetime import timedelta
from pathlib import Path

from rekam.station.outbox import queries
from rekam.station.outbox.models import State
from rekam.wire import packets, recordings
from tests.station import make
from tests.station.office import PASSWORD, SITI, Office, keys_of


def test_from_enrolment_to_deletion_a_recording_is_never_only_here(working: Path, office: Office) -> None:
    saved = make.saved(slip_code="K7MPQ2")
    assert (saved.slip_code, saved.sequence, saved.copies) == ("K7MPQ2", 1, 1)

    first = make.talk()
    assert first.sent == 1
    assert make.packet().state == State.HELD_TWICE or make.talk().receipts == 1

    held = office.held[bytes(make.packet().packet_id)].sealed
    content = packets.open_packet(packets.read(held.header), held.ciphertext, office.intake)
    inside = recordings.verify_recording(
        content, keys_of(PASSWORD, SITI).signing.public, header=packets.read(held.header).header
    )
    assert inside.slip_code == "K7MPQ2"

    make.talk()
    assert make.packet().ciphertext is not None  # the holding time has not passed

    office.now = lambda: make.now() + timedelta(days=15)
    assert make.talk(office.now).deleted == 1
    assert make.packet().ciphertext is None
    assert make.packet().state == State.DELETED
    assert queries.gaps() == []
