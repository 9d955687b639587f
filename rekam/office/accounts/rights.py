"""Who may do what, and where: one table, asked in one place.

A *right* is something the product can do. The table below says which roles hold it. An *area*
narrows every right of a person: district staff work in their kecamatan only, and a person of any
role can be limited to one. What cannot be narrowed, an area takes away. A person is a `User` in the
browser or a `Token` through the API.
"""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.apps import apps
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from rekam.domain.trouble import Forbidden


class Role(TextChoices):
    HEAD = "head", _("Head of office")
    PLANNER = "planner", _("Planner")
    REGISTRAR = "registrar", _("Registrar")
    OPERATOR = "operator", _("Operator")
    TECHNICIAN = "technician", _("Technician")
    DISTRICT_STAFF = "district_staff", _("District staff")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


class Right(TextChoices):
    SEE_COVERAGE = "see_coverage", _("See the count and its explanation")
    SEE_REPORTS = "see_reports", _("See issued reports")
    ISSUE_REPORT = "issue_report", _("Issue a report")
    MANAGE_STATED = "manage_stated", _("Keep the figures that were published")
    ASK_STATUS = "ask_status", _("Ask for one resident's status by NIK")
    SEE_RESIDENTS = "see_residents", _("See lists and pages of residents, NIK masked")
    SEARCH_RESIDENTS = "search_residents", _("Search for residents")
    SEE_FULL_NIK = "see_full_nik", _("See whole NIKs")
    EXPORT_RESIDENTS = "export_residents", _("Export lists of residents")
    CORRECT_RESIDENT = "correct_resident", _("Correct a resident")
    SEE_IMPORTS = "see_imports", _("See imports and their reviews")
    IMPORT_REGISTER = "import_register", _("Bring in a register")
    IMPORT_RECORDINGS = "import_recordings", _("Bring in recordings")
    COMMIT_IMPORT = "commit_import", _("Commit a reviewed import")
    UNDO_IMPORT = "undo_import", _("Undo an import")
    IMPORT_AREAS = "import_areas", _("Bring in areas and boundaries")
    SEE_SERVICE = "see_service", _("See service points, kits, rosters and what is open")
    MANAGE_PLACES = "manage_places", _("Keep service points and their hours")
    MANAGE_KITS = "manage_kits", _("Keep kits and devices, and send them where they are needed")
    REPORT_FAULT = "report_fault", _("Report a fault, send a device that has one, and note a check")
    REPAIR = "repair", _("Confirm, repair and test devices")
    MOVE_KITS = "move_kits", _("Decide on proposals of spares, and send kits and devices")
    MANAGE_ROSTERS = "manage_rosters", _("Keep officers, and make and publish rosters")
    SEE_OWN_ROSTER = "see_own_roster", _("See one's own roster, and ask for leave and swaps")
    SEE_OUTREACH = "see_outreach", _("See clients, visits, plans and the forecast")
    MANAGE_CLIENTS = "manage_clients", _("Keep clients, their requests and their lists of people")
    PLAN_OUTREACH = "plan_outreach", _("Plan visits and adopt a plan")
    RUN_VISIT = "run_visit", _("Run a visit and note what became of each person")
    SEND_REMINDERS = "send_reminders", _("Send reminders and keep their templates")
    SEE_INTAKE = "see_intake", _("See what came from stations, and what is missing")
    MANAGE_STATIONS = "manage_stations", _("Enrol laptops, freeze and revoke their keys")
    ISSUE_PACKS = "issue_packs", _("Issue roster packs for laptops")
    WORK_AT_STATION = "work_at_station", _("Record people at a station")
    DECIDE_CASES = "decide_cases", _("Decide, with a second person, which recordings count")
    MANAGE_SETTINGS = "manage_settings", _("Change the office's settings")
    MANAGE_USERS = "manage_users", _("Manage people")
    MANAGE_TOKENS = "manage_tokens", _("Manage keys for the API")
    USE_API = "use_api", _("Use the API with a key")
    SEE_AUDIT = "see_audit", _("See the audit trail")
    SEE_METRICS = "see_metrics", _("See the server's measurements")


HEAD, PLANNER, REGISTRAR = Role.HEAD, Role.PLANNER, Role.REGISTRAR
OPERATOR, TECHNICIAN, DISTRICT = Role.OPERATOR, Role.TECHNICIAN, Role.DISTRICT_STAFF
AUDITOR, ADMIN = Role.AUDITOR, Role.ADMINISTRATOR

