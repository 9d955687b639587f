"""Closing a day: what was counted is frozen, sealed for the office, and names are forgotten."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from rekam.domain.recording import closing as rules
from rekam.domain.recording.closing import Day
from rekam.domain.trouble import RuleBroken
from rekam.station.closing import queries
from rekam.station.closing.models import Closing
from rekam.station.devices import reporting
from rekam.station.operators.models import Operator
from rekam.station.outbox import composing, saving
from rekam.station.queue import actions as tickets
from rekam.station.queue import queries as queue
from rekam.wire import recordings
from rekam.wire.recordings import Kind, QualitySums, QueueSums, Recording, StepSums, VisitSums

_CLOSED = "This day is closed already: look at its sheet."
_CHANGED = "Somebody came or went while the day was being closed: look at its sums again, then close it."
_NOBODY = "No ticket was given on this day: there is nothing to close."


def close(*, on: date, by: Operator, at: datetime) -> Closing:
    """In one transaction: the closing, its packet, and the names of the day gone from the tickets.

    Closed again after somebody came, it tells the whole day anew, in the place of the closing before: whoever
    had left by then, and came again, is no longer counted as having left. Today is closed also when nobody
    came: the office learns that this laptop recorded nobody, and does not wait for it.
    """
    summed, held = _open(on), queries.of_day(on)
    day = queries.day(on)
    if not queries.day(on, open_only=True).tickets:
        _check_nobody_came(on, day, held)
    rules.check_adds_up(day)
    reporting.report_what_goes(by=by, at=at)
    recording = _recording(on, day, held, by=by, at=at)
    made = Closing(
        pk=held.pk if held else None,
        day=on,
        figures=figures(on, queries.day(on)),
        packet_id=recording.packet_id,
        by=by.pk,
        by_name=by.name,
        closed_at=at,
    )
    saving.finish(recording=recording, by=by, at=at, draft=_Settled(made, summed))
    return made


def _check_nobody_came(on: date, day: Day, held: Closing | None) -> None:
    if held or day.tickets:
        raise RuleBroken("day.closed", _CLOSED)
    if on != timezone.localdate():
        raise RuleBroken("day.nobody", _NOBODY)


@dataclass(frozen=True)
class _Settled:
    """What happens in the transaction that keeps the packet."""

    made: Closing
    summed: dict[int, str]

    def delete(self) -> None:
        """Only if the tickets are as they were summed: devices were asked meanwhile, which takes seconds."""
        still = _open(self.made.day)
        if not still and (self.summed or queries.of_day(self.made.day)):
            raise RuleBroken("day.closed", _CLOSED)
        if still != self.summed:
            raise RuleBroken("day.changed", _CHANGED)
        self.made.save()
        tickets.forget(self.made.day)


def _open(on: date) -> dict[int, str]:
    """The tickets of which no closing has told, and what became of each."""
    return dict(queue.not_closed(on).values_list("pk", "state"))


def figures(on: date, day: Day) -> dict[str, Any]:
    """Everything that the sheet says, as it was at this moment."""
    packets = queries.packets_of(on)
    return {
        "day": asdict(day),
        "sequences": [packets[0].sequence, packets[-1].sequence] if packets else [],
        "devices": [asdict(each) for each in queries.devices()],
        "quality": [[*key, asdict(each)] for key, each in queries.quality(on).items()],
        "seconds": queries.seconds(on),
        "waits": asdict(queries.waits(on)),
    }


def _recording(on: date, day: Day, held: Closing | None, *, by: Operator, at: datetime) -> Recording:
    return composing.compose(
        Kind.CLOSING,
        by=by,
        started_at=at,
        at=at,
        step_seconds={step: round(mean) for step, mean in queries.seconds(on).items()},
        closing=_closing(on, day, held),
    )


def _closing(on: date, day: Day, held: Closing | None) -> recordings.Closing:
    packets = queries.packets_of(on)
    return recordings.Closing(
        day=on,
        first_sequence=packets[0].sequence if packets else 0,
        last_sequence=packets[-1].sequence if packets else 0,
        recorded=day.recorded,
        failed=dict(day.failed),
        copies=day.twice,
        unsent=day.unsent,
        devices={each.serial: each.state for each in queries.devices()},
        queue=_queue(on, day),
        quality=tuple(
            QualitySums(step, serial, bytes.fromhex(operator), **asdict(sums))
            for (step, serial, operator), sums in sorted(queries.quality(on).items())
        ),
        steps=tuple(
            StepSums(step, times, round(took)) for step, (times, took) in sorted(queries.steps(on).items())
        ),
        visits=_visits(on),
        instead_of=bytes(held.packet_id) if held else None,
    )


def _visits(on: date) -> tuple[VisitSums, ...]:
    """Where the day's recordings were made, each with its packets: a day may see two visits and new keys."""
    return tuple(
        VisitSums(visit or None, place, epoch, recorded=len(numbers), sequences=tuple(numbers))
        for (visit, place, epoch), numbers in sorted(queries.by_visit(on).items())
    )


def _queue(on: date, day: Day) -> QueueSums:
    waits = queries.waits(on)
    return QueueSums(
        tickets=day.tickets,
        served=waits.people,
        left=day.left,
        wait_seconds=waits.seconds,
        longest_seconds=waits.longest,
    )
