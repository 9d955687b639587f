"""One resident's page: what is known, from whom, and what it amounts to on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from rekam.domain.coverage.life import Life, Report, in_order
from rekam.domain.coverage.life import Session as Held
from rekam.domain.coverage.life import counts as session_counts
from rekam.domain.coverage.lines import steps
from rekam.domain.coverage.rules import NOT_COUNTED, OBLIGED_AGE, Measure, Reason, age_on, birthday
from rekam.domain.coverage.verdict import verdict
from rekam.domain.nik import Nik, NikDamaged
from rekam.domain.recording import lifetimes
from rekam.domain.wording import short_date
from rekam.office.accounts import rights
from rekam.office.accounts.rights import Right
from rekam.office.ledger.models import Line
from rekam.office.recordings import better
from rekam.office.recordings import queries as recordings
from rekam.office.recordings.models import Session
from rekam.office.regions.models import Area
from rekam.office.residents import facts, lists, queries, words
from rekam.office.residents.models import Resident

MOST_FAMILY = 30
# What the register says of a recording that took place and came to nothing.
FAILED = NOT_COUNTED - {"UNREGISTERED"}
# How a row looked to the import, and how the person came, are no facts of the person.
SHOWN = tuple(name for name in facts.FACTS if name not in ("fingerprint", "came", "said"))


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person counts as on a day, in words. ``tone`` as badges have it."""

    on: date
    sentence: str
    state: str
    recording: str
    deactivation: str
    where: str
    tone: str


@dataclass(frozen=True, slots=True)
class Change:
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """What one source said that the one before had not."""

    saying: int | None  # None: what the register holds now
    source_words: str
    import_number: int | None
    known_on: date
    changes: tuple[Change, ...]
    is_first: bool
    came_late: bool
    came: str


@dataclass(frozen=True, slots=True)
class Recording:
    """One session with what was reported since, and whether it counts."""

    session: Session
    counts: bool
    why: str
    elsewhere: str
    is_better: bool
    statuses: tuple[tuple[date, str, str], ...]  # the day, the office's word, and the centre's to the letter


@dataclass(frozen=True, slots=True)
class Story:
    """Everything a page tells of a resident, beside the facts themselves."""

    answer: Answer
    told: list[Told]
    recordings: list[Recording]
    lines: list[Line]
    family: list[Resident]
    warnings: list[str]


def find(reader: object, pk: int) -> Resident:
    """The resident, for those whose work reaches where the person lives."""
    resident = get_object_or_404(Resident.objects.select_related("area__parent"), pk=pk)
    rights.check(reader, Right.SEE_RESIDENTS, area=resident.area.code)
    return resident


def story(resident: Resident, *, on: date, years: int, reader: object) -> Story:
    history = queries.histories([resident.pk])[resident.pk]
    first = first_recorded(history, resident)
    names = _area_names(resident)
    sessions = list(recordings.sessions_of(resident.nik))
    kept = better.of(resident.nik)
    told_of = [_recording(session, first, resident, is_better=session.pk in kept) for session in sessions]
    return Story(
        answer=_answer(history, first, on, years, names),
        told=_told(resident, names),
        recordings=told_of,
        lines=_lines(resident),
        family=_family(resident, reader),
        warnings=_warnings(resident, told_of, first),
    )


def first_recorded(history: queries.History, resident: Resident) -> date | None:
    """The first recording that counts; none of a person who had died before."""
    first, died = history.first_recorded(date.max), _died_on(resident)
    return None if first and died and first > died else first


def _died_on(resident: Resident) -> date | None:
    return lifetimes.died_on(resident.standing, resident.ended_on, resident.known_on)


def _answer(
    history: queries.History, first: date | None, on: date, years: int, names: Mapping[int, str]
) -> Answer:
    life = history.life(date.max)
    if life is None:
        raise AssertionError("every resident has at least the present saying")
    found = verdict(life, first, on)
    tone = "quiet"
    if found.obliged:
        tone = "recorded" if found.recorded else "risk"
    return Answer(
        on=on,
        state=str(words.MEASURES["recorded" if found.recorded else "unrecorded"]) if found.obliged else "",
        sentence=words.verdict(found.why, since=found.since, age=max(age_on(life.born, on), 0)),
        recording=_recording_sentence(found.obliged, life, first, on),
        deactivation=_deactivation(life.born, on, years) if found.obliged and not found.recorded else "",
        where=names.get(int(found.area), "") if found.area else "",
        tone=tone,
    )


def _recording_sentence(is_obliged: bool, life: Life, first: date | None, on: date) -> str:
    if first is None:
        return words.said("recording.none" if is_obliged else "recording.not_yet", words.RECORDINGS)
    code = _what_it_counts_for(is_obliged, life, first, on) if first <= on else "recording.later"
    return words.said(code, words.RECORDINGS, first=short_date(first))


def _what_it_counts_for(is_obliged: bool, life: Life, first: date, on: date) -> str:
    """Now, from a day to come, in the past, as of who has died since; or never, as of who had moved out."""
    began = [s.on for s in steps(life, first) if s.measure is Measure.RECORDED and s.amount > 0]
    if is_obliged:
        return "recording.counts"
    if any(day > on for day in began):
        return "recording.early"
    return "recording.counted" if began else "recording.not_here"


