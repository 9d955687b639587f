"""The operations of the API. Each asks for one right; a key's area clamps every answer."""

from datetime import date
from functools import partial
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import File, Form, NinjaAPI, Path, Query
from ninja.files import UploadedFile
from ninja.throttling import AuthRateThrottle

from rekam import files
from rekam.domain.coverage import life as life_of
from rekam.domain.coverage.explanation import Count
from rekam.domain.coverage.verdict import verdict
from rekam.office.accounts import rights
from rekam.office.accounts.keys import Key
from rekam.office.accounts.models import Token
from rekam.office.accounts.rights import Right
from rekam.office.api import forms, handing_in, parsing, problems
from rekam.office.audit import actions as audit
from rekam.office.coverage import queries as coverage
from rekam.office.coverage import serialised
from rekam.office.imports import actions as imports
from rekam.office.imports import queries as import_queries
from rekam.office.imports import tasks
from rekam.office.imports.models import Import, Kind, Mode
from rekam.office.imports.work import What
from rekam.office.ledger.queries import revision
from rekam.office.regions import queries as regions
from rekam.office.reports import actions as report_actions
from rekam.office.reports import copies
from rekam.office.reports import data as report_data
from rekam.office.reports import queries as reports
from rekam.office.reports.models import Issued
from rekam.office.residents import person
from rekam.office.residents import queries as residents
from rekam.office.residents.models import Resident

PROBLEMS_AT_ONCE = 10_000
Number = Annotated[int, Path(ge=1, le=2**31)]

api = NinjaAPI(
    title="Rekam",
    version="1",
    description="The count of a KTP-el enrolment programme, and why it changed.",
    docs_url=None,  # a page of documentation would load scripts from elsewhere
    urls_namespace="api",
    throttle=[AuthRateThrottle("600/m")],
    parser=parsing.Keepable(),
)
problems.install(api)


def _key(request: HttpRequest) -> Token:
    key = request.auth  # type: ignore[attr-defined]
    assert isinstance(key, Token)
    return key


def _area(request: HttpRequest, asked: str | None) -> str:
    """The area that was asked for, inside the key's own; the key's own when none was."""
    key = _key(request)
    code = asked or rights.areas_of(key) or regions.office().regency.code
    rights.check(key, Right.USE_API, area=code)
    return code


def _kept(request: HttpRequest, response: HttpResponse) -> None:
    """An answer of the count stays right until somebody posts, or the areas get other names."""
    response["ETag"] = f'"{revision()[0]}.{regions.revision()}"'
    response["Cache-Control"] = "private, no-cache"


@api.get(
    "/coverage",
    response=forms.CoverageOut,
    auth=Key(Right.SEE_COVERAGE),
    tags=["count"],
    openapi_extra=problems.DOCUMENTED,
)
def get_coverage(
    request: HttpRequest,
    response: HttpResponse,
    on: Annotated[forms.Day | None, Query()] = None,
    known: Annotated[forms.Day | None, Query()] = None,
    by: forms.By = "kecamatan",
    area: Annotated[forms.AreaCode | None, Query()] = None,
) -> dict[str, Any]:
    """Who is registered, obliged, recorded and unrecorded on a day, as known on a day."""
    code = _area(request, area)
    _kept(request, response)
    day = on or coverage.default_day()
    coverage.check_known(known or coverage.last_known(day))
    counted = coverage.coverage(on=day, known=known, by=by, within=code)
    return serialised.coverage(counted)


@api.get(
    "/explain",
    response=forms.ExplanationOut,
    by_alias=True,
    auth=Key(Right.SEE_COVERAGE),
    tags=["count"],
    openapi_extra=problems.DOCUMENTED,
)
def get_explanation(
    request: HttpRequest,
    response: HttpResponse,
    start: Annotated[forms.Day, Query(alias="from")],
    end: Annotated[forms.Day, Query(alias="to")],
    known_from: Annotated[forms.Day | None, Query()] = None,
    known_to: Annotated[forms.Day | None, Query()] = None,
    area: Annotated[forms.AreaCode | None, Query()] = None,
) -> dict[str, Any]:
    """Why the counts differ between two days: reasons that add up exactly."""
    code = _area(request, area)
    _kept(request, response)
    coverage.check_known(known_from or start, known_to or end)
    explained = coverage.explain(start=start, end=end, known_start=known_from, known_end=known_to, area=code)
    return serialised.explanation(explained)


@api.get(
    "/reports",
    response=list[forms.ReportOut],
    auth=Key(Right.SEE_REPORTS),
    tags=["reports"],
    openapi_extra=problems.DOCUMENTED,
)
def get_reports(request: HttpRequest) -> list[dict[str, Any]]:
    """The reports that were issued, newest first, each with its frozen counts against those of now."""
    within = rights.areas_of(_key(request))
    return [_report(report, within) for report in reports.issued()[:100]]


