"""Mistakes of the office about whose a recording is, what counts, the log, and which parts have come."""

from proof.planting import bug

SYNC = "rekam.office.sync"
HOLDING = f"{SYNC}.receiving.holding"

BUGS = (
    bug(
        "two recordings of one portion change places",
        "office",
        "a plain day",
        (
            f"{SYNC}.taking.judging:take",
            "wanted[packet.pk].recording) for packet in held",
            "other.recording) for packet, other in zip(held, reversed(wanted.values()))",
        ),
    ),
    bug(
        "what is held back counts at once",
        "office",
        "a revoked laptop",
        (
            f"{SYNC}.quarantine:is_held_back",
            "return packet.quarantine in HELD_BACK and packet.released_at is None",
            "return False",
        ),
    ),
    bug(
        "one person alone lets out of quarantine",
        "office",
        "a revoked laptop",
        (
            f"{SYNC}.deciding.cases:decide",
            "case.why, case.nik = why, said.nik",
            "case.why, case.nik = why, said.nik\n        _apply(case, packets, at=at)",
        ),
        (f"{SYNC}.deciding.cases:_let_out", "case.decided or ()", "case.proposed"),
    ),
    bug(
        "all of a clone counts where two people let out some",
        "office",
        "a cloned disk",
        (f"{SYNC}.deciding.cases:_let_out", "pk__in=ids, name__in=case.decided or ()", "pk__in=ids"),
    ),
    bug(
        "a receipt names another line of the log",
        "office",
        "a plain day",
        (f"{HOLDING}:_signed", "log_index=packet.leaf", "log_index=max(packet.leaf - 1, 0)"),
    ),
    bug(
        "a packet stands in the log twice",
        "office",
        "a plain day",
        (
            f"{HOLDING}:_log",
            "after = before.append(leaf)",
            "Leaf(place=before.size, hash=leaf).save(force_insert=True)\n"
            "    before = before.append(leaf)\n"
            "    after = before.append(leaf)",
        ),
    ),
    bug(
        "what is held back stands in no line of the log",
        "office",
        "a revoked laptop",
        (f"{HOLDING}:_write_down", "held.quarantine not in UNPROVEN", 'held.quarantine == ""'),
    ),
    bug(
        "parts are put together in the order in which they come",
        "office",
        "calls in any order",
        (
            f"{SYNC}.receiving.answering:chunk",
            "at=header.span(number).start",
            "at=header.span(len(shelf.numbers(name))).start",
        ),
    ),
    bug(
        "which parts came is known to one process alone",
        "office",
        "an office restarted at each part",
        (
            f"{SYNC}.keeping.shelf:put",
            '_write_at(folder / "have", b"\\1", number)',
            "put.__dict__.setdefault(name, set()).add(number)",
        ),
        (
            f"{SYNC}.keeping.shelf:numbers",
            'return [n for n, byte in enumerate((arriving(name) / "have").read_bytes()) if byte]',
            "return sorted(put.__dict__.get(name, ()))",
        ),
    ),
)
