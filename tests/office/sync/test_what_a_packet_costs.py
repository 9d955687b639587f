"""What the database is asked for a packet: nothing twice, and what a portion names together."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rekam.office.sync.models import Packet, Recorded
from rekam.wire import packets, paths
from tests.office.sync import made


def about(table: str, seen: CaptureQueriesContext) -> int:
    """How often a table was read from first of all."""
    return sum(f'FROM "{table}"' in query["sql"] for query in seen.captured_queries)


@pytest.mark.parametrize("table", ["stations_operator", "accounts_user", "stations_station"])
def test_who_recorded_and_where_is_asked_once_for_all_packets_of_a_portion(siti, table):
    niks = [siti, *(made.siti(NAMA_LGKP=f"{name} REKAAN")["NIK"] for name in ("DEWI", "RINA", "AGUS"))]
    for nik in niks:
        laptop = made.laptop()
        laptop.send(laptop.seal(made.recording(laptop, nik=nik)))

    with CaptureQueriesContext(connection) as seen:
        made.opened()

    assert about(table, seen) == 1
    assert Recorded.objects.count() == 4
    assert set(Recorded.objects.values_list("nik", flat=True)) == set(niks)
    assert {each.resident.nik for each in Recorded.objects.all()} == set(niks)
    assert len(set(Recorded.objects.values_list("kit", flat=True))) == 4


def test_recordings_of_one_portion_are_looked_for_by_nik_together(siti):
    for name in ("DEWI", "RINA", "AGUS", "BUDI"):
        laptop, nik = made.laptop(), made.siti(NAMA_LGKP=f"{name} REKAAN")["NIK"]
        laptop.send(laptop.seal(made.recording(laptop, nik=nik)))

    with CaptureQueriesContext(connection) as seen:
        made.opened()

    assert about("sync_recorded", seen) <= 9


def test_a_receipt_that_was_just_signed_is_not_read_back_and_is_the_same_ever_after(laptop, siti):
    sealed = laptop.seal(made.recording(laptop, nik=siti))
    header = packets.read(sealed.header).header
    laptop.call("PUT", paths.packet(header.packet_id), sealed.header)
    for number, chunk in enumerate(packets.split(sealed.ciphertext, header.chunk_size)):
        laptop.call("PUT", paths.chunk(header.packet_id, number), chunk)

    with CaptureQueriesContext(connection) as seen:
        given = laptop.call("POST", paths.commit(header.packet_id))

    assert about("sync_receipt", seen) == 0
    kept = [
        laptop.call("POST", paths.commit(header.packet_id)).body,
        laptop.call("GET", paths.receipt(header.packet_id, 1)).body,
        bytes(Packet.objects.get().receipts.get().data),
    ]
    assert kept == [given.body] * 3
