"""What can go wrong with a device: a stable code, one sentence with the next step, and where it leads.

The specification numbers its errors (100 to 112, 202, and 5xx for the vendor); what the line and the checks
find has codes of its own. A sentence names the true cause: keys that are missing are not a missing Internet
connection.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.utils import translation

from rekam.domain.trouble import Trouble


def _(sentence: str) -> str:
    """Marks a sentence for translation; whoever shows it translates it."""
    return sentence


PARTS = {
    "Left IndexFinger": _("left index finger"),
    "Left MiddleFinger": _("left middle finger"),
    "Left RingFinger": _("left ring finger"),
    "Left LittleFinger": _("left little finger"),
    "Left Thumb": _("left thumb"),
    "Right IndexFinger": _("right index finger"),
    "Right MiddleFinger": _("right middle finger"),
    "Right RingFinger": _("right ring finger"),
    "Right LittleFinger": _("right little finger"),
    "Right Thumb": _("right thumb"),
    "Left": _("left eye"),
    "Right": _("right eye"),
    "": _("face"),
}


class Names(tuple[str, ...]):
    """Parts by the devices' names; in a sentence they stand in the reader's language."""

    def __str__(self) -> str:
        return ", ".join(translation.gettext(PARTS[name]) if name in PARTS else name for name in self)


class LeadsTo(StrEnum):
    """What the operator does next."""

    RETRY = "retry"
    OTHER_DEVICE = "other_device"
    FAULT = "fault"


@dataclass(frozen=True)
class Kind:
    sentence: str
    leads_to: LeadsTo


RETRY, OTHER, FAULT = LeadsTo.RETRY, LeadsTo.OTHER_DEVICE, LeadsTo.FAULT

KINDS: dict[str, Kind] = {
    # -- what the device says of itself
    "device.not_registered": Kind(
        _("The device was never registered by its vendor: use another one and report this one."), FAULT
    ),
    "device.no_biometric": Kind(
        _("The device sees nothing: put the fingers, eyes or face in place and capture again."), RETRY
    ),
    "device.extraction": Kind(
        _("The device could make nothing of the picture: clean glass and skin, then capture again."),
        RETRY,
    ),
    "device.tampered": Kind(
        _("The device says that it was opened: do not use it any more and report it."), FAULT
    ),
    "device.no_management_server": Kind(
        _(
            "The device has not been prepared by its vendor's server; no Internet here will help. "
            "Use another one and report this one."
        ),
        FAULT,
    ),
    "device.orientation": Kind(
        _("The device is held or the fingers lie the wrong way round: turn them and capture again."),
        RETRY,
    ),
    "device.not_found": Kind(
        _("The device's program runs, but finds no device: check the cable, or use another one."), OTHER
    ),
    "device.keys_missing": Kind(
        _("The device's keys are missing: its vendor has to put them in. Use another one and report it."),
        FAULT,
    ),
    "device.keys_expired": Kind(
        _(
            "The device's keys are not valid any more: its vendor has to renew them. "
            "Use another one and report it."
        ),
        FAULT,
    ),
    "device.count": Kind(
        _("The device does not take this number of fingers or eyes: use another one."), OTHER
    ),
    "device.not_ready": Kind(
        _("The device is not ready yet: wait until its light is steady, then capture again."), RETRY
    ),
    "device.busy": Kind(
        _("The device is busy with another capture: wait a moment, then capture again."), RETRY
    ),
    "device.transaction_id": Kind(
        _("The device did not take the number of this recording: capture again."), RETRY
    ),
    "device.not_connected": Kind(
        _("The device's program runs, but has no device to show a picture of: check the cable."), OTHER
    ),
    "device.no_live_view": Kind(
        _("The device shows no live picture: capture without it, or use another one."), OTHER
    ),
    "device.vendor": Kind(
        _("The device reports a fault of its own (%(number)s %(told)s): report it and use another one."),
        FAULT,
    ),
    "device.unknown_error": Kind(
        _("The device reports an error that nobody knows (%(number)s %(told)s): report it."), FAULT
    ),
    # -- the line
    "device.none": Kind(_("No device answers: plug it in and start its program, then search again."), OTHER),
    "device.gone": Kind(_("The device is gone: check its cable and its program, then search again."), OTHER),
    "device.hanging": Kind(
        _(
            "The device did not answer within %(seconds)s seconds and was given up. "
            "Unplug it, plug it in again and capture again; nothing has to be restarted."
        ),
        RETRY,
    ),
    "device.line_cut": Kind(
        _("The device broke off in the middle of its answer: check the cable and capture again."), RETRY
    ),
    "device.broken_answer": Kind(
        _("The device's answer cannot be read: capture again. If it happens again, report the device."),
        FAULT,
    ),
    "device.given_up": Kind(_("The capture was given up: start it again when you are ready."), RETRY),
    # -- what the checks find
    "device.bad_signature": Kind(
        _("The signature of the answer is wrong: nothing was kept. Report the device, use another one."),
        FAULT,
    ),
    "device.untrusted": Kind(
        _("Nobody whom this station trusts vouches for the device: nothing was kept. Use another one."),
        FAULT,
    ),
    "device.certificate_expired": Kind(
        _("The device's certificate is not valid today: check this laptop's date, then report the device."),
        FAULT,
    ),
    "device.wrong_time": Kind(
        _(
            "The clocks of the device and of this laptop are %(minutes)s minutes apart: "
            "set the laptop's clock, then capture again."
        ),
        FAULT,
    ),
    "device.no_score": Kind(
        _("The device sent no quality with its pictures: nothing was kept. Report it."), FAULT
    ),
    "device.other_transaction": Kind(
        _("The answer belongs to another recording: nothing was kept. Capture again."), RETRY
    ),
    "device.other_version": Kind(
        _("The device speaks version %(version)s of the protocol and not %(wanted)s: use another one."),
        OTHER,
    ),
    "device.other_purpose": Kind(
        _("The device is made for checking people, not for recording them: use another one."), OTHER
    ),
    "device.empty": Kind(_("The device sent an answer without a picture: capture again."), RETRY),
    "device.fewer": Kind(
        _(
            "%(found)s of %(wanted)s came (missing: %(missing)s): lay all of them down and capture again, "
            "or note what is missing as an exception."
        ),
        RETRY,
    ),
    "device.not_asked": Kind(
        _("The device sent something else than was asked for (%(shown)s): capture again."), RETRY
    ),
    "device.same_twice": Kind(
        _("Two of the pictures are of the same finger: lay every finger down once and capture again."), RETRY
    ),
    "device.broken_chain": Kind(
        _("The pictures of the answer do not belong together: nothing was kept. Report the device."), FAULT
    ),
    "device.bad_record": Kind(
        _("A picture from the device is damaged: capture again. If it happens again, report the device."),
        FAULT,
    ),
    "device.cannot": Kind(_("This device cannot capture that: use the one that is made for it."), OTHER),
    # -- the laptop's own camera, which only the browser sees
    "camera.none": Kind(
        _("No camera answers: plug it in, then take the photograph again, or use a face device."), OTHER
    ),
    "camera.busy": Kind(
        _(
            "The camera cannot be read: close other programs that use it or plug it in again, "
            "then take the photograph again."
        ),
        RETRY,
    ),
    "camera.not_allowed": Kind(
        _("The browser does not allow the camera: allow it beside the address, then take the photograph."),
        RETRY,
    ),
    "camera.stopped": Kind(
        _("The camera stopped: plug it in again, then take the photograph again, or use a face device."),
        OTHER,
    ),
    # -- what a person sees
    "device.reported": Kind(
        _("An operator reported the device: use another one until somebody has looked at it."), FAULT
    ),
}

# The numbers of the specification.
NUMBERS: Mapping[int, str] = {
    100: "device.not_registered",
    101: "device.no_biometric",
    102: "device.extraction",
    103: "device.tampered",
    104: "device.no_management_server",
    105: "device.orientation",
    106: "device.not_found",
    107: "device.keys_missing",
    108: "device.keys_expired",
    109: "device.count",
    110: "device.not_ready",
    111: "device.busy",
    112: "device.transaction_id",
    202: "device.not_connected",
}


@dataclass(frozen=True)
class Observed:
    """What was seen, for the one who repairs the device: no picture and nobody's name."""

    call: str
    port: int
    at: datetime
    kind: str = ""
    make: str = ""
    model: str = ""
    serial: str = ""
    detail: str = ""
    seconds: float = 0.0

    def told(self) -> str:
        """One line for the fault report. The laptop's own camera has no port."""
        where = [f"{self.call} on port {self.port}", f"after {self.seconds:.1f} s"]
        parts = [*(where if self.port else [self.call]), self.detail]
        return "; ".join(part for part in parts if part)