@api.get(
    "/reports/{number}",
    response=forms.ReportOut,
    auth=Key(Right.SEE_REPORTS),
    tags=["reports"],
    openapi_extra=problems.DOCUMENTED,
)
def get_report(request: HttpRequest, number: Number) -> dict[str, Any]:
    """One issued report, and what became of it since."""
    return _report(get_object_or_404(reports.issued(), pk=number), rights.areas_of(_key(request)))


@api.get(
    "/reports/{number}/{form}",
    auth=Key(Right.SEE_REPORTS),
    tags=["reports"],
    openapi_extra=problems.FILE,
)
def get_report_file(
    request: HttpRequest, number: Number, form: forms.Form, language: forms.Language = "id"
) -> HttpResponse:
    """An issued report as PDF or XLSX: the paper as it was issued, and what became of it since."""
    key = _key(request)
    report = get_object_or_404(reports.issued(), pk=number)
    copy = copies.of(report, form, language=language, within=rights.areas_of(key))
    report_actions.note_download(report=report, form=form, by=key, at=timezone.now())
    named = {"Content-Disposition": f'attachment; filename="{copy.name}"', "Cache-Control": "no-store"}
    return HttpResponse(copy.content, content_type=copy.mime, headers=named)


def _report(report: Issued, within: str) -> dict[str, Any]:
    state = reports.state(report, within)
    names = ("number", "kind", "start", "on", "known", "dated", "sha256")
    return {
        "id": report.pk,
        **{name: getattr(report, name) for name in names},
        **report_data.fate(report),
        "frozen": {**_counts(state.frozen), "recorded_in_month": state.frozen_in_month},
        "now": {**_counts(state.now), "recorded_in_month": state.now_in_month},
        "changed": state.changed,
    }


def _counts(count: Count) -> dict[str, Any]:
    names = ("registered", "obliged", "recorded", "unrecorded", "percent")
    return {name: getattr(count, name) for name in names}


@api.post(
    "/residents/status",
    response=list[forms.StatusOut],
    auth=Key(Right.ASK_STATUS),
    tags=["residents"],
    openapi_extra=problems.DOCUMENTED,
)
def post_status(request: HttpRequest, response: HttpResponse, asked: forms.StatusIn) -> list[dict[str, Any]]:
    """What residents count as, by NIK. NIKs travel in the body and never in an address."""
    key, on = _key(request), asked.on or coverage.default_day()
    people = Resident.objects.filter(nik__in=asked.niks).select_related("area")
    reached = {r.nik: r for r in people if rights.within(key, r.area.code)}
    histories = residents.histories([r.pk for r in reached.values()])
    # By their number here: whoever must say later whose data a key has read can say it.
    numbers = sorted(str(r.pk) for r in reached.values())
    details = {"asked": len(asked.niks), "found": len(reached), "residents": numbers}
    audit.record("resident.asked", "residents", by=key, at=timezone.now(), details=details)
    response["Cache-Control"] = "no-store"
    codes = {str(area.pk): area.code for area in regions.villages(regions.office().regency.code)}
    return [_status(nik, reached.get(nik), histories, on, codes) for nik in asked.niks]


def _status(
    nik: str,
    resident: Resident | None,
    histories: dict[int, residents.History],
    on: date,
    codes: dict[str, str],
) -> dict[str, Any]:
    history = histories[resident.pk] if resident else None
    life = history.life(date.max) if history else None
    if resident is None or history is None or life is None:
        return {"nik": nik, "found": False}
    first = history.first_recorded(date.max)
    found = verdict(life, first, on)
    reports_ = [r for session in history.sessions for r in session.reports]
    latest = life_of.latest(reports_)
    return {
        "nik": nik,
        "found": True,
        "area": codes.get(found.area) if found.area else None,
        "registered": found.registered,
        "obliged": found.obliged,
        "recorded": found.recorded,
        "why": found.why,
        "since": found.since,
        "first_recorded_on": person.first_recorded(history, resident),
        "status": latest.code if latest else resident.ektp_status or None,
        "status_said": latest.said or None if latest else None,
        "status_on": latest.at if latest else resident.ektp_updated_on or resident.ektp_on,
    }


@api.get(
    "/imports",
    response=list[forms.ImportOut],
    auth=Key(Right.SEE_IMPORTS),
    tags=["imports"],
    openapi_extra=problems.DOCUMENTED,
)
def get_imports(request: HttpRequest) -> list[Import]:
    """The latest imports with their states."""
    handing_in.check_whole_regency(_key(request))
    return list(Import.objects.all()[:100])


