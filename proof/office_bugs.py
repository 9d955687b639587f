"""Mistakes at the office: what it takes, keeps, answers and counts."""

from proof.planting import bug

SHELF, COPIES = "rekam.office.sync.keeping.shelf", "rekam.office.sync.keeping.copies"
RECEIVING, TAKING = "rekam.office.sync.receiving", "rekam.office.sync.taking"

BUGS = (
    bug(
        "a copy that lies there is taken for synced",
        "office",
        "kills and cuts",
        (
            f"{COPIES}:copy",
            "    _write(data, place)",
            "    if not is_whole(place, digest, from_disk=True):\n        _write(data, place)",
        ),
    ),
    bug(
        "a packet's file is not synced",
        "office",
        "cuts at the office",
        (f"{SHELF}:settle", "sync(body)", "pass"),
    ),
    bug(
        "a packet's folder is not synced",
        "office",
        "cuts after receipts",
        (f"{SHELF}:settle", "sync(place.parent)", "pass"),
    ),
    bug(
        "the second copy at the office is not synced",
        "office",
        "cuts at the office",
        (f"{COPIES}:_write", "os.fsync(written.fileno())", "pass"),
    ),
    bug(
        "the folder of the second copy at the office is not synced",
        "office",
        "cuts at the office",
        (f"{COPIES}:_write", "shelf.sync(place.parent)", "pass"),
    ),
    bug(
        "the office's database is not synced",
        "office",
        "cuts at the office",
        ("proof.office:SYNCHRONOUS", "", "'OFF'"),
    ),
    bug(
        "receipt first, durable second",
        "office",
        "kills and cuts",
        (f"{RECEIVING}.holding:_make_durable", "shelf.settle(packet.name, packet.digest)", "pass"),
        (
            f"{RECEIVING}.holding:commit",
            "given = _write_down(packet, header, at=at)",
            "given = _write_down(packet, header, at=at)\n"
            "            if is_here:\n"
            "                shelf.settle(packet.name, packet.digest)",
        ),
    ),
    bug(
        "a commit does not look whether everything has come",
        "office",
        "a lying proxy",
        (f"{RECEIVING}.holding:_make_durable", "if bad:", "if False:"),
        (f"{RECEIVING}.holding:_make_durable", "if digest != packet.digest:", "if False:"),
    ),
    bug(
        "parts are cleared away before they are put together",
        "office",
        "a plain day",
        (
            f"{RECEIVING}.holding:commit",
            "    with shelf.alone(packet.name) as is_here:",
            "    shelf.tidy(packet.name)\n    with shelf.alone(packet.name) as is_here:",
        ),
    ),
    bug(
        "a second receipt without a second copy",
        "office",
        "a plain day",
        (f"{RECEIVING}.holding:second", "copies.copy(packet.digest)", "True"),
        (f"{RECEIVING}.copying:_is_copied", "copies.copy(packet.digest)", "True"),
    ),
    bug(
        "copied to wherever the second disk should be",
        "office",
        "a second disk that is away",
        (f"{COPIES}:copy", "if folder is None or not shelf.can_copy():", "if folder is None:"),
    ),
    bug(
        "each time another receipt",
        "office",
        "a bad link",
        (
            f"{RECEIVING}.holding:receipt",
            "return bytes(found.data) if found else None",
            "return receipts.sign(__import__('dataclasses').replace(receipts.read_receipt(bytes(found.data),"
            " *keys.receipt_publics()), office_time=__import__('datetime').datetime.now("
            "__import__('datetime').UTC)), keys.receipt()) if found else None",
        ),
    ),
    bug(
        "a known id counts as the same packet",
        "office",
        "forgeries",
        (
            f"{RECEIVING}.arriving:tell",
            "held = _known(name=signed.hash.hex())",
            "held = Packet.objects.filter(packet_id=signed.header.packet_id.hex()).first()",
        ),
    ),
    bug(
        "a signature is not looked at",
        "office",
        "forgeries",
        (f"{RECEIVING}.arriving:_key", "return Key.FORGED", "return KEYS[epoch.state]"),
    ),
    bug(
        "a revoked laptop's packets are turned away",
        "office",
        "a revoked laptop",
        (
            f"{RECEIVING}.arriving:_place",
            "if why in UNPROVEN:",
            "if why == Why.REVOKED:\n        raise WireTrouble('packet.signature')\n    if why in UNPROVEN:",
        ),
    ),
    bug(
        "a clone is not noticed",
        "office",
        "a cloned disk",
        (
            f"{RECEIVING}.arriving:_sort_in",
            "why = found.held_back.get(mine.name)",
            "return Why.SAME_SEQUENCE if found.held_back.get(mine.name) else None",
        ),
        (f"{RECEIVING}.arriving:_hold_back", "at: datetime) -> None:", "at: datetime) -> None:\n    return"),
    ),
    bug(
        "forged packets get receipts",
        "office",
        "forgeries",
        (f"{RECEIVING}.holding:_write_down", "held.quarantine not in UNPROVEN", "True"),
    ),
    bug(
        "a call's signature is not looked at",
        "office",
        "forgeries",
        (
            f"{RECEIVING}.callers:caller",
            "call.verify(key, method=method, path=path, body=body, hashed=hashed)",
            "pass",
        ),
    ),
    bug(
        "effect and processed are not one transaction",
        "office",
        "kills at the worker",
        (
            f"{TAKING}.judging:take",
            "    troubles.lock_devices(fresh)\n",
            "    Packet.objects.filter(pk__in=wanted).update(opened=Opened.DONE, opened_at=at)\n"
            "    troubles.lock_devices(fresh)\n",
        ),
        (f"{TAKING}.judging:take", "", "__import__('inspect').unwrap(take)"),
        ("django.db.models.query:QuerySet.select_for_update", "obj._for_write = True", "return obj"),
    ),
    bug(
        "the ledger is not told",
        "office",
        "a plain day",
        (f"{TAKING}.judging:settle", "if ids:", "if False:"),
    ),
    bug(
        "the log is not kept",
        "office",
        "a plain day",
        (f"{RECEIVING}.holding:_log", "after = before.append(leaf)", "after = before.append(leaf[::-1])"),
    ),
    bug(
        "a receipt names the log before it",
        "office",
        "a plain day",
        (
            f"{RECEIVING}.holding:_log",
            "return before.size, after",
            "return before.size, before if before.size else after",
        ),
    ),
    bug(
        "a full office takes a packet all the same",
        "office",
        "a full office",
        (f"{SHELF}:check_room", "raise Full", "pass"),
    ),
    bug(
        "a part is written at the wrong place",
        "office",
        "a plain day",
        (f"{RECEIVING}.answering:chunk", "at=header.span(number).start", "at=0"),
    ),
)
