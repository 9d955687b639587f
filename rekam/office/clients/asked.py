"""Who asks, about which client or list, and on which day."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from rekam.domain.trouble import Forbidden
from rekam.office.accounts import rights
from rekam.office.accounts.rights import Right
from rekam.office.clients import queries
from rekam.office.clients.models import Client, Roll
from rekam.office.residents import lists

today = lists.today


def client_of(request: HttpRequest, pk: int, right: Right = Right.SEE_OUTREACH) -> Client:
    """The client, for somebody who holds the right where its service point lies."""
    found: Client = get_object_or_404(queries.clients(), pk=pk)
    rights.check(request.user, right, area=found.place.area.code)
    return found


def roll_of(request: HttpRequest, pk: int, right: Right = Right.SEE_OUTREACH) -> Roll:
    found = get_object_or_404(Roll.objects.select_related("client__place__area"), pk=pk)
    rights.check(request.user, right, area=found.client.place.area.code)
    return found


def may(request: HttpRequest, right: Right, client: Client) -> bool:
    try:
        rights.check(request.user, right, area=client.place.area.code)
    except Forbidden:
        return False
    return True


def may_keep_people(request: HttpRequest, client: Client) -> bool:
    """Decide who a row is: whoever keeps clients and may see residents."""
    return may(request, Right.MANAGE_CLIENTS, client) and rights.can(request.user, Right.SEE_RESIDENTS)
