"""Errors as problem documents (RFC 9457) with the same stable codes as everywhere else."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from rekam import files
from rekam.domain.trouble import Forbidden, RuleBroken
from rekam.files import FileProblem
from rekam.office import storage_trouble
from rekam.office.api import handing_in
from rekam.office.problem_documents import TITLES, problem
from rekam.office.reports.copies import MIMES

TOO_LARGE = {"file.too_large"}
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
    },
}
# Added to the schema of every operation: what may stop it.
DOCUMENTED: dict[str, Any] = {
    "responses": {
        status: {"description": title, "content": {"application/problem+json": {"schema": PROBLEM}}}
        for status, title in TITLES.items()
        if status not in (405, 500)
    }
}

# And of an operation that answers with a file.
FILE: dict[str, Any] = {
    "responses": {
        200: {
            "description": "The file",
            "content": {mime: {"schema": {"type": "string", "format": "binary"}} for mime in MIMES.values()},
        },
        **DOCUMENTED["responses"],
    }
}


def install(api: NinjaAPI) -> None:
    """Answer every expected trouble of the API with a problem document."""
    handlers: dict[type[Exception], Any] = {
        AuthenticationError: _no_key,
        Forbidden: lambda request, e: problem(403, e.code, e.told(e.sentence)),
        RuleBroken: _broken,
        DatabaseError: _storage,
        OSError: _storage,
        FileProblem: _file,
        ValidationError: _invalid,
        Http404: lambda request, e: problem(404, "api.not_found"),
        RequestDataTooBig: lambda request, e: problem(413, "api.too_large"),
        Throttled: lambda request, e: problem(429, "api.too_many"),
        HttpError: lambda request, e: problem(e.status_code, "api.refused", str(e)),
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _no_key(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    answer = problem(401, "key.invalid")
    answer["WWW-Authenticate"] = "Bearer"
    return answer


def _broken(request: HttpRequest, error: RuleBroken) -> HttpResponse:
    if storage_trouble.found_in(error):
        return _storage(request, error)
    status = 404 if error.code == "area.unknown" else 413 if error.code in TOO_LARGE else 409
    return problem(status, error.code, error.told(error.sentence))


def _storage(request: HttpRequest, error: Exception) -> HttpResponse:
    """A full disk or a busy database: nobody's mistake, and after how long to ask again."""
    trouble = storage_trouble.found_in(error)
    if trouble is None:
        raise error
    return storage_trouble.document(trouble)


def _file(request: HttpRequest, error: FileProblem) -> HttpResponse:
    status = 413 if error.code in TOO_LARGE else 422
    what, do = files.say(error.code, "en", **error.params)
    return problem(status, error.code, what, next_step=do)


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Which field, and why. What was sent is not repeated: it may be somebody's data.

    A file that was stopped on its way in is missing from the fields; what stopped it is what is told.
    """
    stopped = handing_in.trouble(request)
    if stopped is not None:
        return _broken(request, stopped)
    fields = [
        {"field": ".".join(str(part) for part in e["loc"]), "code": e["type"], "detail": e["msg"]}
        for e in error.errors
    ]
    return problem(422, "api.invalid", errors=fields)
