"""Where trouble becomes words for the reader."""

from django.db import OperationalError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken, Trouble
from rekam.wire.trouble import WireTrouble

_BUSY = gettext_noop(
    "The station was busy with something else for too long: this step was not kept. Do it once more."
)


def said(trouble: Trouble) -> str:
    """The sentence in the reader's language; messages of the wire bring their own."""
    if isinstance(trouble, WireTrouble) and translation.get_language() == "id":
        return trouble.in_indonesian()
    return trouble.told(_(str(trouble.sentence)))


def is_busy(error: OperationalError) -> bool:
    return "is locked" in str(error).lower()


def busy() -> RuleBroken:
    """Nothing of that transaction was kept."""
    return RuleBroken("store.busy", _BUSY)
