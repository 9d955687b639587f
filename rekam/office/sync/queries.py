"""Has everything arrived? What screens ask of packets, and of what was in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Avg, Count, F, Max, Min, Q, QuerySet, Sum, Value
from django.db.models import expressions as conditional

from rekam.domain.recording import slips
from rekam.domain.sync import ageing, gaps
from rekam.domain.sync.ageing import Step
from rekam.domain.sync.gaps import Gap
from rekam.office.recordings.models import Session
from rekam.office.stations import queries as stations
from rekam.office.stations.models import Epoch, Station
from rekam.office.sync import quarantine
from rekam.office.sync.awaited import awaiting
from rekam.office.sync.models import (
    Case,
    Correction,
    Image,
    Opened,
    Packet,
    PacketState,
    Recorded,
    StepTime,
)
from rekam.office.sync.unsealing import aside, retrying

FILTERS = {
    "tiba": Q(state=PacketState.ARRIVING),
    "menunggu": ~Q(state__in=[PacketState.ARRIVING, PacketState.ERASED]) & Q(opened=Opened.NOT_YET),
    "masuk": Q(opened=Opened.DONE, recorded__standing=Recorded.Standing.COUNTS),
    "lain": Q(opened=Opened.DONE, recorded=None),
    "satu": Q(state=PacketState.HELD),
    "karantina": ~Q(quarantine="") & Q(released_at=None),
    "baru": retrying.FOR_UPDATE_ALONE,
    "tersisih": aside.ASIDE,
    "jam": Q(is_clock_odd=True),
}


def packets(within: str = "") -> QuerySet[Packet]:
    """Newest first. Who works in an area sees those of its stations."""
    found = Packet.objects.select_related("epoch__station__place", "recorded", "closing").order_by(
        "-told_at", "-pk"
    )
    return found.filter(epoch__station__place__area__code__startswith=within) if within else found


def by_slip(text: str, within: str = "") -> QuerySet[Packet]:
    """Those of the code on a resident's slip, however it was typed: `7KQM-X2PD-9RTB`. Known once a packet was
    opened.
    """
    letters = [letter for letter in text.upper() if letter in slips.LETTERS]
    fours = ["".join(letters[at : at + 4]) for at in range(0, len(letters), 4)]
    return packets(within).filter(recorded__slip="-".join(fours)) if fours else packets(within).none()


ASIDE = FILTERS["karantina"] & Q(recorded=None)
UNOPENED = {
    "karantina": ASIDE,
    "menunggu": FILTERS["menunggu"] & ~FILTERS["karantina"],
    "tiba": FILTERS["tiba"] & ~FILTERS["karantina"] & Q(given_up_at=None),
    "gagal": Q(opened=Opened.FAILED) & ~FILTERS["karantina"],
}


def unopened(within: str = "") -> dict[str, int]:
    """How many packets have come of which nobody can say yet what slip they belong to: the code lies inside,
    sealed, and their headers say nothing about anybody.
    """
    found = packets(within).order_by()
    return found.aggregate(**{name: Count("pk", filter=each) for name, each in UNOPENED.items()})


def counts(within: str = "") -> dict[str, int]:
    found = packets(within).order_by()
    return found.aggregate(**{name: Count("pk", filter=each) for name, each in FILTERS.items()})


@dataclass(frozen=True, slots=True)
class Line:
    """How far a station's packets are."""

    station: Station
    epoch: Epoch
    held: int
    last: int
    missing: tuple[Gap, ...]
    lost: int  # numbers that nobody waits for any more
    broken: tuple[int, ...]
    last_at: Any
    unsent: int

    @property
    def missing_count(self) -> int:
        return gaps.count(self.missing)

    @property
    def is_whole(self) -> bool:
        return not self.missing and not self.broken


def lines(within: str = "") -> list[Line]:
    """Each set of keys that sent anything or is in use."""
    found = list(stations.within(within))
    epochs = [epoch for station in found for epoch in station.epochs.all()]
    seen, told, lost = _seen(epochs), awaiting.told_of(epochs), awaiting.lost_of(epochs)
    missing, broken = awaiting.gaps_of(epochs), awaiting.broken_of(epochs)
    each = []
    for station in found:
        for epoch in station.epochs.all():
            last, at, count = seen.get(epoch.pk, (0, None, 0))
            closing, unsent = told.get(epoch.pk, (0, 0))
            every = [*missing.get(epoch.pk, ()), *gaps.after(last, told=closing)]
            left = gaps.without(every, lost.get(epoch.pk, ()))
            if max(last, closing) or epoch.state == "active":
                each.append(
                    Line(
                        station,
                        epoch,
                        held=count,
                        last=max(last, closing),
                        missing=tuple(left),
                        lost=gaps.count(every) - gaps.count(left),
                        broken=tuple(broken.get(epoch.pk, ())),
                        last_at=at,
                        unsent=unsent,
                    )
                )
    return each


def _seen(epochs: Sequence[Epoch]) -> dict[int, tuple[int, Any, int]]:
    """By epoch the last number that is held, when it came, and how many are."""
    held = Packet.objects.filter(epoch__in=epochs, held_at__isnull=False).order_by().values("epoch_id")
    rows = held.annotate(last=Max("sequence"), at=Max("held_at"), n=Count("pk"))
    return {row["epoch_id"]: (row["last"], row["at"], row["n"]) for row in rows}


