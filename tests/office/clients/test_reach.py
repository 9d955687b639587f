"""Who can be reached where: nobody is counted twice, and nobody is forgotten."""

from datetime import date, time
from pathlib import Path

import polars as pl

from rekam.domain.rolls import standing
from rekam.domain.rolls.words import Result
from rekam.office.clients import actions, doubts, people, queries
from rekam.office.clients.models import Client
from rekam.office.residents import lists
from rekam.office.residents.models import Resident
from tests import make
from tests.office.clients import made

OCTOBER = date(2016, 10, 10)
RECORDED = {"EKTP_CURRENT_STATUS_CODE": "CARD_ISSUED", "EKTP_CREATED_DATE": "01-03-2014"}


def agreed(client: Client, on: date = OCTOBER, **facts: object) -> None:
    about = {"starts": time(8), "ends": time(12), "by": None, "at": make.moment(), **facts}
    actions.agree_date(client=client, on=on, **about)  # type: ignore[arg-type]


@made.with_siti
def test_the_same_worker_on_three_lists_counts_where_the_office_goes_next(
    tmp_path: Path, siti: dict[str, str]
) -> None:
    clients = [made.company(f"PT {name}") for name in ("Satu", "Dua", "Tiga")]
    for client in clients:
        made.roll(tmp_path, [(siti["NIK"], "SITI REKAAN")], client=client)
    agreed(clients[1])

    found = queries.reachable(made.TODAY)

    assert [found.clients[c.pk].unrecorded for c in clients if c.pk in found.clients] == [1]
    assert found.clients[clients[1].pk].homes == {made.resident(siti).area_id: 1}
    assert [line.unrecorded for line in queries.lines(clients, made.TODAY)] == [1, 1, 1]


def test_every_unrecorded_resident_is_on_a_list_or_in_a_village(tmp_path: Path) -> None:
    people_ = [make.siti(NAMA_LGKP=f"{name} REKAAN") for name in ("SITI", "DEWI", "ANI", "RINA")]
    make.committed([*people_, make.siti(TGL_LHR="01-01-2010")])
    make.recorded([make.session(people_[3], "15-09-2016")])
    made.roll(tmp_path, [(row["NIK"], row["NAMA_LGKP"]) for row in people_[:2]])

    found = queries.reachable(made.TODAY)

    village = made.resident(people_[0]).area_id
    assert found.villages[village] == 1
    assert found.total == 3


@made.with_siti
def test_a_client_that_is_no_longer_visited_gives_its_people_back_to_their_villages(
    tmp_path: Path, siti: dict[str, str]
) -> None:
    client = made.company()
    made.roll(tmp_path, [(siti["NIK"], "SITI REKAAN")], client=client)

    actions.change_client(client=client, is_active=False, by=None, at=make.moment())

    found = queries.reachable(made.TODAY)
    assert (found.clients, list(found.villages.values())) == ({}, [1])


def test_those_who_turn_17_until_the_visit_are_counted_then(tmp_path: Path) -> None:
    rina = make.siti(TGL_LHR="10-10-1999")
    make.committed([rina])
    client = made.company()
    made.roll(tmp_path, [(rina["NIK"], "SITI REKAAN")], client=client)

    before, then = queries.reachable(made.TODAY), queries.reachable(OCTOBER)

    assert (before.clients[client.pk].first_timers, before.clients[client.pk].unrecorded) == (1, 0)
    assert then.clients[client.pk].unrecorded == 1


def test_who_should_come_is_told_once_and_by_name(tmp_path: Path) -> None:
    siti, dewi = make.siti(), make.siti(NAMA_LGKP="DEWI REKAAN", TGL_LHR="01-09-2000")
    make.committed([siti, dewi])
    client = made.company()
    made.roll(tmp_path, [(siti["NIK"], "SITI REKAAN"), (dewi["NIK"], "DEWI")], client=client, file="a.csv")
    made.roll(tmp_path, [(siti["NIK"], "SITI R")], client=client, file="b.csv")

    found = queries.who_should_come(client, made.TODAY)

    assert [(each.name, each.result) for each in found] == [
        ("DEWI REKAAN", Result.FIRST_TIMER),
        ("SITI REKAAN", Result.UNRECORDED),
    ]


