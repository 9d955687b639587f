"""The lock on every operation of the API: a key in the ``Authorization: Bearer`` header.

@api.get("/coverage", auth=Key(Right.SEE_COVERAGE))
def coverage(request): ...   # request.auth is the Token: its role and area count, not the person's
"""

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from rekam.office.accounts import actions, queries, rights
from rekam.office.accounts.models import Token


class Key(HttpBearer):
    """No or a wrong key: ninja's AuthenticationError (401). A key that holds none of the rights: Forbidden
    (403).
    """

    def __init__(self, *any_of: rights.Right) -> None:
        super().__init__()
        self.any_of = any_of

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        now = timezone.now()
        key = queries.valid_key(secret=token, at=now)
        if key is None:
            return None
        actions.note_key_used(key=key, at=now)
        rights.check(key, rights.Right.USE_API)
        if not any(rights.can(key, right) for right in self.any_of):
            rights.check(key, self.any_of[0])
        return key