# An administrator looks after accounts and machines and sees no resident; who may see residents
# manages no accounts. Nobody can both change the register and read who changed it, except the head.
RIGHTS: dict[Right, frozenset[Role]] = {
    Right.SEE_COVERAGE: frozenset(Role),
    Right.SEE_REPORTS: frozenset(Role),
    Right.ISSUE_REPORT: frozenset({HEAD, PLANNER, REGISTRAR}),
    Right.MANAGE_STATED: frozenset({HEAD, PLANNER}),
    Right.ASK_STATUS: frozenset({HEAD, PLANNER, REGISTRAR, OPERATOR, DISTRICT}),
    Right.SEE_RESIDENTS: frozenset({HEAD, PLANNER, REGISTRAR, OPERATOR, DISTRICT, AUDITOR}),
    Right.SEARCH_RESIDENTS: frozenset({HEAD, PLANNER, REGISTRAR, OPERATOR, DISTRICT, AUDITOR}),
    Right.SEE_FULL_NIK: frozenset({REGISTRAR, OPERATOR}),
    Right.EXPORT_RESIDENTS: frozenset({PLANNER, REGISTRAR, DISTRICT}),
    Right.CORRECT_RESIDENT: frozenset({REGISTRAR}),
    Right.SEE_IMPORTS: frozenset({HEAD, REGISTRAR, AUDITOR}),
    Right.IMPORT_REGISTER: frozenset({REGISTRAR}),
    Right.IMPORT_RECORDINGS: frozenset({REGISTRAR}),
    Right.COMMIT_IMPORT: frozenset({REGISTRAR}),
    Right.UNDO_IMPORT: frozenset({REGISTRAR}),
    Right.IMPORT_AREAS: frozenset({REGISTRAR, ADMIN}),
    Right.SEE_SERVICE: frozenset(Role),
    Right.MANAGE_PLACES: frozenset({HEAD, PLANNER}),
    Right.MANAGE_KITS: frozenset({PLANNER, TECHNICIAN}),
    Right.REPORT_FAULT: frozenset({HEAD, PLANNER, REGISTRAR, OPERATOR, TECHNICIAN, DISTRICT}),
    Right.REPAIR: frozenset({TECHNICIAN}),
    Right.MOVE_KITS: frozenset({HEAD, PLANNER}),
    Right.MANAGE_ROSTERS: frozenset({HEAD, PLANNER}),
    Right.SEE_OWN_ROSTER: frozenset({HEAD, PLANNER, REGISTRAR, OPERATOR, TECHNICIAN, DISTRICT}),
    Right.SEE_OUTREACH: frozenset(Role),
    Right.MANAGE_CLIENTS: frozenset({PLANNER, REGISTRAR}),
    Right.PLAN_OUTREACH: frozenset({HEAD, PLANNER}),
    Right.RUN_VISIT: frozenset({PLANNER, REGISTRAR, OPERATOR, DISTRICT}),
    Right.SEND_REMINDERS: frozenset({HEAD, PLANNER}),
    Right.SEE_INTAKE: frozenset(Role),
    Right.MANAGE_STATIONS: frozenset({HEAD, TECHNICIAN, ADMIN}),
    Right.ISSUE_PACKS: frozenset({PLANNER, REGISTRAR}),
    Right.WORK_AT_STATION: frozenset({PLANNER, REGISTRAR, OPERATOR, DISTRICT}),
    Right.DECIDE_CASES: frozenset({HEAD, REGISTRAR}),
    Right.MANAGE_SETTINGS: frozenset({HEAD, ADMIN}),
    Right.MANAGE_USERS: frozenset({ADMIN}),
    Right.MANAGE_TOKENS: frozenset({ADMIN}),
    Right.USE_API: frozenset({HEAD, PLANNER, REGISTRAR, OPERATOR, DISTRICT, AUDITOR}),
    Right.SEE_AUDIT: frozenset({HEAD, AUDITOR, ADMIN}),
    Right.SEE_METRICS: frozenset({TECHNICIAN, ADMIN}),
}

# What nobody does for a part of the office: whoever is limited to an area does not hold these at all.
WHOLE_OFFICE = frozenset({Right.IMPORT_AREAS, Right.MANAGE_SETTINGS, Right.MANAGE_USERS, Right.MANAGE_TOKENS})

# Reading people's data: sessions of these roles end when left alone, and may be made to use MFA.
PERSONAL_DATA = frozenset({Right.SEE_RESIDENTS, Right.ASK_STATUS, Right.SEE_FULL_NIK})

EVERYWHERE = ""
NOWHERE = "nowhere"  # a prefix that no area code has
AREA_CODE = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?", re.ASCII)


READS_ONLY = frozenset({"GET", "HEAD", "OPTIONS"})

View = Callable[..., HttpResponseBase]
# Marks of views that ask for no right: the way in, and what everyone who signed in may do.
PUBLIC = "public"
SIGNED_IN = "signed_in"


def can(user: object, right: Right) -> bool:
    """Whether this person or token holds the right at all; where, `within` says."""
    return _role_includes(user, right) and (right not in WHOLE_OFFICE or reaches_whole_office(user))


