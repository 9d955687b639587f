"""What reading the copies through found, in words."""

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from rekam.domain import wording
from rekam.office.sync.keeping.inspecting import BAD, Outcome, Reading


def sentence(reading: Reading | None) -> str:
    """How one ended, or how far one is that was stopped."""
    if reading is None:
        return _("Nobody has read the sealed copies through yet: rekam copies check")
    said = {"n": _number(reading.packets), "moment": _moment(reading)}
    if reading.ended is None:
        words = ngettext(
            "Stopped after %(n)s packet. The next call goes on there: rekam copies check",
            "Stopped after %(n)s packets. The next call goes on there: rekam copies check",
            reading.packets,
        )
    elif reading.is_good:
        words = ngettext(
            "The copies of %(n)s packet were read through on %(moment)s, and all are whole.",
            "The copies of %(n)s packets were read through on %(moment)s, and all are whole.",
            reading.packets,
        )
    else:
        words = ngettext(
            "The copies of %(n)s packet were read through on %(moment)s, and not all are whole.",
            "The copies of %(n)s packets were read through on %(moment)s, and not all are whole.",
            reading.packets,
        )
    return words % said


def findings(reading: Reading) -> list[tuple[Outcome, str]]:
    """What was not as it should be, each with its sentence; what was made good first."""
    found = [(outcome, reading.count(outcome)) for outcome in (Outcome.MENDED, *BAD)]
    return [(outcome, _finding(outcome, count)) for outcome, count in found if count]


def _finding(outcome: Outcome, count: int) -> str:
    words = {
        Outcome.MENDED: ngettext(
            "%(n)s packet had a copy that was missing or damaged: it was written anew from the other one. "
            "When that happens again, replace the disk.",
            "%(n)s packets had a copy that was missing or damaged: they were written anew from the other "
            "one. When that happens again, replace the disk.",
            count,
        ),
        Outcome.LOST: ngettext(
            "%(n)s packet has no whole copy here any more. A laptop that still has it sends it again; "
            "otherwise bring the sealed copy of that laptop’s second disk here.",
            "%(n)s packets have no whole copy here any more. Laptops that still have them send them again; "
            "otherwise bring the sealed copies of those laptops’ second disks here.",
            count,
        ),
        Outcome.UNREAD: ngettext(
            "%(n)s packet could not be read or mended: its disk is full, or lets nobody read it.",
            "%(n)s packets could not be read or mended: their disk is full, or lets nobody read them.",
            count,
        ),
        Outcome.ALONE: ngettext(
            "%(n)s packet was read on one disk alone: the folder of the second copies is not there.",
            "%(n)s packets were read on one disk alone: the folder of the second copies is not there.",
            count,
        ),
    }[outcome]
    return words % {"n": _number(count)}


def _number(count: int) -> str:
    return wording.number(count, _language())


def _moment(reading: Reading) -> str:
    return wording.moment(reading.ended, timezone.get_current_timezone(), _language())


def _language() -> str:
    return get_language() or "id"
