"""The words and codes a population register uses, read into the words of Rekam.

Each reader takes one cell as text and gives the value, or None when it is not understood.
A register of 400,000 rows has a handful of spellings per column, so a table is read by
applying these to each distinct spelling once (`rekam.files.cells.spell`).
Numeric codes are those of the SIAK forms (F-1.01 and its code lists).
"""

import re
from collections.abc import Callable, Iterable

# How programs write "nothing": SQL Developer, MySQL dumps, spreadsheets, people.
NOTHING = frozenset(
    {"", "-", "--", "'", "NULL", "(NULL)", "\\N", "#N/A", "#REF!", "#VALUE!", "N/A", "NAN", "NONE"}
)
_AROUND = " \t\r\n\u00a0\u200b\ufeff"

_LONGEST_NUMBER = 24

_SEX = {
    "m": "1 L LK LAKI LAKILAKI PRIA COWOK M MALE",
    "f": "2 P PR PEREMPUAN WANITA CEWEK F FEMALE W",
}
_MARITAL = {
    "single": "1 BELUMKAWIN BELUMMENIKAH BELUM BK B TIDAKKAWIN LAJANG S0 SINGLE",
    "married": (
        "2 KAWIN MENIKAH SUDAHKAWIN SUDAHMENIKAH KAWINTERCATAT KAWINBELUMTERCATAT NIKAH SUDAH S K MARRIED"
    ),
    "divorced": "3 CERAIHIDUP CERAI CH CERAIHIDUPTERCATAT CERAIHIDUPBELUMTERCATAT CERAITERCATAT DIVORCED",
    "widowed": "4 CERAIMATI CM CERAIMATITERCATAT WIDOWED",
}
MARITAL = tuple(_MARITAL)
_CITIZENSHIP = {
    "citizen": "WNI INDONESIA IDN ID WARGANEGARAINDONESIA CITIZEN I",
    "permanent_stay": "ITAP KITAP WNAITAP WNAKITAP TINGGALTETAP TETAP PERMANENTSTAY",
    "temporary_stay": "ITAS KITAS WNAITAS WNAKITAS TINGGALTERBATAS TERBATAS TEMPORARYSTAY",
}
RELIGIONS = ("ISLAM", "KRISTEN", "KATOLIK", "HINDU", "BUDDHA", "KHONGHUCU", "KEPERCAYAAN")
BLOOD_GROUPS = ("A", "B", "AB", "O", "A+", "A-", "B+", "B-", "AB+", "AB-", "O+", "O-")
_RELATION = (
    "KEPALA KELUARGA", "SUAMI", "ISTRI", "ANAK", "MENANTU", "CUCU", "ORANG TUA", "MERTUA",
    "FAMILI LAIN", "PEMBANTU", "LAINNYA",
)  # fmt: skip
_EDUCATION = (
    "TIDAK/BELUM SEKOLAH", "BELUM TAMAT SD/SEDERAJAT", "TAMAT SD/SEDERAJAT", "SLTP/SEDERAJAT",
    "SLTA/SEDERAJAT", "DIPLOMA I/II", "AKADEMI/DIPLOMA III/SARJANA MUDA", "DIPLOMA IV/STRATA I",
    "STRATA II", "STRATA III",
)  # fmt: skip
_OCCUPATION = (
    "BELUM/TIDAK BEKERJA", "MENGURUS RUMAH TANGGA", "PELAJAR/MAHASISWA", "PENSIUNAN",
    "PEGAWAI NEGERI SIPIL", "TENTARA NASIONAL INDONESIA", "KEPOLISIAN RI", "PERDAGANGAN",
    "PETANI/PEKEBUN", "PETERNAK", "NELAYAN/PERIKANAN", "INDUSTRI", "KONSTRUKSI", "TRANSPORTASI",
    "KARYAWAN SWASTA", "KARYAWAN BUMN", "KARYAWAN BUMD", "KARYAWAN HONORER", "BURUH HARIAN LEPAS",
    "BURUH TANI/PERKEBUNAN", "BURUH NELAYAN/PERIKANAN", "BURUH PETERNAKAN", "PEMBANTU RUMAH TANGGA",
    "TUKANG CUKUR", "TUKANG LISTRIK", "TUKANG BATU", "TUKANG KAYU", "TUKANG SOL SEPATU",
    "TUKANG LAS/PANDAI BESI", "TUKANG JAHIT", "TUKANG GIGI", "PENATA RIAS", "PENATA BUSANA",
    "PENATA RAMBUT", "MEKANIK", "SENIMAN", "TABIB", "PARAJI", "PERANCANG BUSANA", "PENTERJEMAH",
    "IMAM MASJID", "PENDETA", "PASTOR", "WARTAWAN", "USTADZ/MUBALIGH", "JURU MASAK", "PROMOTOR ACARA",
    "ANGGOTA DPR-RI", "ANGGOTA DPD", "ANGGOTA BPK", "PRESIDEN", "WAKIL PRESIDEN",
    "ANGGOTA MAHKAMAH KONSTITUSI", "ANGGOTA KABINET KEMENTERIAN", "DUTA BESAR", "GUBERNUR",
    "WAKIL GUBERNUR", "BUPATI", "WAKIL BUPATI", "WALIKOTA", "WAKIL WALIKOTA", "ANGGOTA DPRD PROVINSI",
    "ANGGOTA DPRD KABUPATEN/KOTA", "DOSEN", "GURU", "PILOT", "PENGACARA", "NOTARIS", "ARSITEK",
    "AKUNTAN", "KONSULTAN", "DOKTER", "BIDAN", "PERAWAT", "APOTEKER", "PSIKIATER/PSIKOLOG",
    "PENYIAR TELEVISI", "PENYIAR RADIO", "PELAUT", "PENELITI", "SOPIR", "PIALANG", "PARANORMAL",
    "PEDAGANG", "PERANGKAT DESA", "KEPALA DESA", "BIARAWATI", "WIRASWASTA",
)  # fmt: skip
_SPELLINGS = {
    "KATHOLIK": "KATOLIK", "KRISTENPROTESTAN": "KRISTEN", "PROTESTAN": "KRISTEN", "BUDHA": "BUDDHA",
    "KONGHUCU": "KHONGHUCU", "KONGHUCHU": "KHONGHUCU",
    "PENGHAYATKEPERCAYAAN": "KEPERCAYAAN", "KEPERCAYAANTERHADAPTUHANYME": "KEPERCAYAAN",
    "ISTERI": "ISTRI", "KEPALAKELUARGA": "KEPALA KELUARGA", "KK": "KEPALA KELUARGA",
    "TIDAKTAHU": "",
}  # fmt: skip

