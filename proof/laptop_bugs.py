"""Mistakes at the laptop: what it promises, sends, believes and deletes."""

from proof.planting import bug

OUTBOX, SENDING = "rekam.station.outbox", "rekam.station.sending"

BUGS = (
    bug(
        "commits are not synced (synchronous = NORMAL)",
        "laptop",
        "cuts at the laptop",
        (
            "rekam.station.store.base:PRAGMAS",
            "",
            "tuple(p.replace('synchronous = FULL', 'synchronous = NORMAL') for p in PRAGMAS)",
        ),
    ),
    bug(
        "nothing is synced (synchronous = OFF)",
        "laptop",
        "cuts at the laptop",
        (
            "rekam.station.store.base:PRAGMAS",
            "",
            "tuple(p.replace('synchronous = FULL', 'synchronous = OFF') for p in PRAGMAS)",
        ),
    ),
    bug(
        "saved is said though the disk refused",
        "laptop",
        "errors",
        (
            f"{OUTBOX}.saving:finish",
            "packet = _after_trouble(recording)",
            "packet = Packet(sequence=identity.epoch().next_sequence, slip_code='')",
        ),
    ),
    bug(
        "a failed sync is not followed by one that succeeds",
        "laptop",
        "failing syncs and cuts",
        (f"{OUTBOX}.saving:_after_trouble", "write_through()", "pass"),
    ),
    bug(
        "number and packet are not one transaction",
        "laptop",
        "kills at the counter",
        (
            f"{OUTBOX}.saving:_keep",
            "transaction.atomic(durable=True)",
            "__import__('contextlib').nullcontext()",
        ),
    ),
    bug(
        "a number is used again",
        "laptop",
        "a plain day",
        (
            f"{OUTBOX}.saving:_keep",
            "next_sequence=epoch.next_sequence + 1",
            "next_sequence=epoch.next_sequence",
        ),
    ),
    bug(
        "a number is left out",
        "laptop",
        "a plain day",
        (
            f"{OUTBOX}.saving:_keep",
            "next_sequence=epoch.next_sequence + 1",
            "next_sequence=epoch.next_sequence + 2",
        ),
    ),
    bug(
        "the chain names the wrong packet",
        "laptop",
        "a plain day",
        (f"{OUTBOX}.saving:_keep", "previous=packet.header_hash", "previous=packet.digest"),
    ),
    bug(
        "a draft is left when its packet is kept",
        "laptop",
        "a plain day",
        (f"{OUTBOX}.saving:_keep", "if draft is not None:", "if False:"),
    ),
    bug(
        "a draft goes after the transaction that keeps its packet",
        "laptop",
        "kills at the counter",
        (f"{OUTBOX}.saving:_keep", "if draft is not None:", "if False:"),
        (
            f"{OUTBOX}.saving:finish",
            "packet = _keep(recording, content, at=at, draft=draft)",
            "packet = _keep(recording, content, at=at, draft=draft)\n"
            "        if draft is not None:\n"
            "            draft.delete()",
        ),
    ),
    bug(
        "a draft goes before the transaction that keeps its packet",
        "laptop",
        "kills at the counter",
        (f"{OUTBOX}.saving:_keep", "if draft is not None:", "if False:"),
        (
            f"{OUTBOX}.saving:finish",
            "packet = _keep(recording, content, at=at, draft=draft)",
            "draft is None or draft.delete()\n        packet = _keep(recording, content, at=at, draft=draft)",
        ),
    ),
    bug(
        "the first receipt counts as the second",
        "laptop",
        "a plain day",
        (f"{OUTBOX}.receiving:take", "receipt.level == Level.HELD_TWICE", "receipt.level >= Level.HELD"),
    ),
    bug(
        "deleted without waiting for the holding time",
        "laptop",
        "an old backup",
        (
            f"{OUTBOX}.receiving:delete_held",
            "who.time_seen - timedelta(seconds=pack.rules.holding_seconds)",
            "who.time_seen",
        ),
        (f"{OUTBOX}.receiving:due", "timedelta(seconds=pack.rules.holding_seconds)", "timedelta()"),
    ),
    bug(
        "the holding time is counted by the laptop's clock alone",
        "laptop",
        "clocks",
        (f"{OUTBOX}.receiving:delete_held", "before = who.time_seen -", "before = at -"),
        (f"{OUTBOX}.receiving:due", ".filter(held_twice_seen_at__lte=who.time_seen - holding)", ""),
    ),
    bug(
        "the holding time is counted by the office's clock alone",
        "laptop",
        "a wrong clock at the office",
        (f"{OUTBOX}.receiving:over_here", "held.filter(held_twice_at__lte=at - holding)", "held"),
    ),
    bug(
        "over a disk the holding time is counted by the office's clock alone",
        "laptop",
        "a wrong clock at the office",
        (f"{OUTBOX}.taking_back:_delete", "receiving.over_here(holding, at=at)", "Packet.objects.all()"),
    ),
    bug(
        "whoever says that the office still holds a packet is believed",
        "laptop",
        "somebody in the office's place",
        (
            f"{SENDING}.one:still",
            "return Still.UNSIGNED",
            "return Still.HELD",
        ),
    ),
    bug(
        "what the office said before is believed when somebody says it again",
        "laptop",
        "somebody in the office's place",
        (f"{SENDING}.one:still", "if word == mine", "if word.packet_id == name"),
    ),
    bug(
        "numbers are given again after a disk was set back",
        "laptop",
        "a disk of an earlier day",
        (
            f"{SENDING}.rounds:_hear_time",
            "if told := answer.header(paths.REACHED):",
            "if False:",
        ),
    ),
    bug(
        "whoever says so stops a laptop's keys",
        "laptop",
        "somebody in the office's place",
        (
            f"{SENDING}.rounds:_hear_time",
            "if told := answer.header(paths.KEYS):",
            """if answer.header("Rekam-Epoch-State") == "frozen":
            stopping.Epoch.objects.update(frozen_at=this.now())
        if told := answer.header(paths.KEYS):""",
        ),
    ),
    bug(
        "the laptop's clock is taken for the office's",
        "laptop",
        "anything in any order",
        (
            f"{SENDING}.rounds:_hear_time",
            "answers.read_time(answer.body, identity.office_key(who))",
            "this.now()",
        ),
    ),
    bug(
        "deleted without looking at the bytes once more",
        "laptop",
        "a rotten disk",
        (
            f"{OUTBOX}.receiving:check",
            'digest(bytes(packet.ciphertext or b""))',
            "bytes(packet.digest)",
        ),
    ),
    bug(
        "an office set back is not noticed",
        "laptop",
        "an old backup",
        (f"{SENDING}.rounds:_look_again", "if still is Still.HELD", "if True"),
    ),
    bug(
        "an office set back before the second receipt is not noticed",
        "laptop",
        "an early backup",
        (f"{SENDING}.one:ask_receipt", "packet.state == State.HELD and (", "False and ("),
    ),
    bug(
        "deleted when the office answers 200 to the commit",
        "laptop",
        "a plain day",
        (
            f"{SENDING}.one:_commit",
            "keep_receipt(packet, answer.body, way)",
            "packet.receipt_2, packet.state = answer.body, State.DELETED\n"
            "        packet.save()\n"
            "        from rekam.station.outbox.models import Body\n"
            "        Body.objects.filter(pk=packet.pk).delete()",
        ),
    ),
    bug(
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
    bug(
        "a header of the answer counts as a receipt",
        "laptop",
        "a lying proxy",
        (
            f"{SENDING}.one:send",
            "(receipt := ask_receipt(line, packet, Level.HELD, way)):\n"
            "        keep_receipt(packet, receipt, way)",
            "True:\n        packet.state = State.HELD; packet.save()",
        ),
    ),
    bug(
        "a receipt for another packet is believed",
        "laptop",
        "forgeries",
        (
            f"{OUTBOX}.receiving:take",
            "receipt = check(packet, data, keys)",
            "receipt = receipts.read_receipt(data, *keys)",
        ),
    ),
    bug(
        "the last byte of a part is not sent",
        "laptop",
        "a plain day",
        (f"{SENDING}.one:_send_parts", "[span.start : span.stop]", "[span.start : span.stop - 1]"),
    ),
    bug(
        "two copies are said where there is one",
        "laptop",
        "a second disk that fails",
        (f"{OUTBOX}.copies:copy", "return False", "return True"),
    ),
    bug(
        "the second copy is not synced",
        "laptop",
        "cuts at the laptop",
        ("rekam.station.folder:write_durably", "os.fsync(handle)", "pass"),
    ),
    bug(
        "the folder of the second copy is not synced",
        "laptop",
        "cuts at the laptop",
        ("rekam.station.folder:write_durably", "sync_folder(path.parent)", "pass"),
    ),
)
