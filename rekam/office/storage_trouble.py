"""A full disk, a busy database and one that does not answer: nobody's mistake, told in sentences that say
what to do.

Whoever asked may ask again: pages and programs are answered with 503 and after how long.
"""

import errno
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import gettext_noop
from django.views.defaults import server_error

from rekam.domain.trouble import RuleBroken, Trouble
from rekam.office.problem_documents import API, problem

BUSY, FULL, AWAY = "storage.busy", "storage.full", "storage.away"
RETRY_SECONDS = {BUSY: 60, FULL: 600, AWAY: 60}

# A full disk, a full quota, and the largest file that this process may write.
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
PG_DISK_FULL = "53100"
# SQLite's first connection makes a file for what its connections share, and calls no room for that an error.
SQLITE_NO_ROOM = "SQLITE_IOERR_SHMSIZE"
PG_LOCKED = ("55P03", "40P01")  # lock_not_available, deadlock_detected
PG_ENDED = ("57P01", "57P02", "57P03", "53300")  # shut down, crashed, still starting, no connection left


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turns a full disk and a locked database into sentences that say what to do."""
    try:
        yield
    except (OSError, DatabaseError) as error:
        trouble = found_in(error)
        if trouble is None:
            raise
        raise trouble from error


def found_in(error: BaseException | None) -> Trouble | None:
    """The trouble with storage that an error is, if it is one."""
    if isinstance(error, Trouble):
        return error if error.code in RETRY_SECONDS else None
    if isinstance(error, OperationalError):  # others quote what people wrote, which may say anything
        return _of_the_database(error)
    return _full() if isinstance(error, OSError) and error.errno in NO_ROOM else None


def _of_the_database(error: OperationalError) -> Trouble | None:
    state = str(getattr(error.__cause__, "sqlstate", "") or "")  # whatever language PostgreSQL speaks
    name = getattr(error.__cause__, "sqlite_errorname", "")
    if state == PG_DISK_FULL or name == SQLITE_NO_ROOM or "disk is full" in str(error):
        return _full()
    if state in PG_LOCKED or "locked" in str(error):
        return _busy()
    # What the server did not say, with a state, is about the way to it.
    is_about_the_way = type(error.__cause__).__module__.startswith("psycopg") and state[:2] in ("", "08")
    return _away() if is_about_the_way or state in PG_ENDED else None


def _busy() -> RuleBroken:
    return RuleBroken(
        BUSY,
        gettext_noop("Somebody else is writing to the register. Nothing has changed; try again in a minute."),
    )


def _full() -> RuleBroken:
    return RuleBroken(
        FULL,
        gettext_noop("The disk is full. Nothing has changed; make room in the data folder and try again."),
    )


def _away() -> RuleBroken:
    return RuleBroken(
        AWAY,
        gettext_noop(
            "The database does not answer. Try again in a minute; if it stays so, see to its server."
        ),
    )


# -- the edge ---------------------------------------------------------------------------------------------


class Told:
    """Middleware: a view that met a full disk or a busy database answers so, and not as a failure."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        trouble = found_in(error)
        return told(request, trouble) if trouble else None


def failed(request: HttpRequest) -> HttpResponseBase:
    """What Django asks for when something failed outside of a view: in the session, at the door."""
    trouble = found_in(sys.exc_info()[1])
    return told(request, trouble) if trouble else server_error(request)


def told(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """A document for programs, a page for people: by what was asked for, as no view had its turn."""
    return document(trouble) if request.path_info.startswith(API) else page(request, trouble)


def document(trouble: Trouble) -> HttpResponse:
    return _soon(problem(503, trouble.code, trouble.told(trouble.sentence)), trouble)


def page(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """Without the frame of the office, which would ask the database again."""
    about = {"code": trouble.code, "again": request.get_full_path() if request.method == "GET" else ""}
    answer = _soon(HttpResponse(render_to_string("503.html", about), status=503), trouble)
    answer["Cache-Control"] = "no-store"
    return answer


def _soon(answer: HttpResponse, trouble: Trouble) -> HttpResponse:
    answer["Retry-After"] = str(RETRY_SECONDS[trouble.code])
    return answer
