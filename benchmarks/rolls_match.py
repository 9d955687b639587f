"""One run: the register in, a roll with known truth drawn from it, matched, and held against the truth."""

import csv
import json
import random
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks import office

SEED, OF_HERE, OF_ELSEWHERE = 20160930, 18_000, 2_000
Truth = list[tuple[int, str, str]]  # the row's number, the true NIK or nothing, the kind of damage


def main(database: str, release: str, runs: str) -> None:
    with office.fresh(database):
        residents = office.bring_in(Path(release), as_of=date(2016, 6, 30))
        from rekam.office import storage
        from rekam.office.clients import actions

        path = storage.data_folder() / "roll.csv"
        truth = _drawn(path)
        client = actions.add_client(name="Bench", kind="company", area="64.08.04", by=None, at=office.AT)
        told: dict[str, Any] = {
            "match": [],
            "read": [],
            "again": [],
            "reach": [],
            "cpu": [],
            "residents": residents,
        }
        for _run in range(int(runs)):
            roll = _one_run(path, client, told)
        told |= {"rows": len(truth), "truth": list(_held_against(roll, truth))}
    print(json.dumps(told))


def _one_run(path: Path, client: Any, told: dict[str, Any]) -> Any:
    from rekam import files
    from rekam.office.clients import queries, rolls

    def timed(name: str, work: Callable[[], Any]) -> Any:
        started = time.perf_counter()
        found = work()
        told[name].append(time.perf_counter() - started)
        return found

    def read() -> None:
        raw = files.open_table(path, max_bytes=rolls.MOST_BYTES)
        files.read_roll(raw, files.match_columns(raw, "rolls"), as_of=date(2016, 9, 30))

    def receive() -> Any:
        earlier = client.rolls.exclude(state="withdrawn").first()
        started = time.process_time()
        found = rolls.receive(
            path,
            client=client,
            replaces=earlier,
            name="Bench",
            as_of=date(2016, 9, 30),
            by=None,
            at=office.AT,
        )
        told["cpu"].append(time.process_time() - started)
        return found

    if not told["match"]:
        receive()  # the first one also warms up what the process loads only once
    timed("read", read)
    roll = timed("match", receive)
    timed("again", lambda: rolls.match_again(roll=roll, by=None, at=office.AT))
    timed("reach", lambda: queries.reachable(date(2016, 10, 1)))
    return roll


# -- the roll and its truth -------------------------------------------------------------------------------


