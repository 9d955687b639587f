"""The words that people see for the codes of kits, devices and faults."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rekam.domain.kits.faults import Move, State
from rekam.domain.kits.fitness import Fitness, Why
from rekam.domain.kits.kinds import Condition, Kind, Owner, Role, Stops, Symptom

Words = dict[str, str | Promise]

KINDS: Words = {
    Kind.FINGERPRINT_SCANNER: _("Fingerprint scanner"),
    Kind.IRIS_SCANNER: _("Iris scanner"),
    Kind.CAMERA: _("Camera"),
    Kind.SIGNATURE_PAD: _("Signature pad"),
    Kind.CARD_READER: _("Card reader"),
    Kind.LAPTOP: _("Laptop"),
    Kind.CLIENT_PC: _("Client computer"),
    Kind.SERVER: _("Server"),
    Kind.UPS: _("UPS"),
    Kind.GENERATOR: _("Generator"),
    Kind.SWITCH: _("Network switch"),
    Kind.ROUTER: _("Router"),
    Kind.MODEM: _("Modem"),
    Kind.ANTENNA: _("Antenna"),
    Kind.PRINTER: _("Printer"),
    Kind.TRIPOD: _("Tripod"),
    Kind.BACKDROP: _("Backdrop"),
    Kind.LAMP: _("Lamp"),
    Kind.HUB: _("USB hub"),
    Kind.CABLE: _("Cable"),
}
CONDITIONS: Words = {
    Condition.GOOD: pgettext_lazy("condition", "Good"),
    Condition.PARTIAL: pgettext_lazy("condition", "Partial"),
    Condition.BROKEN: pgettext_lazy("condition", "Broken"),
    Condition.LOST: pgettext_lazy("condition", "Lost"),
}
OWNERS: Words = {
    Owner.CENTRE: pgettext_lazy("owner", "Central government"),
    Owner.PROVINCE: pgettext_lazy("owner", "Province"),
    Owner.REGENCY: pgettext_lazy("owner", "Regency"),
}
ROLES: Words = {
    Role.FIXED: pgettext_lazy("kit", "Fixed"),
    Role.MOBILE: pgettext_lazy("kit", "Mobile"),
    Role.SPARE: pgettext_lazy("kit", "Spare"),
}
FITNESS: Words = {
    Fitness.FIT: pgettext_lazy("kit", "Fit"),
    Fitness.PARTIAL: pgettext_lazy("kit", "Partial"),
    Fitness.DOWN: pgettext_lazy("kit", "Down"),
}
WHY: Words = {
    Why.MISSING: _("the kit has none"),
    Why.BROKEN: _("broken"),
    Why.LOST: _("lost"),
    Why.AWAY: _("not with its kit"),
    Why.FAULT: _("a fault is reported"),
    Why.WEAK: _("works only partly"),
    Why.NO_DEVICES: _("no device of this kit is listed yet"),
}
STOPS: Words = {
    Stops.ALL: _("Nobody can be recorded"),
    Stops.PART: _("Recording goes on, but worse"),
    Stops.NOTHING: _("Recording goes on as usual"),
}
SYMPTOMS: Words = {
    Symptom.NO_POWER: _("Does not switch on"),
    Symptom.NOT_FOUND: _("The program does not find it"),
    Symptom.POOR_CAPTURE: _("Reads badly or not at all"),
    Symptom.SLOW: _("Very slow, or hangs"),
    Symptom.PROGRAM: _("The program shows an error"),
    Symptom.DAMAGED: _("Fallen, wet or broken"),
    Symptom.LOST: _("Lost or stolen"),
    Symptom.OTHER: _("Something else"),
}
STATES: Words = {
    State.REPORTED: pgettext_lazy("fault", "Reported"),
    State.CONFIRMED: pgettext_lazy("fault", "Confirmed"),
    State.DISMISSED: pgettext_lazy("fault", "Dismissed"),
    State.ASSIGNED: pgettext_lazy("fault", "Assigned"),
    State.IN_REPAIR: pgettext_lazy("fault", "In repair"),
    State.TESTING: pgettext_lazy("fault", "On the test bench"),
    State.BACK: pgettext_lazy("fault", "Back in service"),
    State.RETIRED: pgettext_lazy("fault", "Retired"),
}
# What was done, for a history; what to do, for a button.
DONE: Words = {
    Move.REPORT: _("Fault reported"),
    Move.ADD: _("Added to the report"),
    Move.CONFIRM: _("Fault confirmed"),
    Move.DISMISS: _("Report dismissed: no fault"),
    Move.ASSIGN: _("Repair assigned"),
    Move.START_REPAIR: _("Repair begun"),
    Move.NOTE_REPAIR: _("Repair noted"),
    Move.TEST: _("Put on the test bench"),
    Move.PASS: _("Test passed, back in service"),
    Move.FAIL: _("Test failed, back to repair"),
    Move.RETIRE: _("Device retired"),
}
TO_DO: Words = {
    Move.CONFIRM: _("Confirm the fault"),
    Move.DISMISS: _("Dismiss: no fault"),
    Move.ASSIGN: _("Assign the repair"),
    Move.START_REPAIR: _("Begin the repair"),
    Move.NOTE_REPAIR: _("Note parts and cost"),
    Move.TEST: _("Put on the test bench"),
    Move.PASS: _("Test passed"),
    Move.FAIL: _("Test failed"),
    Move.RETIRE: _("Retire the device"),
}
DETAILS: Words = {
    "note": _("why"),
    "assignee": _("who repairs"),
    "where": _("where the device is"),
    "tested": _("what was tested"),
}
