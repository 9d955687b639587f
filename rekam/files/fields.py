"""The columns Rekam understands, and the names offices give them.

The first alias of each field is the name in a SIAK export. Names are compared folded: capitals
and digits only, so NO_KK, No. KK and "no kk" are one name.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

RESIDENTS, RECORDINGS, ROLLS = "residents", "recordings", "rolls"
# The fields that hold dates, the leading one of a file first: the others are mostly written like it.
DATES = {
    RESIDENTS: (
        "born", "married_on", "died_on", "moved_on", "ended_on", "arrived_on", "ektp_on", "ektp_updated_on",
    ),
    RECORDINGS: ("recorded", "status_on", "known_on"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """`en` and `id` name the field to a person; `required` fields must have a column."""

    name: str
    en: str
    id: str
    aliases: str
    required: bool = False


_NIK = "NIK|NO NIK|NOMOR NIK|NIK KTP|NO KTP|NOMOR KTP|NO IDENTITAS|NOMOR INDUK KEPENDUDUKAN|ID NUMBER"

_RESIDENT_FIELDS = (
    Field("nik", "NIK", "NIK", _NIK, required=True),
    Field(
        "kk", "family card number", "nomor KK",
        "NO_KK|KK|NOMOR KK|NO KARTU KELUARGA|NOMOR KARTU KELUARGA|KARTU KELUARGA|NKK|FAMILY CARD|"
        "FAMILY CARD NUMBER",
    ),
    Field(
        "name", "name", "nama",
        "NAMA_LGKP|NAMA|NAMA LENGKAP|NAMA PENDUDUK|NM LENGKAP|NM LGKP|NAME|FULL NAME|NAMA PEKERJA|"
        "NAMA KARYAWAN",
        required=True,
    ),
    Field(
        "sex", "sex", "jenis kelamin",
        "JENIS_KLMIN|JENIS KELAMIN|JK|JNS KELAMIN|JNS KLMN|JENIS KLM|KELAMIN|L/P|LP|SEX|GENDER|KLMIN|JKEL",
        required=True,
    ),
    Field(
        "born", "date of birth", "tanggal lahir",
        "TGL_LHR|TANGGAL LAHIR|TGL LAHIR|TGL LHIR|LAHIR|DOB|DATE OF BIRTH|BIRTH DATE|BIRTHDATE|BORN",
        required=True,
    ),
    Field(
        "birth_place", "place of birth", "tempat lahir",
        "TMPT_LHR|TEMPAT LAHIR|TMP LHR|TMPT LAHIR|TMP LAHIR|BIRTH PLACE|PLACE OF BIRTH",
    ),
    Field(
        "marital", "marital status", "status perkawinan",
        "STAT_KWN|STATUS KAWIN|STATUS PERKAWINAN|STAT KAWIN|STS KAWIN|KAWIN|MARITAL|MARITAL STATUS|"
        "STATUS NIKAH",
    ),
    Field(
        "married_on", "date of marriage", "tanggal perkawinan",
        "TGL_KWN|TANGGAL KAWIN|TGL KAWIN|TANGGAL PERKAWINAN|TGL PERKAWINAN|TGL NIKAH|TANGGAL NIKAH",
    ),
    Field("religion", "religion", "agama", "AGAMA|RELIGION"),
    Field("blood", "blood group", "golongan darah", "GOL_DRH|GOL DARAH|GOLONGAN DARAH|BLOOD|BLOOD GROUP"),
    Field(
        "relation", "relation in the family", "hubungan keluarga",
        "STAT_HBKEL|SHDK|HUBUNGAN KELUARGA|STATUS HUBUNGAN KELUARGA|STATUS HUBUNGAN DALAM KELUARGA|"
        "STATUS HUB KELUARGA|HUB KELUARGA|HUBUNGAN|RELATION",
    ),
    Field(
        "education", "education", "pendidikan",
        "PDDK_AKH|PENDIDIKAN|PENDIDIKAN AKHIR|PENDIDIKAN TERAKHIR|PDDK AKHIR|EDUCATION",
    ),
    Field(
        "occupation", "occupation", "pekerjaan",
        "JENIS_PKRJN|PEKERJAAN|JENIS PEKERJAAN|JNS PKRJN|PKRJN|OCCUPATION|JOB",
    ),
    Field("no_prop", "province number", "nomor provinsi", "NO_PROP|KODE PROP|KD PROP|KODE PROVINSI"),
    Field(
        "no_kab", "regency number", "nomor kabupaten",
        "NO_KAB|KODE KAB|KD KAB|KODE KABUPATEN|NO KABUPATEN|NO KAB KOTA",
    ),
    Field("no_kec", "district number", "nomor kecamatan", "NO_KEC|KODE KEC|KD KEC|KODE KECAMATAN"),
    Field(
        "no_kel", "village number", "nomor desa/kelurahan",
        "NO_KEL|KD KEL|KODE KEL|KODE KELURAHAN|NO KELURAHAN|NO DESA|NO DESA KEL",
    ),
    Field(
        "area_code", "area code", "kode wilayah",
        "KODE_WILAYAH|KODE DESA|KD WILAYAH|KODE DESA KEL|KODE DESA KELURAHAN|KD DESA|KODE|KODEWIL|AREA|"
        "AREA CODE|VILLAGE CODE|KODE KEMENDAGRI",
    ),
    Field(
        "regency_name", "regency name", "nama kabupaten",
        "KAB_NAME|NAMA KAB|KABUPATEN|NAMA KABUPATEN|KAB KOTA|KABUPATEN KOTA|NM KAB|REGENCY",
    ),
    Field(
        "district_name", "district name", "nama kecamatan",
        "KEC_NAME|KECAMATAN|NAMA KECAMATAN|NAMA KEC|NM KEC|KEC|DISTRICT",
    ),
    Field(
        "village_name", "village name", "nama desa/kelurahan",
        "KEL_NAME|DESA|KELURAHAN|DESA KELURAHAN|DESA/KEL|KELURAHAN DESA|NAMA DESA|NAMA KELURAHAN|NAMA KEL|"
        "NM KEL|NAMA DESA KELURAHAN|DESAKEL|KEL|VILLAGE",
    ),
    Field("rt", "RT", "RT", "NO_RT|RT|NOMOR RT"),
    Field("rw", "RW", "RW", "NO_RW|RW|NOMOR RW"),
    Field("address", "address", "alamat", "ALAMAT|ALAMAT LENGKAP|ALAMAT RUMAH|ADDRESS"),
    Field(
        "citizenship", "citizenship or stay permit", "kewarganegaraan atau izin tinggal",
        "KEWARGANEGARAAN|KWRNGRN|WARGA NEGARA|WNI WNA|KEBANGSAAN|IZIN TINGGAL|JENIS IZIN TINGGAL|CITIZENSHIP",
    ),
    Field("alive", "alive or dead", "status hidup", "STAT_HIDUP|STATUS HIDUP|HIDUP"),
    Field("flag", "status in the register", "status kependudukan",
          "FLAG_STATUS|STATUS PENDUDUK|STATUS KEPENDUDUKAN|STATUS DATA|STANDING|KEADAAN"),
    Field("moved", "moved", "status pindah", "FLAG_PINDAH|PINDAH|STATUS PINDAH"),
    Field(
        "died_on", "date of death", "tanggal meninggal",
        "TGL_MATI|TGL MENINGGAL|TANGGAL MENINGGAL|TGL KEMATIAN|TANGGAL KEMATIAN|DIED ON|DATE OF DEATH",
    ),
    Field(
        "moved_on", "date of moving out", "tanggal pindah",
        "TGL_PINDAH|TANGGAL PINDAH|TGL KELUAR|TANGGAL KELUAR|MOVED ON|MOVED OUT ON",
    ),
    Field("ended_on", "date of leaving the register", "tanggal berakhir", "ENDED_ON|TGL AKHIR|TANGGAL AKHIR"),
    Field(
        "arrived_on", "date of arrival", "tanggal datang",
        "TGL_DATANG|TANGGAL DATANG|TGL KEDATANGAN|TANGGAL KEDATANGAN|TGL MASUK|ARRIVED ON",
    ),
    Field(
        "ektp_status", "KTP-el status code", "kode status KTP-el",
        "EKTP_CURRENT_STATUS_CODE|EKTP STATUS|CURRENT STATUS CODE EKTP|STATUS EKTP|STATUS KTP EL|"
        "STATUS PEREKAMAN|CURRENT STATUS CODE|EKTP STATUS CODE",
    ),
    Field(
        "ektp_on", "KTP-el recorded on", "tanggal perekaman",
        "EKTP_CREATED_DATE|EKTP CREATED|TGL REKAM|TANGGAL REKAM|TGL PEREKAMAN|TANGGAL PEREKAMAN|CREATED EKTP",
    ),
    Field(
        "ektp_updated_on", "KTP-el status of", "tanggal status KTP-el",
        "EKTP_UPDATED_DATE|EKTP UPDATED|EKTP UP DATE|TGL STATUS EKTP|TANGGAL STATUS",
    ),
    Field(
        "ektp_place", "place of recording", "tempat perekaman",
        "EKTP_UPLOAD_LOCATION|LOKASI REKAM|LOKASI PEREKAMAN|TEMPAT REKAM|TEMPAT PEREKAMAN|UPLOAD LOCATION",
    ),
    Field(
        "employer", "employer", "perusahaan",
        "PERUSAHAAN|NAMA PERUSAHAAN|TEMPAT KERJA|INSTANSI|EMPLOYER|COMPANY",
    ),
)  # fmt: skip

_RECORDING_FIELDS = (
    Field("nik", "NIK", "NIK", _NIK, required=True),
    Field(
        "recorded", "date and time of recording", "tanggal dan jam perekaman",
        "EKTP_CREATED_DATE|TGL REKAM|TANGGAL REKAM|TGL PEREKAMAN|TANGGAL PEREKAMAN|WAKTU REKAM|"
        "EKTP CREATED|RECORDED|RECORDED ON|RECORDED AT|TGL JAM REKAM|TANGGAL|TGL",
        required=True,
    ),
    Field("recorded_time", "time of recording", "jam perekaman",
          "JAM|JAM REKAM|JAM PEREKAMAN|PUKUL|TIME|RECORDED TIME"),
    Field(
        "place", "place of recording", "tempat perekaman",
        "EKTP_UPLOAD_LOCATION|TEMPAT|LOKASI|TEMPAT REKAM|TEMPAT PEREKAMAN|LOKASI REKAM|LOKASI PEREKAMAN|"
        "TITIK LAYANAN|PLACE|UPLOAD LOCATION",
    ),
    Field(
        "area_code", "area code of the place", "kode wilayah tempat perekaman",
        "KODE_WILAYAH|KODE DESA|KODE KECAMATAN|KODE|AREA|AREA CODE|WILAYAH|KODE WILAYAH REKAM",
    ),
    Field(
        "district_name", "district of the place", "kecamatan tempat perekaman",
        "KEC_NAME|KECAMATAN|NAMA KECAMATAN|KECAMATAN REKAM|DISTRICT",
    ),
    Field(
        "village_name", "village of the place", "desa tempat perekaman",
        "KEL_NAME|DESA|KELURAHAN|DESA KELURAHAN|DESA/KEL|NAMA DESA|NAMA KELURAHAN|VILLAGE",
    ),
    Field("kit", "kit", "alat rekam",
          "ALAT|KIT|ALAT REKAM|SET ALAT|KODE ALAT|NO ALAT|WORKSTATION|STATION|DEVICE"),
    Field(
        "operator", "operator", "operator",
        "EKTP_CREATED_BY|OPERATOR|PETUGAS|NAMA OPERATOR|NAMA PETUGAS|USER|USERNAME|CREATED BY",
    ),
    Field(
        "status", "status code", "kode status",
        "EKTP_CURRENT_STATUS_CODE|STATUS|KODE STATUS|STATUS CODE|STATUS EKTP|STATUS PEREKAMAN|STATUS REKAM|"
        "CURRENT STATUS CODE|EKTP STATUS",
    ),
    Field(
        "status_on", "date of the status", "tanggal status",
        "EKTP_UPDATED_DATE|TGL STATUS|TANGGAL STATUS|WAKTU STATUS|EKTP UPDATED|STATUS ON|STATUS DATE",
    ),
    Field(
        "known_on", "date the office learned of it", "tanggal diketahui dinas",
        "TGL_DIKETAHUI|TANGGAL DIKETAHUI|TGL TERIMA|TANGGAL TERIMA|DITERIMA|KNOWN ON|TGL LAPOR|TANGGAL LAPOR",
    ),
)  # fmt: skip

# What clients hand in: often a number and a name and nothing else, and neither of the two is always there.
_ROLL_FIELDS = (
    Field("nik", "NIK", "NIK", f"{_NIK}|NIK NO KTP|NO KTP NIK|KTP|NIK SISWA|NIK KARYAWAN|NIK KEPENDUDUKAN"),
    Field(
        "name", "name", "nama",
        "NAMA|NAMA LENGKAP|NAMA_LGKP|NAMA KARYAWAN|NAMA PEKERJA|NAMA PEGAWAI|NAMA SISWA|NAMA MURID|"
        "NAMA PESERTA DIDIK|NAMA PESERTA|NAMA WARGA|NAMA PENDUDUK|NM LENGKAP|NM LGKP|NAMA KTP|"
        "NAMA SESUAI KTP|NAME|FULL NAME",
    ),
    Field(
        "born", "date of birth", "tanggal lahir",
        "TGL_LHR|TANGGAL LAHIR|TGL LAHIR|TGL LHIR|LAHIR|DOB|DATE OF BIRTH|BIRTH DATE|BIRTHDATE|BORN",
    ),
    Field("sex", "sex", "jenis kelamin",
          "JENIS_KLMIN|JENIS KELAMIN|JK|JNS KELAMIN|KELAMIN|L/P|LP|SEX|GENDER|JKEL"),
)  # fmt: skip

FIELDS: dict[str, dict[str, Field]] = {
    RESIDENTS: {each.name: each for each in _RESIDENT_FIELDS},
    RECORDINGS: {each.name: each for each in _RECORDING_FIELDS},
    ROLLS: {each.name: each for each in _ROLL_FIELDS},
}

# The ways a residents file may say where a person lives; one of them must be complete.
AREA_WAYS = (
    ("no_prop", "no_kab", "no_kec", "no_kel"),
    ("area_code",),
    ("district_name", "village_name"),
)


def area_joint(way: Sequence[str]) -> str:
    """What stands between the parts of an area as a person reads it: 64.08.04.2001, but Sangatta Utara, Teluk
    Lingga.
    """
    return ", " if "village_name" in way else "."


def fold(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).upper()
    return re.sub(r"[^A-Z0-9]", "", plain)


@cache
def aliases(kind: str) -> dict[str, tuple[str, bool]]:
    """Folded name -> (field, is it the first alias)."""
    found: dict[str, tuple[str, bool]] = {}
    for each in FIELDS[kind].values():
        for place, alias in enumerate(each.aliases.split("|")):
            found.setdefault(fold(alias), (each.name, place == 0))
    return found


def is_known(name: str) -> bool:
    key = fold(name)
    return any(key in aliases(kind) for kind in FIELDS)
