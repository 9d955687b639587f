"""One step in the life of a visit: found and locked, decided by the table, refused in words."""

from rekam.domain.trouble import RuleBroken
from rekam.domain.visits import life
from rekam.domain.visits.life import Move, State
from rekam.office.visits import words
from rekam.office.visits.models import Visit


def locked(visit: Visit) -> Visit:
    """As it is now, and nobody else changes it until the transaction ends."""
    return Visit.objects.select_for_update(of=("self",)).select_related("place__area").get(pk=visit.pk)


def decided(visit: Visit, move: Move) -> State:
    """Where the move leads. The rule speaks in codes; a person reads the names of states and moves."""
    try:
        return life.decide(State(visit.state), move)
    except RuleBroken as trouble:
        codes = trouble.values["moves"]
        assert isinstance(codes, list)
        possible = ", ".join(str(words.MOVES[code]) for code in codes) or "–"
        state = str(words.STATES[visit.state]).lower()
        raise RuleBroken(
            trouble.code, trouble.sentence, state=state, possible=possible, moves=codes
        ) from trouble


def subject(visit: Visit) -> str:
    """How the audit trail names a visit."""
    return f"visit:{visit.pk}"
