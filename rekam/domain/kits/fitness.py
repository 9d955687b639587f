"""Whether a kit can record, computed from its devices and never typed.

A recording needs a computer, a camera, a signature pad, a fingerprint scanner and an iris scanner:
photograph, signature, ten fingerprints, both irises. Only the irises may be left out, as an exception that is
noted on the recording, so a kit whose iris scanner alone fails is *partial*. A desktop computer without
anything that keeps it running is partial too: it records until the mains fail. Everything else (network,
printer, tripod, ...) matters only when whoever reports its fault says that it stops the recording; what was
recorded without a network is sent later.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rekam.domain.kits.kinds import Condition, Kind, Stops


class Fitness(StrEnum):
    FIT = "fit"
    PARTIAL = "partial"
    DOWN = "down"


class Why(StrEnum):
    """What is the matter with a device, or with the lack of one."""

    MISSING = "missing"  # the kit has none of this kind
    BROKEN = "broken"
    LOST = "lost"
    AWAY = "away"  # at the office, on its way or in repair: not with its kit
    FAULT = "fault"  # reported, and it stops something
    WEAK = "weak"  # in partial condition: works, slowly or badly
    NO_DEVICES = "no_devices"  # nothing was listed for this kit yet


@dataclass(frozen=True, slots=True)
class Part:
    """A device of a kit at one moment. ``stops`` is what its open fault stops, None without one."""

    kind: Kind
    condition: Condition = Condition.GOOD
    stops: Stops | None = None
    is_away: bool = False
    device: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a kit is not fit: which kind, what about it, which device, and what that does to the kit."""

    why: Why
    kind: Kind | None
    effect: Fitness
    device: int | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """Any one of these kinds will do; without it the kit is as *without* says."""

    kinds: tuple[Kind, ...]
    without: Fitness = Fitness.DOWN


NEEDS = (
    Need((Kind.LAPTOP, Kind.CLIENT_PC)),
    Need((Kind.CAMERA,)),
    Need((Kind.SIGNATURE_PAD,)),
    Need((Kind.FINGERPRINT_SCANNER,)),
    Need((Kind.IRIS_SCANNER,), without=Fitness.PARTIAL),
)
POWER = Need((Kind.UPS, Kind.GENERATOR), without=Fitness.PARTIAL)
NEEDED = frozenset(kind for need in (*NEEDS, POWER) for kind in need.kinds)
WORST_FIRST = (Fitness.DOWN, Fitness.PARTIAL, Fitness.FIT)


def fitness(parts: Iterable[Part]) -> tuple[Fitness, tuple[Reason, ...]]:
    """The kit's fitness, and its reasons with the worst first. A kit that is fit has none."""
    held = list(parts)
    if not held:
        return Fitness.DOWN, (Reason(Why.NO_DEVICES, None, Fitness.DOWN),)
    found = [reason for need in _needs(held) for reason in _unmet(need, held)]
    found += _beside(held)
    found.sort(key=lambda reason: WORST_FIRST.index(reason.effect))
    return (found[0].effect if found else Fitness.FIT), tuple(found)


def works(part: Part) -> bool:
    """Whether it can be used at all."""
    usable = part.condition in (Condition.GOOD, Condition.PARTIAL)
    return usable and not part.is_away and part.stops != Stops.ALL


def is_hampered(part: Part) -> bool:
    """It works, but not as it should."""
    return works(part) and (part.condition == Condition.PARTIAL or part.stops == Stops.PART)


def _needs(held: Sequence[Part]) -> tuple[Need, ...]:
    """Whoever carries a working laptop has its battery; a desktop alone hangs on the mains."""
    has_battery = any(part.kind == Kind.LAPTOP and works(part) for part in held)
    has_desktop = any(part.kind == Kind.CLIENT_PC and works(part) for part in held)
    return (*NEEDS, POWER) if has_desktop and not has_battery else NEEDS


def _unmet(need: Need, held: Sequence[Part]) -> Iterator[Reason]:
    """Nothing when one device of the need works well; otherwise what is the matter with each."""
    able = [part for part in held if part.kind in need.kinds]
    if any(works(part) and not is_hampered(part) for part in able):
        return
    working = [part for part in able if works(part)]
    if working:
        yield from (Reason(_why(part), part.kind, Fitness.PARTIAL, part.device) for part in working)
    elif able:
        yield from (Reason(_why(part), part.kind, need.without, part.device) for part in able)
    else:
        yield Reason(Why.MISSING, need.kinds[0], need.without)


def _beside(held: Sequence[Part]) -> Iterator[Reason]:
    """Devices that no recording needs, whose fault stops it all the same: the reporter saw it."""
    effects = {Stops.ALL: Fitness.DOWN, Stops.PART: Fitness.PARTIAL}
    for part in held:
        if part.kind in NEEDED or part.stops not in effects:
            continue
        if not any(other.kind == part.kind and works(other) and other.stops is None for other in held):
            yield Reason(_why(part), part.kind, effects[part.stops], part.device)


def _why(part: Part) -> Why:
    if part.condition == Condition.LOST:
        return Why.LOST
    if part.stops in (Stops.ALL, Stops.PART):
        return Why.FAULT
    if part.condition == Condition.BROKEN:
        return Why.BROKEN
    return Why.AWAY if part.is_away else Why.WEAK
