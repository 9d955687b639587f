"""Gaps and broken chains as the database finds them: the same as the rules say of the numbers."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from rekam.domain.sync import gaps
from rekam.domain.sync.gaps import Link
from rekam.office.stations.models import Epoch
from rekam.office.sync import queries
from rekam.office.sync.awaited import awaiting
from rekam.office.sync.models import DayClosing, Packet, PacketState
from tests.office.sync import made


def packets(epoch: Epoch, links: list[Link], *, held: bool = True) -> None:
    facts = {
        "station_key": epoch.station.key,
        "epoch_number": epoch.number,
        "epoch": epoch,
        "length": 1,
        **dict.fromkeys(("sealed_at", "told_at", "asked_at"), made.MORNING),
        "state": PacketState.HELD if held else PacketState.ARRIVING,
        "held_at": made.MORNING if held else None,
    }
    Packet.objects.bulk_create(
        Packet(
            name=link.name,
            packet_id=link.name[-32:],
            sequence=link.sequence,
            previous=link.previous,
            header=b"",
            **facts,
        )
        for link in links
    )


def chain(start: int, numbers: list[int], wrong: set[int]) -> list[Link]:
    names = {n: f"{start + n:064}" for n in range(1, 40)}
    return [
        Link(n, names[n], f"{99:064}" if n in wrong and n > 1 else names.get(n - 1, gaps.NOTHING))
        for n in numbers
    ]


numbers = st.lists(st.integers(1, 9), unique=True, max_size=8)


@settings(max_examples=15, deadline=None)
@given(numbers, numbers, st.sets(st.integers(2, 9)), st.integers(0, 12))
def check(one, other, wrong, told):
    Packet.objects.all().delete()
    laptops = [replace(laptop) for laptop in LAPTOPS]
    chains = [chain(1000 * k, found, wrong) for k, found in enumerate((one, other), 1)]
    for laptop, links in zip(laptops, chains, strict=True):
        packets(laptop.epoch, links)
    packets(laptops[0].epoch, [Link(77, "9" * 64, gaps.NOTHING)], held=False)

    epochs = [laptop.epoch for laptop in laptops]
    broken = awaiting.broken_of(epochs)
    for epoch, links in zip(epochs, chains, strict=True):
        wanted = gaps.missing((link.sequence for link in links), told=told)
        assert awaiting.missing(epoch, told=told) == wanted
        assert broken.get(epoch.pk, []) == gaps.broken(links)


LAPTOPS: list[made.Laptop] = []


def test_the_database_finds_the_gaps_that_the_rules_name(db):
    made.office()
    LAPTOPS[:] = [made.laptop(), made.laptop()]
    check()


def test_the_list_of_stations_asks_as_much_for_many_as_for_few(db, django_assert_num_queries):
    made.office()
    for k in range(4):
        laptop = made.laptop()
        packets(laptop.epoch, chain(1000 * k, [1, 2, 5], {2}))
        DayClosing.objects.create(
            packet=Packet.objects.get(epoch=laptop.epoch, sequence=5), on=made.DAY, last_sequence=7, unsent=2
        )

    with django_assert_num_queries(9):
        lines = queries.lines()

    told = [(line.held, line.last, line.missing_count, line.broken, line.unsent) for line in lines]
    assert told == [(3, 7, 4, (2,), 2)] * 4
