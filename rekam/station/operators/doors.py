"""What a page asks of its reader. A view without a mark is shown to nobody."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url

PUBLIC = "public"  # sign-in, enrolment, the choice of language: nothing of the store is read
SIGNED_IN = "signed_in"  # an operator whom the pack names, with the store unlocked

View = Callable[..., HttpResponseBase]


def public(view: View) -> View:
    return marked(view, PUBLIC)


def signed_in(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if getattr(request, "operator", None) is None:
            return to_sign_in(request)
        return view(request, *args, **kwargs)

    return marked(guarded, SIGNED_IN)


def marked(view: View, mark: str) -> View:
    view.mark = mark  # type: ignore[attr-defined]
    return view


def mark_of(view: object) -> str | None:
    return getattr(view, "mark", None)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back here afterwards. A part loaded by htmx moves the whole page."""
    if request.headers.get("HX-Request"):
        here = request.headers.get("HX-Current-URL", "/")
        return HttpResponse(
            headers={"HX-Redirect": f"{resolve_url('operators:sign_in')}?{urlencode({'next': here})}"}
        )
    if request.method != "GET":
        return redirect("operators:sign_in")
    return redirect(f"{resolve_url('operators:sign_in')}?{urlencode({'next': request.get_full_path()})}")
