"""An independent judge of rosters for the public employee shift scheduling instances.

It reads the text of an instance by itself and counts from that alone: nothing here comes from the product, so
that what the product misunderstands shows. What lies before and after the horizon is as the benchmark says:
runs of days on or off that touch either end are long enough, and nobody comes tired.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

Rows = list[list[str]]
Roster = Mapping[str, Mapping[int, str]]  # by employee: the shift of each day worked


@dataclass(frozen=True)
class Verdict:
    """The hard rules that are broken, in words, and the penalty."""

    broken: tuple[str, ...]
    penalty: int


class Checker:
    """One instance."""

    def __init__(self, text: str) -> None:
        self.parts = _parts(text)
        self.days = int(self.parts["HORIZON"][0][0])
        self.minutes = {row[0]: int(row[1]) for row in self.parts["SHIFTS"]}
        self.not_after = {row[0]: set(filter(None, row[2].split("|"))) for row in self.parts["SHIFTS"]}
        self.staff = {row[0]: row[1:] for row in self.parts["STAFF"]}
        self.off = {row[0]: set(map(int, row[1:])) for row in self.parts["DAYS_OFF"]}

    def verdict(self, duties: Iterable[tuple[str, int, str]]) -> Verdict:
        """What a roster breaks and costs: each duty is an employee, a day and a shift."""
        broken: list[str] = []
        roster: dict[str, dict[int, str]] = {employee: {} for employee in self.staff}
        for employee, day, shift in duties:
            if employee not in roster or shift not in self.minutes or not 0 <= day < self.days:
                broken.append(f"{employee}: no such duty, {shift} on day {day}")
            elif day in roster[employee]:
                broken.append(f"{employee}: two shifts on day {day}")
            else:
                roster[employee][day] = shift
        for employee, worked in roster.items():
            broken += [f"{employee}: {what}" for what in self.broken(employee, worked)]
        return Verdict(tuple(broken), self.penalty(roster))

    # -- hard rules --------------------------------------------------------------------------------

    def broken(self, employee: str, worked: Mapping[int, str]) -> Iterator[str]:
        """The hard rules that one employee's days break."""
        most_of, *numbers = self.staff[employee]
        most, least, longest, shortest, rest, weekends = map(int, numbers)
        yield from self._shifts(most_of, worked)
        total = sum(self.minutes[shift] for shift in worked.values())
        if not least <= total <= most:
            yield f"{total} minutes, {least} to {most} allowed"
        line = "".join("x" if day in worked else "." for day in range(self.days))
        yield from _too_long(line, longest)
        yield from _too_short(line, "x", shortest)
        yield from _too_short(line, ".", rest)
        held = sum(day in worked or day + 1 in worked for day in range(5, self.days, 7))
        if held > weekends:
            yield f"{held} weekends, {weekends} allowed"
        for day in sorted(self.off.get(employee, set()) & set(worked)):
            yield f"works on day off {day}"

    def _shifts(self, most_of: str, worked: Mapping[int, str]) -> Iterator[str]:
        for pair in most_of.split("|"):
            shift, _, most = pair.partition("=")
            count = sum(each == shift for each in worked.values())
            if count > int(most):
                yield f"{count} of {shift}, {most} allowed"
        for day, shift in worked.items():
            if worked.get(day + 1) in self.not_after[shift]:
                yield f"{worked[day + 1]} follows {shift} on day {day + 1}"

    # -- penalty -----------------------------------------------------------------------------------

    def penalty(self, roster: Roster) -> int:
        """Requests that are not met, and cover that is missed or exceeded."""
        total = 0
        for employee, day, shift, weight in self.parts["SHIFT_ON_REQUESTS"]:
            total += int(weight) * (roster[employee].get(int(day)) != shift)
        for employee, day, shift, weight in self.parts["SHIFT_OFF_REQUESTS"]:
            total += int(weight) * (roster[employee].get(int(day)) == shift)
        for day, shift, wanted, under, over in self.parts["COVER"]:
            present = sum(worked.get(int(day)) == shift for worked in roster.values())
            total += int(under) * max(0, int(wanted) - present) + int(over) * max(0, present - int(wanted))
        return total


def _parts(text: str) -> dict[str, Rows]:
    """The rows of each section."""
    found: dict[str, Rows] = {}
    for block in re.split(r"^SECTION_", text, flags=re.MULTILINE)[1:]:
        name, *lines = block.splitlines()
        held = (line.strip() for line in lines)
        found[name.strip()] = [line.split(",") for line in held if line and line[0] != "#"]
    return found


def _too_long(line: str, longest: int) -> Iterator[str]:
    for run in re.finditer("x+", line):
        if len(run.group()) > longest:
            yield f"{len(run.group())} shifts in a row from day {run.start()}, {longest} allowed"


def _too_short(line: str, mark: str, shortest: int) -> Iterator[str]:
    """Runs that begin and end within the horizon."""
    for run in re.finditer(f"[{mark}]+", line):
        if run.start() > 0 and run.end() < len(line) and len(run.group()) < shortest:
            what = "shifts" if mark == "x" else "days off"
            yield f"{len(run.group())} {what} in a row from day {run.start()}, at least {shortest} wanted"
