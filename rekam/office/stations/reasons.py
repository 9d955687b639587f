"""The reasons a counter chooses from, as they travel in a pack: in both languages."""

from rekam.wire.packs import Reason

LISTS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "absence": (
        ("missing", "Tidak ada", "Missing"),
        ("injured", "Luka atau diperban", "Injured or bandaged"),
        ("cannot_capture", "Tidak terbaca alat", "Cannot be captured"),
    ),
    "accepted": (
        ("worn", "Kulit aus karena kerja", "Skin worn by work"),
        ("wet_or_dry", "Kulit basah atau kering", "Skin wet or dry"),
        ("old_age", "Usia lanjut", "Old age"),
        ("illness", "Sakit atau gemetar", "Illness or tremor"),
        ("device", "Alat kurang baik", "Device not at its best"),
    ),
    "failed": (
        ("device", "Alat rusak", "Device broken"),
        ("left", "Pulang sebelum selesai", "Left before the end"),
        ("documents", "Dokumen tidak lengkap", "Documents incomplete"),
        ("identity", "Identitas diragukan", "Identity in doubt"),
        ("refused", "Menolak direkam", "Refused to be recorded"),
        ("other", "Lainnya", "Other"),
    ),
}


def all_of_them() -> tuple[Reason, ...]:
    return tuple(
        Reason(name, code, text, text_en) for name, each in LISTS.items() for code, text, text_en in each
    )
