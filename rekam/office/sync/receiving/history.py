"""What shows a laptop that the log of what was received still has everything it had before."""

import re
from urllib.parse import parse_qs

from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken
from rekam.office.sync.models import Leaf
from rekam.wire import log, shapes
from rekam.wire.log import Proof

NAMES = ("from", "to", "leaf", "in")


class NotSoLong(RuleBroken):
    """The office signed for a longer log once: it was set back to a backup since."""

    def __init__(self) -> None:
        super().__init__("log.not_so_long", gettext_noop("The office's log is not as long as that."))


def proof(query: str) -> bytes:
    """Of the two logs and the entry that the query names (``paths.log``)."""
    earlier, later, leaf, within = _numbers(query)
    longest = max(later, within)
    held = Leaf.objects.filter(place__lt=longest).order_by("place")
    leaves = [bytes(each) for each in held.values_list("hash", flat=True)]
    if len(leaves) < longest:
        raise NotSoLong
    found = Proof(
        tuple(log.consistency_proof(leaves[:later], earlier)),
        tuple(log.inclusion_proof(leaves[:within], leaf)),
    )
    return found.to_bytes()


def _numbers(query: str) -> list[int]:
    said = parse_qs(query)
    texts = [said.get(name, [""])[0] for name in NAMES]
    if not all(re.fullmatch(r"\d{1,15}", text) for text in texts):
        raise shapes.unreadable("request", "query")
    earlier, later, leaf, within = (int(text) for text in texts)
    if not (0 < earlier <= later and 0 <= leaf < within):
        raise shapes.unreadable("request", "query")
    return [earlier, later, leaf, within]
