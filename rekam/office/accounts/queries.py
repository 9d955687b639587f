"""What the screens about people and keys ask."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from rekam.office.accounts import rights
from rekam.office.accounts.actions import hash_of
from rekam.office.accounts.models import Token, User
from rekam.office.accounts.rights import RIGHTS, Right, Role


def people(*, search: str = "", role: str = "", state: str = "") -> QuerySet[User]:
    """With ``has_app``, ``has_passkey`` and ``has_codes`` for each."""
    found = User.objects.annotate(
        has_app=_has(Authenticator.Type.TOTP),
        has_passkey=_has(Authenticator.Type.WEBAUTHN),
        has_codes=_has(Authenticator.Type.RECOVERY_CODES),
    )
    if search:
        found = found.filter(Q(username__icontains=search) | Q(full_name__icontains=search))
    if role:
        found = found.filter(role=role)
    if state:
        found = found.filter(is_active=state == "active")
    return found.order_by("-is_active", "full_name", "username")


def _has(kind: str) -> Exists:
    return Exists(Authenticator.objects.filter(user=OuterRef("pk"), type=kind))


def second_factors(person: User) -> list[Authenticator]:
    return list(Authenticator.objects.filter(user=person).order_by("created_at"))


def keys() -> QuerySet[Token]:
    return Token.objects.select_related("created_by")


def valid_key(*, secret: str, at: datetime) -> Token | None:
    """The key with this secret, unless it has ended. A key outlives the person who made it."""
    found = Token.objects.filter(secret_hash=hash_of(secret), revoked_at=None, expires_at__gt=at)
    return found.first()


@dataclass(frozen=True)
class RightRow:
    """One line of the table of rights as the page shows it."""

    right: Right
    held: list[bool]


def table_of_rights() -> list[RightRow]:
    return [RightRow(right, [role in RIGHTS[right] for role in Role]) for right in Right]


def areas_to_choose() -> list[tuple[str, str]]:
    """Codes and names of the office's kecamatan, for the field that limits a person to one.

    Areas come later than accounts and may not have been brought in yet, so this part of the office
    knows their codes only and asks for the names here, without importing them. A national list of areas
    has the kecamatan of every other office as well.
    """
    inside = apps.get_model("regions", "Area").objects.filter(
        level="district", code__startswith=f"{rights.regency()}."
    )
    return list(inside.order_by("code").values_list("code", "name"))


def person(by: User | Token | None) -> User | None:
    """Who is named beside a change: nobody for a key, which the audit line names instead."""
    return by if isinstance(by, User) else None
