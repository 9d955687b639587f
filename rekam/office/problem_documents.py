"""How a program is told of trouble: problem documents (RFC 9457) with the stable codes of everywhere else."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.translation import gettext_noop

API = "/api/"
TYPE = "application/problem+json"
TITLES = {
    400: "Not understood",
    401: "No valid key",
    403: "Not allowed",
    404: "Not found",
    405: "Not this way",
    409: "Not now",
    413: "Too large",
    422: "Cannot be read",
    429: "Too many requests",
    500: "Failed",
    503: "Not now, but soon",
}
# What the API says of itself; everything else that it tells are codes of the office and of files.
DETAILS = {
    "api.failed": gettext_noop("Something failed in the office. It was written down there."),
    "api.invalid": gettext_noop("Some fields cannot be read."),
    "api.not_found": gettext_noop("There is no such thing."),
    "api.refused": gettext_noop("The request cannot be understood."),
    "api.too_large": gettext_noop("The body of the request is too large."),
    "api.too_many": gettext_noop("Too many requests came with this key. Wait a minute."),
    "api.wrong_method": gettext_noop("This address takes another method; Allow says which."),
    "key.invalid": gettext_noop("Send a valid key as: Authorization: Bearer KEY"),
}
CODES = {404: "api.not_found", 405: "api.wrong_method", 413: "api.too_large", 500: "api.failed"}
# Of an answer that is told anew these go; what the others say stays true.
NOT_KEPT = ("content-type", "content-length", "cache-control", "etag")


def problem(status: int, code: str, detail: str = "", **more: Any) -> HttpResponse:
    """One problem document. Nothing of it is kept by anybody on the way."""
    body = {"type": f"urn:rekam:{code}", "title": TITLES.get(status, "Error"), "status": status, "code": code}
    answer = JsonResponse({**body, "detail": detail or DETAILS[code], **more}, status=status)
    answer["Content-Type"] = TYPE
    answer["Cache-Control"] = "no-store"
    return answer


class ForPrograms:
    """Middleware: what went wrong beside an operation of the API is a problem document as well.

    An address that is none, a method that it does not take, a request that no operation got to see: Django
    answers them with a page, or with a word.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        found = self.answer(request)
        is_ours = request.path_info.startswith(API) and found.status_code >= 400
        return _told_anew(found) if is_ours and found.headers.get("Content-Type") != TYPE else found


def _told_anew(found: HttpResponseBase) -> HttpResponse:
    made = problem(found.status_code, CODES.get(found.status_code, "api.refused"))
    for name, value in found.headers.items():
        if name.lower() not in NOT_KEPT:
            made.headers[name] = value
    return made
