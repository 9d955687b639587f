"""Two people decide a case: the first proposes, the second, another person, agrees or proposes otherwise."""

from dataclasses import dataclass

from rekam.domain.trouble import RuleBroken


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one person wants done: which recordings shall count, and whose they are where nobody said so."""

    by: int
    counting: frozenset[str]
    nik: str = ""


def decide(said: Proposal, *, before: Proposal | None, about: frozenset[str]) -> bool:
    """Whether it is decided now. Not yet: *said* stands as the proposal, for somebody else to confirm."""
    if not said.counting <= about:
        raise RuleBroken("case.other_recordings", "These recordings do not belong to this case.")
    if before is None or (before.counting, before.nik) != (said.counting, said.nik):
        return False
    if before.by == said.by:
        raise RuleBroken(
            "case.second_person", "You proposed this yourself. Another person has to confirm it."
        )
    return True
