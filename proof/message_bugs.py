"""Mistakes in the messages themselves, which both sides make at once."""

from proof.planting import bug

WIRE = "rekam.wire"

BUGS = (
    bug(
        "a receipt's signature is not looked at",
        "laptop",
        "forgeries",
        (
            f"{WIRE}.receipts:read_receipt",
            'if not any(key.accepts(signature, purpose="receipt", data=raw) for key in keys):',
            "if False:",
        ),
    ),
    bug(
        "a receipt is not compared with the packet",
        "laptop",
        "forgeries",
        (
            f"{WIRE}.receipts:Receipt.check_for",
            "if mine != named or not digest == header.digest == self.digest:",
            "if False:",
        ),
    ),
    bug(
        "a receipt for other bytes is believed",
        "laptop",
        "forgeries",
        (
            f"{WIRE}.receipts:Receipt.check_for",
            "or not digest == header.digest == self.digest",
            "",
        ),
    ),
    bug(
        "the images are left out of what is sealed",
        "laptop",
        "a plain day",
        (f"{WIRE}.recordings:write", 'captures = body["captures"]', 'captures = body["captures"] = []'),
    ),
    bug(
        "an operator's signature is not looked at",
        "office",
        "an operator who did not sign",
        (f"{WIRE}.recordings:verify_recording", "signed.verify(key)", "pass"),
    ),
    bug(
        "a header's signature is not looked at",
        "office",
        "forgeries",
        (
            f"{WIRE}.packets:SignedHeader.verify",
            'not key.accepts(self.signature, purpose="packet", data=digest(self.raw))',
            "False",
        ),
    ),
    bug(
        "signatures are good for any purpose",
        "both",
        "messages",
        (f"{WIRE}.keys:_for", 'purpose.encode() + b"\\0" + data', "data"),
    ),
    bug(
        "content is not bound to its number",
        "both",
        "messages",
        (f"{WIRE}.packets:_known", "h.epoch, h.sequence, h.previous", "h.epoch, 0, h.previous"),
    ),
    bug(
        "the whole is not compared with the header",
        "both",
        "messages",
        (
            f"{WIRE}.packets:check_ciphertext",
            "or digest(ciphertext) != header.digest",
            "",
        ),
    ),
    bug(
        "a part is not compared with the header",
        "both",
        "messages",
        (
            f"{WIRE}.packets:check_chunk",
            "or (hashed or digest(chunk)) != header.chunks[number]",
            "",
        ),
    ),
    bug(
        "one meaning has two forms",
        "both",
        "messages",
        (f"{WIRE}.cbor:_Reader.map", "or raw <= before", ""),
    ),
    bug(
        "lengths are told",
        "both",
        "messages",
        (f"{WIRE}.packets:size_class", "return -(-size // step) * step", "return size"),
    ),
    bug(
        "an older pack is taken",
        "both",
        "messages",
        (f"{WIRE}.packs:open_pack", "if pack.version <= newer_than:", "if False:"),
    ),
    bug(
        "an expired pack is taken",
        "both",
        "messages",
        (f"{WIRE}.packs:open_pack", "if now >= pack.expires_at:", "if False:"),
    ),
    bug(
        "anybody's pack is taken",
        "both",
        "messages",
        (
            f"{WIRE}.packs:open_pack",
            'if not office.accepts(signature, purpose="pack", data=_bound(raw, station.public)):',
            "if False:",
        ),
    ),
    bug(
        "a code need not be known",
        "both",
        "messages",
        (f"{WIRE}.enrolment:check_code", "if not hmac.compare_digest", "if False and hmac.compare_digest"),
    ),
    bug(
        "a recording can be put into another packet",
        "both",
        "messages",
        (
            f"{WIRE}.recordings:verify_recording",
            "if inside != (header.packet_id, header.station, header.operator):",
            "if False:",
        ),
    ),
    bug(
        "the log does not tell entries from nodes",
        "both",
        "messages",
        (f"{WIRE}.log:leaf_hash", 'digest(b"\\0" + entry)', "digest(entry)"),
    ),
    bug(
        "a longer log need not contain the shorter one",
        "both",
        "messages",
        (
            f"{WIRE}.log:check_consistency",
            "if _walked(hashes, earlier - 1, later - 1) != (earlier_root, later_root):",
            "if False:",
        ),
    ),
    bug(
        "an entry need not stand in the log",
        "both",
        "messages",
        (f"{WIRE}.log:check_inclusion", "if last or found != root:", "if False:"),
    ),
    bug(
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