def _deactivation(born: date, on: date, years: int) -> str:
    """Permendagri 95/2019 article 96; the age is a setting of the office."""
    due = birthday(born, OBLIGED_AGE + years)
    code = "nik.deactivated" if due <= on else "nik.will_be_deactivated"
    return words.said(code, words.RECORDINGS, due=short_date(due), age=OBLIGED_AGE + years)


def _told(resident: Resident, names: Mapping[int, str]) -> list[Told]:
    """Every source's saying, the newest first, with what it changed."""
    rows = [
        {
            **facts.from_json(s.facts),
            "saying": s.pk,
            "known_on": s.known_on,
            "source": s.source,
            "came_late": s.came_late,
        }
        for s in resident.sayings.all()
    ]
    rows.append({**queries.held([resident.pk]).row(0, named=True), "saying": None, "came_late": False})
    rows.sort(key=lambda row: row["known_on"])
    found: list[Told] = []
    for number, row in enumerate(rows):
        before = rows[number - 1] if number else None
        changes = changed(before, row, names) if before else ()
        found.append(
            Told(
                saying=row["saying"],
                source_words=words.source(row["source"]),
                import_number=_import_number(row["source"]),
                known_on=row["known_on"],
                changes=changes,
                is_first=before is None,
                came_late=row["came_late"],
                came=str(words.REASONS.get(row["came"], row["came"])),
            )
        )
    return found[::-1]


def _import_number(source: str) -> int | None:
    kind, _colon, number = source.partition(":")
    return int(number) if kind == "import" and number.isdigit() else None


def changed(
    before: Mapping[str, object], after: Mapping[str, object], names: Mapping[int, str]
) -> tuple[Change, ...]:
    """The facts that differ, as words."""
    return tuple(
        Change(
            str(words.FIELDS[name]),
            words.value(name, before.get(name), names),
            words.value(name, after.get(name), names),
        )
        for name in SHOWN
        if (before.get(name) or None) != (after.get(name) or None)
    )


def _recording(session: Session, first: date | None, resident: Resident, *, is_better: bool) -> Recording:
    reports = in_order(
        Report(known_on=r.known_on, at=r.on, code=r.code, clock=r.clock, said=r.said)
        for r in session.reports.all()
    )
    counts = session_counts(Held(session.recorded_on, session.known_on, tuple(reports)), date.max)
    died = _died_on(resident)
    if died and session.recorded_on > died:
        counts, why = False, "after_death"
    elif counts:
        why = "first" if session.recorded_on == first else "again"
    else:
        why = "voided_but_recorded" if first else "voided"
    last = reports[-1].code if reports else session.status
    home = resident.area.code.rpartition(".")[0]
    return Recording(
        session=session,
        counts=counts,
        why=words.said(
            why, words.COUNTS, first=short_date(first), status=words.status(last), died=short_date(died)
        ),
        elsewhere=session.area_code if session.area_code and not session.area_code.startswith(home) else "",
        is_better=is_better,
        statuses=tuple(dict.fromkeys((r.at, words.status(r.code), r.said) for r in reports)),
    )


def _lines(resident: Resident) -> list[Line]:
    """The person's ledger lines in the order in which they became known."""
    lines = Line.objects.filter(resident_id=resident.pk).select_related("area", "posting")
    return list(lines.order_by("known_on", "posting_id", "effective_on", "id"))


def _family(resident: Resident, reader: object) -> list[Resident]:
    if not resident.kk:
        return []
    others: QuerySet[Resident] = lists.visible_to(reader).filter(kk=resident.kk).exclude(pk=resident.pk)
    return list(others.order_by("born", "pk")[:MOST_FAMILY])


def _warnings(resident: Resident, told_of: Sequence[Recording], first: date | None) -> list[str]:
    codes = []
    try:
        nik = Nik(resident.nik)
    except NikDamaged as damaged:
        codes.append(damaged.code)
    else:
        codes += ["nik.other_sex"] if nik.sex != resident.sex else []
        codes += ["nik.other_birth"] if resident.born not in nik.births() else []
    died = _died_on(resident)
    tried = [one for one in told_of if died is None or one.session.recorded_on <= died]
    if first is None and (tried or resident.ektp_status in FAILED):
        codes.append("recorded.all_failed")
    return [words.said(code, words.WARNINGS) for code in codes]


def _area_names(resident: Resident) -> dict[int, str]:
    """Villages that occur in the person's history, by id."""
    ids = {s.facts.get("area_id") for s in resident.sayings.all()} | {resident.area_id}
    areas = Area.objects.filter(pk__in=ids).select_related("parent")
    return {area.pk: area_name(area) for area in areas}


def area_name(area: Area) -> str:
    """Singa Gembara, Sangatta Utara."""
    return f"{area.name}, {area.parent.name}" if area.parent else area.name


def reason_words(line: Line) -> str:
    """Why a line was posted; what happened in life is added where it differs."""
    reason = str(words.REASONS.get(line.reason, line.reason))
    if line.cause in (line.reason, Reason.OPENING):
        return reason
    return f"{reason} ({words.REASONS.get(line.cause, line.cause)})"
