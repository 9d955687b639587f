"""A file's way into the register on the screen: hand in, review, decide, take back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from rekam.domain.trouble import Forbidden, RuleBroken
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.imports import actions, arriving, effects, forms, queries, sentences, tasks, told, work
from rekam.office.imports import desk as desks
from rekam.office.imports.models import Import, Kind, State
from rekam.office.imports.work import What

IMPORTS_PER_PAGE = 25
RIGHT_TO_BRING_IN = {Kind.RESIDENTS: Right.IMPORT_REGISTER, Kind.RECORDINGS: Right.IMPORT_RECORDINGS}


@requires(Right.SEE_IMPORTS)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What waits for somebody, and everything that came in before."""
    check_whole_office(request)
    page = Paginator(queries.listed(), IMPORTS_PER_PAGE).get_page(request.GET.get("page"))
    rows = [(item, told.about(item), _under_way(item)) for item in page]
    return render(request, "imports/index.html", {"page": page, "rows": rows, **_may(request)})


def check_whole_office(request: HttpRequest) -> None:
    """A file brings in people of every district: somebody limited to one does not decide on it."""
    if not rights.reaches_whole_office(request.user):
        raise Forbidden(
            "right.whole_office",
            gettext_noop("Imports concern the whole office, and your account is limited to %(area)s."),
            area=rights.areas_of(request.user),
        )


def _may(request: HttpRequest) -> dict[str, bool]:
    return {
        "may_bring_register": rights.can(request.user, Right.IMPORT_REGISTER),
        "may_bring_recordings": rights.can(request.user, Right.IMPORT_RECORDINGS),
        "may_commit": rights.can(request.user, Right.COMMIT_IMPORT),
        "may_undo": rights.can(request.user, Right.UNDO_IMPORT),
    }


# -- handing in -----------------------------------------------------------------------------------------


@requires(Right.IMPORT_REGISTER)
@csrf_exempt  # and checked below, after it was said how the file is to be taken in
def upload_residents(request: HttpRequest) -> HttpResponse:
    return _upload(request, Kind.RESIDENTS)


@requires(Right.IMPORT_RECORDINGS)
@csrf_exempt
def upload_recordings(request: HttpRequest) -> HttpResponse:
    return _upload(request, Kind.RECORDINGS)


def _upload(request: HttpRequest, kind: Kind) -> HttpResponse:
    check_whole_office(request)
    file = arriving.expect(request)

    @csrf_protect
    def upload(request: HttpRequest) -> HttpResponse:
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        form = forms.upload_form(kind, timezone.localdate(), *sent)
        try:
            if file.trouble:
                raise file.trouble
            if form.is_valid():
                return _received(request, _receive(request, kind, form))
        except RuleBroken as trouble:
            return _upload_page(request, kind, form, sentences.tell(trouble))
        return _upload_page(request, kind, form, None)

    return upload(request)


def _receive(request: HttpRequest, kind: Kind, form: forms.UploadForm) -> Import:
    file = form.upload
    return actions.receive(
        file.chunks(), kind=kind, name=file.name or "", by=who.asks(request), at=timezone.now(), **form.about
    )


def _received(request: HttpRequest, item: Import) -> HttpResponse:
    tasks.start(item, What.REVIEW, by=who.asks(request))
    return _to(request, item)


def _upload_page(
    request: HttpRequest, kind: Kind, form: forms.UploadForm, said: sentences.Said | None
) -> HttpResponse:
    limit = actions.limit()
    page = {
        "form": form,
        "kind": kind,
        "kinds": Kind,
        "said": said,
        "limit": limit,
        "limit_text": told.size(limit),
        "today": timezone.localdate(),
        **_may(request),
    }
    is_refused = request.method == "POST" and not request.htmx  # type: ignore[attr-defined]
    return render(request, "imports/upload.html", page, status=422 if is_refused else 200)


# -- one import -----------------------------------------------------------------------------------------


@requires(Right.SEE_IMPORTS)
@require_safe
def item(request: HttpRequest, number: int) -> HttpResponse:
    """Where one import stands: at work, waiting for a decision, decided, or stopped by something."""
    return _page(request, find(request, number))


def find(request: HttpRequest, number: int) -> Import:
    check_whole_office(request)
    return get_object_or_404(Import.objects.select_related("created_by", "decided_by"), pk=number)


def _page(request: HttpRequest, found: Import, form: forms.CommitForm | None = None) -> HttpResponse:
    page: dict[str, Any] = {
        "item": found,
        "about": told.about(found),
        "size": told.size(found.size),
        "orders": told.orders(found),
        "other_sheets": told.other_sheets(found),
        **_work(request, found, _under_way(found)),
        "said": sentences.say(found.trouble) if found.trouble else None,
    }
    if found.counts:
        page |= _reviewed(found)
    if found.state == State.REVIEWED:
        page |= _to_decide(found, form)
    if found.state == State.COMMITTED and not page["work"]:
        page |= {"touched": queries.touched_after(found), "undo_button": told.undo_sentence(found)}
    return render(request, "imports/item.html", page, status=422 if form and form.errors else 200)


