"""What the views of the libraries ask for: they cannot be marked where they are written.

Our own views carry their mark (`rights.requires`, `rights.public`, `rights.signed_in`). Everything
that neither carries a mark nor stands here is refused.
"""

import secrets
from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest
from ninja.operation import Operation, PathView

from rekam.office.accounts import rights
from rekam.office.accounts.models import User

CLOSED = "closed"  # a page of a library that this product does not use: answers 404
GUARDS_ITSELF = "guards_itself"  # the API: every operation checks its key (see `keys.Key`)

MARKS: dict[str, str] = {
    "account_login": rights.PUBLIC,
    "account_logout": rights.PUBLIC,
    "account_inactive": rights.PUBLIC,
    "mfa_authenticate": rights.PUBLIC,  # between password and code nobody is signed in yet
    "mfa_login_webauthn": rights.PUBLIC,
    "account_change_password": rights.SIGNED_IN,
    "account_reauthenticate": rights.SIGNED_IN,
    "mfa_index": rights.SIGNED_IN,
    "mfa_reauthenticate": rights.SIGNED_IN,
    "mfa_activate_totp": rights.SIGNED_IN,
    "mfa_deactivate_totp": rights.SIGNED_IN,
    "mfa_view_recovery_codes": rights.SIGNED_IN,
    "mfa_generate_recovery_codes": rights.SIGNED_IN,
    "mfa_download_recovery_codes": rights.SIGNED_IN,
    "mfa_list_webauthn": rights.SIGNED_IN,
    "mfa_add_webauthn": rights.SIGNED_IN,
    "mfa_edit_webauthn": rights.SIGNED_IN,
    "mfa_remove_webauthn": rights.SIGNED_IN,
    "mfa_reauthenticate_webauthn": rights.SIGNED_IN,
    "account_signup": CLOSED,
    "account_email": CLOSED,
    "account_email_verification_sent": CLOSED,
    "account_confirm_email": CLOSED,
    "account_set_password": CLOSED,
    "account_reset_password": CLOSED,
    "account_reset_password_done": CLOSED,
    "account_reset_password_from_key": CLOSED,
    "account_reset_password_from_key_done": CLOSED,
    "account_confirm_login_code": CLOSED,
    "prometheus-django-metrics": rights.Right.SEE_METRICS,
    # What the API can do, without any data: for whoever programs the other side.
    "openapi-json": rights.PUBLIC,
    "openapi-view": rights.PUBLIC,
    "api-root": rights.PUBLIC,
}
# Where a person who must first change a password or set up a second factor may still go.
OWN_ACCOUNT = {"account_change_password", "account_reauthenticate", "accounts:account"}


def mark_for(request: HttpRequest, view: Callable[..., Any]) -> rights.Right | str | None:
    found = request.resolver_match
    if found is None:
        return None
    if found.view_name == "prometheus-django-metrics" and _knows_metrics_key(request):
        return rights.PUBLIC
    return mark_of_route(found.view_name, view)


def mark_of_route(name: str, view: Callable[..., Any]) -> rights.Right | str | None:
    """What a route asks for; nothing when neither the view nor the table above says it."""
    short = name.rpartition(":")[2] if name.startswith("api") else name
    return rights.mark_of(view) or MARKS.get(short) or (GUARDS_ITSELF if operations_of(view) else None)


def is_own_account(request: HttpRequest) -> bool:
    name = request.resolver_match.view_name if request.resolver_match else ""
    return name in OWN_ACCOUNT or name.startswith("mfa_")


def lacks_second_factor(user: User) -> bool:
    return settings.REQUIRE_MFA and rights.can(user, rights.Right.SEE_FULL_NIK) and not is_mfa_enabled(user)


def operations_of(view: Callable[..., Any]) -> list[Operation]:
    """What an address of the API does, per method. The library keeps it inside the view's closure."""
    inside = [cell.cell_contents for cell in getattr(view, "__closure__", None) or ()]
    return [operation for path in inside if isinstance(path, PathView) for operation in path.operations]


def _knows_metrics_key(request: HttpRequest) -> bool:
    key = settings.METRICS_KEY
    return bool(key) and secrets.compare_digest(
        request.headers.get("Authorization", "").encode(), f"Bearer {key}".encode()
    )