class DeviceTrouble(Trouble):
    """A call to a device that came to nothing. Nothing of it was kept."""

    def __init__(self, code: str, /, observed: Observed, **values: object) -> None:
        self.kind = KINDS[code]
        super().__init__(code, self.kind.sentence, **values)
        self.observed = observed

    @property
    def leads_to(self) -> LeadsTo:
        return self.kind.leads_to


def of_number(number: str) -> str:
    """The code for a number of the specification."""
    digits = number.strip()
    value = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else -1
    if value in NUMBERS:
        return NUMBERS[value]
    return "device.vendor" if 500 <= value <= 599 else "device.unknown_error"


def said_by(error: object) -> "Glitch | None":
    """The device's own error, if it names one. Some leave it out, or null, when there is none."""
    if error is None:
        return None
    if not isinstance(error, dict):
        return Glitch("device.broken_answer", "the error is no object")
    number, told = str(error.get("errorCode", "0")), str(error.get("errorInfo", ""))[:120]
    if number in ("0", ""):
        return None
    return Glitch(of_number(number), f"{number} {told}", {"number": number[:12], "told": told})


@dataclass
class Glitch(Exception):
    """Trouble before it is known at which device and call: checks raise it, the call completes it."""

    code: str
    detail: str = ""
    values: dict[str, object] = field(default_factory=dict)
