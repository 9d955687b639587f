"""What reasons of quarantine and kinds of cases are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rekam.domain.sync.arrivals import Why
from rekam.domain.sync.people import Kind

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
    Kind.CLONED.value: _("A cloned laptop"),
    Kind.REVOKED.value: _("Sealed with keys that were revoked"),
    Kind.SAME_ID.value: _("Two packets with one id"),
    Kind.CLASH.value: _("Two corrections that contradict each other"),
}