# What the centre reports about a recording. Other codes are kept as they come, with a warning.
_STATUSES = """
    UNREGISTERED BIO_CAPTURED PROCESSING SENT_FOR_ENROLLMENT RECEIVED_AT_CENTRAL PRINT_READY_RECORD 
    DUPLICATE_RECORD ADJUDICATE_RECORD REQUEST_VALIDATION ENROLL_FAILURE_AT_CENTRAL 
    ENROLL_FAILURE_AT_REGIONAL SEARCH_FAILURE_AT_CENTRAL SENT_FOR_CARD_PRINTING CARD_PRINTED 
    CARD_SHIPPED CARD_ISSUED
"""
STATUSES = frozenset(_STATUSES.split())
_STATUS_SHORT = {
    "SFE": "SENT_FOR_ENROLLMENT", "PRR": "PRINT_READY_RECORD", "DR": "DUPLICATE_RECORD",
    "DUPLICATE": "DUPLICATE_RECORD", "ADJUDICATE": "ADJUDICATE_RECORD",
    "PRINT_READY": "PRINT_READY_RECORD", "SENT_FOR_ENROLMENT": "SENT_FOR_ENROLLMENT",
}  # fmt: skip

# BPS numbers the regencies of Kalimantan Timur differently: theirs -> Kemendagri.
BPS_REGENCIES = {
    "6401": "64.01", "6402": "64.07", "6403": "64.02", "6404": "64.08", "6405": "64.03",
    "6409": "64.09", "6411": "64.11", "6471": "64.71", "6472": "64.72", "6474": "64.74",
}  # fmt: skip


def cleaned(text: str | None) -> str | None:
    """A cell without the space around it; None when it means nothing."""
    bare = (text or "").strip(_AROUND)
    return None if bare.upper() in NOTHING else bare


