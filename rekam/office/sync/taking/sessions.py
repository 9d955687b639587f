"""The session of a recording: one that a file told of already, or a new one; and what the office says of it.

Recordings of one NIK and one second share a session: one id with two contents, or a laptop whose clock is
dead. What counts of them speaks for it. A session that a file told of is the file's until a recording counts
that it is of, and no recording takes away what the file said.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.utils import timezone

from rekam.domain.coverage.rules import HELD_AT_OFFICE, SET_ASIDE_AT_OFFICE
from rekam.domain.sync import arrivals
from rekam.office.imports.models import Import
from rekam.office.imports.models import State as ImportState
from rekam.office.recordings import actions as recordings
from rekam.office.recordings.models import Session, Status
from rekam.office.sync.models import Recorded

SOURCE = "packet:"
CAPTURED = "BIO_CAPTURED"
OFFICE = "intake"  # the source of the office's own reports
STATUS = {  # the first speaks for a session before the others
    Recorded.Standing.COUNTS: CAPTURED,
    Recorded.Standing.HELD: HELD_AT_OFFICE,
    Recorded.Standing.ASIDE: SET_ASIDE_AT_OFFICE,
}
RANK = {standing: n for n, standing in enumerate(STATUS)}


def of(recorded: Recorded, *, is_held_back: bool) -> Session:
    """The one of its second, or that of a file which gives none; else a new one. What is held back takes over
    nothing, and joins none without a second: that may be of another recording.
    """
    on, clock = _second(recorded)
    clocks = [clock] if is_held_back else [clock, ""]
    found = (
        Session.objects.filter(nik=recorded.nik, recorded_on=on, clock__in=clocks).order_by("-clock").first()
    )
    if found is not None:
        if not is_held_back and not found.source.startswith(SOURCE):
            _take_over(found, recorded)
        return found
    return Session.objects.create(
        nik=recorded.nik,
        recorded_on=on,
        clock=clock,
        place=recorded.place,
        area_code=recorded.place_area,
        kit=recorded.kit,
        operator=recorded.operator[:100],
        again=recorded.again,
        known_on=recorded.arrived_on,
        source=_source(recorded),
    )


def day_of(recorded: Recorded) -> date:
    """On which day it was made, as far as anybody believes a clock."""
    return recorded.session.recorded_on if recorded.session else _second(recorded)[0]


def _second(recorded: Recorded) -> tuple[date, str]:
    """A laptop's clock is believed between the last time the office told it and the arrival."""
    packet = recorded.packet
    at = arrivals.believed(
        recorded.finished_at, office_time_seen=packet.office_time_seen, received_at=packet.told_at
    )
    here = timezone.localtime(at)
    return here.date(), here.strftime("%H:%M:%S")


def _source(recorded: Recorded) -> str:
    return f"{SOURCE}{recorded.packet.packet_id}"


def follow(near: Iterable[Recorded], standings: Mapping[int, Recorded.Standing], *, at: datetime) -> None:
    """Let sessions say what those of their recordings say that stand best; of equals the first by name."""
    said = []
    for those in _by_session(near, standings):
        best = min(those, key=lambda each: (RANK[standings[each.pk]], each.packet.name))
        standing = standings[best.pk]
        if standing == Recorded.Standing.COUNTS:
            _join(best, those)
        if standing == Recorded.Standing.COUNTS or not _is_a_files(those):
            assert best.session is not None
            before = best.file
            _show(best.session, best)
            if best.file != before:
                best.save(update_fields=["file"])
            said.append((best.session, STATUS[standing]))
    _report(said, at=at)


def _by_session(
    near: Iterable[Recorded], standings: Mapping[int, Recorded.Standing]
) -> Iterable[list[Recorded]]:
    """Each has one: what had that of a file which was undone since gets another."""
    shared: dict[int, list[Recorded]] = {}
    for each in near:
        if each.session is None and each.nik:
            each.session = of(each, is_held_back=standings[each.pk] != Recorded.Standing.COUNTS)
            each.save(update_fields=["session", "file"])
        if each.session is not None:
            shared.setdefault(each.session.pk, []).append(each)
    return shared.values()


