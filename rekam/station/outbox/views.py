from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from rekam.station import bell
from rekam.station.identity import queries as identity
from rekam.station.operators import doors
from rekam.station.outbox import copies, exporting, queries
from rekam.station.outbox.forms import Folder, SecondCopy
from rekam.station.sending import thread as sender
from rekam.station.sending import words


@doors.signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What is unsent, where its copies are, and why it does not go, if it does not."""
    return render(request, "outbox/index.html", _page())


@doors.signed_in
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The part that refreshes itself."""
    return render(request, "outbox/live.html", _live())


@doors.signed_in
@require_POST
def send_now(request: HttpRequest) -> HttpResponse:
    bell.ring()
    messages.info(request, _("The office is being called."))
    return redirect("outbox:index")


@doors.signed_in
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    form = Folder(request.POST)
    if not form.is_valid():
        return render(request, "outbox/index.html", _page(export_form=form), status=409)
    try:
        done = exporting.export(form.path)
    except OSError:
        form.add_error(
            "folder", _("The disk did not take it: it is full, or was pulled out. Nothing is lost.")
        )
        return render(request, "outbox/index.html", _page(export_form=form), status=409)
    told = ngettext(
        "%(count)s packet lies in %(folder)s now, sealed. Everything stays here as well.",
        "%(count)s packets lie in %(folder)s now, sealed. Everything stays here as well.",
        done.written + done.there,
    )
    messages.success(request, told % {"count": done.written + done.there, "folder": done.folder})
    if done.lost:
        messages.error(request, words.not_read(done.lost))
    return redirect("outbox:index")


@doors.signed_in
@require_POST
def second_copy(request: HttpRequest) -> HttpResponse:
    form = SecondCopy(request.POST, auto_id="copy_%s")
    if not form.is_valid():
        return render(request, "outbox/index.html", _page(copy_form=form), status=409)
    copies.choose(form.cleaned_data["folder"])
    copied = copies.copy_all(at=timezone.now())
    told = ngettext("%(count)s sealed copy written.", "%(count)s sealed copies written.", copied)
    messages.success(request, told % {"count": copied})
    return redirect("outbox:index")


def _page(export_form: Folder | None = None, copy_form: SecondCopy | None = None) -> dict[str, Any]:
    chosen = identity.identity().second_folder
    disks = [str(path / "rekam") for path in copies.disks()]
    first = chosen or (disks[0] if disks else "")
    return _live() | {
        "export_form": export_form or Folder(initial={"folder": first}),
        "copy_form": copy_form or SecondCopy(initial={"folder": chosen}, auto_id="copy_%s"),
        "disks": disks,
        "gaps": queries.gaps(),
        "packets": queries.recent(),
    }


def _live() -> dict[str, Any]:
    status, way = sender.status(), sender.progress()
    return {
        "standing": queries.standing(),
        "status": status,
        "way": way,
        "why": words.sentence(status.cause, status.code) if status.cause else "",
        "lost": words.not_read(status.lost) if status.lost else "",
        "second": copies.chosen(),
        "second_wanted": identity.identity().second_folder,
        "epoch": identity.epoch(),
    }