def fold(text: str) -> str:
    """Capitals and digits only, so that 'Laki - laki' and 'LAKI-LAKI' are one spelling."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def _spellings(words: dict[str, str]) -> dict[str, str]:
    return {spelling: value for value, line in words.items() for spelling in line.split()}


_SEX_OF, _MARITAL_OF = _spellings(_SEX), _spellings(_MARITAL)
_CITIZENSHIP_OF = _spellings(_CITIZENSHIP)


def number(text: str) -> str:
    """'1', '01', '1.0' and '1,0' are the same code number; other text comes back folded."""
    if len(text) <= _LONGEST_NUMBER and (found := re.fullmatch(r"\s*'?(\d+)(?:[.,]0+)?\s*", text)):
        return found[1].lstrip("0") or "0"
    return fold(text)


def sex(text: str) -> str | None:
    return _SEX_OF.get(number(text))


def sex_reader(spellings: Iterable[str]) -> Callable[[str], str | None]:
    """Where a column says P and W but never L, P stands for pria (male) and W for wanita (female)."""
    said = {fold(text) for text in spellings}
    if "W" in said and "P" in said and not said & {"L", "LK", "LAKILAKI"}:
        return lambda text: {"P": "m", "W": "f"}.get(fold(text)) or sex(text)
    return sex


def marital(text: str) -> str | None:
    return _MARITAL_OF.get(re.sub(r"^[1-4](?=[A-Z])", "", number(text)))


def citizenship(text: str) -> str | None:
    """'WNA' alone is not understood: only the stay permit says whether the person is obliged."""
    return _CITIZENSHIP_OF.get(fold(text))


def religion(text: str) -> str:
    return _listed(text, RELIGIONS)


def relation(text: str) -> str:
    return _listed(text, _RELATION)


def education(text: str) -> str:
    return _listed(text, _EDUCATION)


def occupation(text: str) -> str:
    return "LAINNYA" if number(text) == "89" else _listed(text, _OCCUPATION)


def blood(text: str) -> str | None:
    code = number(text)
    if code.isdigit():
        return BLOOD_GROUPS[int(code) - 1] if 1 <= int(code) <= len(BLOOD_GROUPS) else None
    plain = re.sub(r"[^ABO+-]", "", text.upper())
    return plain if plain in BLOOD_GROUPS else None


def _listed(text: str, names: tuple[str, ...]) -> str:
    """A code number becomes its word; any other word is kept, in capitals and with single spaces."""
    code = number(text)
    if code.isdigit():
        return names[int(code) - 1] if 1 <= int(code) <= len(names) else text
    return _SPELLINGS.get(code, " ".join(text.upper().split()))


def alive(text: str) -> bool | None:
    code = number(text)
    if code in {"1", "HIDUP", "Y", "YA", "MASIHHIDUP", "ALIVE"}:
        return True
    return (
        False
        if code in {"0", "2", "MATI", "MENINGGAL", "MENINGGALDUNIA", "WAFAT", "DEAD", "N", "T"}
        else None
    )


def standing(text: str) -> str | None:
    """FLAG_STATUS or a column of words. The register numbers only 'active' (0) the same everywhere."""
    code = number(text)
    if code in {"0", "AKTIF", "ADA", "TETAP", "RESIDENT", "PENDUDUK", "HIDUP", "ACTIVE", "DATANG"}:
        return "resident"
    if code in {"MATI", "MENINGGAL", "MENINGGALDUNIA", "WAFAT", "DIED", "KEMATIAN"}:
        return "died"
    return "moved_out" if code in {"PINDAH", "PINDAHKELUAR", "KELUAR", "MOVEDOUT", "MOVED"} else None


def moved(text: str) -> bool | None:
    code = number(text)
    if code in {"0", "N", "T", "TIDAK", "BELUM"}:
        return False
    return True if code in {"1", "Y", "YA", "PINDAH", "SUDAH"} else None


def standing_of(
    *, alive: bool | str | None = "", flag: str | None = "", moved: bool | str | None = ""
) -> str | None:
    """What the three columns say together. "" is an empty cell, None one that is not understood.

    Death and moving are believed from any of them; a mark that is not understood, without
    either, is for a person to decide.
    """
    if alive is False or flag == "died":
        return "died"
    if moved is True or flag == "moved_out":
        return "moved_out"
    return None if None in (alive, flag, moved) else "resident"


def status(text: str) -> str:
    """A status code in capitals; the two short forms that offices write become the long ones."""
    code = re.sub(r"[\s\-]+", "_", text.strip().upper())
    return _STATUS_SHORT.get(code, code)


def padded(text: str, width: int) -> str:
    """'8', '08' and '8.0' as an area number of the wanted width; other text comes back as it is."""
    if len(text) <= _LONGEST_NUMBER and (found := re.fullmatch(r"\s*'?(\d+)(?:[.,]0+)?\s*", text)):
        return found[1].lstrip("0").zfill(width)
    return text.strip()


def dotted(text: str) -> str | None:
    """A whole area code in any spelling (6408042001, 64.08.04.2001, 640804.0) as the dotted one."""
    bare = text.strip().lstrip("'")
    if held_as_number := re.fullmatch(r"(\d+)[.,]0+", bare):
        bare = held_as_number[1]
    digits = re.sub(r"[\s.\-]", "", bare)
    if not re.fullmatch(r"\d{2}|\d{4}|\d{6}|\d{10}", digits, re.ASCII):
        return None
    parts = [digits[at : at + 2] for at in range(0, min(len(digits), 6), 2)]
    return ".".join([*parts, digits[6:]] if len(digits) == 10 else parts)


def words(text: str) -> list[str]:
    """The words of a name in capitals, without points and dashes."""
    return re.findall(r"[A-Z0-9]+", text.upper())
