"""What a release of the register (DKB) does twice a year: people nobody had heard of enter, others are
struck off.

Published counts show it: between April and October 2016 the obliged of Kutai Timur rose from 265,000 to
287,000, far more than turned 17, and the recorded fell by some 1,400 before September's own. Until an office
has seen releases of its own, a release is taken to bring a twentieth of the obliged and to take a thirtieth,
give or take as much again.
"""

from dataclasses import dataclass

import numpy as np

from rekam.domain.forecast.record import OBLIGED, RECORDED, Floats, Known, Stream

# Semesters end in June and December: Permendagri 95/2019 has the clean data published by semester.
ENDS = (5, 11)
USUAL_JOINED, USUAL_STRUCK = 1 / 20, 1 / 30
# Of those who enter, this part is recorded already.
USUAL_RECORDED = 0.2
# Standard deviation over mean, until releases of its own say otherwise.
USUAL_VARIATION = 1.0


@dataclass(frozen=True, slots=True)
class Release:
    """The next releases: in which of the months to come, how likely, and how large by area.

    ``joined`` and ``struck`` are parts of today's obliged [area]; ``variation`` is standard deviation over
    mean. ``struck_recorded``: how much likelier a recorded person is to be struck off than anybody else.
    """

    months: tuple[int, ...]
    chance: float
    joined: Floats
    joined_recorded: float
    struck: Floats
    struck_recorded: float
    variation: float
    seen: int


def releases(known: Known, ahead: int) -> Release:
    """From the releases that this office has seen, and from what is usual while those are few."""
    coming = tuple(h for h in range(ahead) if (known.at + 1 + h) % 12 in ENDS)
    chance = _chance(known)
    joined = _flows(known, Stream.JOINED)
    struck = _flows(known, Stream.STRUCK)
    seen = len(joined)
    share = known.recorded.sum() / max(known.obliged.sum(), 1.0)
    return Release(
        months=coming,
        chance=chance,
        joined=_size(joined, known, USUAL_JOINED),
        joined_recorded=_recorded(joined, USUAL_RECORDED, seen),
        struck=_size(struck, known, USUAL_STRUCK),
        struck_recorded=_recorded(struck, share, seen) / share if share else 0.0,
        variation=_variation(joined, struck),
        seen=seen,
    )


def _chance(known: Known) -> float:
    """How likely a semester brings a release here: all of them, until one did not."""
    began = known.at - known.months
    ends = [m for m in range(began + 1, known.at + 1) if m % 12 in ENDS]
    return (len(known.releases) + 1) / (max(len(ends), len(known.releases)) + 1)


def _flows(known: Known, stream: Stream) -> Floats:
    """[release, measure, area], as amounts above nothing."""
    began = known.at - known.months
    rows = [month - began - 1 for month in known.releases]
    found: Floats = np.abs(known.flows[stream][rows])
    return found


def _size(flows: Floats, known: Known, usual: float) -> Floats:
    """Parts of the obliged [area]: the usual one counts as one release that was seen."""
    obliged = np.maximum(known.obliged, 1.0)
    whole = flows[:, OBLIGED].sum(axis=1) / obliged.sum()
    mean = (whole.sum() + usual) / (len(whole) + 1)
    own = (flows[:, OBLIGED].sum(axis=0) + usual * obliged) / ((whole.sum() + usual) * obliged)
    found: Floats = mean * own
    return found


def _variation(joined: Floats, struck: Floats) -> float:
    """How unequal releases are, with what so few of them leave unsaid about their mean."""
    sizes = [flows[:, OBLIGED].sum(axis=1) for flows in (joined, struck)]
    seen = len(sizes[0])
    rest = [((size / size.mean() - 1) ** 2).sum() for size in sizes if seen and size.mean()]
    variance = (sum(rest) / 2 + USUAL_VARIATION**2) / max(seen, 1)
    return float(np.sqrt(variance * (1 + 1 / (seen + 1))))


def _recorded(flows: Floats, usual: float, seen: int) -> float:
    people = flows[:, OBLIGED].sum()
    found = flows[:, RECORDED].sum() / people if people else usual
    return float((found * seen + usual) / (seen + 1))
