"""Days and months as people type them behind a command. What cannot be read is told in the office's words."""

from argparse import ArgumentTypeError
from datetime import date

from django.utils.translation import gettext as _

from rekam.domain import wording


def a_day(text: str) -> date:
    """A date as people write it: 2016-09-30 or 30-09-2016."""
    found = wording.read_date(text)
    if found is None:
        told = _("%(text)s is no date: write 2016-09-30 or 30-09-2016.") % {"text": text}
        raise ArgumentTypeError(told)
    return found


def a_month(text: str) -> date:
    """The first day of a month that is written as 2016-09."""
    found = wording.read_date(f"{text}-01")
    if found is None:
        raise ArgumentTypeError(_("%(text)s is no month: write 2016-09.") % {"text": text})
    return found
