"""Why something is refused, in one sentence of the reader's language, with the names of things put in."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rekam.domain.recording.parts import Part
from rekam.domain.recording.steps import Step
from rekam.domain.trouble import Trouble
from rekam.station import edge
from rekam.station.counter import words
from rekam.station.queue.models import State


@dataclass(frozen=True)
class Refusal:
    """``leads_to``: retry, other_device or fault, where a device is the cause."""

    code: str
    sentence: str
    leads_to: str = ""

    def __str__(self) -> str:
        return self.sentence


def said(trouble: Trouble) -> Refusal:
    named = {name: _named(name, value) for name, value in trouble.values.items()}
    leads_to = str(getattr(trouble, "leads_to", ""))
    if named == trouble.values:
        return Refusal(trouble.code, edge.said(trouble), leads_to)
    return Refusal(trouble.code, _(str(trouble.sentence)) % named, leads_to)


def _named(name: str, value: object) -> Any:
    text = str(value)
    if name in {"step", "first"}:
        return str(words.STEPS[Step(text)]) if text in set(Step) else _("Finish")
    if name == "parts":
        return ", ".join(str(words.PARTS[Part(part)]) for part in text.split(", ") if part in set(Part))
    if name == "state" and text in State.values:
        return str(State(text).label)
    if name == "field" and text in words.FIELDS:
        return str(words.FIELDS[text])
    return value
