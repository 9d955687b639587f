"""Lists of residents: to search, to act on, to take along."""

import io
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rekam import files
from rekam.domain import wording
from rekam.office.accounts import rights
from rekam.office.accounts.rights import Right, requires
from rekam.office.audit import actions as audit
from rekam.office.ledger import queries as ledger
from rekam.office.recordings import queries as recordings
from rekam.office.recordings.models import Session
from rekam.office.regions import queries as regions
from rekam.office.residents import elsewhere, lists, name_index, words
from rekam.office.residents.filters import DEFAULT_ORDER, MEASURES, ResidentFilter
from rekam.office.residents.forms import OutOfDomicile, Purpose
from rekam.office.residents.models import Sex

PER_PAGE = 50
MOST_AT_ONCE = 2_000  # as many as one prints and takes along
MOST_PLACES = 12
# What is folded away on the page until one of them is used.
MORE = ("known", "sex", "age_from", "age_to", "waiting", "worker", "employer", "standing")
KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@requires(Right.SEE_RESIDENTS)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """A list by what the address says; unrecorded people when it says nothing. Reading it is written down."""
    name_index.prepare()
    asked = ResidentFilter(request.GET or None, reader=request.user)
    page: dict[str, Any] = {
        "filter": asked,
        "orders": [(key, label, key == _order(request)) for key, label in words.ORDERS.items()],
        "can_export": rights.can(request.user, Right.EXPORT_RESIDENTS),
        "can_search": rights.can(request.user, Right.SEARCH_RESIDENTS),
        "can_import": rights.can(request.user, Right.IMPORT_REGISTER),
    }
    if asked.form.is_valid() or not asked.is_bound:
        page |= {**_listed(request, asked), **_around(request, asked)}
        details = {"filter": _said(request), "count": page["count"]}
        audit.record(
            "residents.listed", _where(asked), by=_reader(request), at=timezone.now(), details=details
        )
    return render(request, "residents/index.html", page)


def _listed(request: HttpRequest, asked: ResidentFilter) -> dict[str, Any]:
    ids = lists.roll(_people(asked), _order(request))
    is_whole = bool(request.GET.get("all")) and len(ids) <= MOST_AT_ONCE
    page = Paginator(ids, MOST_AT_ONCE if is_whole else PER_PAGE).get_page(request.GET.get("page"))
    rows = lists.rows(list(page.object_list), **_as_asked(asked))
    within = [lists.is_within(request.user, row.resident) for row in rows]
    return {
        "page_obj": page,
        "rows": [
            (row, words.STATES.get(row.state, row.state), words.tone(row.state), here)
            for row, here in zip(rows, within, strict=True)
        ],
        "has_moved": not all(within),
        "known_then": _as_asked(asked)["known"],
        "moved": words.MOVED,
        "count": len(ids),
        "asked": _asked(asked),
        "full_nik": rights.can(request.user, Right.SEE_FULL_NIK),
        "is_whole": is_whole,
        "can_be_whole": PER_PAGE < len(ids) <= MOST_AT_ONCE,
    }


def _around(request: HttpRequest, asked: ResidentFilter) -> dict[str, Any]:
    """What stands around a list: its sisters, the headings that sort it, and where it is."""
    own, order = _asked(asked), _order(request)
    # The day of another standing is not the day of the obligation, by which the list would be sorted.
    waits = own["measure"] in (lists.UNRECORDED, lists.FIRST_TIMER)
    sortable = {"name", "born", "village", *(["obliged"] if waits else [])}
    chosen = (own["measure"], own.get("waiting", ""))
    return {
        "tabs": [
            (label, _with(request, measure=measure, waiting=since), (measure, since) == chosen)
            for label, measure, since in words.LISTS
        ],
        "list_name": next(
            (label for label, *list_ in words.LISTS if tuple(list_) == chosen),
            dict(MEASURES)[own["measure"]],
        ),
        "columns": [
            (name, label, *_sorted_by(request, key, order)) if key in sortable else (name, label, "", "")
            for name, label, key in words.COLUMNS
        ],
        "place": regions.by_code(own["area"]) if own["area"] else None,
        "is_narrowed": any(own.get(name) for name in MORE) or order != DEFAULT_ORDER,
        "is_empty": not lists.has_anybody(),
        "not_known_yet": _not_known_yet(own),
    }


