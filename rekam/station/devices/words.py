"""How devices and what they do stand on a page."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, pgettext_lazy

KINDS = {
    "finger": gettext_lazy("fingerprint scanner"),
    "iris": gettext_lazy("iris scanner"),
    "face": gettext_lazy("face device"),
    "camera": gettext_lazy("camera"),
    "signature": gettext_lazy("signature pad"),
    "printer": pgettext_lazy("device", "printer"),
}
ABSENT = "Not Answering"
# How devices say that they are; the last is what the station says of one that says nothing.
STATES = {
    "Ready": gettext_noop("ready"),
    "Busy": gettext_noop("busy"),
    "Not Ready": gettext_noop("not ready"),
    "Not Registered": gettext_noop("not registered"),
    ABSENT: gettext_noop("does not answer"),
}


def kind(code: str) -> Any:
    return KINDS.get(code, code)


def state(said: str) -> str:
    """Whatever else a device says stands as it says it."""
    return _(STATES[said]) if said in STATES else said
