"""Three templates to begin with. They come in when somebody asks for them, and are the office's own then."""

from datetime import datetime
from typing import TYPE_CHECKING

from rekam.office.reminders import actions
from rekam.office.reminders.models import Template

if TYPE_CHECKING:
    from rekam.office.accounts.models import User

EXAMPLES: tuple[dict[str, str], ...] = (
    {
        "name": "Pengingat kunjungan untuk warga",
        "text_id": (
            "Yth. {nama}, Anda belum rekam KTP-el. Petugas datang ke {tempat}, {tanggal} pukul {jam}. "
            "Bawa fotokopi KK. {berhenti}"
        ),
        "text_en": (
            "Dear {nama}, you are not recorded for the KTP-el yet. Officers come to {tempat}, {tanggal}, "
            "{jam}. Bring a copy of your family card. {berhenti}"
        ),
        "subject_id": "Perekaman KTP-el di {tempat}",
        "subject_en": "KTP-el recording at {tempat}",
        "whatsapp_name": "",
    },
    {
        "name": "Pengingat kunjungan untuk klien",
        "text_id": (
            "Yth. {nama}, tim {kantor} datang ke {tempat} pada {tanggal} pukul {jam} untuk perekaman KTP-el. "
            "Mohon siapkan ruang, listrik, dan daftar orangnya. {berhenti}"
        ),
        "text_en": "",
        "subject_id": "Perekaman KTP-el pada {tanggal}",
        "subject_en": "",
        "whatsapp_name": "",
    },
    {
        "name": "Undangan perekaman di kantor kecamatan",
        "text_id": (
            "Yth. {nama} ({desa}), Anda wajib KTP dan belum direkam. Datanglah ke kantor kecamatan, setiap "
            "hari pada jam kerja, dengan fotokopi KK. {kantor}. {berhenti}"
        ),
        "text_en": "",
        "subject_id": "Undangan perekaman KTP-el",
        "subject_en": "",
        "whatsapp_name": "",
    },
)


def take(*, by: "User | None", at: datetime) -> int:
    """Those whose names are not taken yet; returns how many came in."""
    held = set(Template.objects.values_list("name", flat=True))
    wanted = [example for example in EXAMPLES if example["name"] not in held]
    for example in wanted:
        actions.set_template(template=None, by=by, at=at, **example)
    return len(wanted)
