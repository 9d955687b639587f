"""What was promised, written down outside of every process that is killed.

A recording is *begun* when the counter has it, and *told* when the screen has said "Tersimpan". In the end
each one that was told is at the office exactly once, byte for byte; each that was only begun is there once or
not at all; and nothing else is there. It also heard whose each recording is: that person counts by it, once,
and nobody else does. All NIKs are invented.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rekam.wire import carried, packets, receipts
from rekam.wire.keys import VerifyKey
from rekam.wire.recordings import Recording
from rekam.wire.trouble import WireTrouble


class Disproved(AssertionError):
    """A promise was broken. The message says which."""


COUNTED = "BIO_CAPTURED"  # what the office says of a session that counts by a packet


def as_recorded(recording: Recording) -> bytes:
    """All that was recorded, images too. Not by the product's own writer: what that leaves out would be
    missed on both sides.
    """
    return repr(recording).encode()


@dataclass
class Oracle:
    begun: dict[bytes, bytes] = field(default_factory=dict)  # packet id -> hash of what was recorded
    whose: dict[bytes, str] = field(default_factory=dict)  # packet id -> NIK, empty where they named none
    told: dict[bytes, int] = field(default_factory=dict)  # packet id -> the number the screen showed
    receipts: dict[str, bytes] = field(default_factory=dict)  # by the path that asks for them
    twice: dict[bytes, int] = field(default_factory=dict)  # those of which it said "two copies"
    drafts: dict[bytes, list[bytes]] = field(default_factory=dict)  # a draft -> the packets it was sealed in
    sealed: set[bytes] = field(default_factory=set)  # drafts that were seen gone, with their packet there

    def hears(self, kind: str, value: Any) -> None:
        """What a laptop's process says."""
        if kind == "begun":
            self.begun[value[0]], self.whose[value[0]] = value[1], value[2] or ""
        elif kind == "saved":
            if value[0] in self.told:
                raise Disproved(f"one recording was called saved twice: {value[1]}")
            self.told[value[0]] = value[1]
            if value[2] == 2:
                self.twice[value[0]] = value[1]

    def hears_all(self, kind: str, value: Any) -> None:
        """The laptop on whose disk the drafts lie that are looked for."""
        if kind == "drafted":
            self.drafts[value] = []
        elif kind == "sealing":  # a draft may be one of which nothing could be said any more
            self.drafts.setdefault(value[0], []).append(value[1])
        else:
            self.hears(kind, value)

    def overhears(self, path: str, body: bytes) -> None:
        """What the office answers: a receipt has the same bytes for ever."""
        if "/commit" not in path and "/receipt" not in path:
            return
        name = path.replace("/commit", "/receipt?level=1")
        if body and self.receipts.setdefault(name, body) != body:
            raise Disproved("a receipt was given twice, in other bytes")

    def check_laptop(self, truth: dict[str, Any]) -> None:
        """Everything told is here under the number that was shown, once; no number is missing."""
        if truth["wrong"]:
            raise Disproved("; ".join(truth["wrong"]))
        here = Counter(row["id"] for row in truth["packets"])
        numbers = {row["id"]: row["sequence"] for row in truth["packets"]}
        for packet_id, number in self.told.items():
            if number > truth["after"] and numbers.get(packet_id) != number:
                raise Disproved(f"number {number} was called saved and is not on the laptop")
        if any(count > 1 for count in here.values()) or set(here) - set(self.begun):
            raise Disproved("the laptop holds a packet twice, or one that was never recorded")
        self._check_drafts({*truth["drafts"]}, {*here, *self.told})

    def _check_drafts(self, left: set[bytes], kept: set[bytes]) -> None:
        """Of each draft either it is there and no packet of it, or one packet and not the draft. *left*: the
        drafts on the laptop; *kept*: packets there, or known to be.
        """
        for draft in self.drafts.keys() - (self.sealed - left):
            of_it = len(kept.intersection(self.drafts[draft]))
            if draft in left and of_it:
                raise Disproved("a packet was kept and its draft as well: somebody would be recorded twice")
            if draft not in left and not of_it:
                raise Disproved("a draft is gone, and no packet was kept of it")
            if of_it > 1:
                raise Disproved(f"{of_it} packets were kept of one draft")
            if draft not in left:
                self.sealed.add(draft)

    def check_deleted(self, rows: Iterable[dict[str, Any]], office: dict[str, Any]) -> None:
        """What a laptop has let go lies at the office, whole."""
        whole = {row["id"] for row in office["packets"] if row["is_whole"] and row["state"] != "arriving"}
        for row in rows:
            if not row["has_bytes"] and row["id"].hex() not in whole:
                raise Disproved(f"number {row['sequence']} was deleted, and the office does not have it")

    def check_receipted(self, rows: Iterable[dict[str, Any]], office: dict[str, Any]) -> None:
        """A receipt is good for ever: the office still has what it signed for."""
        there = {row["id"]: row for row in office["packets"] if row["state"] != "arriving"}
        for row in rows:
            held = there.get(row["id"].hex())
            if row["state"] != "waiting" and not (held and held["is_whole"]):
                raise Disproved(f"number {row['sequence']} has a receipt, and the office does not hold it")
            if row["state"] in ("held_twice", "deleted") and not (held and held["is_twice"]):
                why = "was deleted" if row["state"] == "deleted" else "has a second receipt"
                raise Disproved(f"number {row['sequence']} {why}, and there is one copy")

    def check_office(self, truth: dict[str, Any], *, everything: bool = True, processed: bool = True) -> None:
        """*everything*: all that was told must be there by now; *processed*: and in the register."""
        good = [row for row in truth["packets"] if row["quarantine"] == "" and row["state"] != "arriving"]
        copies = Counter(bytes.fromhex(row["id"]) for row in good)
        for row in good:
            self._check_row(row, processed=processed)
        if everything:
            for packet_id, number in self.told.items():
                if copies[packet_id] != 1:
                    raise Disproved(f"number {number} is at the office {copies[packet_id]} times")
        if any(count > 1 for count in copies.values()):
            raise Disproved("the office believes two packets of one id")

    def _check_row(self, row: dict[str, Any], *, processed: bool) -> None:
        packet_id = bytes.fromhex(row["id"])
        if packet_id not in self.begun:
            raise Disproved(f"the office believes a packet that nobody recorded ({row['sequence']})")
        if not row["is_whole"] or row["recorded_hash"] != self.begun[packet_id]:
            raise Disproved(f"number {row['sequence']} is at the office, and altered")
        if row["recorded"] != (1 if processed else min(row["recorded"], 1)):
            raise Disproved(f"number {row['sequence']} counts {row['recorded']} times")
        if row["recorded"] and row["nik"] != self.whose[packet_id]:
            raise Disproved(f"number {row['sequence']} is in the register as somebody else's")

    def check_kept(self, rows: Iterable[dict[str, Any]]) -> None:
        """Everything told lies at the office, believed or not: once, whole, and as it was recorded."""
        kept = Counter(bytes.fromhex(row["id"]) for row in rows if row["state"] != "arriving")
        for packet_id, number in self.told.items():
            if kept[packet_id] != 1:
                raise Disproved(f"number {number} is kept {kept[packet_id]} times")
        for row in rows:
            if not row["is_whole"] or row["recorded_hash"] != self.begun[bytes.fromhex(row["id"])]:
                raise Disproved(f"number {row['sequence']} was altered")

    def check_copies(self, folder: Path) -> None:
        """Whatever the screen called two copies lies on the second disk."""
        ids = {_whole(path) for path in folder.glob("*.rekam")}
        missing = [number for packet_id, number in self.twice.items() if packet_id not in ids]
        if missing:
            raise Disproved(f"numbers {missing} were said to have two copies, and have one")

    def check_totals(self, truth: dict[str, Any], counting: Iterable[bytes] | None = None) -> None:
        """Each person who was recorded has one session that counts, and counts once in the ledger, however
        often it was sent; nobody else does. *counting*: by these packets alone, and not by all that are in
        the register and in no quarantine.
        """
        if counting is None:
            counting = [bytes.fromhex(row["id"]) for row in truth["packets"] if _is_believed(row)]
        wanted = Counter({self.whose[packet_id]: 1 for packet_id in counting if self.whose[packet_id]})
        sessions = Counter(nik for nik, status in truth["sessions"] if status == COUNTED)
        for what, found in (("sessions", sessions), ("ledger", Counter(truth["ledger"]))):
            if found != wanted:
                more, less = (found - wanted).total(), (wanted - found).total()
                raise Disproved(
                    f"the {what}: {wanted.total()} people were recorded, {less} of them do not count, and"
                    f" {more} others do"
                )

    def check_log(self, log: dict[str, Any]) -> None:
        if log["wrong"]:
            raise Disproved(log["wrong"][0])

    def check_receipts(self, truth: dict[str, Any], keys: Iterable[VerifyKey]) -> None:
        for row in truth["packets"]:
            if row["receipts"] and row["quarantine"] in ("forged", "unknown_key"):
                raise Disproved("somebody else's packet got a receipt")
            for level, data in row["receipts"].items():
                receipt = receipts.read_receipt(data, *keys)
                if (receipt.packet_id.hex(), receipt.level) != (row["id"], level):
                    raise Disproved("a receipt is kept for another packet")


def _is_believed(row: dict[str, Any]) -> bool:
    """In the register, and in no quarantine, or let out of it by two people."""
    return bool(row["recorded"]) and (row["quarantine"] == "" or row["is_released"])


def _whole(path: Path) -> bytes:
    """Whose copy this is; nobody's if it is damaged."""
    try:
        sealed = carried.read(path.read_bytes())
        header = packets.read(sealed.header).header
        packets.check_ciphertext(header, sealed.ciphertext)
    except WireTrouble:
        return b""
    return header.packet_id
