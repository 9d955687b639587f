"""Anything in any order: a Hypothesis state machine over the real laptop and the real office.

Its disks lie in memory and its network is a list of fates. After every step the laptop's promises
for what is new are looked at; in the end the link is good, an hour has passed, and everything has to be at
the office exactly once.
"""

import random
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from proof.links import LIES, Call
from proof.nursery import NoWay
from proof.world import Factory

THROUGH, LOST, SWALLOWED, TWICE, OLD_ONES, LIE, RESTART, OLD_ANSWER = range(8)
FATES = st.lists(st.integers(THROUGH, OLD_ANSWER), max_size=8)
# What the calls of a round meet after those: every second one trouble, every tenth, none.
SHARES = st.sampled_from([0.5, 0.1, 0.1, 0.0])
BATCHES = (1, 2, 3, 8, 25)  # how many people come before something else happens
YOUNGEST_DELETED = timedelta(seconds=600)  # the holding time: no older backup is ever restored


def machine(
    factory: Factory, bug: str = "", counted: Callable[[int], None] = lambda people: None, most: int = 25
) -> Any:
    """The state machine over worlds of this factory. `counted` hears how many people were recorded."""
    batches = st.sampled_from([people for people in BATCHES if people <= most])

    class Proof(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.world = factory.world(bug)
            self.world.over(self.network)
            self.fates: list[int] = []
            self.dice, self.share = random.Random(0), 0.0
            self.lies = 0
            self.seen: list[Call] = []
            self.answers: dict[tuple[str, str], tuple[int, dict[str, str], bytes]] = {}
            self.backup_at: datetime | None = None
            self.is_set_back = False

        def network(self, *call: Any) -> tuple[int, dict[str, str], bytes]:
            fate = self.fate()
            self.seen = [*self.seen[-30:], call]
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
            for old in self.seen[:-1:5] if fate == OLD_ONES else []:
                self.world.network(*old)
            answer = self.answers[call[0], call[1]] = self.world.network(*call)
            if fate == SWALLOWED:
                raise NoWay
            return answer

        def fate(self) -> int:
            if self.fates:
                return self.fates.pop(0)
            return self.dice.randint(LOST, OLD_ANSWER) if self.dice.random() < self.share else THROUGH

        @rule(people=batches)
        def record(self, people: int) -> None:
            self.world.record(people)
            counted(people)

        @rule(fates=FATES, share=SHARES, seed=st.integers(0, 1 << 16))
        def send(self, fates: list[int], share: float, seed: int) -> None:
            self.fates, self.share, self.dice = list(fates), share, random.Random(seed)
            self.world.try_to_send()
            self.fates, self.share = [], 0.0

        @rule()
        def copy(self) -> None:
            self.world.office.call("copy")

        @rule()
        def work(self) -> None:
            self.world.office.call("work")

        @rule(whose=st.sampled_from(["laptop", "office"]))
        def kill(self, whose: str) -> None:
            self.world.kill_laptop() if whose == "laptop" else self.world.kill_office()

        @precondition(lambda self: self.seen)
        @rule(which=st.integers(0, 30))
        def replay(self, which: int) -> None:
            self.world.network(*self.seen[which % len(self.seen)])

        @rule(minutes=st.sampled_from([1, 5, 11]))
        def wait(self, minutes: int) -> None:
            self.world.later(timedelta(minutes=minutes))

        @rule(days=st.sampled_from([-3000, -1, 0, 1, 3000]))
        def turn_clock(self, days: int) -> None:
            self.world.kill_laptop()
            self.world.clock_off = timedelta(days=days)

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

        @invariant()
        def nothing_is_lost_on_the_laptop(self) -> None:
            world = self.world
            world.checked = max(world.check_laptop(after=world.checked) - 5, 0)

        def teardown(self) -> None:
            try:
                self.end()
            finally:
                self.world.close()

        def end(self) -> None:
            world = self.world
            world.kill_laptop()
            world.clock_off = timedelta()
            if not self.is_set_back:
                world.judge_held()
            world.deliver(rounds=12)
            world.later(timedelta(hours=1))
            world.deliver(rounds=12)
            world.deliver(rounds=12)
            world.judge_all()

    return Proof


def run(
    factory: Factory, *, examples: int, seed: int = 1, steps: int = 25, bug: str = "", most: int = 25
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
    run_state_machine_as_test(made, settings=wanted)
    return people[0]
