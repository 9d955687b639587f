from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rekam.station.operators import doors


@doors.signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "outbox/index.html")
