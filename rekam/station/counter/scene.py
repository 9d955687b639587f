"""What the counter's screen shows around a step: who, where in the order, what comes next."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from rekam.domain import nik as niks
from rekam.domain.recording import lasting
from rekam.domain.recording.steps import Step
from rekam.domain.recording.tries import Thresholds
from rekam.station import clock
from rekam.station.counter import words
from rekam.station.counter.models import Draft
from rekam.station.counter.work import Work
from rekam.station.queue.models import Failure


@dataclass(frozen=True)
class Stop:
    """One step in the rail."""

    step: Step
    slug: str
    label: str
    is_done: bool
    is_here: bool
    may_open: bool


def rail(work: Work, here: Step) -> list[Stop]:
    following = work.next_step
    return [
        Stop(
            step,
            words.SLUGS[step],
            str(words.STEPS[step]),
            step in work.done,
            step == here,
            step in work.done or step == following,
        )
        for step in work.steps
    ]


def after(work: Work, here: Step) -> str:
    """The next step, named: it stands on the button that leads there."""
    following = next((step for step in work.steps if step not in work.done and step != here), None)
    return str(words.STEPS[following]) if following else ""


def sitting(draft: Draft, at: datetime) -> int:
    """Seconds since somebody sat down, whatever was done to the clock since."""
    counted = clock.between(draft.ticket.seated_tick, clock.tick(at))
    wall = (at - draft.started_at).total_seconds()
    return int(lasting.lasted(wall=wall, counted=counted, most=lasting.WAIT) or 0)


def around(draft: Draft, here: Step, limits: Thresholds) -> dict[str, Any]:
    work = draft.work
    return {
        "draft": draft,
        "work": work,
        "ticket": draft.ticket,
        "step": here.value,
        "slug": words.SLUGS[here],
        "heading": words.STEPS[here],
        "ask": words.ASKS[here],
        "rail": rail(work, here),
        "sitting_seconds": sitting(draft, timezone.now()),
        "after": after(work, here),
        "who": work.value("name") if work.person else "",
        "masked": niks.mask(work.person.nik) if work.person and work.person.nik else "",
        "matched": words.MATCHED[work.person.matched] if work.person else "",
        "captures": draft.shots.count(),  # what would be lost if it ended here
        "failures": Failure.choices,  # and the reasons for which it may
        "limit": limits.of(here),
        "most": limits.tries,
    }
