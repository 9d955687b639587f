from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rekam.station.operators import doors


@doors.public
@require_safe
def enrol(request: HttpRequest) -> HttpResponse:
    return render(request, "identity/enrol.html")