def _not_known_yet(own: dict[str, Any]) -> str:
    """On a day before the first register nobody is on any list, and that is no good news."""
    begins = ledger.revision()[1]
    if begins is None or own["known"] is None or own["known"] >= begins:
        return ""
    days = {"day": wording.short_date(own["known"]), "begins": wording.short_date(begins)}
    return _("On %(day)s nothing was known yet: the register of this office begins on %(begins)s.") % days


def _sorted_by(request: HttpRequest, key: str, order: str) -> tuple[str, str]:
    """The address of a heading and what it says of the order now: a second click turns it round."""
    here = order.removeprefix("-") == key
    turned = f"-{key}" if order == key else key
    state = ("descending" if order.startswith("-") else "ascending") if here else ""
    return _with(request, order=turned), state


def _sessions(shown: list[Session]) -> list[tuple[Session, str, str]]:
    """Each with its status as the office says it, and to the letter."""
    said = recordings.words_of(shown)
    return [(each, words.status(each.status), said.get(each.pk, "")) for each in shown]


def _with(request: HttpRequest, **changes: str) -> str:
    """The address of the same list with some of it changed, from its first page on."""
    said = {name: value for name, value in request.GET.items() if name not in ("page", "all")}
    return "?" + urlencode({name: value for name, value in {**said, **changes}.items() if value})


def _asked(asked: ResidentFilter) -> dict[str, Any]:
    if asked.is_bound:
        return asked.asked
    return {"measure": lists.UNRECORDED, "on": lists.today(), "area": "", "known": None}


def _as_asked(asked: ResidentFilter) -> dict[str, Any]:
    """The days and the limit by which ``lists`` says what everybody on a list counts as."""
    own = _asked(asked)
    known = lists.known_then(own["measure"], on=own["on"], known=own["known"])
    return {"on": own["on"], "known": known, "years": regions.office().deactivated_after_years}


def _people(asked: ResidentFilter) -> Any:
    if asked.is_bound:
        return asked.qs
    return lists.counted_for(asked.reader, lists.UNRECORDED, on=lists.today())


def _order(request: HttpRequest) -> str:
    order = request.GET.get("order", DEFAULT_ORDER)
    return order if order.removeprefix("-") in lists.ORDERS else DEFAULT_ORDER


def _said(request: HttpRequest) -> dict[str, str]:
    return {name: str(value) for name, value in request.GET.items() if value and name != "page"}


def _where(asked: ResidentFilter) -> str:
    return str(_asked(asked)["area"] or regions.office().regency.code)


def _reader(request: HttpRequest) -> Any:
    return request.user


