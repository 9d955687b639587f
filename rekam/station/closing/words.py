"""The day's figures with their names."""

from math import ceil
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from rekam.domain.recording.closing import Quality
from rekam.domain.recording.steps import Step
from rekam.station.counter import words
from rekam.station.devices import words as device_words
from rekam.station.operators.models import Operator
from rekam.station.queue.models import Failure

SHEET_LANGUAGE = "id"  # of the office's paper, whatever the screen speaks


def outcomes(day: dict[str, Any]) -> list[tuple[str, int]]:
    """They add up to the tickets."""
    failed = [(str(Failure(code).label), number) for code, number in day["failed"].items()]
    return [
        (pgettext("outcome", "Recorded"), day["recorded"]),
        *((_("Not recorded: %(reason)s") % {"reason": reason}, number) for reason, number in failed),
        (_("Left without being recorded"), day["left"]),
    ]


def waits(sums: dict[str, int] | None) -> list[tuple[str, str]]:
    """Nothing for a day that was closed before waits were kept, or on which nobody sat down."""
    if not sums or not sums["people"]:
        return []
    mean, longest = sums["seconds"] / sums["people"], sums["longest"]
    return [
        (_("People who sat at the counter"), str(sums["people"])),
        (_("Mean wait before it"), _minutes(mean)),
        (_("Longest wait"), _minutes(longest)),
    ]


def _minutes(seconds: float) -> str:
    count = ceil(seconds / 60)
    return ngettext("%(minutes)s minute", "%(minutes)s minutes", count) % {"minutes": count}


def copies(day: dict[str, Any]) -> list[tuple[str, int]]:
    return [
        (_("Sealed on this laptop"), day["sealed"]),
        (_("With a second copy on a USB disk"), day["twice"]),
        (_("Received by the office"), day["received"]),
        (_("Not sent yet"), day["unsent"]),
    ]


def quality(rows: list[Any]) -> list[dict[str, Any]]:
    """By step, device and operator, in the order of the counter."""
    names = dict(Operator.objects.values_list("pk", "name"))
    found = [_row(names, *row) for row in rows]
    return sorted(found, key=lambda row: (row["order"], row["device"], row["operator"]))


def _row(
    names: dict[str, str], step: str, device: str, operator: str, sums: dict[str, int]
) -> dict[str, Any]:
    added = Quality(**sums)
    return {
        "order": list(Step).index(Step(step)),
        "step": str(words.STEPS[Step(step)]),
        "device": device or _("camera of the laptop"),
        "operator": names.get(operator, ""),
        "captures": added.captures,
        "mean": round(added.mean or 0),
        "tries": round(added.tries / added.captures, 1) if added.captures else 0,
        "low": added.low,
    }


def devices(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "state": device_words.state(row["state"])} for row in rows]


def seconds(means: dict[str, float]) -> list[tuple[str, int]]:
    return [(str(words.STEPS[step]), round(means[step.value])) for step in Step if step.value in means]
