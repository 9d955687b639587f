"""What a process of the office does in the proof: take calls, make second copies, process, tell the truth."""

import contextlib
import io
import threading
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from proof import clocks, messages, planting
from proof.nursery import Outside, Roles, told
from proof.oracle import as_recorded
from rekam.domain.sync.arrivals import UNPROVEN
from rekam.office.accounts.models import User
from rekam.office.accounts.rights import Role
from rekam.office.ledger.models import Line
from rekam.office.recordings.models import Session
from rekam.office.regions import actions as regions
from rekam.office.residents.models import Resident
from rekam.office.stations import actions as stations
from rekam.office.stations import enrolling, issuing, keys, queries
from rekam.office.stations.models import Enrolment, Epoch, Station
from rekam.office.sync import worker
from rekam.office.sync.deciding import cases
from rekam.office.sync.keeping import shelf
from rekam.office.sync.models import Case, Leaf, LogHead, Packet, PacketState, Receipt, Recorded
from rekam.office.sync.receiving import carrying, copying, receiver
from rekam.office.sync.taking import judging
from rekam.office.sync.unsealing import aside, intake_keys, opening
from rekam.wire import log, packets, receipts
from rekam.wire.keys import digest
from rekam.wire.log import Frontier

PASSWORD = "sandi-laptop-budi"
HOLDING_SECONDS = 600
SYNCHRONOUS = ""  # a planted bug says OFF


class _Office:
    outside: Outside
    crashes: list[tuple[str, str, str]]  # in threads of the server, until they can be told


def begin(
    outside: Outside,
    *,
    folder: str,
    second: str,
    now: datetime | None = None,
    portion: int = worker.AT_ONCE,
    bug: str = "",
) -> Roles:
    """A fork has its own folder and connections; its clock stands where the proof wants it. It processes a
    *portion* of packets in one transaction.
    """
    connection.close()
    settings.DATA = Path(folder)
    settings.SECOND_COPY, settings.INTAKE_RESERVE_MB = second, 1
    connection.settings_dict["NAME"] = settings.DATA / "rekam.sqlite3"
    planting.plant(bug, "office")
    if SYNCHRONOUS:
        command = connection.settings_dict["OPTIONS"]["init_command"]
        connection.settings_dict["OPTIONS"]["init_command"] = f"{command};PRAGMA synchronous={SYNCHRONOUS}"
    if now is not None:
        clocks.show(now)
    issuing.HOLDING_SECONDS, worker.AT_ONCE = HOLDING_SECONDS, portion
    _Office.outside, _Office.crashes, aside.note = outside, [], _put_aside
    return {
        "alive": lambda: True,
        "show_time": clocks.show,
        "plant": lambda name: planting.check(name, "office"),
        "serve": serve,
        "set_up": set_up,
        "register": register,
        "begin_enrolment": begin_enrolment,
        "grant": grant,
        "issue": issue,
        "ask": ask,
        "copy": lambda: copying.turn(at=timezone.now()),
        "copy_all": copy_all,
        "work": work,
        "rehearse": rehearse,
        "messages": messages.tried,
        "revoke": revoke,
        "decide": decide,
        "carry": carry,
        "fill": fill,
        "truth": truth,
        "row": row,
        "second_receipt_of_another": second_receipt_of_another,
        "log": whole_log,
        "salt": lambda: bytes(_user("budi").station_operator.salt),
    }


# -- an office ----------------------------------------------------------------------------------


def set_up() -> None:
    """Kutai Timur, two people who enrol, one who records."""
    regions.set_up(regency="64.08", name="Disdukcapil", at=timezone.now())
    for name, role in (("dewi", Role.ADMINISTRATOR), ("rina", Role.ADMINISTRATOR), ("budi", Role.OPERATOR)):
        User.objects.create(username=name, full_name=name.title(), role=role)
    keys.prepare()
    shelf.begin_second()
    budi, dewi = _user("budi"), _user("dewi")
    stations.set_password(user=budi, password=PASSWORD, by=dewi, at=timezone.now())


def register(people: int) -> list[str]:
    """A register of so many invented women, as it comes from a file."""
    from tests import make

    niks = [f"640804{41 + n % 28:02}0190{n // 28 + 1:04}" for n in range(people)]
    rows = [make.siti(NIK=nik, TGL_LHR=f"{1 + n % 28:02}-01-1990") for n, nik in enumerate(niks)]
    make.committed(rows)
    return niks


def begin_enrolment(name: str) -> tuple[int, str]:
    station = Station.objects.filter(name=name).first()
    if station is None:
        station = stations.add(by=_user("dewi"), at=timezone.now(), name=name)
    enrolment = enrolling.begin(station=station, by=_user("dewi"), at=timezone.now())
    return enrolment.pk, enrolment.code


