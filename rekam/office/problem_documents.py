"""How a program is told of trouble: problem documents (RFC 9457) with the stable codes of everywhere else."""

from typing import Any

from django.http import HttpResponse, JsonResponse

TITLES = {
    401: "No valid key",
    403: "Not allowed",
    404: "Not found",
    405: "Not this way",
    409: "Not now",
    413: "Too large",
    422: "Cannot be read",
    429: "Too many requests",
    503: "Not now, but soon",
}


def problem(status: int, code: str, detail: str, **more: Any) -> HttpResponse:
    """One problem document. Nothing of it is kept by anybody on the way."""
    body = {"type": f"urn:rekam:{code}", "title": TITLES.get(status, "Error"), "status": status, "code": code}
    answer = JsonResponse({**body, "detail": detail, **more}, status=status)
    answer["Content-Type"] = "application/problem+json"
    answer["Cache-Control"] = "no-store"
    return answer
