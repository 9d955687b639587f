"""Every trial, in the size in which a planted bug meets it."""

import random
from collections.abc import Callable

from proof import cuts, errors, forgeries, kills, links, mishaps, model, orders, proxy, quarantines
from proof.crashes import SLIPS, Crashed
from proof.kills import TARGETS
from proof.oracle import Disproved
from proof.world import Factory

Trial = Callable[[Factory, str], object]
PASSED, FAILED = 0, 1  # what pytest ends with; whatever else it says, it has tried nothing


def _kills(*names: str, points: int) -> Trial:
    targets = tuple(target for target in TARGETS if target.name in names)
    return lambda factory, bug: kills.run(factory, points=points, bug=bug, targets=targets)


def _messages(factory: Factory, bug: str) -> int:
    with factory.world(bug) as world:
        code, kinds = world.office.call("messages")
    if code not in (PASSED, FAILED) or SLIPS.intersection(kinds):
        raise Crashed(f"the tests of the messages ended with {code}, of {kinds}")
    if code == FAILED:
        raise Disproved(f"a test of the messages fails: {', '.join(kinds)}")
    return 1


TRIALS: dict[str, Trial] = {
    "a plain day": lambda f, bug: mishaps.plain(f, bug=bug),
    "messages": _messages,
    "forgeries": lambda f, bug: forgeries.run(f, packets_sent=60, bug=bug),
    "a bad link": lambda f, bug: links.run(f, captures=12, bug=bug),
    "a lying proxy": lambda f, bug: links.liars(f, bug=bug),
    "a wire that is cut": lambda f, bug: proxy.cut_everywhere(f, cuts=12, bug=bug),
    "anything in any order": lambda f, bug: model.run(f, examples=8, bug=bug, most=3),
    "an old backup": lambda f, bug: mishaps.old_backup(f, bug=bug),
    "an early backup": lambda f, bug: mishaps.early_backup(f, bug=bug),
    "a wrong clock at the office": lambda f, bug: mishaps.wrong_office_clock(f, bug=bug),
    "somebody in the office's place": lambda f, bug: mishaps.impostor(f, bug=bug),
    "clocks": lambda f, bug: mishaps.clocks(f, bug=bug),
    "a rotten disk": lambda f, bug: mishaps.rotten(f, bug=bug),
    "a cloned disk": lambda f, bug: quarantines.clone(f, bug=bug),
    "a disk of an earlier day": lambda f, bug: quarantines.older_disk(f, bug=bug),
    "an operator who did not sign": lambda f, bug: quarantines.not_signed(f, bug=bug),
    "calls in any order": lambda f, bug: orders.shuffled(f, bug=bug),
    "an office restarted at each part": lambda f, bug: orders.restarted(f, bug=bug),
    "a revoked laptop": lambda f, bug: quarantines.revoked(f, bug=bug),
    "a full office": lambda f, bug: mishaps.full_office(f, bug=bug),
    "a second disk that is away": lambda f, bug: mishaps.disk_away(f, bug=bug),
    "two copies": lambda f, bug: mishaps.copies(f, bug=bug),
    "a second disk that fails": lambda f, bug: mishaps.failing_copy(f, bug=bug),
    "errors": lambda f, bug: errors.run(f, most=110, bug=bug),
    "kills at the counter": _kills("the counter while it saves", points=40),
    "kills at the sender": _kills(
        "the laptop while it sends", "the laptop while it takes receipts and deletes", points=60
    ),
    "kills at the receiver": _kills("the receiver", points=60),
    "kills at the copier": _kills("the copier", points=30),
    "kills at the worker": _kills("the worker", points=60),
    "cuts at the laptop": lambda f, bug: cuts.at_laptop(f, cuts=15, dice=random.Random(1), bug=bug),
    "cuts at the office": lambda f, bug: cuts.at_office(f, cuts=15, dice=random.Random(1), bug=bug),
    "cuts after receipts": lambda f, bug: cuts.after_receipts(f, cuts=12, bug=bug),
    "kills and cuts": lambda f, bug: cuts.after_kills(f, cuts=24, bug=bug),
    "failing syncs and cuts": lambda f, bug: cuts.after_failed_syncs(f, cuts=20, bug=bug),
}
NEED_POWER = tuple(name for name in TRIALS if name.startswith("cuts") or name.endswith("and cuts"))
NEED_STRACE = tuple(
    name for name in TRIALS if name.startswith(("kills", "errors", "failing", "a second disk that fails"))
)
