"""The true cause of what does not work, in one plain sentence with the next step."""

from collections.abc import Sequence

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from rekam.domain.trouble import Trouble
from rekam.station import edge
from rekam.station.calls import Cause, Failed
from rekam.wire.trouble import SENTENCES

CAUSES = {
    Cause.NO_NETWORK: gettext_lazy(
        "The office cannot be reached, or the link was cut. Nothing is lost: what is saved waits and is sent "
        "by itself as soon as there is a network and somebody is signed in."
    ),
    Cause.NOT_THE_OFFICE: gettext_lazy(
        "Something answers, but it is not the office: this network may ask for a sign-in of its own. Open "
        "any page in the browser to sign in there, or use another network."
    ),
    Cause.OFFICE_TROUBLE: gettext_lazy(
        "The office's server has trouble just now. Nothing is lost: it is tried again by itself."
    ),
    Cause.REFUSED: gettext_lazy(
        "The office answers and does not take it. Everything stays here. Tell the office the code below."
    ),
    Cause.FULL: gettext_lazy(
        "The office has no room for packets just now. They wait here. Tell the office's administrator."
    ),
    Cause.KEYS: gettext_lazy(
        "This laptop has no keys of the office to check receipts with. Take a new roster pack. This has "
        "nothing to do with the network."
    ),
    Cause.CERTIFICATE: gettext_lazy(
        "The connection to the office is not safe: its certificate is not valid here. Check the clock of "
        "this laptop, then tell the office's administrator."
    ),
    Cause.INSIDE: gettext_lazy(
        "The disk of this laptop gave trouble while sending. Export what is unsent to a USB disk now, and "
        "tell the office."
    ),
}
KNOWN_CODES = {
    "pack.none": gettext_lazy("The office has not made a roster pack for this laptop yet."),
    "enrolment.code": gettext_lazy(
        "The code is not the one that the office shows. Type it again; after ten minutes ask for a new one."
    ),
    "enrolment.refused": gettext_lazy("The office refused this enrolment. Begin again with a new code."),
    "enrolment.expired": gettext_lazy("The code has run out. Ask the office for a new one."),
}


def said(failed: Failed) -> str:
    """One sentence for a person. What the office itself said, in our words where we know its code."""
    return sentence(failed.cause, failed.code)


def not_read(numbers: Sequence[int]) -> str:
    told = ngettext(
        "Number %(numbers)s cannot be read from the disk of this laptop; the others go on. Tell the office, "
        "and bring the disk with the second copies.",
        "Numbers %(numbers)s cannot be read from the disk of this laptop; the others go on. Tell the office, "
        "and bring the disk with the second copies.",
        len(numbers),
    )
    return told % {"numbers": ", ".join(str(number) for number in numbers)}


def only_here() -> str:
    return _("That folder lies on the disk of this laptop itself. Choose one on a USB disk to carry it.")


def not_believed(trouble: Trouble | None) -> str:
    """Why a receipt on a disk does not count; without trouble the disk did not give it back."""
    return edge.said(trouble) if trouble else _("The disk does not give this file back.")


def sentence(cause: Cause, code: str = "") -> str:
    if cause is Cause.REFUSED and code in KNOWN_CODES:
        return str(KNOWN_CODES[code])
    if cause is Cause.REFUSED and code in SENTENCES and "%(" not in SENTENCES[code].en:
        known = SENTENCES[code]
        return known.id if get_language() == "id" else known.en
    return str(CAUSES[cause])
