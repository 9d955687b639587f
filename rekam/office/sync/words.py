"""What reasons, kinds and states are called."""

from math import ceil

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from rekam.domain.recording.closing import Failure
from rekam.domain.sync.ageing import Step
from rekam.domain.sync.arrivals import Why
from rekam.domain.sync.people import Kind
from rekam.office.residents.words import CHOICES

WHY: dict[str, str | Promise] = {
    Why.UNKNOWN_KEY.value: _("The office does not know this laptop's key"),
    Why.FORGED.value: _("Not signed by the laptop it names"),
    Why.REVOKED.value: _("Sealed with keys that were revoked"),
    Why.SAME_ID.value: _("Two different packets with one id"),
    Why.SAME_SEQUENCE.value: _("Two packets with one number: a cloned disk"),
    Why.FROZEN.value: _("From a laptop of which there is a clone"),
    Why.UNREADABLE.value: _("The contents cannot be opened"),
    Why.NOT_SIGNED.value: _("Not signed by an operator of the laptop"),
}
KINDS: dict[str, str | Promise] = {
    Kind.TWO_PEOPLE.value: _("One NIK, two bodies"),
    Kind.ONE_BODY.value: _("Two NIKs, one body"),
    Kind.NOT_COMPARED.value: _("Recorded twice, nothing to compare"),
    Kind.NO_NIK.value: _("Recorded without a NIK"),
    Kind.GONE.value: _("Has moved away or died, as the register knows"),
    Kind.BEFORE_BIRTH.value: _("Recorded before the birth, as the register knows"),
    Kind.UNDER_AGE.value: _("Recorded under the age of 16, as the register knows"),
    Kind.CLONED.value: _("A cloned laptop"),
    Kind.REVOKED.value: _("Sealed with keys that were revoked"),
    Kind.SAME_ID.value: _("Two packets with one id"),
    Kind.CLASH.value: _("Two corrections that contradict each other"),
}


STEPS: dict[str, str | Promise] = {
    Step.WAIT.value: _("Wait"),
    Step.SEND.value: _("Send it to the centre"),
    Step.ASK_CENTRE.value: _("Ask the centre about it"),
    Step.CHECK_DUPLICATE.value: _("Check whether the NIK is recorded elsewhere already"),
    Step.RECORD_AGAIN.value: _("Record again"),
    Step.VALIDATE.value: _("Validate the data the centre asks about"),
    Step.DECIDE_DUPLICATE.value: _("Clear up the duplicate with the centre"),
    Step.PRINT.value: _("Print the card"),
    Step.HAND_OVER.value: _("Hand the card over"),
    Step.NOTHING.value: _("Nothing: done"),
}
MODALITIES: dict[str, str | Promise] = {
    "face": _("Face"),
    "finger": _("Fingerprints"),
    "iris": _("Irises"),
    "signature": _("Signature"),
    "exception_photo": _("Photo of an exception"),
    "consent": _("Consent"),
}
FIELDS: dict[str, str | Promise] = {
    "name": _("Name"),
    "kk": _("Family card"),
    "born": _("Date of birth"),
    "birth_place": _("Place of birth"),
    "sex": pgettext_lazy("correction", "Sex"),
    "marital": _("Marital status"),
    "address": _("Address"),
    "rt": "RT",
    "rw": "RW",
    "blood": _("Blood group"),
    "religion": _("Religion"),
    "occupation": _("Occupation"),
    "education": _("Education"),
}
RULES: dict[str, str | Promise] = {
    "at_most": _("kept as long as is allowed"),
    "after_confirmed": _("the centre confirmed it long enough ago"),
}
FILTERS: dict[str, str | Promise] = {
    "tiba": _("Arriving"),
    "menunggu": _("Waiting to be opened"),
    "masuk": _("In the register"),
    "lain": _("Day closings and device reports"),
    "satu": _("Held once only"),
    "karantina": _("In quarantine"),
    "baru": _("From a newer program"),
    "tersisih": _("Set aside after an error"),
    "jam": _("With an odd clock"),
}
TIMED: dict[str, str | Promise] = {
    "find": _("Find the resident"),
    "biodata": _("Check the data"),
    "face": _("Photo"),
    "signature": _("Signature"),
    "left_hand": _("Left hand"),
    "right_hand": _("Right hand"),
    "thumbs": _("Thumbs"),
    "irises": _("Irises"),
    "exceptions": _("Exceptions"),
    "confirm": _("Index fingers again"),
    "review": _("The resident checks and signs"),
}
FAILURES: dict[str, str | Promise] = {
    Failure.UNDER_16.value: _("Not yet 16 years old"),
    Failure.ALREADY_RECORDED.value: _("Already recorded"),
    Failure.NO_PAPERS.value: _("No papers at hand"),
    Failure.DEVICE.value: _("A device did not work"),
    Failure.REFUSED.value: _("Did not want to be recorded"),
    Failure.ILL.value: _("Ill"),
    Failure.WENT_AWAY.value: _("Went away before the end"),
    Failure.OTHER.value: _("Something else"),
}
READY = "Ready"
# How devices say that they are; whatever else one says stands as it says it.
DEVICE_STATES: dict[str, str | Promise] = {
    READY: _("ready"),
    "Busy": _("busy"),
    "Not Ready": _("not ready"),
    "Not Registered": _("not registered"),
    "Not Answering": _("does not answer"),
}


def said(field: str, value: str) -> str:
    """A code of the register in the reader's words; whatever else a counter wrote, as it wrote it."""
    return str(CHOICES.get(field, {}).get(value, value))


def minutes(seconds: float | None) -> str:
    """Begun minutes: nobody is told zero who waited."""
    if seconds is None:
        return "–"
    count = ceil(seconds / 60)
    return ngettext("%(n)s minute", "%(n)s minutes", count) % {"n": count}
