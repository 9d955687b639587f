"""What the states of keys and enrolments are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rekam.domain.sync.enrolment import Epoch, State

EPOCH_STATES: dict[str, str | Promise] = {
    Epoch.ACTIVE.value: pgettext_lazy("keys", "In use"),
    Epoch.ENDED.value: pgettext_lazy("keys", "Replaced"),
    Epoch.FROZEN.value: pgettext_lazy("keys", "Frozen"),
    Epoch.REVOKED.value: pgettext_lazy("keys", "Revoked"),
}
ENROLMENT_STATES: dict[str, str | Promise] = {
    State.WAITING.value: _("Waiting for the laptop"),
    State.ASKED.value: _("Words to be compared"),
    State.GRANTED.value: pgettext_lazy("enrolment", "Granted"),
    State.REFUSED.value: pgettext_lazy("enrolment", "Refused"),
}