# -- to decide ---------------------------------------------------------------------------------------


def open_cases() -> QuerySet[Case]:
    found = Case.objects.filter(decided_at=None, is_moot=False)
    return found.select_related("proposed_by").prefetch_related("packets__recorded")


def decided_cases() -> QuerySet[Case]:
    return (
        Case.objects.filter(decided_at__isnull=False)
        .select_related("proposed_by", "decided_by")
        .order_by("-decided_at", "-pk")
    )


def clashing(within: str = "") -> QuerySet[Correction]:
    """Who works in an area sees those of its residents."""
    found = Correction.objects.filter(state=Correction.State.CLASHING, resident__isnull=False)
    if within:
        found = found.filter(resident__area__code__startswith=within)
    return (
        found.filter(recorded__standing=Recorded.Standing.COUNTS)
        .select_related("resident", "recorded__packet")
        .order_by("resident", "field", "pk")
    )


# -- at the centre ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Aged:
    """Recordings that have been in a status for a while, and what is done next."""

    status: str
    step: Step
    people: int
    oldest: date | None


def ageing_statuses(on: date, within: str = "") -> list[Aged]:
    """By status and next step, those that need something first."""
    rows = (
        _sessions(within, on)
        .values_list("status", "step")
        .annotate(n=Count("nik", distinct=True), oldest=Min("status_on"))
    )
    each = [Aged(status, Step(step), people, oldest) for status, step, people, oldest in rows]
    return sorted(each, key=lambda a: (a.step in (Step.WAIT, Step.NOTHING), a.oldest or on, a.status))


def sessions_at(status: str, step: Step, *, on: date, within: str = "") -> QuerySet[Session]:
    """Those behind a line, the oldest first."""
    found: QuerySet[Session] = _sessions(within, on).filter(status=status, step=step.value)
    return found.order_by("status_on", "pk")


def _sessions(within: str, on: date) -> Any:
    found = Session.objects.exclude(status="").filter(status_on__isnull=False).order_by()
    found = found.annotate(step=_step(on))
    return found.filter(area_code__startswith=within) if within else found


def _step(on: date) -> conditional.Case:
    """``ageing.step`` as the database works it out."""
    whens = [
        conditional.When(status=status, status_on__lte=on - timedelta(days=days), then=Value(step.value))
        for status in ageing.RULES
        for days, step in ageing.stages(status)
    ]
    issued = conditional.When(status=ageing.ISSUED, then=Value(Step.NOTHING.value))
    return conditional.Case(issued, *whens, default=Value(Step.WAIT.value))


# -- quality and time -----------------------------------------------------------------------------------

# What is in quarantine says nothing of anybody's work until two people have let it out.
BELIEVED = quarantine.believed("recorded__packet__")


# Whoever took it, or did the step; most of the time that is who finished the recording.
WHO = conditional.Case(conditional.When(operator="", then=F("recorded__operator")), default=F("operator"))
# A laptop's own camera has no plate: the laptop tells it.
WEBCAM = Q(make="", model="camera", serial="")
LAPTOP = conditional.Case(
    conditional.When(WEBCAM, then=F("recorded__packet__epoch__station__name")), default=Value("")
)


def quality(by: str, *, since: date, within: str = "") -> list[dict[str, Any]]:
    """By device, operator or place: how good captures are, how often low ones were accepted. Worst first."""
    keys = {
        "device": ("make", "model", "serial", "laptop"),
        "operator": ("who",),
        "place": ("recorded__place",),
    }[by]
    found = Image.objects.filter(BELIEVED, recorded__arrived_on__gte=since, has_quality=True)
    found = found.annotate(who=WHO, laptop=LAPTOP)
    if by == "device":
        found = found.exclude(make="", model="", serial="")
    if within:
        found = found.filter(recorded__packet__epoch__station__place__area__code__startswith=within)
    rows = (
        found.values(*keys, "modality")
        .annotate(
            n=Count("pk"), mean=Avg("quality"), low=Count("pk", filter=Q(is_low=True)), tries=Avg("tries")
        )
        .order_by(F("mean").asc())
    )
    return [{**row, "name": " ".join(str(row[key]) for key in keys if row[key]) or "–"} for row in rows]


def step_times(*, since: date, within: str = "") -> list[dict[str, Any]]:
    """How long each step takes, by operator who did it (``who``): who needs help."""
    found = StepTime.objects.filter(BELIEVED, recorded__arrived_on__gte=since)
    if within:
        found = found.filter(recorded__packet__epoch__station__place__area__code__startswith=within)
    rows = (
        found.annotate(who=WHO)
        .values("who", "step")
        .annotate(n=Count("pk"), mean=Avg("seconds"), longest=Max("seconds"))
    )
    return [dict(row) for row in rows.order_by("who", "-mean")]


def told(recorded: Sequence[Recorded]) -> dict[str, int]:
    """Recordings by how they stand."""
    return {each.value: sum(r.standing == each for r in recorded) for each in Recorded.Standing}


def bytes_held() -> int:
    found = Packet.objects.filter(state__in=[PacketState.HELD, PacketState.COPIED])
    return found.aggregate(sum=Sum("length"))["sum"] or 0
