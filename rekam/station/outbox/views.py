from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from rekam.domain.trouble import RuleBroken
from rekam.station import bell, edge
from rekam.station.identity import queries as identity
from rekam.station.operators import doors
from rekam.station.outbox import copies, exporting, history, queries, taking_back
from rekam.station.outbox.forms import Folder, SecondCopy, TakeBack
from rekam.station.outbox.taking_back import Found
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
    if not (done.written or done.there or done.lost):
        messages.info(request, _("There is nothing to carry: the office holds everything twice."))
        return redirect("outbox:index")
    told = ngettext(
        "%(count)s packet lies in %(folder)s now, sealed. Everything stays here as well.",
        "%(count)s packets lie in %(folder)s now, sealed. Everything stays here as well.",
        done.written + done.there,
    )
    messages.success(request, told % {"count": done.written + done.there, "folder": done.folder})
    if done.is_here:
        messages.warning(request, words.only_here())
    if done.lost:
        messages.error(request, words.not_read(done.lost))
    return redirect("outbox:index")


@doors.signed_in
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """The receipts that the office left on the disk: what was read, what was not believed, and why."""
    form = TakeBack(request.POST, auto_id="back_%s")
    if form.is_valid():
        try:
            found = taking_back.take_back(form.path, at=timezone.now())
        except RuleBroken as broken:
            form.add_error("folder", edge.said(broken))
        except OSError:
            form.add_error(
                "folder", _("The disk was pulled out. What was read before counts; read it again.")
            )
        else:
            return render(request, "outbox/index.html", _page(back_form=form) | _found(found))
    return render(request, "outbox/index.html", _page(back_form=form), status=409)


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


def _found(found: Found) -> dict[str, Any]:
    return {
        "found": found,
        "found_refused": [(each.name, words.not_believed(each.trouble), each.code) for each in found.refused],
        "found_lost": words.not_read(sorted(found.lost)) if found.lost else "",
    }


def _page(
    export_form: Folder | None = None,
    copy_form: SecondCopy | None = None,
    back_form: TakeBack | None = None,
) -> dict[str, Any]:
    chosen = identity.identity().second_folder
    disks = [str(path / "rekam") for path in copies.plugged()]
    first = chosen or (disks[0] if disks else "")
    return _live() | {
        "export_form": export_form or Folder(initial={"folder": first}),
        "copy_form": copy_form or SecondCopy(initial={"folder": chosen}, auto_id="copy_%s"),
        "back_form": back_form or TakeBack(initial={"folder": first}, auto_id="back_%s"),
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
        "log_broken_at": history.broken_at(at=timezone.now()),
        "second": copies.chosen(),
        "second_wanted": identity.identity().second_folder,
        "second_is_here": copies.is_on_own_disk(),
        "second_is_part": copies.is_on_another_part(),
        "second_is_known": copies.is_disk_known(),
        "epoch": identity.epoch(),
    }