def _role_includes(user: object, right: Right) -> bool:
    return bool(getattr(user, "is_active", False)) and getattr(user, "role", None) in RIGHTS[right]


def areas_of(user: object) -> str:
    """The beginning of every area code the person works in: "" for all, "64.08.04" for a kecamatan.

    Parts of a code have fixed widths, so ``code__startswith=areas_of(user)`` never takes in a
    neighbour.
    """
    if not getattr(user, "is_active", False):
        return NOWHERE
    area = str(getattr(user, "area_code", NOWHERE))
    # Bound to a district by their role: without one they see nothing rather than everything.
    if not area and getattr(user, "role", None) == Role.DISTRICT_STAFF:
        return NOWHERE
    return area


def within(user: object, code: str) -> bool:
    """Whether an area lies inside the person's own. The regency is not inside a kecamatan."""
    own = areas_of(user)
    return own == EVERYWHERE or code == own or code.startswith(f"{own}.")


def regency() -> str:
    """The code of the office's regency; nothing before it is set up.

    Areas come later than accounts, so this part of the office asks for them without importing them.
    """
    offices = apps.get_model("regions", "Office").objects.order_by("pk")
    return str(offices.values_list("regency__code", flat=True).first() or EVERYWHERE)


def reaches_whole_office(user: object) -> bool:
    """Whether a person or key works in all of the office: limited to nothing, or to its regency or more."""
    return areas_of(user) == EVERYWHERE or within(user, regency())


def areas_within_office(user: object) -> str:
    """As ``areas_of``, but "" for whoever reaches the whole office: theirs is also what stands at no place
    yet, as a laptop that is not given out.
    """
    return EVERYWHERE if reaches_whole_office(user) else areas_of(user)


def check_whole_office(user: object) -> None:
    """Stop here whoever is limited to an area."""
    if not reaches_whole_office(user):
        raise Forbidden(
            "right.whole_office",
            gettext_noop("This concerns the whole office, and your account is limited to %(area)s."),
            area=areas_of(user),
        )


def check(user: object, right: Right, area: str | None = None) -> None:
    """Stop here unless the person holds the right, and holds it for the area when one is given."""
    if not _role_includes(user, right):
        raise Forbidden(
            "right.missing", gettext_noop("Your role does not include this: %(right)s."), right=right.label
        )
    if right in WHOLE_OFFICE:
        check_whole_office(user)
    if area is not None and not within(user, area):
        raise Forbidden(
            "right.other_area", gettext_noop("Your role does not reach this area: %(area)s."), area=area
        )


def roles_with(right: Right) -> list[Role]:
    """In the order of the role list, for sentences such as "only a registrar may do this"."""
    return [role for role in Role if role in RIGHTS[right]]


def sees_personal_data(user: object) -> bool:
    return any(can(user, right) for right in PERSONAL_DATA)


def requires(right: Right, *, within_area: bool = False) -> Callable[[View], View]:
    """Only who holds the right gets into this view. Nobody signed in: to the sign-in page first.

    Where the view is about one area or one resident it also calls `check(..., area=code)`, and its
    queries take ``within=areas_of(request.user)``. A view that does so for what it changes says
    *within_area*; every other one changes what is the whole office's, and only reads for whoever is
    limited to an area.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            check(request.user, right)
            if not within_area and request.method not in READS_ONLY:
                check_whole_office(request.user)
            return view(request, *args, **kwargs)

        guarded.within_area = within_area  # type: ignore[attr-defined]
        return marked(guarded, right)

    return decorate


def public(view: View) -> View:
    """For everyone, signed in or not. There are very few."""
    return marked(view, PUBLIC)


def signed_in(view: View) -> View:
    """For everyone who signed in, whatever the role: one's own account, the choice of language."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        return view(request, *args, **kwargs)

    return marked(guarded, SIGNED_IN)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back here afterwards. A part loaded by htmx moves the whole page."""
    if request.headers.get("HX-Request"):
        here = request.headers.get("HX-Current-URL", "/")
        return HttpResponse(
            headers={"HX-Redirect": f"{resolve_url('account_login')}?{urlencode({'next': here})}"}
        )
    return redirect(f"{resolve_url('account_login')}?{urlencode({'next': _back_to(request)})}")


def _back_to(request: HttpRequest) -> str:
    """The page asked for. What a form is sent to is no page: back to where the form was filled in."""
    if request.method in READS_ONLY:
        return request.get_full_path()
    form = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(form, {request.get_host()}, require_https=request.is_secure()):
        return resolve_url("web:home")
    return urlsplit(form)._replace(scheme="", netloc="").geturl()


def marked(view: View, mark: Right | str) -> View:
    """A view carries what it asks for, so that a test can walk every route. Unmarked: refused."""
    view.mark = mark  # type: ignore[attr-defined]
    return view


def mark_of(view: object) -> Right | str | None:
    return getattr(view, "mark", None)
