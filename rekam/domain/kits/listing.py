"""What a list of devices makes of the devices that are held: added, changed, the same, or refused.

A device is known by its make and serial number. Those without a serial number (cables, tripods, backdrops)
are paired in order with those of the same kind and make in the same kit, so that the same list twice changes
nothing. What a list leaves empty says nothing, and nothing is ever removed because a list does not name it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rekam.domain.kits.kinds import Condition, Kind, Owner

FACTS = ("kind", "model", "owner", "certificate", "condition")


@dataclass(frozen=True, slots=True)
class Line:
    """A readable row. ``kit`` and ``district`` are codes, empty where the list says nothing."""

    row: int
    kind: Kind
    make: str = ""
    model: str = ""
    serial: str = ""
    condition: Condition | None = None
    owner: Owner | None = None
    certificate: str = ""
    kit: str = ""
    district: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A device of the office. ``is_fixed``: in repair or on its way, so that it stays in its kit."""

    device: int
    kind: Kind
    make: str
    model: str
    serial: str
    condition: Condition
    owner: Owner
    certificate: str
    kit: str
    district: str
    is_fixed: bool = False
    has_fault: bool = False
    is_retired: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that is not taken: which column, and why."""

    row: int
    column: str
    code: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What the list says anew about a device, by field."""

    line: Line
    held: Held
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A whole list against what is held."""

    added: list[Line] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: list[Line] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def compare(lines: Sequence[Line], held: Iterable[Held]) -> Outcome:
    """Each line once, in the order of the list."""
    outcome = Outcome()
    known, unnumbered = _by_serial(held)
    seen: set[tuple[str, str]] = set()
    for line in lines:
        if line.serial and _serial(line) in seen:
            outcome.refused.append(Refused(line.row, "serial", "device.twice_in_the_list", line.serial))
            continue
        seen.add(_serial(line))
        found = known.get(_serial(line)) if line.serial else next(unnumbered[_place(line)], None)
        _place_in(outcome, line, found)
    return outcome


def _place_in(outcome: Outcome, line: Line, found: Held | None) -> None:
    decided = Refused(0, "", "") if found is None else decide(line, found)
    if found is None:
        outcome.added.append(line)
    elif isinstance(decided, Refused):
        outcome.refused.append(decided)
    elif decided.values:
        outcome.changed.append(decided)
    else:
        outcome.same.append(line)


def decide(line: Line, held: Held) -> Change | Refused:
    """One line against the device it is about. A device never changes its kit by a list: a person takes it
    out of the one first, and sees what that does to the kit.
    """
    if held.is_retired:
        return Refused(line.row, "serial", "device.retired", line.serial)
    if line.kit and held.kit and line.kit != held.kit:
        return Refused(line.row, "kit", "device.in_another_kit", held.kit)
    if line.kit and not held.kit and held.is_fixed:
        return Refused(line.row, "kit", "device.in_repair", line.kit)
    values = {name: str(getattr(line, name)) for name in FACTS if _is_new(line, held, name)}
    if "condition" in values and held.has_fault:
        return Refused(line.row, "condition", "device.has_open_fault", values["condition"])
    if line.kit and not held.kit:
        values["kit"] = line.kit
    return Change(line, held, values)


def _is_new(line: Line, held: Held, name: str) -> bool:
    value = getattr(line, name)
    return bool(value) and value != getattr(held, name)


Waiting = Mapping[tuple[str, ...], Iterator[Held]]


def _by_serial(held: Iterable[Held]) -> tuple[dict[tuple[str, str], Held], Waiting]:
    known: dict[tuple[str, str], Held] = {}
    waiting: dict[tuple[str, ...], list[Held]] = defaultdict(list)
    for device in held:
        if device.serial:
            known[_serial(device)] = device
        elif not device.is_retired:
            waiting[_place(device)].append(device)
    nobody: Iterator[Held] = iter(())
    return known, defaultdict(lambda: nobody, {place: iter(found) for place, found in waiting.items()})


def _serial(item: Line | Held) -> tuple[str, str]:
    return item.make.lower(), item.serial.lower()


def _place(item: Line | Held) -> tuple[str, ...]:
    """Where the district is the kit's, the kit alone says it."""
    return item.kind, item.make.lower(), item.kit, "" if item.kit else item.district


def tidy(line: Line) -> Line:
    """As it is stored: serial numbers and kit codes in capitals, single spaces."""
    return replace(
        line,
        make=_words(line.make),
        model=_words(line.model),
        certificate=_words(line.certificate),
        serial=_words(line.serial).upper(),
        kit=_words(line.kit).upper(),
    )


def _words(text: str) -> str:
    return " ".join(text.split())