def _drawn(path: Path) -> Truth:
    """Write the roll; returns what is true of each row."""
    from rekam.office import bulk

    rng = random.Random(SEED)
    held = bulk.read(
        "FROM residents_resident WHERE standing = 'resident' AND born <= '1999-06-30' ORDER BY nik",
        schema={"nik": pl.String, "name": pl.String},
    ).rows()
    people = rng.sample(held, min(OF_HERE, len(held) // 2))
    lines = [_line(rng, nik, name) for nik, name in people]
    lines += [("", *_of_elsewhere(rng), rng.choice(people)[1], "of elsewhere") for _ in range(OF_ELSEWHERE)]
    rng.shuffle(lines)
    with path.open("w", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["No", "NIK", "Nama"])
        writer.writerows([n, written, name] for n, (_true, written, name, _kind) in enumerate(lines, start=1))
    return [(n, true, kind) for n, (true, _written, _name, kind) in enumerate(lines, start=2)]


def _line(rng: random.Random, nik: str, name: str) -> tuple[str, str, str, str]:
    said = name if rng.random() < 0.9 else name[:-1]
    if rng.random() >= 1 / 3:
        return nik, nik, said, "whole"
    kind = rng.choice(list(DAMAGE))
    return nik, DAMAGE[kind](rng, nik), said, kind


def _of_elsewhere(rng: random.Random) -> tuple[str]:
    day, month, year = rng.randrange(1, 29), rng.randrange(1, 13), rng.randrange(60, 99)
    return (f"7371{rng.randrange(1, 15):02}{day:02}{month:02}{year:02}{rng.randrange(1, 9000):04}",)


def _wrong(rng: random.Random, nik: str) -> str:
    at = rng.randrange(16)
    return f"{nik[:at]}{(int(nik[at]) + rng.randrange(1, 10)) % 10}{nik[at + 1 :]}"


def _swapped(rng: random.Random, nik: str) -> str:
    at = rng.choice([n for n in range(15) if nik[n] != nik[n + 1]] or [0])
    return nik[:at] + nik[at + 1] + nik[at] + nik[at + 2 :]


def _missing(rng: random.Random, nik: str) -> str:
    at = rng.randrange(16)
    return nik[:at] + nik[at + 1 :]


def _too_many(rng: random.Random, nik: str) -> str:
    at = rng.randrange(16)
    return f"{nik[:at]}{rng.randrange(10)}{nik[at:]}"


def _power(_rng: random.Random, nik: str) -> str:
    """As a spreadsheet shows it: six digits, rounded."""
    six = (int(nik) + 5 * 10**9) // 10**10
    return f"{str(six)[0]},{str(six)[1:]}E+15"


DAMAGE: dict[str, Callable[[random.Random, str], str]] = {
    "an apostrophe in front": lambda _rng, nik: f"'{nik}",
    "spaces between": lambda _rng, nik: f"{nik[:6]} {nik[6:12]} {nik[12:]}",
    "a letter O for a nought": lambda _rng, nik: nik.replace("0", "O", 1),
    "rounded to 15 digits": lambda _rng, nik: f"{nik[:15]}0",
    "shown as a power of ten": _power,
    "a wrong digit": _wrong,
    "two digits swapped": _swapped,
    "a digit missing": _missing,
    "a digit too many": _too_many,
    "cut after twelve digits": lambda _rng, nik: nik[:12],
}


# -- against the truth ------------------------------------------------------------------------------------


def _held_against(roll: Any, truth: Truth) -> Iterable[tuple[str, int, int, int]]:
    """What, how many it names, how many of them rightly, and how many there are to be named."""
    from rekam.domain.rolls.words import ACCEPTED_TOGETHER, Match

    true = {number: (nik, kind) for number, nik, kind in truth}
    rows = list(roll.rows.values_list("number", "match", "how", "found__nik", "candidates"))
    unseen = {how.value for how in ACCEPTED_TOGETHER}
    sure = {number: nik for number, match, _how, nik, _c in rows if match == Match.SURE}
    together = sure | {
        n: c[0]["nik"] for n, match, how, _nik, c in rows if match == Match.CHECK and how in unseen
    }
    first = sure | {n: c[0]["nik"] for n, match, _how, _nik, c in rows if match == Match.CHECK}
    shown = {n: {nik} | {each["nik"] for each in c} for n, _match, _how, nik, c in rows}
    whole = {number for number, (nik, _kind) in true.items() if nik}
    damaged = {number for number in whole if true[number][1] != "whole"}
    for what, named in (("sure", sure), ("sure or accepted unseen", together), ("first proposal", first)):
        yield _counted(f"all rows, {what}", named, true, set(true), whole)
        yield _counted(f"damaged rows, {what}", named, true, damaged, damaged)
    among = {n: true[n][0] for n in damaged if true[n][0] in shown[n]}
    yield _counted("damaged rows, among those shown", among, true, damaged, damaged)
    for kind in DAMAGE:
        some = {number for number in damaged if true[number][1] == kind}
        yield _counted(f"{kind}, first proposal", first, true, some, some)


def _counted(
    what: str, named: dict[int, str], true: dict[int, tuple[str, str]], among: set[int], possible: set[int]
) -> tuple[str, int, int, int]:
    some = {number: nik for number, nik in named.items() if number in among}
    right = sum(true[number][0] == nik for number, nik in some.items())
    return what, len(some), right, len(possible)


if __name__ == "__main__":
    main(*sys.argv[1:])