def _reviewed(found: Import) -> dict[str, Any]:
    rows = told.effect(found)
    return {
        "figures": told.figures(found),
        "effect": told.with_bars(rows),
        "total": effects.total(rows),
        "measures": told.MEASURES,
        "sentence": told.effect_sentence(rows),
        "fields": told.fields(found),
        "links": told.links(found),
        "notes": told.notes(found),
        "unsure": told.unsure(found),
    }


def _to_decide(found: Import, form: forms.CommitForm | None) -> dict[str, Any]:
    return {
        "form": form or forms.CommitForm(item=found),
        "will": told.commit_sentence(found),
        "choices": told.choices_about_missing(found) if found.counts.get("left") else [],
        "same_file": queries.same_file(found),
    }


@requires(Right.SEE_IMPORTS)
@require_safe
def progress(request: HttpRequest, number: int) -> HttpResponse:
    """The part of the page that tells how far the work is. When it is over, the page comes anew."""
    found = find(request, number)
    current = _under_way(found)
    if current is None:
        return HttpResponse(headers={"HX-Refresh": "true"})
    page = {"item": found, **_work(request, found, current)}
    return render(request, "imports/work.html", page)


def _under_way(found: Import) -> work.Work | None:
    """The work that goes on or can be begun again: killed after its last word, it is done."""
    current = work.under_way(desks.of(found.pk))
    return None if current and current.is_lost and not actions.may(found, current.what) else current


def _work(request: HttpRequest, found: Import, current: work.Work | None) -> dict[str, Any]:
    return {
        "work": current,
        "may_stop": _may_stop(request, found, current),
        "may_put_aside": actions.may(found, "discard"),
        "may_bring_in": rights.can(request.user, RIGHT_TO_BRING_IN[Kind(found.kind)]),
        **_may(request),
    }


def _may_stop(request: HttpRequest, found: Import, current: work.Work | None) -> bool:
    if current is None or not current.can_be_stopped:
        return False
    return rights.can(request.user, _right_to(current.what, found))


# -- deciding -------------------------------------------------------------------------------------------


@requires(Right.SEE_IMPORTS)
@require_POST
def review(request: HttpRequest, number: int) -> HttpResponse:
    """Read and compare once more: after something stopped it, or because the register has changed."""
    found = find(request, number)
    rights.check(request.user, RIGHT_TO_BRING_IN[Kind(found.kind)])
    tasks.start(found, What.REVIEW, by=who.asks(request))
    return redirect("imports:item", number)


@requires(Right.SEE_IMPORTS)
@require_POST
def stop(request: HttpRequest, number: int) -> HttpResponse:
    found = find(request, number)
    desk = desks.of(found.pk)
    current = work.under_way(desk)
    if current is None:
        return redirect("imports:item", number)
    rights.check(request.user, _right_to(current.what, found))
    desk.ask_to_stop()
    messages.info(request, _("The work stops at its next step. Until then nothing has changed."))
    return redirect("imports:item", number)


def _right_to(what: What, found: Import) -> Right:
    rights_to = {What.COMMIT: Right.COMMIT_IMPORT, What.UNDO: Right.UNDO_IMPORT}
    return rights_to.get(what, RIGHT_TO_BRING_IN[Kind(found.kind)])


@requires(Right.COMMIT_IMPORT)
def commit(request: HttpRequest, number: int) -> HttpResponse:
    found = find(request, number)
    form = forms.CommitForm(request.POST, item=found)
    if request.method != "POST":
        return redirect("imports:item", number)
    if not form.is_valid():
        return _page(request, found, form)
    keep = bool(form.cleaned_data["keep_missing"])
    tasks.start(found, What.COMMIT, by=who.asks(request), keep_missing=keep)
    return redirect("imports:item", number)


@requires(Right.UNDO_IMPORT)
@require_POST
def undo(request: HttpRequest, number: int) -> HttpResponse:
    tasks.start(find(request, number), What.UNDO, by=who.asks(request))
    return redirect("imports:item", number)


@requires(Right.SEE_IMPORTS)
@require_POST
def discard(request: HttpRequest, number: int) -> HttpResponse:
    found = find(request, number)
    rights.check(request.user, RIGHT_TO_BRING_IN[Kind(found.kind)])
    tasks.set_aside(found, by=who.asks(request))
    messages.success(request, _("The file was put aside and deleted. The register never saw it."))
    return redirect("imports:index")


def _to(request: HttpRequest, found: Import) -> HttpResponse:
    answer = redirect("imports:item", found.pk)
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(headers={"HX-Redirect": answer.url})
    return answer
