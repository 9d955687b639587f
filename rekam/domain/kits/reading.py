"""The words that lists of devices use, in offices and shops, and the codes they mean.

Spaces, punctuation and capitals do not matter, nor does a number at the end: "Kamera 2" is a camera.
"""

import re

from rekam.domain.kits.kinds import Condition, Kind, Owner

KIND_WORDS: dict[Kind, tuple[str, ...]] = {
    Kind.FINGERPRINT_SCANNER: (
        "fingerprint scanner", "fingerprint", "fingerprint reader", "finger scanner", "sidik jari",
        "pemindai sidik jari", "scanner sidik jari", "alat sidik jari", "alat rekam sidik jari",
        "perekam sidik jari", "pembaca sidik jari",
    ),
    Kind.IRIS_SCANNER: (
        "iris scanner", "iris", "iris mata", "iris reader", "pemindai iris", "scanner iris", "scan iris",
        "alat iris", "alat rekam iris", "perekam iris", "kamera iris", "pemindai mata", "pembaca iris",
    ),
    Kind.CAMERA: (
        "camera", "kamera", "kamera digital", "kamera dslr", "dslr", "kamera foto", "kamera wajah", "webcam",
    ),
    Kind.SIGNATURE_PAD: (
        "signature pad", "sign pad", "pad tanda tangan", "papan tanda tangan",
        "alat tanda tangan", "perekam tanda tangan", "tanda tangan digital", "tablet tanda tangan",
    ),
    Kind.CARD_READER: (
        "card reader", "smart card reader", "pembaca kartu", "pembaca kartu pintar", "ktp el reader",
        "ktp reader", "reader ktp", "pembaca ktp", "pembaca ktp el", "alat baca ktp",
    ),
    Kind.LAPTOP: ("laptop", "notebook", "komputer jinjing"),
    Kind.CLIENT_PC: (
        "client pc", "pc client", "pc klien", "klien pc", "komputer klien", "komputer client", "komputer",
        "pc", "desktop", "pc desktop", "komputer pc", "all in one", "pc all in one", "cpu",
    ),
    Kind.SERVER: ("server", "pc server", "komputer server", "peladen"),
    Kind.UPS: ("ups", "catu daya", "catu daya cadangan", "baterai cadangan"),
    Kind.GENERATOR: ("generator", "genset", "generator set", "mesin genset", "pembangkit listrik"),
    Kind.SWITCH: ("switch", "switch hub", "network switch", "switch jaringan", "hub switch"),
    Kind.ROUTER: ("router", "router wifi", "perute"),
    Kind.MODEM: ("modem", "modem gsm", "modem usb", "modem internet"),
    Kind.ANTENNA: ("antenna", "antena", "antena vsat", "vsat", "parabola"),
    Kind.PRINTER: ("printer", "pencetak", "mesin cetak", "printer ktp", "printer ktp el"),
    Kind.TRIPOD: ("tripod", "tripot", "kaki tiga", "penyangga kamera"),
    Kind.BACKDROP: ("backdrop", "background", "latar", "latar foto", "latar belakang", "latar belakang foto",
                    "kain latar", "background foto"),
    Kind.LAMP: ("lamp", "lampu", "lampu foto", "lampu studio", "lighting"),
    Kind.HUB: ("hub", "usb hub", "hub usb"),
    Kind.CABLE: ("cable", "kabel", "kabel data", "kabel usb", "kabel lan", "kabel power", "kabel daya"),
}  # fmt: skip
# B, KB (RR) and RB are how registers of public goods shorten them.
CONDITION_WORDS: dict[Condition, tuple[str, ...]] = {
    Condition.GOOD: ("good", "baik", "b", "bagus", "normal", "kondisi baik", "layak", "berfungsi"),
    Condition.PARTIAL: ("partial", "kurang baik", "kb", "kurang", "rusak ringan", "rr", "kurang bagus"),
    Condition.BROKEN: ("broken", "rusak", "rb", "rusak berat", "tidak berfungsi", "mati", "tidak layak"),
    Condition.LOST: ("lost", "hilang", "h", "tidak ada", "dicuri", "tidak ditemukan"),
}
OWNER_WORDS: dict[Owner, tuple[str, ...]] = {
    Owner.CENTRE: (
        "centre", "pusat", "pemerintah pusat", "kemendagri", "ditjen dukcapil", "dirjen dukcapil", "apbn",
        "milik pusat", "hibah pusat",
    ),
    Owner.PROVINCE: ("province", "provinsi", "prov", "apbd provinsi", "apbd i", "apbd 1", "milik provinsi"),
    Owner.REGENCY: (
        "regency", "kabupaten", "kab", "kota", "daerah", "apbd", "apbd kabupaten", "apbd kota", "apbd ii",
        "apbd 2", "disdukcapil", "dinas", "milik daerah", "milik kabupaten",
    ),
}  # fmt: skip


def fold(text: str) -> str:
    """What is left of a word when its spelling does not matter."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


_KINDS = {fold(word): kind for kind, words in KIND_WORDS.items() for word in (kind.value, *words)}
_CONDITIONS = {fold(word): code for code, words in CONDITION_WORDS.items() for word in words}
_OWNERS = {fold(word): code for code, words in OWNER_WORDS.items() for word in words}


def kind(text: str) -> Kind | None:
    folded = fold(text)
    return _KINDS.get(folded) or _KINDS.get(folded.rstrip("0123456789"))


def condition(text: str) -> Condition | None:
    return _CONDITIONS.get(fold(text))


def owner(text: str) -> Owner | None:
    return _OWNERS.get(fold(text))
