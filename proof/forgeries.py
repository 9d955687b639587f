"""Whoever is not a station sends packets, whoever is not the office signs receipts: nobody believes them.

Honest packets are replayed and altered, signed with other keys, sent under other names, before and after the
honest ones. In the end the office believes exactly what was recorded, and a laptop holds only true receipts.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from secrets import token_bytes
from typing import Any

from proof.oracle import Disproved
from proof.world import Factory, World
from rekam.wire import cbor, packets, paths, receipts, shapes
from rekam.wire.keys import SealKey, SigningKey, digest
from rekam.wire.packets import Header, Sealed


@dataclass
class Thief:
    """Has seen everything that went over the line, and can make keys of their own."""

    dice: random.Random
    honest: Sealed
    header: Header
    key: SigningKey
    seal: SealKey

    @classmethod
    def of(cls, dice: random.Random, honest: Sealed) -> "Thief":
        return cls(dice, honest, packets.read(honest.header).header, SigningKey.new(), SealKey.new())

    def made_up(self, **other: Any) -> Sealed:
        """Sealed for the office as a station would, but signed by somebody else."""
        h = self.header
        facts: dict[str, Any] = {
            "packet_id": token_bytes(16),
            "station": h.station,
            "epoch": h.epoch,
            "sequence": h.sequence + self.dice.randrange(1, 50),
            "previous": token_bytes(32),
            "sealed_at": h.sealed_at,
            "boot_id": h.boot_id,
            "office_time_seen": h.office_time_seen,
            "operator": h.operator,
            "pack_version": h.pack_version,
            "recipients": {self.seal.public.name: self.seal.public},
            "signing": self.key,
        }
        return packets.seal(token_bytes(50), **{**facts, **other})

    def signed(self, header: Header, key: SigningKey | None = None) -> bytes:
        raw = shapes.pack(header, version=packets.VERSION)
        return cbor.encode([raw, (key or self.key).sign(purpose="packet", data=digest(raw))])

    # -- forged packets -------------------------------------------------------------------------

    def flipped(self) -> Sealed:
        turned = bytearray(self.honest.header)
        turned[self.dice.randrange(len(turned))] ^= 1 << self.dice.randrange(8)
        return replace(self.honest, header=bytes(turned))

    def same_id(self) -> Sealed:
        return self.made_up(packet_id=self.header.packet_id)

    def same_number(self) -> Sealed:
        return self.made_up(sequence=self.header.sequence, previous=self.header.previous)

    def signed_anew(self) -> Sealed:
        return replace(self.honest, header=self.signed(self.header))

    def other_station(self) -> Sealed:
        return replace(self.honest, header=self.signed(replace(self.header, station=token_bytes(16))))

    def other_epoch(self) -> Sealed:
        return replace(self.honest, header=self.signed(replace(self.header, epoch=self.header.epoch + 1)))

    def signature_of_another(self) -> Sealed:
        other = shapes.pack(replace(self.header, operator=token_bytes(16)), version=packets.VERSION)
        signature = cbor.decode(self.honest.header)
        assert isinstance(signature, list)
        return replace(self.honest, header=cbor.encode([other, signature[1]]))

    def no_signature(self) -> Sealed:
        raw, _ = shapes.parts(self.honest.header, count=2, subject="packet", limit=packets.LARGEST_HEADER)
        return replace(self.honest, header=cbor.encode([raw, bytes(64)]))

    def noise(self) -> Sealed:
        return Sealed(self.dice.randbytes(self.dice.randrange(1, 400)), self.honest.ciphertext)

    def replayed(self) -> Sealed:
        return self.honest

    FORGERIES: tuple[Callable[["Thief"], Sealed], ...] = (
        flipped,
        flipped,
        noise,
        same_id,
        same_number,
        signed_anew,
        other_station,
        other_epoch,
        signature_of_another,
        no_signature,
        made_up,
        replayed,
    )


def run(factory: Factory, *, packets_sent: int, bug: str = "", seed: int = 1, in_a_world: int = 600) -> int:
    """How many forged or replayed packets were sent. False receipts and calls come beside them, uncounted."""
    dice, done = random.Random(seed), 0
    while done < packets_sent:
        some = min(in_a_world, packets_sent - done)
        with factory.world(bug) as world:
            _rob(world, dice, some)
            world.deliver(rounds=12)
            world.judge()
            _lie_about_receipts(world, dice)
            _forge_calls(world)
        done += some
    return done


def _rob(world: World, dice: random.Random, times: int) -> None:
    """Half of it before the honest packet has arrived, half after."""
    world.record(3)
    thieves = [Thief.of(dice, Sealed(*world.laptop.call("header", 1 + number))) for number in range(3)]
    for half in (times // 2, times - times // 2):
        for number in range(half):
            thief = replace(thieves[number % 3], key=SigningKey.new(), seal=SealKey.new())
            _send(world, dice.choice(Thief.FORGERIES)(thief), dice)
        world.deliver()


def _send(world: World, forged: Sealed, dice: random.Random) -> None:
    """All the calls of a station, without a station's key or with one of the thief's own."""
    try:
        packet_id = packets.read(forged.header).header.packet_id
    except Exception:  # what cannot be read has no id of its own: it is sent under some id
        packet_id = token_bytes(16)
    _call(world, "PUT", paths.packet(packet_id), forged.header)
    if dice.random() < 0.5:
        _call(world, "PUT", paths.chunk(packet_id, 0), forged.ciphertext[: packets.USUAL_CHUNK])
        _call(world, "POST", paths.commit(packet_id), b"")
        _call(world, "GET", paths.receipt(packet_id, 1), b"")


def _call(world: World, method: str, path: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
    return world.network(method, path, body, {})


# -- receipts -----------------------------------------------------------------------------------


def _lie_about_receipts(world: World, dice: random.Random) -> None:
    """A laptop asks for its receipt and gets another one. It must not come to believe it."""
    world.record(2)
    world.try_to_send()
    for make in (_altered, _by_another, _of_another, _of_first_level, _of_other_bytes):
        world.over(_liar(world, dice, make))
        for _ in range(2):
            world.try_to_send()
        _nothing_believed(world)
    world.over(None)
    world.deliver()
    world.judge()


def _liar(world: World, dice: random.Random, make: Callable[..., bytes]) -> Any:
    def network(
        method: str, path: str, body: bytes, headers: dict[str, str]
    ) -> tuple[int, dict[str, str], bytes]:
        status, found, content = world.network(method, path, body, headers)
        if "/receipt" in path and "level=2" in path:
            asked = bytes.fromhex(path.split("/")[3])
            return 200, {**found, paths.STATE: "held_twice"}, make(world, dice, asked)
        return status, found, content

    return network


def _receipt(world: World, asked: bytes) -> receipts.Receipt:
    """What the office would say, and has not said."""
    header = world.header_of(asked)
    return receipts.Receipt(
        *(header.packet_id, header.digest, header.station, header.epoch, header.sequence),
        *(2, 0, 1, bytes(32), world.moment),
    )


def _altered(world: World, dice: random.Random, asked: bytes) -> bytes:
    data = bytearray(world.first_receipt(asked))
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return bytes(data)


def _by_another(world: World, dice: random.Random, asked: bytes) -> bytes:
    return receipts.sign(_receipt(world, asked), SigningKey.new())


def _of_another(world: World, dice: random.Random, asked: bytes) -> bytes:
    """A true receipt of the second level, for another packet."""
    return world.second_receipt_of_another(asked)


def _of_first_level(world: World, dice: random.Random, asked: bytes) -> bytes:
    return world.first_receipt(asked)


def _of_other_bytes(world: World, dice: random.Random, asked: bytes) -> bytes:
    """Signed by the office's own key, for this packet, with another hash: as if the disk here had changed."""
    return receipts.sign(replace(_receipt(world, asked), digest=bytes(32)), world.receipt_signing)


def _nothing_believed(world: World) -> None:
    for row in world.laptop.call("truth")["packets"][-2:]:
        if row["state"] not in ("waiting", "held"):
            raise Disproved(f"number {row['sequence']} counts as held twice by a receipt that was none")


# -- calls --------------------------------------------------------------------------------------


def _forge_calls(world: World) -> None:
    """In a station's name, with a key that is not its own: refused before anything is done."""
    header, _ = world.laptop.call("header", 1)
    station, key = packets.read(header).header.station, SigningKey.new()
    for method, path in (("GET", paths.LATEST_PACK), ("HEAD", paths.packet(token_bytes(16)))):
        headers = paths.sign_call(
            method=method, path=path, body=b"", station=station, epoch=1, date=world.moment, key=key
        )
        status, _, content = world.network(method, path, b"", headers)
        if status < 400 or len(content) > 2000:
            raise Disproved("the office answered somebody who only says that they are a station")
