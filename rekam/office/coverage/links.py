"""Where the numbers of a page lead: to their rows, for those who may see them."""

from collections.abc import Callable
from datetime import date

from django.http import HttpRequest

from rekam.domain.coverage.explanation import Explanation
from rekam.office.accounts import rights
from rekam.office.accounts.rights import Right
from rekam.office.coverage.asked import Asked, address

Link = str | None


def people(request: HttpRequest, name: str = "coverage:people", **params: object) -> Link:
    """The residents behind a number; nothing for those who may not see residents."""
    return address(name, **params) if rights.can(request.user, Right.SEE_RESIDENTS) else None


def counted(request: HttpRequest, question: Asked, measure: str, area: str = "") -> Link:
    """Whom a count counts on the day of the page. As known now unless the page says otherwise."""
    where = area or question.area.code
    known = question.known_given
    return people(request, "residents:list", area=where, measure=measure, on=question.on, known=known)


def recorded(request: HttpRequest, question: Asked, start: date, end: date) -> Link:
    """Who was recorded between two days."""
    return people(
        request, area=question.area.code, recorded_from=start, recorded_to=end, known=question.known
    )


def cell(
    request: HttpRequest, explained: Explanation, measure: str, reason: str, *, late: bool = False
) -> Link:
    """Whom one reason of an explanation is about."""
    what = {"area": explained.area, "measure": measure, "reason": reason, "late": "1" if late else ""}
    return people(request, "coverage:people", **what, **window(explained))


def cells(request: HttpRequest, explained: Explanation, measure: str) -> Callable[[str], Link]:
    """The same for every reason of one measure."""
    return lambda reason: cell(request, explained, measure, reason)


def window(explained: Explanation) -> dict[str, date]:
    """The four dates of an explanation as an address names them."""
    return {
        "from": explained.start,
        "to": explained.end,
        "known_from": explained.known_start,
        "known_to": explained.known_end,
    }


def explanation(question: Asked) -> str:
    """Why the numbers of this page changed."""
    return address(
        "coverage:explanation", area=question.area.code, to=question.on_given, known_to=question.known_given
    )


def figures(request: HttpRequest, question: Asked) -> dict[str, Link]:
    """Where the large numbers lead."""
    return {
        "obliged": counted(request, question, "obliged"),
        "recorded": counted(request, question, "recorded"),
        "unrecorded": counted(request, question, "unrecorded"),
        "month": recorded(request, question, question.on.replace(day=1), question.on),
        "today": recorded(request, question, question.on, question.on),
        "coverage": question.address(),
        "explanation": explanation(question),
    }