def test_promises_are_the_dates_that_were_promised_and_not_withdrawn() -> None:
    client = made.company()
    agreed(client, date(2016, 10, 10))
    agreed(client, date(2016, 10, 11), is_promised=False)
    agreed(client, date(2016, 10, 12))
    last = client.agreed_dates.get(on=date(2016, 10, 12))
    actions.withdraw_date(agreed=last, why="banjir", by=None, at=make.moment())

    start, end = date(2016, 10, 1), date(2016, 10, 31)
    assert [each.on.day for each in queries.promises(start, end)] == [10]
    assert [each.on.day for each in queries.agreed_dates(start, end)] == [10, 11]


def test_a_company_whose_people_live_in_another_district_is_doubted(tmp_path: Path) -> None:
    workers = [make.siti(NAMA_LGKP=f"PEKERJA {n}", area=made.BENGALON) for n in range(25)]
    make.committed(workers)
    client = made.company(area="64.08.04")
    made.roll(tmp_path, [(row["NIK"], row["NAMA_LGKP"]) for row in workers], client=client)

    found = doubts.about(client, people.of_client(client.pk, made.TODAY))

    [doubt] = [each for each in found if each.code == "client.people_of_another_district"]
    assert "Bengalon" in doubt.title


def test_a_company_whose_point_lies_in_another_district_is_doubted() -> None:
    client = made.company(area="64.08.13", lat=5.0, lon=95.3)

    codes = [each.code for each in doubts.about(client, people.of_client(client.pk, made.TODAY))]

    assert "place.point_outside" in codes


def test_a_rolls_result_is_what_the_lists_of_residents_say(tmp_path: Path) -> None:
    rows = [
        make.siti(TGL_LHR=born, STAT_KWN=marital, NAMA_LGKP=f"WARGA {n}", **more)
        for n, (born, marital, more) in enumerate(
            [
                ("29-02-2000", "1", {}),
                ("30-09-1999", "1", {}),
                ("01-10-1999", "1", {}),
                ("01-10-2000", "1", {}),
                ("30-09-2000", "1", {}),
                ("17-05-2005", "2", {}),
                ("17-05-1950", "1", {"STAT_HIDUP": "2", "TGL_MENINGGAL": "01-12-2015"}),
                ("17-05-1950", "1", {"FLAG_PINDAH": "1", "TGL_PINDAH": "01-12-2015"}),
                ("17-05-1990", "2", RECORDED),
            ]
        )
    ]  # fmt: skip
    make.committed(rows)
    roll = made.roll(tmp_path, [(row["NIK"], row["NAMA_LGKP"]) for row in rows])
    same = {
        "recorded": "recorded", "unrecorded": "unrecorded", "deactivated": "unrecorded",
        "first_timer": "first_timer", "under_age": "too_young", "not_obliged": "not_obliged",
        "moved_out": "elsewhere", "died": "gone", "left": "gone",
    }  # fmt: skip

    for on in (date(2016, 2, 29), made.TODAY, date(2016, 10, 1), date(2017, 3, 1)):
        found = people.of_roll(roll, on)
        held = Resident.objects.in_bulk(found["resident"].to_list())
        said = [same[lists.state_of(held[pk], on=on, years=5)[0]] for pk in found["resident"]]
        assert found["result"].to_list() == said


def test_a_first_timer_who_turns_17_soon_is_counted_as_such() -> None:
    assert standing.turns_17(date(1999, 10, 30), made.TODAY) == 30
    assert standing.turns_17(date(1999, 9, 30), made.TODAY) is None
    days = pl.DataFrame({"born": [date(2000, 2, 29)]})
    assert days.select(standing.has_turned(17, date(2017, 2, 28))).item() is False
    assert days.select(standing.has_turned(17, date(2017, 3, 1))).item() is True
