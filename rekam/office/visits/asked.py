"""Who asks, when, and about which visit: read here, and kept within the reader's own area."""

from datetime import date, datetime

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language

from rekam.office.accounts import rights
from rekam.office.accounts.rights import Right
from rekam.office.places import queries as places
from rekam.office.visits import queries
from rekam.office.visits.models import Visit


def now() -> datetime:
    """In the demo the moment at which its calendar stands still."""
    return places.default_moment(timezone.now())


def today() -> date:
    return timezone.localdate(now())


def language() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"


def visit(request: HttpRequest, pk: int, right: Right = Right.SEE_OUTREACH) -> Visit:
    found = get_object_or_404(queries.visits(), pk=pk)
    rights.check(request.user, right, area=found.place.area.code)
    return found
