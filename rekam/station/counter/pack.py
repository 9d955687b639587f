"""What the roster pack says to the counter: the office's rules, its place and its visit."""

from dataclasses import replace

from rekam.biometrics import matching
from rekam.domain.recording.tries import FIELD, Thresholds
from rekam.station.packs import queries as packs


def office_code() -> str:
    held = packs.in_use()
    return held.office.code if held else ""


def limits() -> Thresholds:
    """The office's own, or those of the field where the pack says nothing."""
    said = packs.rules()
    if said is None:
        return replace(FIELD, likeness=matching.THRESHOLD)
    least = said.thresholds
    return Thresholds(
        finger=least.get("slap", FIELD.finger),
        thumb=least.get("thumbs", FIELD.thumb),
        iris=least.get("irises", FIELD.iris),
        face=least.get("face", FIELD.face),
        likeness=matching.THRESHOLD,
        tries=said.tries,
    )
