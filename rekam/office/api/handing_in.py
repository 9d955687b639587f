"""Who may hand in a file, and how large a one: decided by key and headers, before the body is read."""

from django.http import Http404, HttpRequest

from rekam.domain.trouble import RuleBroken
from rekam.office.accounts import rights
from rekam.office.accounts.keys import Key
from rekam.office.accounts.models import Token
from rekam.office.accounts.rights import Right
from rekam.office.imports import actions, arriving
from rekam.office.imports.models import Kind

RIGHTS = {Kind.RESIDENTS: Right.IMPORT_REGISTER, Kind.RECORDINGS: Right.IMPORT_RECORDINGS}


class ToHandIn(Key):
    """Whoever may bring in no kind of file sends none: its body would lie on the disk before it was refused.

    Of the others, a file that is announced as too large is refused at once, and one is stopped while it comes
    when the disk has no room; that trouble waits in the request (``trouble``).
    """

    def __init__(self) -> None:
        super().__init__(*RIGHTS.values())

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        key = super().authenticate(request, token)
        if key is not None:
            check_whole_regency(key)
            actions.check_size(_announced(request))
            arriving.expect(request)
        return key


def check_whole_regency(key: Token) -> None:
    """A file may be about anybody: a key of one area brings none in and reads none."""
    if not rights.reaches_whole_office(key):
        raise Http404


def trouble(request: HttpRequest) -> RuleBroken | None:
    """What stopped the file of this request while it came, if anything did."""
    found = (getattr(handler, "trouble", None) for handler in request.upload_handlers)
    return next((trouble for trouble in found if trouble), None)


def _announced(request: HttpRequest) -> int:
    """The length of the body in bytes. Without one, no body is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else 0
