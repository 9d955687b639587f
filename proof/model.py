"""Anything in any order: a Hypothesis state machine over the real laptop and the real office.

Its disks lie in memory and its network is a list of fates. After every step that touches the laptop its
promises for what is new are looked at; in the end the link is good, an hour has passed, and everything has to
be at the office exactly once.
"""

import random
import shutil
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from hypothesis.errors import FlakyFailure
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from proof.links import LIES, Call
from proof.nursery import NoWay
from proof.oracle import Disproved
from proof.world import Factory
from rekam.wire import paths

THROUGH, LOST, SWALLOWED, TWICE, OLD_ONES, LIE, RESTART, OLD_ANSWER = range(8)
FATES = st.lists(st.integers(THROUGH, OLD_ANSWER), max_size=8)
# What the calls of a round meet after those: every second one trouble, every tenth, none.
SHARES = st.sampled_from([0.5, 0.1, 0.1, 0.0])
PHOTOS = (300,) * 9 + (80_000,)  # bytes of an image: two parts are rarer than elsewhere, as they cost more
MOST_PEOPLE = 50  # in a crowd: before something else happens
STEPS = 60  # of a life
A_LIFE = 130  # how many people are recorded in one, on an average
YOUNGEST_DELETED = timedelta(seconds=600)  # the holding time: no older backup is ever restored


def machine(
    factory: Factory,
    bug: str = "",
    counted: Callable[[int], None] = lambda people: None,
    most: int = MOST_PEOPLE,
) -> Any:
    """The state machine over worlds of this factory. `counted` hears how many people were recorded."""
    crowds = st.integers(1, most)

    class Proof(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.world = factory.world(bug)
            self.world.over(self.network)
            self.fates: list[int] = []
            self.dice, self.share = random.Random(0), 0.0
            self.lies = 0
            self.has_copier, self.is_copied = False, False  # the office's, beside the round that is under way
            self.seen: deque[Call] = deque(maxlen=31)
            self.answers: dict[tuple[str, str], tuple[int, dict[str, str], bytes]] = {}
            self.backup_at: datetime | None = None
            self.is_set_back = False
            self.is_touched = False  # the laptop, since its promises were looked at

        def network(self, *call: Any) -> tuple[int, dict[str, str], bytes]:
            if self.has_copier:
                self.copy_beside(call[1])
            fate = self.fate()
            self.seen.append(call)
            if fate == LIE:
                self.lies += 1
                return LIES[self.lies % len(LIES)]
            if fate == OLD_ANSWER and (call[0], call[1]) in self.answers:
                return self.answers[call[0], call[1]]
            if fate == LOST:
                raise NoWay
            if fate == RESTART:
                self.world.kill_office()
            if fate == TWICE:
                self.world.network(*call)
            for old in list(self.seen)[:-1:5] if fate == OLD_ONES else []:
                self.world.network(*old)
            answer = self.answers[call[0], call[1]] = self.world.network(*call)
            if fate == SWALLOWED:
                raise NoWay
            return answer

        def copy_beside(self, path: str) -> None:
            """An office copies while a laptop sends: by the round's first question for a second receipt
            everything that came is copied.
            """
            if path == paths.TIME:
                self.is_copied = False
            elif "level=2" in path and not self.is_copied:
                self.is_copied = True
                self.world.office.call("copy_all")

        def fate(self) -> int:
            if self.fates:
                return self.fates.pop(0)
            return self.dice.randint(LOST, OLD_ANSWER) if self.dice.random() < self.share else THROUGH

        @initialize(people=crowds, portion=st.sampled_from([16, 64]))
        def begin(self, people: int, portion: int) -> None:
            """Hypothesis leaves out whole rules of a life; one without anybody would prove nothing."""
            self.world.portion = portion
            self.record(people)

        @rule()
        def record_one(self) -> None:
            self.record(1)

        @rule(people=crowds)
        def record_crowd(self, people: int) -> None:
            self.record(people)

        def record(self, people: int) -> None:
            self.is_touched = True
            self.world.record(people, sizes=PHOTOS)
            counted(people)

        @rule(fates=FATES, share=SHARES, seed=st.integers(0, 1 << 16), has_copier=st.booleans())
        def send(self, fates: list[int], share: float, seed: int, has_copier: bool) -> None:
            self.is_touched, self.has_copier = True, has_copier
            self.fates, self.share, self.dice = list(fates), share, random.Random(seed)
            self.world.try_to_send()
            self.fates, self.share = [], 0.0

        @rule(how=st.sampled_from(["copy", "copy_all"]))
        def copy(self, how: str) -> None:
            self.world.office.call(how)

        @rule()
        def work(self) -> None:
            self.world.office.call("work")

        @rule(whose=st.sampled_from(["laptop", "office"]))
        def kill(self, whose: str) -> None:
            self.is_touched |= whose == "laptop"
            self.world.kill_laptop() if whose == "laptop" else self.world.kill_office()

        @precondition(lambda self: self.seen)
        @rule(which=st.integers(0, 30))
        def replay(self, which: int) -> None:
            self.world.network(*self.seen[which % len(self.seen)])

        @rule(minutes=st.sampled_from([1, 5, 11]))
        def wait(self, minutes: int) -> None:
            self.world.wait(timedelta(minutes=minutes))

        @rule(days=st.sampled_from([-3000, -1, 0, 1, 3000]))
        def turn_clock(self, days: int) -> None:
            self.world.turn_clock(timedelta(days=days))

        @precondition(lambda self: not self.is_set_back)
        @rule()
        def back_up(self) -> None:
            self.world.kill_office()
            shutil.rmtree(self.world.folder / "backup", ignore_errors=True)
            shutil.copytree(self.world.folder / "office", self.world.folder / "backup")
            self.backup_at = self.world.moment

        @precondition(lambda self: self.backup_at and self.world.moment - self.backup_at < YOUNGEST_DELETED)
        @rule()
        def set_back(self) -> None:
            self.world.kill_office()
            shutil.rmtree(self.world.folder / "office")
            shutil.copytree(self.world.folder / "backup", self.world.folder / "office")
            self.world.oracle.receipts.clear()
            self.is_set_back = True

        @precondition(lambda self: self.is_touched)
        @invariant()
        def nothing_is_lost_on_the_laptop(self) -> None:
            world, self.is_touched = self.world, False
            world.checked = max(world.check_laptop(after=world.checked) - 5, 0)

        def teardown(self) -> None:
            try:
                self.end()
            finally:
                self.world.close()

        def end(self) -> None:
            world, self.has_copier = self.world, True
            world.kill_laptop()
            world.clock_off = timedelta()
            if not self.is_set_back:
                world.judge_held()
            world.deliver(rounds=12)
            world.later(timedelta(hours=1))
            world.let_go()
            world.judge_all()

    return Proof


def run(
    factory: Factory,
    *,
    examples: int,
    seed: int = 1,
    steps: int = STEPS,
    bug: str = "",
    most: int = MOST_PEOPLE,
) -> int:
    """How many people were recorded in so many lives."""
    people = [0]

    def counted(number: int) -> None:
        people[0] += number

    wanted = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize=False,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
        phases=[Phase.generate] if bug else [Phase.generate, Phase.shrink],
    )
    made = seeded(seed)(machine(factory, bug, counted, most))
    try:
        run_state_machine_as_test(made, settings=wanted)
    except FlakyFailure as found:  # keys and images are chance: what does not come again was disproved
        raise next((each for each in found.exceptions if isinstance(each, Disproved)), found) from found
    return people[0]