def _join(best: Recorded, those: Sequence[Recorded]) -> None:
    """Let out of quarantine, it is what a file told of that gives no second: the session that it had beside
    that one goes. Not where others have spoken of it.
    """
    own = best.session
    assert own is not None
    if best.packet.released_at is None or not own.source.startswith(SOURCE):
        return
    untimed = Session.objects.filter(nik=own.nik, recorded_on=own.recorded_on, clock="")
    found = untimed.exclude(source__startswith=SOURCE).first()
    if found is None or own.reports.exclude(source=OFFICE).exists():
        return
    Recorded.objects.filter(session=own).update(session=found)
    own.delete()  # before the other one gets its second: there is one session of each
    for each in those:
        each.session = found


def _is_a_files(those: Sequence[Recorded]) -> bool:
    """Whether a file told of their session before any of them, and is not undone."""
    session = those[0].session
    assert session is not None
    files = {each.file for each in those if each.file}
    return not session.source.startswith(SOURCE) or any(_stands(file) for file in files)


def _stands(file: str) -> bool:
    number = file.partition(":")[2]
    if not number.isdecimal():
        return True
    return Import.objects.filter(pk=int(number), state=ImportState.COMMITTED).exists()


def _show(session: Session, best: Recorded) -> None:
    """Where and with what it was made is what the best recording says, and what was told before where that
    says nothing.
    """
    if not session.source.startswith(SOURCE):
        _take_over(session, best)
        return
    _tell(session, best, source=_source(best))


def _take_over(session: Session, recorded: Recorded) -> None:
    """The file's session is the packet's from now on: undoing the file does not take it away."""
    recorded.file = session.source
    _tell(session, recorded, clock=session.clock or _second(recorded)[1])
    recordings.hand_over(session, source=_source(recorded), known_on=recorded.arrived_on)


def _tell(session: Session, recorded: Recorded, **facts: str) -> None:
    facts |= {
        "place": recorded.place or session.place,
        "area_code": recorded.place_area or session.area_code,
        "kit": recorded.kit or session.kit,
        "operator": recorded.operator[:100] or session.operator,
        "again": recorded.again,
    }
    changed = [name for name, value in facts.items() if getattr(session, name) != value]
    for name in changed:
        setattr(session, name, facts[name])
    if changed:
        session.save(update_fields=changed)


def _report(said: Sequence[tuple[Session, str]], *, at: datetime) -> None:
    """Make each code what the office itself says of its session from a day on. One day has one word of it."""
    on = timezone.localdate(at)
    held: dict[int, list[Status]] = {session.pk: [] for session, _code in said}
    for status in Status.objects.filter(session__in=list(held)).order_by("on", "pk"):
        held[status.session_id].append(status)
    changed = [session.pk for session, code in said if _say(session, code, held[session.pk], on=on)]
    if changed:
        recordings.refresh_status(changed)


def _say(session: Session, code: str, held: list[Status], *, on: date) -> bool:
    """Whether it says something else now. *held*, all that is reported of the session, follows."""
    own = [status for status in held if status.source == OFFICE]
    if own and own[-1].code == code:
        return False
    if own:
        day = max(on, own[-1].on)
        for status in [each for each in own if each.on == day]:
            status.delete()
            held.remove(status)
    else:
        day = session.recorded_on if code == CAPTURED else max(on, session.recorded_on)
    told = next((status for status in held if (status.code, status.on) == (code, day)), None)
    if told is not None:  # a file said so too, and may be undone
        recordings.hand_over(told, source=OFFICE, known_on=on)
    else:
        held.append(Status.objects.create(session=session, code=code, on=day, known_on=on, source=OFFICE))
        held.sort(key=lambda status: (status.on, status.pk))
    return True
