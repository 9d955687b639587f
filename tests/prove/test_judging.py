"""What the proof judges it can find wrong: each judgement, by a mistake that nothing else would see."""

from collections.abc import Iterator

import pytest

from proof.oracle import Disproved
from proof.trials import TRIALS
from proof.world import Factory, Nurseries


@pytest.fixture(scope="module")
def factory() -> Iterator[Factory]:
    with Nurseries.open() as nurseries:
        yield Factory(nurseries)


@pytest.mark.parametrize(
    ("bug", "trial", "said"),
    [
        ("two recordings of one portion change places", "a plain day", "somebody else's"),
        ("what is held back counts at once", "a revoked laptop", "the sessions: .* 2 others do"),
        ("what is held back counts at once", "a cloned disk", "the sessions: .* 3 others do"),
        ("one person alone lets out of quarantine", "a revoked laptop", "the sessions: .* 2 others do"),
        ("all of a clone counts where two people let out some", "a cloned disk", "the sessions: .* do"),
        ("a receipt names another line of the log", "a plain day", "which is not its packet's"),
        ("a packet stands in the log twice", "a plain day", "of no packet"),
        ("what is held back stands in no line of the log", "a revoked laptop", "no line of the log"),
        ("parts are put together in the order in which they come", "calls in any order", "arriving"),
        (
            "which parts came is known to one process alone",
            "an office restarted at each part",
            "is at the office 0 times",
        ),
    ],
)
def test_it_is_found(factory: Factory, bug: str, trial: str, said: str) -> None:
    with pytest.raises(Disproved, match=said):
        TRIALS[trial](factory, bug)
