"""Small invented instances in the format of the public benchmark."""

from dataclasses import dataclass, field
from itertools import product

from hypothesis import strategies as st

from benchmarks.rosters_checker import Checker, Verdict

SHIFTS = {"E": "E,480,", "L": "L,480,E"}


@dataclass
class Instance:
    """What a file says. ``staff`` names the limits as the file does: minutes, runs, rest, weekends."""

    days: int = 7
    staff: dict[str, str] = field(default_factory=lambda: {"Siti": "E=7|L=7,2880,0,5,1,1,1"})
    off: dict[str, list[int]] = field(default_factory=dict)
    wanted: list[str] = field(default_factory=list)
    unwanted: list[str] = field(default_factory=list)
    cover: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        sections = {
            "HORIZON": [str(self.days)],
            "SHIFTS": list(SHIFTS.values()),
            "STAFF": [f"{name},{limits}" for name, limits in self.staff.items()],
            "DAYS_OFF": [",".join([name, *map(str, days)]) for name, days in self.off.items()],
            "SHIFT_ON_REQUESTS": self.wanted,
            "SHIFT_OFF_REQUESTS": self.unwanted,
            "COVER": self.cover,
        }
        rows = (f"SECTION_{name}\n# a comment\n" + "\n".join(lines) for name, lines in sections.items())
        return "\n\n".join(rows) + "\n"

    def verdict(self, **worked: str) -> Verdict:
        """A roster as a line of letters for each employee, a dot for a day off."""
        duties = [(who, day, s) for who, line in worked.items() for day, s in enumerate(line) if s != "."]
        return Checker(self.text).verdict(duties)


def least_penalty(text: str) -> int | None:
    """By trying every roster; None where none keeps the rules."""
    checker = Checker(text)
    allowed = {
        name: [
            worked
            for line in product([None, *SHIFTS], repeat=checker.days)
            if not list(checker.broken(name, worked := {d: s for d, s in enumerate(line) if s}))
        ]
        for name in checker.staff
    }
    rosters = (dict(zip(allowed, months, strict=True)) for months in product(*allowed.values()))
    return min(map(checker.penalty, rosters), default=None)


def _requests(days: int, names: list[str]) -> st.SearchStrategy[list[str]]:
    row = st.builds(
        "{},{},{},{}".format,
        st.sampled_from(names),
        st.integers(0, days - 1),
        st.sampled_from(sorted(SHIFTS)),
        st.integers(1, 5),
    )
    return st.lists(row, max_size=4)


@st.composite
def instances(draw: st.DrawFn, days: int = 5) -> Instance:
    """Two employees and some days: small enough to try every roster."""
    names = ["Siti", "Budi"]
    numbers = st.integers
    staff = {
        name: f"E={draw(numbers(0, days))}|L={draw(numbers(0, 2))},{480 * draw(numbers(2, 4))},"
        f"{480 * draw(numbers(0, 2))},{draw(numbers(1, 4))},{draw(numbers(1, 2))},{draw(numbers(1, 2))},1"
        for name in names
    }
    cover = [
        f"{day},{shift},{draw(numbers(0, 2))},{draw(numbers(0, 20))},{draw(numbers(0, 5))}"
        for day in range(days)
        for shift in sorted(SHIFTS)
    ]
    return Instance(
        days=days,
        staff=staff,
        off={name: sorted(draw(st.sets(numbers(0, days - 1), max_size=1))) for name in names},
        wanted=draw(_requests(days, names)),
        unwanted=draw(_requests(days, names)),
        cover=cover,
    )
