"""`./run prove`: what is promised of recordings, tried. `--short` is what also runs within `./run test`."""

import argparse
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from proof import board, hunt, plan
from proof.oracle import Disproved
from proof.world import Factory, Nurseries


def main() -> int:
    wanted = _wanted()
    report = board.Report(wanted.json, wanted.add_to)
    for line in plan.cannot():
        print(line, flush=True)
    with Nurseries.open() as nurseries:
        factory = Factory(nurseries)
        if not wanted.only_bugs:
            _prove(factory, report, wanted)
        if not wanted.no_bugs:
            with _written_down(report, "planted bugs"):
                for found in hunt.Hunter(factory, plan.possible()).hunt_all(wanted.bug):
                    report.hunted(found)
    return report.show()


def _prove(factory: Factory, report: board.Report, wanted: argparse.Namespace) -> None:
    parts = plan.short() if wanted.short else plan.long(wanted.share)
    parts = [part for part in parts if not wanted.part or part.name in wanted.part]
    minutes = wanted.minutes / len(parts) if wanted.minutes and parts else None
    for part in parts:
        print(f"{part.name} ...", file=sys.stderr, flush=True)
        until = None if minutes is None else time.monotonic() + 60 * minutes
        while (left := report.left(part.name, part.goal)) > 0 and (until is None or time.monotonic() < until):
            seed = report.seed(part.name, part.unit, part.goal)
            with _written_down(report, part.name, f"seed {seed}: "):
                count = part.run(factory, seed, left)
            report.proved(part.name, count)


@contextmanager
def _written_down(report: board.Report, name: str, where: str = "") -> Iterator[None]:
    """Whatever ends a run stays in the file of counts, where the next run shows it."""
    try:
        yield
    except Exception as error:
        if (broken := _broken(error)) is not None:
            report.disproved(name, f"{where}{broken}")
        else:
            report.ended(name, f"{where}{type(error).__name__}: {error}")
        raise


def _broken(error: BaseException) -> Disproved | None:
    """The promise that was broken, also where it is one exception of several."""
    if isinstance(error, Disproved):
        return error
    return next(filter(None, map(_broken, getattr(error, "exceptions", ()))), None)


def _wanted() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run prove", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a minute instead of hours, and no planted bugs")
    parser.add_argument("--minutes", type=float, help="stop each part after its share of this time")
    parser.add_argument("--share", type=float, default=1.0, help="of the goals: 0.01 for a hundredth")
    names = [part.name for part in plan.long(1)]
    several = "can be given several times"
    parser.add_argument("--part", action="append", choices=names, help=f"only this part; {several}")
    parser.add_argument("--bug", action="append", help="only this planted bug")
    parser.add_argument("--json", type=Path, help="write what this run reached to this file")
    parser.add_argument("--add-to", type=Path, help="add it to this file, and go on where its runs ended")
    parser.add_argument("--only-bugs", action="store_true")
    parser.add_argument("--no-bugs", action="store_true")
    found = parser.parse_args()
    found.no_bugs = found.no_bugs or (found.short and not found.bug)
    return found


if __name__ == "__main__":
    sys.exit(main())
