"""Who is signed in: a browser's session names an operator, and only while the store is unlocked."""

from django.http import HttpRequest

from rekam.station.operators.models import Operator
from rekam.station.store.opened import store

OPERATOR = "operator"


def operator(request: HttpRequest) -> Operator | None:
    name = request.session.get(OPERATOR)
    if name is None or not store.is_open:
        return None
    return Operator.objects.filter(pk=name, is_active=True).first()


def begin(request: HttpRequest, operator: Operator) -> None:
    request.session.cycle_key()
    request.session[OPERATOR] = operator.pk


def end(request: HttpRequest) -> None:
    request.session.flush()
