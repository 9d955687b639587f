"""``docs/reference/codes.md``: what is said of files and of messages, from the sentences themselves."""

import re
from collections.abc import Iterable

from rekam.files.sentence import HELD, REJECTED, STOPS, WARNING, Sentence
from rekam.files.sentences import SENTENCES as OF_FILES
from rekam.wire.trouble import SENTENCES as OF_MESSAGES

_LEVELS = {
    STOPS: ("menghentikan berkas", "stops the file"),
    REJECTED: ("ditolak", "rejected"),
    HELD: ("ditahan", "held"),
    WARNING: ("peringatan", "warning"),
}
_FILES = """\
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


_MESSAGES = """\
# Kode masalah pada pesan / Problem codes of messages

Yang dikatakan stasiun perekaman dan kantor tentang paket, tanda terima, paket data, dan pendaftaran
laptop. Tidak satu pun dari kode ini menghapus apa pun: yang ditolak tetap disimpan.

What a recording station and the office say about packets, receipts, roster packs and enrolments. None of
these codes ever deletes anything: what is refused is kept.
"""


def written() -> str:
    """The whole document: of files by subject, then of messages, each in alphabetical order."""
    return f"{_of_files()}\n{_of_messages()}"


# -- files ------------------------------------------------------------------------------------------------


def _of_files() -> str:
    subjects: dict[str, list[str]] = {}
    for code in sorted(OF_FILES):
        subjects.setdefault(code.partition(".")[0], []).append(code)
    parts = [_FILES]
    parts += [f"## {subject}\n\n{_table(codes)}" for subject, codes in sorted(subjects.items())]
    return "\n".join(parts)


def _table(codes: Iterable[str]) -> str:
    lines = [
        "| kode / code | tingkat / level | apa dan tindakan | what and what to do |",
        "|---|---|---|---|",
    ]
    lines += [_row(code, OF_FILES[code]) for code in codes]
    return "\n".join(lines) + "\n"


def _row(code: str, sentence: Sentence) -> str:
    indonesian, english = _LEVELS[sentence.level]
    both = (f"{what} *{do}*".replace("|", "\\|") for what, do in (sentence.id, sentence.en))
    told = (re.sub(r"\{\w+\}", "…", text) for text in both)
    return f"| `{code}` | {indonesian} / {english} | {' | '.join(told)} |"


# -- messages ---------------------------------------------------------------------------------------------


def _of_messages() -> str:
    lines = ["| kode / code | apa dan tindakan | what and what to do |", "|---|---|---|"]
    for code, sentence in sorted(OF_MESSAGES.items()):
        told = (re.sub(r"%\(\w+\)[sd]", "…", text) for text in (sentence.id, sentence.en))
        lines.append(f"| `{code}` | {' | '.join(told)} |")
    return _MESSAGES + "\n" + "\n".join(lines) + "\n"
