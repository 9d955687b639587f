"""As issued, now, and the difference: three columns that stand side by side."""

from django.utils.translation import gettext, pgettext

from rekam.office.reports.documents.document import CHANGE, COUNT, SUM, Column, Value


def columns(group: str, start: int, *, width: float = 17) -> list[Column]:
    """*start* is the place of the first of the three in its table. The third is the second less the first."""
    return [
        Column(gettext("As issued"), COUNT, width, group, SUM),
        Column(gettext("Now"), COUNT, width, group, SUM),
        Column(
            pgettext("difference", "Change"),
            CHANGE,
            width - 2,
            group,
            SUM,
            less=(start + 1, start),
            strong=True,
        ),
    ]


def cells(then: int, now: int) -> tuple[Value, ...]:
    return then, now, now - then
