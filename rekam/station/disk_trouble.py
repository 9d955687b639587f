"""A disk that is full, may not be written to, gives errors or is not there: nobody's mistake, told in one
sentence that says what to do. What was shown as saved is kept, and the last step was not carried out.
"""

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.defaults import server_error

from rekam.domain.trouble import RuleBroken
from rekam.station.store.opened import store

FULL, READ_ONLY, FAILING, MISSING = "disk.full", "disk.read_only", "disk.error", "disk.missing"
# A full disk, a full quota, and the largest file that this process may write.
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
CLOSED = (errno.EROFS, errno.EACCES, errno.EPERM)
SENTENCES = {
    FULL: gettext_noop("The disk of this laptop is full. Free some space on it, then do this once more."),
    READ_ONLY: gettext_noop(
        "The disk of this laptop may not be written to. Restart the laptop; if it stays so, stop recording "
        "here and tell the office."
    ),
    FAILING: gettext_noop(
        "The disk of this laptop gives errors. Do this once more; if it comes again, stop recording here, "
        "export what is unsent and tell the office."
    ),
    MISSING: gettext_noop(
        "What this station keeps is not where it was: %(place)s. Connect its disk or put it back, then start "
        "the station again. Enrol nothing anew before that: what lies there would stay behind."
    ),
}
# What SQLite says, the most telling first; an error of its own beside it says more.
SAID = (
    ("disk is full", FULL),
    ("readonly database", READ_ONLY),
    ("unable to open database", MISSING),
    ("disk I/O error", FAILING),
)


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turns trouble with the disk into a sentence that says what to do."""
    try:
        yield
    except (OSError, OperationalError) as error:
        trouble = found_in(error)
        if trouble is None:
            raise
        raise trouble from error


def found_in(error: BaseException | None) -> RuleBroken | None:
    """The trouble with the disk that an error is, if it is one."""
    if isinstance(error, OperationalError):
        return _of_the_store(error)
    code = _code(error) if isinstance(error, OSError) else ""
    return trouble(code) if code else None


def _of_the_store(error: OperationalError) -> RuleBroken | None:
    """SQLite tells less than the system does, so that is looked at, too."""
    if not is_there():
        return trouble(MISSING)
    code = next((code for said, code in SAID if said in str(error)), "")
    if code == MISSING and Path(connection.settings_dict["NAME"]).exists():
        code = READ_ONLY
    if code == FAILING:  # nothing is tried again in place
        connection.close()
        store.reopen()
    return trouble(code) if code else None


def _code(error: OSError) -> str:
    if error.errno in NO_ROOM:
        return FULL
    if error.errno in CLOSED:
        return READ_ONLY
    if error.errno == errno.EIO:
        return FAILING
    return MISSING if error.errno == errno.ENOENT and not is_there() else ""


def trouble(code: str) -> RuleBroken:
    return RuleBroken(code, SENTENCES[code], place=str(settings.FOLDER))


def is_there() -> bool:
    """Whether the folder of this station is; not, when its disk was pulled out."""
    with suppress(OSError):
        return bool(settings.FOLDER.is_dir())
    return False


# -- the edge ---------------------------------------------------------------------------------------


def failed(request: HttpRequest) -> HttpResponseBase:
    """What Django asks for when something failed outside of a view."""
    found = found_in(sys.exc_info()[1])
    return page(found) if found else server_error(request)


def page(found: RuleBroken) -> HttpResponse:
    """Without the frame of the station, which would ask the store again. Scripts read a header."""
    told = {"code": found.code, "sentence": found.told(_(found.sentence))}
    answer = HttpResponse(render_to_string("web/disk_trouble.html", told), status=507)
    answer["Cache-Control"], answer["X-Trouble"] = "no-store", found.code
    return answer
