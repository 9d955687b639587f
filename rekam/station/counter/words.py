"""How the counter says things: steps, fingers, reasons, and what is wrong with a picture."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rekam.domain.recording import person
from rekam.domain.recording.exceptions import Why
from rekam.domain.recording.parts import Part
from rekam.domain.recording.person import Document, Doubt, Matched
from rekam.domain.recording.steps import Step
from rekam.domain.recording.tries import LowReason

STEPS = {
    Step.FIND: _("Find the resident"),
    Step.BIODATA: _("Biodata"),
    Step.FACE: _("Photograph"),
    Step.SIGNATURE: _("Signature"),
    Step.LEFT_HAND: _("Left hand"),
    Step.RIGHT_HAND: _("Right hand"),
    Step.THUMBS: _("Thumbs"),
    Step.IRISES: _("Irises"),
    Step.EXCEPTIONS: _("Exceptions"),
    Step.CONFIRM: _("Index fingers again"),
    Step.REVIEW: _("Review and sign"),
}
SLUGS = {
    Step.FIND: "cari",
    Step.BIODATA: "biodata",
    Step.FACE: "foto",
    Step.SIGNATURE: "tanda-tangan",
    Step.LEFT_HAND: "tangan-kiri",
    Step.RIGHT_HAND: "tangan-kanan",
    Step.THUMBS: "jempol",
    Step.IRISES: "iris",
    Step.EXCEPTIONS: "pengecualian",
    Step.CONFIRM: "cocokkan",
    Step.REVIEW: "periksa",
}
STEP_OF = {slug: step for step, slug in SLUGS.items()}

# What the officer asks of the resident, said aloud.
ASKS = {
    Step.FIND: _("Ask for the family card or the summons."),
    Step.BIODATA: _("Read it aloud and compare it with the family card."),
    Step.FACE: _("Look into the camera, mouth closed, nothing before the face."),
    Step.SIGNATURE: _("Please sign on the pad as on other papers."),
    Step.LEFT_HAND: _("Four fingers of the left hand, flat on the glass."),
    Step.RIGHT_HAND: _("Four fingers of the right hand, flat on the glass."),
    Step.THUMBS: _("Both thumbs side by side, flat on the glass."),
    Step.IRISES: _("Look straight into the device, eyes wide open. Glasses off."),
    Step.EXCEPTIONS: _("Photograph hands and face, and have a second officer confirm."),
    Step.CONFIRM: _("The index fingers once more, to be sure that they are this person's."),
    Step.REVIEW: _("Please read everything and sign if it is right."),
}
PARTS = {
    Part.LEFT_LITTLE: _("left little finger"),
    Part.LEFT_RING: _("left ring finger"),
    Part.LEFT_MIDDLE: _("left middle finger"),
    Part.LEFT_INDEX: _("left index finger"),
    Part.RIGHT_INDEX: _("right index finger"),
    Part.RIGHT_MIDDLE: _("right middle finger"),
    Part.RIGHT_RING: _("right ring finger"),
    Part.RIGHT_LITTLE: _("right little finger"),
    Part.LEFT_THUMB: _("left thumb"),
    Part.RIGHT_THUMB: _("right thumb"),
    Part.LEFT_IRIS: _("left eye"),
    Part.RIGHT_IRIS: _("right eye"),
}
WHY = {
    Why.MISSING: pgettext_lazy("finger or eye", "missing"),
    Why.INJURED: pgettext_lazy("finger or eye", "injured"),
    Why.CANNOT_BE_CAPTURED: pgettext_lazy("finger or eye", "cannot be captured"),
}
LOW = {
    LowReason.WORN: _("worn by work"),
    LowReason.DRY_OR_WET: _("dry or wet skin"),
    LowReason.TREMBLING: _("trembling"),
    LowReason.EYES: _("ill or squinting eyes"),
    LowReason.LIGHT: _("light at this place"),
    LowReason.DEVICE: _("the device is weak"),
    LowReason.OTHER: _("something else"),
}
MATCHED = {
    Matched.PACK: _("on the roster pack"),
    Matched.OUT_OF_DOMICILE: _("recorded out of domicile"),
    Matched.TO_MATCH: _("to be matched by the office"),
}
DOUBTS = {
    Doubt.BORN: _("The NIK is of somebody born on %(born)s."),
    Doubt.SEX: _("The NIK is of somebody of the other sex."),
    Doubt.SERIAL: _("The NIK ends in 0000."),
    Doubt.AREA: _("The NIK begins with a province that does not exist."),
}
DOCUMENTS = {
    Document.FAMILY_CARD: _("family card"),
    Document.BIRTH_CERTIFICATE: _("birth certificate"),
    Document.MARRIAGE_CERTIFICATE: _("marriage certificate"),
    Document.DIVORCE_CERTIFICATE: _("divorce certificate"),
    Document.DIPLOMA: _("diploma"),
    Document.COURT_ORDER: _("court order"),
    Document.MOVE_LETTER: _("letter of moving"),
    Document.HEALTH_LETTER: _("letter of a doctor"),
    Document.PASSPORT: _("passport"),
}
FIELDS = {
    "name": _("Name"),
    "born": _("Born on"),
    "birth_place": _("Born in"),
    "sex": _("Sex"),
    "kk": _("Family card number"),
    "address": _("Address"),
    "rt": "RT",
    "rw": "RW",
    "religion": _("Religion"),
    "marital": _("Marital status"),
    "blood": _("Blood group"),
}
SEX = {"m": _("male"), "f": _("female")}
RELIGION = {
    "ISLAM": pgettext_lazy("religion", "Islam"),
    "KRISTEN": pgettext_lazy("religion", "Protestant"),
    "KATOLIK": pgettext_lazy("religion", "Catholic"),
    "HINDU": pgettext_lazy("religion", "Hindu"),
    "BUDDHA": pgettext_lazy("religion", "Buddhist"),
    "KHONGHUCU": pgettext_lazy("religion", "Confucian"),
    "KEPERCAYAAN": pgettext_lazy("religion", "Belief in the One God"),
}
MARITAL = {
    "single": pgettext_lazy("marital status", "never married"),
    "married": pgettext_lazy("marital status", "married"),
    "divorced": pgettext_lazy("marital status", "divorced"),
    "widowed": pgettext_lazy("marital status", "widowed"),
}
CHOICES: dict[str, dict[str, Any]] = {
    "sex": SEX,
    "religion": RELIGION,
    "marital": MARITAL,
    "blood": {group: group for group in person.CHOICES["blood"]},
}
STANDING = {
    "unrecorded": _("not yet recorded"),
    "recorded": _("already recorded"),
    "first_timer": _("first-timer"),
}
CANNOT_SIGN = {
    "hand": _("the hand does not allow it"),
    "illiterate": _("cannot write"),
    "other": _("another reason"),
}

# A picture of a face, the first thing to mend first: what is wrong, and what to do.
FACE = {
    "no_face": _("No face is seen: sit before the camera and look into it."),
    "more_than_one_face": _("More than one face is seen: ask the others to step aside."),
    "too_far": _("The face is too small: move nearer to the camera."),
    "too_near": _("The face is too large: move back a little."),
    "off_centre": _("The face is not in the middle: turn the camera or move the chair."),
    "too_dark": _("The face is too dark: turn on the lamp or face the window."),
    "too_bright": _("The face is too bright: turn the lamp away."),
    "uneven_light": _("The light comes from one side: turn the lamp or the chair."),
    "blurred": _("The picture is blurred: hold still and clean the lens."),
    "background": _("The background does not fit: hang the %(colour)s cloth."),
    "no_colour": _("The picture has no colours: set the device to colours, or use another camera."),
}
NOTHING_ON_IT = _("No finger is seen (%(parts)s): lay all of them down flat and capture again.")
FINGERS = {
    "other_finger": _(
        "These are not the fingers captured before: see who sits here, or capture the hand anew."
    ),
}
COLOURS = {"red": _("red"), "blue": _("blue")}
CHECKS = {
    "found": (_("Face"), {"no_face", "more_than_one_face"}),
    "centred": (_("In the middle"), {"too_far", "too_near", "off_centre"}),
    "lit": (_("Light"), {"too_dark", "too_bright", "uneven_light"}),
    "sharp": (_("Sharp"), {"blurred"}),
    "background": (_("Background"), {"background", "no_colour"}),
}


def said(field: str, value: str) -> str:
    """A code of the register in the reader's words; whatever else a register holds, as it stands there."""
    return str(CHOICES.get(field, {}).get(value, value))