@requires(Right.EXPORT_RESIDENTS, within_area=True)
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """The list as a file. Who took it, what for and how many people are on it is written down."""
    asked = ResidentFilter(request.GET or None, reader=request.user)
    if asked.is_bound and not asked.form.is_valid():
        return redirect("residents:list")
    ids = lists.roll(_people(asked), _order(request))
    form = Purpose(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        page = {"form": form, "count": len(ids), "back": f"?{request.GET.urlencode()}"}
        return render(request, "residents/export.html", page)
    kind = form.cleaned_data["kind"]
    details = {"why": form.cleaned_data["why"], "filter": _said(request), "count": len(ids), "file": kind}
    audit.record("residents.exported", _where(asked), by=_reader(request), at=timezone.now(), details=details)
    answer = HttpResponse(_file(request, asked, list(ids), kind), content_type=KINDS[kind])
    answer["Content-Disposition"] = (
        f'attachment; filename="penduduk-{_asked(asked)["on"].isoformat()}.{kind}"'
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _file(request: HttpRequest, asked: ResidentFilter, ids: list[int], kind: str) -> bytes:
    whole = rights.can(request.user, Right.SEE_FULL_NIK)
    headings = [
        pgettext("number", "No"), "NIK", _("Family card"), _("Name"), _("Sex"), _("Born on"), _("Age"),
        _("Village"), _("District"), "RT", "RW", _("Address"), _("Employer"), _("Standing"), _("Since"),
    ]  # fmt: skip
    states = {code: str(word) for code, word in words.STATES.items()}
    sexes = {code: str(label) for code, label in Sex.choices}

    def rows() -> Any:
        moved = str(words.MOVED)
        for number, (r, sex, born, state, state_on, age, area, lives_in) in enumerate(
            lists.plain(ids, **_as_asked(asked)), start=1
        ):
            here = rights.within(request.user, lives_in.code)
            hide = (lambda text: text) if whole and here else wording.masked
            stays = area.pk == lives_in.pk  # otherwise the address is of another village
            village = [area.name, area.parent.name if area.parent else ""] if here or not stays else ["", ""]
            address = [r.rt, r.rw, r.address] if here and stays else ["", "", "" if here else moved]
            yield [
                number, hide(r.nik), hide(r.kk) if here else "", r.name, sexes[sex], born, age,
                *village, *address, r.employer if here else "", states[state], state_on,
            ]  # fmt: skip

    if kind == "csv":
        text = io.StringIO(newline="")
        files.write_csv(text, headings, rows())
        return text.getvalue().encode("utf-8-sig")
    book = io.BytesIO()
    files.write_xlsx(book, {_("Residents"): (headings, rows())})
    return book.getvalue()


@requires(Right.SEE_RESIDENTS)
@require_safe
def out_of_domicile(request: HttpRequest) -> HttpResponse:
    """Recorded here, living elsewhere; and recorded here while the register does not know them yet."""
    found = elsewhere.sessions(request.user)
    groups, all_places = elsewhere.by_group(found), elsewhere.by_place(found)
    own = OutOfDomicile(request.GET)
    chosen = own.cleaned_data if own.is_valid() else {}
    ids = elsewhere.narrowed(found, **chosen)["id"].to_list()
    page = Paginator(ids, PER_PAGE).get_page(request.GET.get("page"))
    details = {"filter": _said(request), "count": page.paginator.count}
    audit.record(
        "residents.listed", "out_of_domicile", by=_reader(request), at=timezone.now(), details=details
    )
    return render(
        request,
        "residents/elsewhere.html",
        {
            "groups": [
                (code, words.GROUPS[code], people, _with(request, group=code), code == chosen.get("group"))
                for code, people in groups.items()
            ],
            "months": [
                (t, _with(request, month=f"{t.what:%Y-%m}"), t.what == chosen.get("month"))
                for t in elsewhere.by_month(found)[:12]
            ],
            "places": [
                (t, _with(request, place=str(t.what)), t.what == chosen.get("place"))
                for t in all_places[:MOST_PLACES]
            ],
            "most_of": len(all_places) if len(all_places) > MOST_PLACES else None,
            "chosen": _chosen(chosen),
            "page_obj": page,
            "rows": _sessions(elsewhere.shown(list(page.object_list))),
            "full_nik": rights.can(request.user, Right.SEE_FULL_NIK),
        },
    )


def _chosen(chosen: dict[str, Any]) -> list[str]:
    """What the sessions are narrowed to, in words."""
    language = get_language() or "id"
    found = [str(words.GROUPS[chosen["group"]])] if chosen.get("group") else []
    found += [wording.month(chosen["month"], language)] if chosen.get("month") else []
    return [*found, chosen["place"]] if chosen.get("place") else found
