"""What is known of a recording while it is being made: kept whole in the draft after every step.

Plain values that JSON holds. Images are not among them: they are pieces of their own (see `models.Shot`).
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime
from typing import Any

from rekam.domain.recording import exceptions, lasting, steps
from rekam.domain.recording.exceptions import Exempt, Why
from rekam.domain.recording.parts import Part
from rekam.domain.recording.person import Correction, Document, Matched
from rekam.domain.recording.steps import Step
from rekam.domain.wording import read_date
from rekam.station import clock


@dataclass(frozen=True)
class Person:
    """Who is recorded, as the pack or their papers say. ``token``: the pack's name for them."""

    name: str
    born: date
    sex: str
    matched: Matched = Matched.TO_MATCH
    token: str = ""
    nik: str = ""
    kk: str = ""
    birth_place: str = ""
    area: str = ""
    village: str = ""
    address: str = ""
    rt: str = ""
    rw: str = ""
    religion: str = ""
    marital: str = ""
    blood: str = ""
    status: str = ""

    def said(self, name: str) -> str:
        """A field as it is written on a form."""
        value = getattr(self, name)
        return f"{value:%d-%m-%Y}" if isinstance(value, date) else str(value)


@dataclass
class Work:
    person: Person | None = None
    again: str = ""  # why they are recorded once more, where they were recorded here today
    corrections: list[Correction] = field(default_factory=list)
    done: set[Step] = field(default_factory=set)
    exempts: list[Exempt] = field(default_factory=list)
    second: str = ""
    second_name: str = ""
    accepted: dict[str, str] = field(default_factory=dict)  # step: why a low quality is accepted
    cannot_sign: dict[str, str] = field(default_factory=dict)  # step: why there is no signature
    shown: str = ""  # hash of what the resident signed for
    seconds: dict[str, float] = field(default_factory=dict)
    shares: dict[str, dict[str, float]] = field(default_factory=dict)  # the same by step and operator
    since: datetime | None = None
    since_tick: str = ""  # the same as the machine counts

    # --- the steps

    @property
    def exceptions(self) -> frozenset[Part]:
        return frozenset(each.part for each in self.exempts)

    @property
    def steps(self) -> tuple[Step, ...]:
        return steps.needed(empty=exceptions.empty_steps(self.exceptions), has_exceptions=bool(self.exempts))

    @property
    def next_step(self) -> Step | None:
        return steps.next_step(self.done, self.steps)

    def finish(self, step: Step, at: datetime, by: str) -> None:
        """The step is done: what rests on it is done again, and its time is noted."""
        self.done = (self.done - steps.undone_by(step)) | {step}
        self.spend(step, at, by)

    def reopen(self, undone: Iterable[Step]) -> None:
        self.done -= set(undone)

    def spend(self, step: Step, at: datetime, by: str) -> None:
        """Since time began to count it was *by* who worked on this step."""
        if self.since is not None:
            wall, counted = (at - self.since).total_seconds(), clock.between(self.since_tick, clock.tick(at))
            took = lasting.lasted(wall=wall, counted=counted, most=lasting.STEP)
            if took is not None:  # a pause, or the clock was set: nobody's time
                share = self.shares.setdefault(step.value, {})
                for sums, name in ((self.seconds, step.value), (share, by)):
                    sums[name] = round(sums.get(name, 0.0) + took, 1)
        self.begin(at)

    def begin(self, at: datetime) -> None:
        """From now on time is spent."""
        self.since, self.since_tick = at, clock.tick(at)

    # --- the person as corrected

    def value(self, name: str) -> str:
        """A field after the corrections."""
        now = {each.field: each.now for each in self.corrections}
        return now.get(name) or (self.person.said(name) if self.person else "")

    @property
    def born(self) -> date:
        assert self.person
        return read_date(self.value("born")) or self.person.born

    # --- to JSON and back

    def kept(self) -> dict[str, Any]:
        found = asdict(self)
        found["person"] = self.person and {**asdict(self.person), "born": self.person.born.isoformat()}
        found["done"] = [step.value for step in Step if step in self.done]
        found["since"] = self.since and self.since.isoformat()
        return found

    @classmethod
    def read(cls, kept: dict[str, Any]) -> "Work":
        known = {each.name for each in fields(cls)}
        given = {name: value for name, value in kept.items() if name in known}
        if person := given.get("person"):
            born, matched = date.fromisoformat(person["born"]), Matched(person["matched"])
            given["person"] = Person(**{**person, "born": born, "matched": matched})
        given["corrections"] = [
            Correction(**{**each, "document": Document(each["document"])}) for each in given["corrections"]
        ]
        given["exempts"] = [
            Exempt(Part(each["part"]), Why(each["why"]), each["note"]) for each in given["exempts"]
        ]
        if isinstance(given.get("cannot_sign"), str):  # as drafts of before kept it: of the card's alone
            given["cannot_sign"] = {Step.SIGNATURE.value: why} if (why := given["cannot_sign"]) else {}
        given["done"] = {Step(each) for each in given["done"]}
        given["since"] = datetime.fromisoformat(given["since"]) if given["since"] else None
        return cls(**given)
