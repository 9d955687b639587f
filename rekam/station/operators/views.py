from base64 import urlsafe_b64encode
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rekam.domain.trouble import RuleBroken
from rekam.station import folder
from rekam.station.identity import about
from rekam.station.operators import doors, passkeys, session, signing_in
from rekam.station.operators.forms import AddPasskey, SignIn, UsePasskey
from rekam.station.operators.models import Operator
from rekam.station.packs import first
from rekam.station.sending import thread as sender
from rekam.station.store import keyring


@doors.public
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if about.read() is None:
        return redirect("identity:enrol")
    if not first.has_pack():
        return redirect("packs:first")
    form = SignIn(request.POST or None)
    if form.is_valid():
        try:
            operator = signing_in.sign_in(
                login=form.cleaned_data["login"], secret=form.cleaned_data["password"]
            )
        except RuleBroken as broken:
            form.add_error(None, broken.told(_(broken.sentence)))
        else:
            session.begin(request, operator)
            return redirect(_next(request))
    return _sign_in_page(request, form)


@doors.public
@require_POST
def use_passkey(request: HttpRequest) -> HttpResponse:
    """The same door, opened by what a passkey of this laptop answered."""
    if not first.has_pack():
        return redirect("packs:first")
    form, page = UsePasskey(request.POST), SignIn()
    try:
        data = form.cleaned_data if form.is_valid() else {"credential": b"", "answer": b""}
        operator = signing_in.sign_in_by_passkey(credential=data["credential"], answer=data["answer"])
    except RuleBroken as broken:
        page = SignIn({})
        page.errors.clear()
        page.add_error(None, broken.told(_(broken.sentence)))
        return _sign_in_page(request, page)
    session.begin(request, operator)
    return redirect(_next(request))


@doors.signed_in
@require_POST
def add_passkey(request: HttpRequest) -> HttpResponse:
    form = AddPasskey(request.POST)
    data = form.cleaned_data if form.is_valid() else {"credential": b"", "salt": b"", "answer": b""}
    passkeys.add(operator=_operator(request), at=timezone.now(), **data)
    messages.success(request, _("The passkey is added."))
    return redirect("web:settings")


@doors.signed_in
@require_POST
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    passkeys.remove(operator=_operator(request), pk=pk)
    messages.success(request, _("The passkey is removed."))
    return redirect("web:settings")


def _operator(request: HttpRequest) -> Operator:
    operator = request.operator  # type: ignore[attr-defined]
    assert isinstance(operator, Operator)
    return operator


def _sign_in_page(request: HttpRequest, form: SignIn) -> HttpResponse:
    known = [{"id": _text(key.credential), "salt": _text(key.salt)} for key in keyring.passkeys(_ring())]
    page = {"form": form, "passkeys": known, "use": UsePasskey()}
    return render(request, "operators/sign_in.html", page, status=409 if form.errors else 200)


def _ring() -> Path:
    return Path(settings.FOLDER) / folder.KEYRING


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).decode()


@doors.public
@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    signing_in.lock(keep_open=sender.is_busy())
    return redirect("operators:sign_in")


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if safe else resolve_url("web:home")
