"""Pictures of a document as plain shapes, so that the page (SVG) and the PDF draw the same one.

Millimetres, from the upper left corner. A tone says what a shape means, and each writer has its colour for
it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import segno

ROW = 6.0
LABEL = 40.0  # the least room for labels; longer ones take more, up to WIDEST
WIDEST = 82.0
LETTER = 1.65
SIGN = 20.0


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    tone: str


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text; ``x`` is its start, middle or end, ``y`` its middle."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    tone: str = "ink"
    size: float = 2.7
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line from one point to another; ``thick`` is its width."""

    x: float
    y: float
    to_x: float
    to_y: float
    tone: str
    thick: float = 0.3


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle around a point."""

    x: float
    y: float
    radius: float
    tone: str


@dataclass(frozen=True, slots=True)
class Picture:
    """``label`` says in words what it shows; the table beside it says it in numbers. Lines lie lowest, then
    dots, boxes and words.
    """

    width: float
    height: float
    label: str
    boxes: tuple[Box, ...]
    words: tuple[Words, ...]
    lines: tuple[Line, ...] = ()
    dots: tuple[Dot, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of a bridge. ``amount`` is a change; for the two ends it is the level itself."""

    label: str
    amount: int
    written: str
    is_end: bool = False


def bridge(steps: Sequence[Step], *, label: str, note: str, width: float = 175) -> Picture:
    """From one level to another, every change as a bar where it happens. A fall is the good direction.

    The axis does not begin at zero, or the changes could not be seen: *note* says where, and every bar
    carries its number.
    """
    levels, at = [], 0
    for step in steps:
        before = 0 if step.is_end else at
        at = step.amount if step.is_end else at + step.amount
        levels.append((at if step.is_end else before, at))
    reached = [level for pair in levels for level in pair]
    base = axis_start(reached)
    left = min(max(LABEL, *(len(step.label) * LETTER + 3 for step in steps)), WIDEST)
    room = width - left - SIGN
    scale = room / max(max(reached) - base, 1)
    boxes, words = [], []
    for n, (step, (before, after)) in enumerate(zip(steps, levels, strict=True)):
        low, high = (base, after) if step.is_end else sorted((before, after))
        x, y = left + (low - base) * scale, n * ROW + 1
        length = max((high - low) * scale, 0.35)
        tone = "level" if step.is_end else "worse" if step.amount > 0 else "better"
        boxes.append(Box(x, y, length, ROW - 2, tone))
        middle = y + (ROW - 2) / 2
        words.append(Words(left - 2, middle, step.label, "end", strong=step.is_end))
        words.append(Words(x + length + 1.2, middle, step.written, strong=step.is_end))
    height = len(steps) * ROW
    words.append(Words(left, height + 2.4, note, tone="soft", size=2.3))
    return Picture(width, height + 4.5, label, tuple(boxes), tuple(words))


def axis_start(levels: Sequence[int]) -> int:
    """A round number a little below the lowest level, or zero when the changes are large enough to see."""
    low, high = min(levels), max(levels)
    spread = high - low
    if low <= 0 or spread >= low / 2:
        return min(0, low)
    step = 10 ** max(len(str(max(spread, 1))) - 1, 0)
    return max((low - max(spread // 4, 1)) // step * step, 0)


def bars(
    values: Sequence[int],
    *,
    labels: Sequence[str],
    off: Sequence[bool],
    written: Sequence[str],
    label: str,
    width: float = 175,
    height: float = 38,
) -> Picture:
    """One upright bar a day with its number; days off stand on a shaded ground."""
    slot = width / max(len(values), 1)
    room = height - 9
    scale = room / max([*values, 1])
    boxes, words = [], []
    for n, value in enumerate(values):
        x = n * slot
        if off[n]:
            boxes.append(Box(x, 0, slot, height - 4.5, "shade"))
        tall = value * scale
        boxes.append(Box(x + slot * 0.18, 4.2 + room - tall, slot * 0.64, max(tall, 0.25), "better"))
        middle = x + slot / 2
        words.append(Words(middle, 2.9 + room - tall, written[n], "middle", size=1.9))
        words.append(Words(middle, height - 2.2, labels[n], "middle", tone="soft", size=2.1))
    return Picture(width, height, label, tuple(boxes), tuple(words))


def code(text: str, *, label: str, size: float = 22) -> Picture:
    """A QR code of a text, as boxes: runs of dark modules in a row are one box."""
    matrix = segno.make(text, error="m", micro=False).matrix
    module = size / len(matrix)
    boxes = []
    for y, line in enumerate(matrix):
        x = 0
        while x < len(line):
            run = 0
            while x + run < len(line) and line[x + run]:
                run += 1
            if run:
                boxes.append(Box(x * module, y * module, run * module, module, "black"))
            x += max(run, 1)
    return Picture(size, size, label, tuple(boxes), ())
