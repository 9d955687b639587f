"""Who is signed in: a browser's session names an operator, and only while the store is unlocked."""

from django.http import HttpRequest

from rekam.station.operators import present
from rekam.station.operators.models import Operator
from rekam.station.store.opened import store

OPERATOR = "operator"
BY_ITSELF = "X-By-Itself"  # sent by pages that refresh themselves: that is nobody's doing


def operator(request: HttpRequest) -> Operator | None:
    name = request.session.get(OPERATOR)
    if name is None or not store.is_open or present.signing_key(name) is None:
        return None
    if BY_ITSELF not in request.headers:
        present.moves()
    return Operator.objects.filter(pk=name, is_active=True).first()


def begin(request: HttpRequest, operator: Operator) -> None:
    request.session.cycle_key()
    request.session[OPERATOR] = operator.pk


def end(request: HttpRequest) -> None:
    request.session.flush()
