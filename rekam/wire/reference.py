"""The second part of `docs/reference/codes.md`, written from the sentences."""

import re
import sys

from rekam.wire.trouble import SENTENCES, Sentence

_INTRODUCTION = """\
# Kode masalah pada pesan / Problem codes of messages

Yang dikatakan stasiun perekaman dan kantor tentang paket, tanda terima, paket data, dan pendaftaran
laptop. Tidak satu pun dari kode ini menghapus apa pun: yang ditolak tetap disimpan.

What a recording station and the office say about packets, receipts, roster packs and enrolments. None of
these codes ever deletes anything: what is refused is kept.
"""


def page() -> str:
    """The codes in alphabetical order."""
    lines = ["| kode / code | apa dan tindakan | what and what to do |", "|---|---|---|"]
    lines += [_line(code, SENTENCES[code]) for code in sorted(SENTENCES)]
    return _INTRODUCTION + "\n" + "\n".join(lines) + "\n"


def _line(code: str, sentence: Sentence) -> str:
    told = (re.sub(r"%\(\w+\)[sd]", "…", text) for text in (sentence.id, sentence.en))
    return f"| `{code}` | {' | '.join(told)} |"


if __name__ == "__main__":
    sys.stdout.write(page())
