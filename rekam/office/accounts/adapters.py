"""How the sign-in library does things here: no sign-up, no e-mail, every step in the audit trail."""

import base64
import hashlib
import ipaddress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rekam.office.accounts import actions
from rekam.office.accounts.models import User

SECOND_FACTOR_EVENTS = {
    "totp_activated": "second_factor.app_added",
    "totp_deactivated": "second_factor.app_removed",
    "webauthn_added": "second_factor.passkey_added",
    "webauthn_removed": "second_factor.passkey_removed",
    "recovery_codes_generated": "second_factor.codes_made",
}
NO_ADDRESS = "0.0.0.0"


def client_address(request: HttpRequest) -> str:
    """Behind a proxy the last address of the list is the one the proxy itself saw."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    seen = forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
    try:
        return str(ipaddress.ip_address(seen))
    except ValueError:  # a local socket has none
        return NO_ADDRESS


def tried_username(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """Whose password is being tried: the same name however it is written."""
    tried = (credentials or {}).get("username") or request.POST.get("login", "")
    return str(tried).strip().lower()[:150]


class Account(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The user name or the password is wrong. Check both and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        super().login(request, user)
        assert isinstance(user, User)
        actions.note_sign_in(person=user, address=client_address(request), at=timezone.now())

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        username = tried_username(request, credentials)
        actions.note_failed_sign_in(username=username, address=client_address(request), at=timezone.now())

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        assert isinstance(user, User)
        actions.choose_password(person=user, password=password, at=timezone.now())

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:account")

    def send_notification_mail(
        self, template_prefix: str, user: AbstractBaseUser, *args: Any, **kwargs: Any
    ) -> None:
        """There is no mail. The library calls this right after a second factor was changed and committed:
        it becomes a line of the audit trail."""
        event = SECOND_FACTOR_EVENTS.get(template_prefix.rpartition("/")[2])
        if event is not None:
            assert isinstance(user, User)
            actions.note_second_factor(person=user, event=event, at=timezone.now())


class SecondFactor(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        """The seeds of authenticator apps do not lie in the database as they are."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()


def _box() -> Fernet:
    secret = hashlib.sha256(b"rekam second factor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(secret))
