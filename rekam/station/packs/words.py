"""Why the office gives no roster pack, in one sentence with the next step."""

from django.utils.translation import gettext_lazy

from rekam.station.calls import Cause, Failed
from rekam.station.sending import words

REFUSED = {
    "pack.keys_stopped": gettext_lazy(
        "The office has stopped the keys of this laptop and gives it no roster pack. What was recorded is "
        "still sent. Enrol the laptop again under Settings, with a code of the office."
    ),
}


def said(failed: Failed) -> str:
    if failed.cause is Cause.REFUSED and failed.code in REFUSED:
        return str(REFUSED[failed.code])
    return words.said(failed)
