"""Where trouble becomes words for the reader."""

from django.utils import translation
from django.utils.translation import gettext as _

from rekam.domain.trouble import Trouble
from rekam.wire.trouble import WireTrouble


def said(trouble: Trouble) -> str:
    """The sentence in the reader's language; messages of the wire bring their own."""
    if isinstance(trouble, WireTrouble) and translation.get_language() == "id":
        return trouble.in_indonesian()
    return trouble.told(_(str(trouble.sentence)))
