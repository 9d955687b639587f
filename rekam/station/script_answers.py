"""What the scripts of a page are answered: where to go on, or why not, in one sentence. Also when the disk is
full or a program fails: a script that gets a page instead can tell nobody anything.
"""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.signals import got_request_exception
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

log = logging.getLogger("rekam.station")
View = TypeVar("View", bound=Callable[..., Any])


def for_scripts(view: View) -> View:
    """Marks a view that answers JSON, whatever happens."""
    view.is_for_scripts = True  # type: ignore[attr-defined]
    return view


def is_asked(request: HttpRequest) -> bool:
    found = request.resolver_match
    return found is not None and getattr(found.func, "is_for_scripts", False)


def refused(code: str, sentence: str, *, leads_to: str = "", status: int = 409) -> JsonResponse:
    said = {"code": code, "sentence": sentence, "leads_to": leads_to}
    return JsonResponse({"refused": said}, status=status)


def failed(request: HttpRequest, trouble: Exception) -> JsonResponse:
    """A fault of the program is written down as every other, and told where somebody is waiting."""
    log.error("a request failed", exc_info=trouble)
    got_request_exception.send(sender=None, request=request)
    told = _(
        "Something went wrong in the station: this step was not kept, what was kept before it is. Try once "
        "more; "
        "if it happens again, start the station anew and tell the office."
    )
    return refused("station.failed", told, status=500)