@api.post(
    "/imports",
    response={202: forms.ImportOut},
    auth=handing_in.ToHandIn(),
    tags=["imports"],
    openapi_extra=problems.DOCUMENTED,
)
def post_import(
    request: HttpRequest,
    response: HttpResponse,
    file: File[UploadedFile],
    kind: Form[forms.Kind],
    as_of: Form[forms.Day],
    mode: Form[forms.Mode] = "update",
    scope: Form[str] = "",
) -> tuple[int, Import]:
    """Hand in a file and have it reviewed. Nothing changes yet; ask for the import until it is reviewed."""
    rights.check(_key(request), handing_in.RIGHTS[Kind(kind)])
    imports.check_day(as_of, today=timezone.localdate())
    item = imports.receive(
        file.chunks(),
        kind=Kind(kind),
        name=file.name or "file",
        as_of=as_of,
        mode=Mode(mode),
        scope=scope,
        by=_key(request),
        at=timezone.now(),
    )
    response["Location"] = f"{request.path.rstrip('/')}/{item.pk}"
    return _begun(request, item, What.REVIEW)


def _begun(request: HttpRequest, item: Import, what: What, **how: Any) -> tuple[int, Import]:
    """The work goes on in the background, as on the screens; the import says how far it is."""
    tasks.start(item, what, by=_key(request), **how)
    item.refresh_from_db()
    return 202, item


@api.get(
    "/imports/{number}",
    response=forms.ImportOut,
    auth=Key(Right.SEE_IMPORTS),
    tags=["imports"],
    openapi_extra=problems.DOCUMENTED,
)
def get_import(request: HttpRequest, number: Number) -> Import:
    """One import: its state, the rows by outcome, and what it makes of the counts."""
    handing_in.check_whole_regency(_key(request))
    return get_object_or_404(Import, pk=number)


@api.get(
    "/imports/{number}/problems",
    response=list[forms.ProblemRow],
    auth=Key(Right.SEE_IMPORTS),
    tags=["imports"],
    openapi_extra=problems.DOCUMENTED,
)
def get_problems(
    request: HttpRequest,
    response: HttpResponse,
    number: Number,
    offset: Annotated[int, Query(ge=0, le=2**31)] = 0,
) -> list[dict[str, Any]]:
    """What is said of rows that were rejected, held or warned about, in Indonesian, with what to do: 10,000
    at once. The header `X-Total-Count` says how many there are in all; `offset` skips those that are known.
    """
    item = get_import(request, number)
    rows = import_queries.problems(item)
    shown = rows.slice(offset, PROBLEMS_AT_ONCE)
    response["X-Total-Count"], response["Cache-Control"] = str(len(rows)), "no-store"
    details = {"list": "problems", "rows": len(shown)}
    audit.record("residents.listed", item.source, by=_key(request), at=timezone.now(), details=details)
    found = []
    for row in shown.iter_rows(named=True):
        what, do = files.say(
            row["code"], "id", column=row["column"], value=row["value"], expected=row["expected"]
        )
        found.append({**row, "sentence": what, "next_step": do})
    return found


@api.post(
    "/imports/{number}/columns",
    response={202: forms.ImportOut},
    auth=Key(Right.SEE_IMPORTS),
    tags=["imports"],
    openapi_extra=problems.DOCUMENTED,
)
def post_columns(request: HttpRequest, number: Number, asked: forms.ColumnsIn) -> tuple[int, Import]:
    """Say which column is which field (null: none is) and in which order its dates stand, and have the file
    reviewed again.
    """
    item = get_import(request, number)
    rights.check(_key(request), handing_in.RIGHTS[Kind(item.kind)])
    said = partial(imports.point_out, item, asked.columns, orders=asked.orders)
    keep = partial(said, by=_key(request), at=timezone.now())
    return _begun(request, item, What.REVIEW, first=keep)


@api.post(
    "/imports/{number}/commit",
    response={202: forms.ImportOut},
    auth=Key(Right.COMMIT_IMPORT),
    tags=["imports"],
    openapi_extra=problems.DOCUMENTED,
)
def post_commit(request: HttpRequest, number: Number, asked: forms.CommitIn) -> tuple[int, Import]:
    """Bring the reviewed changes in, all or nothing."""
    return _begun(request, get_import(request, number), What.COMMIT, keep_missing=asked.keep_missing)


@api.post(
    "/imports/{number}/discard",
    response=forms.ImportOut,
    auth=Key(Right.COMMIT_IMPORT),
    tags=["imports"],
    openapi_extra=problems.DOCUMENTED,
)
def post_discard(request: HttpRequest, number: Number) -> Import:
    """Set an import aside."""
    return tasks.set_aside(get_import(request, number), by=_key(request))


@api.post(
    "/imports/{number}/undo",
    response={202: forms.ImportOut},
    auth=Key(Right.UNDO_IMPORT),
    tags=["imports"],
    openapi_extra=problems.DOCUMENTED,
)
def post_undo(request: HttpRequest, number: Number) -> tuple[int, Import]:
    """Take a committed import back, if nothing later has touched its rows."""
    return _begun(request, get_import(request, number), What.UNDO)
