"""The bugs that are planted: one mistake each, of the kind that people make. Each must be caught.

A bug names the trial that is meant to catch it; where that one does not, all others are tried.
"""

from proof.planting import Bug, Edit

OUTBOX, SENDING, SHELF = "rekam.station.outbox", "rekam.station.sending", "rekam.office.sync.shelf"
SYNC, WIRE = "rekam.office.sync", "rekam.wire"


def _bug(name: str, side: str, trial: str, *edits: tuple[str, str, str]) -> Bug:
    return Bug(name, side, trial, tuple(Edit(*edit) for edit in edits))


STATION = (
    _bug(
        "commits are not synced (synchronous = NORMAL)",
        "laptop",
        "cuts at the laptop",
        (
            "rekam.station.store.base:PRAGMAS",
            "",
            "tuple(p.replace('synchronous = FULL', 'synchronous = NORMAL') for p in PRAGMAS)",
        ),
    ),
    _bug(
        "nothing is synced (synchronous = OFF)",
        "laptop",
        "cuts at the laptop",
        (
            "rekam.station.store.base:PRAGMAS",
            "",
            "tuple(p.replace('synchronous = FULL', 'synchronous = OFF') for p in PRAGMAS)",
        ),
    ),
    _bug(
        "saved is said though the disk refused",
        "laptop",
        "errors",
        (
            f"{OUTBOX}.saving:finish",
            "packet = _after_trouble(recording.packet_id)",
            "packet = Packet(sequence=identity.epoch().next_sequence, slip_code='')",
        ),
    ),
    _bug(
        "a failed sync is not followed by one that succeeds",
        "laptop",
        "failing syncs and cuts",
        (f"{OUTBOX}.saving:_after_trouble", "write_through()", "pass"),
    ),
    _bug(
        "number and packet are not one transaction",
        "laptop",
        "kills at the counter",
        (
            f"{OUTBOX}.saving:_keep",
            "transaction.atomic(durable=True)",
            "__import__('contextlib').nullcontext()",
        ),
    ),
    _bug(
        "a number is used again",
        "laptop",
        "a plain day",
        (
            f"{OUTBOX}.saving:_keep",
            "next_sequence=epoch.next_sequence + 1",
            "next_sequence=epoch.next_sequence",
        ),
    ),
    _bug(
        "a number is left out",
        "laptop",
        "a plain day",
        (
            f"{OUTBOX}.saving:_keep",
            "next_sequence=epoch.next_sequence + 1",
            "next_sequence=epoch.next_sequence + 2",
        ),
    ),
    _bug(
        "the chain names the wrong packet",
        "laptop",
        "a plain day",
        (f"{OUTBOX}.saving:_keep", "previous=packet.header_hash", "previous=packet.digest"),
    ),
    _bug(
        "the first receipt counts as the second",
        "laptop",
        "a plain day",
        (f"{OUTBOX}.receiving:take", "receipt.level == Level.HELD_TWICE", "receipt.level >= Level.HELD"),
    ),
    _bug(
        "deleted without waiting for the holding time",
        "laptop",
        "an old backup",
        (
            f"{OUTBOX}.receiving:delete_held",
            "who.time_seen - timedelta(seconds=pack.rules.holding_seconds)",
            "who.time_seen",
        ),
    ),
    _bug(
        "the holding time is counted by the laptop's clock",
        "laptop",
        "clocks",
        (f"{OUTBOX}.receiving:delete_held", "before = who.time_seen -", "before = at -"),
    ),
    _bug(
        "the laptop's clock is taken for the office's",
        "laptop",
        "clocks",
        (
            f"{SENDING}.rounds:_hear_time",
            "answers.read_time(answer.body, identity.office_key(who))",
            "this.now()",
        ),
    ),
    _bug(
        "deleted without looking at the bytes once more",
        "laptop",
        "a rotten disk",
        (
            f"{OUTBOX}.receiving:check",
            'digest(bytes(packet.ciphertext or b""))',
            "bytes(packet.digest)",
        ),
    ),
    _bug(
        "an office set back is not noticed",
        "laptop",
        "an old backup",
        (f"{SENDING}.rounds:_look_again", "not one.is_known(line, packet, way)", "False"),
    ),
    _bug(
        "deleted when the office answers 200 to the commit",
        "laptop",
        "a plain day",
        (
            f"{SENDING}.one:_commit",
            "_take(packet, answer.body, way)",
            "packet.state = State.HELD_TWICE; packet.save()",
        ),
    ),
    _bug(
        "the word duplicate counts as success",
        "laptop",
        "a lying proxy",
        (
            f"{SENDING}.one:send",
            "state = _state(told)",
            "state = _state(told)\n"
            "    if b'duplicate' in told.body:\n"
            "        packet.state = State.HELD; packet.save(); return State.HELD",
        ),
    ),
    _bug(
        "a header of the answer counts as a receipt",
        "laptop",
        "a lying proxy",
        (
            f"{SENDING}.one:send",
            "ask_receipt(line, packet, Level.HELD, way)",
            "packet.state = State.HELD; packet.save()",
        ),
    ),
    _bug(
        "a receipt for another packet is believed",
        "laptop",
        "forgeries",
        (
            f"{OUTBOX}.receiving:take",
            "receipt = check(packet, data, keys)",
            "receipt = receipts.read_receipt(data, *keys)",
        ),
    ),
    _bug(
        "the last byte of a part is not sent",
        "laptop",
        "a plain day",
        (f"{SENDING}.one:_send_parts", "[span.start : span.stop]", "[span.start : span.stop - 1]"),
    ),
    _bug(
        "two copies are said where there is one",
        "laptop",
        "a second disk that fails",
        (f"{OUTBOX}.copies:copy", "return False", "return True"),
    ),
    _bug(
        "the second copy is not synced",
        "laptop",
        "cuts at the laptop",
        ("rekam.station.folder:write_durably", "os.fsync(handle)", "pass"),
    ),
    _bug(
        "the folder of the second copy is not synced",
        "laptop",
        "cuts at the laptop",
        ("rekam.station.folder:write_durably", "sync_folder(path.parent)", "pass"),
    ),
)
OFFICE = (
    _bug(
        "a copy that lies there is taken for synced",
        "office",
        "kills and cuts",
        (f"{SHELF}:copy", "_fsync(place.parent)", "pass"),
        (f"{SHELF}:copy", "_fsync(place)", "pass"),
    ),
    _bug(
        "a packet's file is not synced",
        "office",
        "cuts at the office",
        (f"{SHELF}:settle", "_fsync(body)", "pass"),
    ),
    _bug(
        "a packet's folder is not synced",
        "office",
        "cuts at the office",
        (f"{SHELF}:settle", "_fsync(place.parent)", "pass"),
    ),
    _bug(
        "the second copy at the office is not synced",
        "office",
        "cuts at the office",
        (f"{SHELF}:_write_copy", "os.fsync(written.fileno())", "pass"),
    ),
    _bug(
        "the folder of the second copy at the office is not synced",
        "office",
        "cuts at the office",
        (f"{SHELF}:_write_copy", "_fsync(place.parent)", "pass"),
    ),
    _bug(
        "the office's database is not synced",
        "office",
        "cuts at the office",
        ("proof.office:SYNCHRONOUS", "", "'OFF'"),
    ),
    _bug(
        "receipt first, durable second",
        "office",
        "kills at the receiver",
        (
            f"{SYNC}.holding:commit",
            "_make_durable(packet, header, is_here=is_here)\n            _write_down(packet, header, at=at)",
            "_write_down(packet, header, at=at)\n            _make_durable(packet, header, is_here=is_here)",
        ),
    ),
    _bug(
        "a commit does not look whether everything has come",
        "office",
        "a bad link",
        (f"{SYNC}.holding:_make_durable", "if bad:", "if False:"),
        (f"{SYNC}.holding:_make_durable", "if digest != packet.digest:", "if False:"),
    ),
    _bug(
        "parts are cleared away before they are put together",
        "office",
        "a plain day",
        (
            f"{SYNC}.holding:commit",
            "packet.refresh_from_db()",
            "packet.refresh_from_db(); shelf.tidy(packet.name)",
        ),
    ),
    _bug(
        "a second receipt without a second copy",
        "office",
        "a plain day",
        (f"{SYNC}.holding:second", "shelf.copy(packet.digest)", "True"),
        (f"{SYNC}.copying:_is_copied", "shelf.copy(packet.digest)", "True"),
    ),
    _bug(
        "each time another receipt",
        "office",
        "a bad link",
        (
            f"{SYNC}.holding:receipt",
            "return bytes(found.data) if found else None",
            "return receipts.sign(__import__('dataclasses').replace(receipts.read_receipt(bytes(found.data),"
            " *keys.receipt_publics()), office_time=__import__('datetime').datetime.now("
            "__import__('datetime').UTC)), keys.receipt()) if found else None",
        ),
    ),
    _bug(
        "a known id counts as the same packet",
        "office",
        "forgeries",
        (f"{SYNC}.arriving:tell", "name=signed.hash.hex()", "packet_id=signed.header.packet_id.hex()"),
    ),
    _bug(
        "a signature is not looked at",
        "office",
        "forgeries",
        (f"{SYNC}.arriving:_key", "return Key.FORGED", "return KEYS[epoch.state]"),
    ),
    _bug(
        "a revoked laptop's packets are turned away",
        "office",
        "a revoked laptop",
        (
            f"{SYNC}.arriving:_place",
            "if why in UNPROVEN:",
            "if why == Why.REVOKED:\n        raise WireTrouble('packet.signature')\n    if why in UNPROVEN:",
        ),
    ),
    _bug(
        "a clone is not noticed",
        "office",
        "a cloned disk",
        (
            f"{SYNC}.arriving:_sort_in",
            "why = found.held_back.get(mine.name)",
            "return Why.SAME_SEQUENCE if found.held_back.get(mine.name) else None",
        ),
        (f"{SYNC}.arriving:_hold_back", "at: datetime) -> None:", "at: datetime) -> None:\n    return"),
    ),
    _bug(
        "forged packets get receipts",
        "office",
        "forgeries",
        (f"{SYNC}.holding:_write_down", "held.quarantine not in UNPROVEN", "True"),
    ),
    _bug(
        "a call's signature is not looked at",
        "office",
        "forgeries",
        (
            f"{SYNC}.callers:caller",
            "call.verify(VerifyKey(bytes(epoch.sign_public)), method=method, path=path, body=body)",
            "pass",
        ),
    ),
    _bug(
        "effect and processed are not one transaction",
        "office",
        "kills at the worker",
        (f"{SYNC}.judging:take", "", "take.__wrapped__"),
        ("django.db.models.query:QuerySet.select_for_update", "obj._for_write = True", "return obj"),
    ),
    _bug(
        "the ledger is not told",
        "office",
        "a plain day",
        (f"{SYNC}.judging:settle", "if ids:", "if False:"),
    ),
    _bug(
        "the log is not kept",
        "office",
        "a plain day",
        (f"{SYNC}.holding:_log", "after = before.append(leaf)", "after = before.append(leaf[::-1])"),
    ),
    _bug(
        "a receipt names the log before it",
        "office",
        "a plain day",
        (f"{SYNC}.holding:_log", "return before.size, after", "return before.size, before"),
    ),
    _bug(
        "a full office takes a packet all the same",
        "office",
        "a full office",
        (f"{SHELF}:check_room", "raise Full", "pass"),
    ),
    _bug(
        "a part is written at the wrong place",
        "office",
        "a plain day",
        (f"{SYNC}.answering:chunk", "at=header.span(number).start", "at=0"),
    ),
)
MESSAGES = (
    _bug(
        "a receipt's signature is not looked at",
        "laptop",
        "forgeries",
        (
            f"{WIRE}.receipts:read_receipt",
            'if not any(key.accepts(signature, purpose="receipt", data=raw) for key in keys):',
            "if False:",
        ),
    ),
    _bug(
        "a receipt is not compared with the packet",
        "laptop",
        "forgeries",
        (
            f"{WIRE}.receipts:Receipt.check_for",
            "if mine != named or not digest == header.digest == self.digest:",
            "if False:",
        ),
    ),
    _bug(
        "a receipt for other bytes is believed",
        "laptop",
        "forgeries",
        (
            f"{WIRE}.receipts:Receipt.check_for",
            "or not digest == header.digest == self.digest",
            "",
        ),
    ),
    _bug(
        "a header's signature is not looked at",
        "office",
        "forgeries",
        (
            f"{WIRE}.packets:SignedHeader.verify",
            'not key.accepts(self.signature, purpose="packet", data=digest(self.raw))',
            "False",
        ),
    ),
    _bug(
        "signatures are good for any purpose",
        "both",
        "messages",
        (f"{WIRE}.keys:_for", 'purpose.encode() + b"\\0" + data', "data"),
    ),
    _bug(
        "content is not bound to its number",
        "both",
        "messages",
        (f"{WIRE}.packets:_known", "h.epoch, h.sequence, h.previous", "h.epoch, 0, h.previous"),
    ),
    _bug(
        "the whole is not compared with the header",
        "both",
        "messages",
        (
            f"{WIRE}.packets:check_ciphertext",
            "or digest(ciphertext) != header.digest",
            "",
        ),
    ),
    _bug(
        "a part is not compared with the header",
        "both",
        "messages",
        (
            f"{WIRE}.packets:check_chunk",
            "or digest(chunk) != header.chunks[number]",
            "",
        ),
    ),
    _bug(
        "one meaning has two forms",
        "both",
        "messages",
        (f"{WIRE}.cbor:_Reader.map", "or raw <= before", ""),
    ),
    _bug(
        "lengths are told",
        "both",
        "messages",
        (f"{WIRE}.packets:size_class", "return -(-size // step) * step", "return size"),
    ),
    _bug(
        "an older pack is taken",
        "both",
        "messages",
        (f"{WIRE}.packs:open_pack", "if pack.version <= newer_than:", "if False:"),
    ),
    _bug(
        "an expired pack is taken",
        "both",
        "messages",
        (f"{WIRE}.packs:open_pack", "if now >= pack.expires_at:", "if False:"),
    ),
    _bug(
        "anybody's pack is taken",
        "both",
        "messages",
        (
            f"{WIRE}.packs:open_pack",
            'if not office.accepts(signature, purpose="pack", data=_bound(raw, station.public)):',
            "if False:",
        ),
    ),
    _bug(
        "a code need not be known",
        "both",
        "messages",
        (f"{WIRE}.enrolment:check_code", "if not hmac.compare_digest", "if False and hmac.compare_digest"),
    ),
    _bug(
        "a recording can be put into another packet",
        "both",
        "messages",
        (
            f"{WIRE}.recordings:verify_recording",
            "if inside != (header.packet_id, header.station, header.operator):",
            "if False:",
        ),
    ),
    _bug(
        "the log does not tell entries from nodes",
        "both",
        "messages",
        (f"{WIRE}.log:leaf_hash", 'digest(b"\\0" + entry)', "digest(entry)"),
    ),
    _bug(
        "a longer log need not contain the shorter one",
        "both",
        "messages",
        (
            f"{WIRE}.log:check_consistency",
            "if _walked(hashes, earlier - 1, later - 1) != (earlier_root, later_root):",
            "if False:",
        ),
    ),
    _bug(
        "the time is believed from anybody",
        "both",
        "messages",
        (
            f"{WIRE}.answers:read_time",
            'if not key.accepts(signature, purpose="time", data=raw):',
            "if False:",
        ),
    ),
)
BUGS: dict[str, Bug] = {bug.name: bug for bug in (*STATION, *OFFICE, *MESSAGES)}