def grant(pk: int) -> None:
    enrolling.grant(enrolment=Enrolment.objects.get(pk=pk), by=_user("rina"), at=timezone.now())


def issue(name: str) -> None:
    issuing.issue(
        station=Station.objects.get(name=name),
        wanted=issuing.Wanted(),
        operators=[_user("budi").station_operator],
        expires_at=timezone.now() + timedelta(days=20),
        by=_user("dewi"),
        at=timezone.now(),
    )


def _user(name: str) -> User:
    return User.objects.get(username=name)


# -- what it does -------------------------------------------------------------------------------


def ask(method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
    """A call over the network, as the WSGI server would hand it over."""
    where, _, query = path.partition("?")
    told = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    environ = {
        **told,
        "REQUEST_METHOD": method,
        "PATH_INFO": where,
        "QUERY_STRING": query,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
    answered: list[Any] = []
    parts = receiver.application(environ, lambda status, found: answered.extend([status, found]))
    status, found = answered
    return int(status.split()[0]), dict(found), b"".join(parts)


def serve() -> int:
    """The receiver behind real sockets; the port comes back."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), Handler)
    server.set_app(_noting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return int(server.server_port)


def _noting(environ: dict[str, Any], start: receiver.Start) -> Iterable[bytes]:
    try:
        return receiver.application(environ, start)
    except ConnectionError:  # whoever called is no more
        raise
    except Exception as error:
        _Office.crashes.append(told(error))
        raise


def _put_aside(packet: Packet, error: Exception) -> None:
    """In place of a line in the log, which nobody reads here."""
    _Office.outside.say("crashed", told(error))


class Handler(WSGIRequestHandler):
    """Says nothing on the terminal, and waits for nothing."""

    disable_nagle_algorithm = True

    def log_message(self, *_: Any) -> None:
        return


def work() -> int:
    """Process what waits; how many packets were looked at."""
    private, looked = intake_keys.read(), 0
    while portion := worker.turn(private, at=timezone.now()):
        looked += portion
    return looked


def copy_all() -> None:
    """As the thread of the copier does it: what was lost and is there again, then all that is held once."""
    copying.find_again(at=timezone.now())
    copying.round_(threading.Event())


def rehearse() -> None:
    """Process what waits, without what the ledger needs: the threads of that would be missing in a fork."""
    real, judging.settle = judging.settle, lambda *_, **__: None
    try:
        work()
    finally:
        judging.settle = real


def revoke() -> None:
    """The laptop was stolen, as somebody believes."""
    epoch = Epoch.objects.get(state="active")
    stations.revoke(epoch=epoch, why="stolen", by=_user("dewi"), at=timezone.now())


def decide(kind: str, counting: Collection[str], by: str) -> None:
    """Somebody says which of the packets in quarantine shall count, by their ids."""
    case = Case.objects.get(kind=kind, decided_at=None)
    names = case.packets.filter(packet_id__in=counting).values_list("name", flat=True)
    cases.decide(case=case, counting=list(names), why="seen", by=_user(by), at=timezone.now())


def carry(folder: str) -> int:
    """Packets that were brought on a USB disk."""
    return carrying.bring_in(Path(folder), by=None, at=timezone.now()).taken


def fill(is_full: bool) -> None:
    """The office has less room than it must keep free."""
    settings.INTAKE_RESERVE_MB = 1 << 40 if is_full else 1


# -- the truth ----------------------------------------------------------------------------------


def truth(known: int = 0, opened: bool = True) -> dict[str, Any]:
    """Every packet after the first *known*, opened with the intake key from its bytes; and totals."""
    while _Office.crashes:
        _Office.outside.say("crashed", _Office.crashes.pop())
    private = intake_keys.read() if opened else None
    signers = cache(queries.signing_keys)
    whose = _whose()
    found = list(Packet.objects.filter(pk__gt=known).order_by("pk").prefetch_related("receipts"))
    return {
        "packets": [_told(packet, whose.get(packet.pk), private, signers) for packet in found],
        "last": max((packet.pk for packet in found), default=known),
        "sessions": list(Session.objects.order_by().values_list("nik", "status")),
        "ledger": _ledger(),
    }


def _whose() -> dict[int, str]:
    """By packet whose recording the register believes it to be: their NIK, empty for somebody without one.
    Where what it keeps of one recording names several people, all of them.
    """
    named = ("nik", "resident__nik", "session__nik")
    rows = Recorded.objects.order_by().values_list("packet_id", *named)
    return {packet: " ".join(sorted({nik or "" for nik in niks})) for packet, *niks in rows}


def _ledger() -> dict[str, int]:
    """How often each person counts as recorded who does, by their NIK."""
    lines = Line.objects.filter(measure="recorded").order_by().values_list("resident_id")
    sums = {resident: amount for resident, amount in lines.annotate(sum=Sum("amount")) if amount}
    niks = dict(Resident.objects.filter(pk__in=sums).order_by().values_list("pk", "nik"))
    return {niks.get(resident, f"resident {resident}"): amount for resident, amount in sums.items()}


def row(packet_id: str) -> dict[str, Any]:
    """The honest packet of this id, without its content."""
    return _told(Packet.objects.filter(packet_id=packet_id).exclude(leaf=None).get())


def second_receipt_of_another(packet_id: str) -> bytes:
    others = Receipt.objects.filter(level=2).exclude(packet__packet_id=packet_id)
    return bytes(others.order_by("pk")[:1].get().data)


def _told(
    packet: Packet,
    nik: str | None = None,
    private: opening.Keys | None = None,
    signers: opening.Signers = queries.signing_keys,
) -> dict[str, Any]:
    is_whole = packet.state == PacketState.ARRIVING or shelf.is_whole(packet.digest)  # before it is mended
    is_twice = shelf.held(packet.digest, Path(settings.SECOND_COPY)).exists() and (
        shelf.digest_of(shelf.held(packet.digest, Path(settings.SECOND_COPY))) == packet.digest
    )
    recorded_hash = b""  # of what cannot be opened there is none
    if private is not None and packet.state != PacketState.ARRIVING:
        with contextlib.suppress(Exception):
            recorded_hash = digest(as_recorded(opening.read(packet, private, signers).recording))
    return {
        "pk": packet.pk,
        "id": packet.packet_id,
        "name": packet.name,
        "station": packet.station_key,
        "epoch": packet.epoch_number,
        "sequence": packet.sequence,
        "state": packet.state,
        "quarantine": packet.quarantine,
        "is_released": packet.released_at is not None,
        "opened": packet.opened,
        "is_twice": is_twice,
        "is_whole": is_whole,
        "recorded_hash": recorded_hash,
        "recorded": int(nik is not None),
        "nik": nik,
        "header": bytes(packet.header),
        "receipts": {r.level: bytes(r.data) for r in packet.receipts.all()},
    }


def whole_log() -> dict[str, Any]:
    """The log from its leaves, against its head and every receipt; what does not fit."""
    leaves = [bytes(leaf.hash) for leaf in Leaf.objects.order_by("place")]
    head = LogHead.objects.first()
    wrong: list[str] = []
    frontier = Frontier.from_bytes(bytes(head.frontier)) if head is not None else Frontier()
    if (frontier.size, frontier.root) != (len(leaves), log.root_of(leaves)):
        wrong.append("the head of the log is not that of its leaves")
    places = _places(leaves, wrong)
    roots = _roots(leaves)
    for kept in Receipt.objects.order_by():
        told = receipts.read_receipt(bytes(kept.data), *keys.receipt_publics())
        if told.log_index != places.get(kept.packet_id) or told.log_index >= told.log_size:
            wrong.append(f"a receipt names line {told.log_index} of the log, which is not its packet's")
        if roots.get(told.log_size) != told.log_root:
            wrong.append(f"a receipt names a root that the log of {told.log_size} never had")
    return {"size": len(leaves), "wrong": wrong}


def _places(leaves: list[bytes], wrong: list[str]) -> dict[int, int]:
    """By packet its place in the log. Each that came whole and that somebody vouches for has one, and there
    is none of anything else.
    """
    places: dict[int, int] = {}
    for packet in Packet.objects.order_by():
        if packet.leaf is None:
            if packet.state != PacketState.ARRIVING and packet.quarantine not in UNPROVEN:
                wrong.append(f"number {packet.sequence} is held and stands in no line of the log")
            continue
        places[packet.pk] = packet.leaf
        header = packets.read(bytes(packet.header)).header
        if leaves[packet.leaf : packet.leaf + 1] != [log.leaf_hash(receipts.entry(header))]:
            wrong.append(f"line {packet.leaf} of the log is not of its packet")
    if left := set(range(len(leaves))) - set(places.values()):
        wrong.append(f"lines {sorted(left)} of the log are of no packet")
    return places


def _roots(leaves: list[bytes]) -> dict[int, bytes]:
    frontier, roots = Frontier(), {}
    for leaf in leaves:
        frontier = frontier.append(leaf)
        roots[frontier.size] = frontier.root
    return roots
