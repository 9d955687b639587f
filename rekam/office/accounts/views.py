from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def locked_out(request: HttpRequest, *_rest: object) -> HttpResponse:
    """Shown by axes after too many wrong passwords."""
    return render(request, "accounts/locked_out.html", status=429)
