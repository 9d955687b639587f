"""The first part of `docs/reference/codes.md`, written from the sentences:

(python -m rekam.files.reference; echo; python -m rekam.wire.reference) > docs/reference/codes.md
"""

import re
import sys
from collections.abc import Iterable

from rekam.files.sentence import HELD, REJECTED, STOPS, WARNING, Sentence
from rekam.files.sentences import SENTENCES

_LEVELS = {
    STOPS: ("menghentikan berkas", "stops the file"),
    REJECTED: ("ditolak", "rejected"),
    HELD: ("ditahan", "held"),
    WARNING: ("peringatan", "warning"),
}
_INTRODUCTION = """\
# Kode masalah pada berkas / Problem codes of files

Kode ini tetap: surat, catatan, dan program boleh merujuknya. Berkas baris yang ditolak, layar impor,
dan perintah `rekam import` memakai kalimat yang sama. Tanda … diganti isi sel atau nama kolom.

- **menghentikan berkas**: tidak ada yang dibaca dari berkas itu.
- **ditolak**: baris tidak dipakai; perbaiki berkasnya.
- **ditahan**: baris tidak dipakai sampai seseorang memutuskan.
- **peringatan**: baris tetap dipakai.

The codes are stable: letters, logs and programs may refer to them. A problem that *stops the file* means
that nothing of it was read; a *rejected* row is not used until the file is put right; a *held* row waits for
a person to decide; a *warning* is told, and the row is used. Where … stands, the cell or column is named.
"""


def page() -> str:
    """The whole document, codes in alphabetical order within their subject."""
    subjects: dict[str, list[str]] = {}
    for code in sorted(SENTENCES):
        subjects.setdefault(code.partition(".")[0], []).append(code)
    parts = [_INTRODUCTION]
    parts += [f"## {subject}\n\n{_table(codes)}" for subject, codes in sorted(subjects.items())]
    return "\n".join(parts)


def _table(codes: Iterable[str]) -> str:
    lines = [
        "| kode / code | tingkat / level | apa dan tindakan | what and what to do |",
        "|---|---|---|---|",
    ]
    lines += [_line(code, SENTENCES[code]) for code in codes]
    return "\n".join(lines) + "\n"


def _line(code: str, sentence: Sentence) -> str:
    indonesian, english = _LEVELS[sentence.level]
    both = (f"{what} *{do}*".replace("|", "\\|") for what, do in (sentence.id, sentence.en))
    told = (re.sub(r"\{\w+\}", "…", text) for text in both)
    return f"| `{code}` | {indonesian} / {english} | {' | '.join(told)} |"


if __name__ == "__main__":
    sys.stdout.write(page())
