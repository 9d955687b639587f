"""What can be wrong with a message, each with a stable code and a sentence in both languages.

A message that is refused is kept by whoever refused it: no code here ever deletes anything.
"""

from dataclasses import dataclass

from rekam.domain.trouble import Trouble


@dataclass(frozen=True)
class Sentence:
    """What happened and what to do."""

    en: str
    id: str


SENTENCES: dict[str, Sentence] = {
    "enrolment.code": Sentence(
        "The code is not the one the office shows. Type it again; after ten minutes ask for a new one.",
        "Kode tidak sama dengan yang ditampilkan kantor. Ketik ulang; setelah sepuluh menit minta kode baru.",
    ),
    "enrolment.too_many": Sentence(
        "Wrong codes were tried too often. Wait one minute, then try again: the code stays good meanwhile.",
        "Kode salah terlalu sering dicoba. Tunggu satu menit, lalu coba lagi: kode tetap berlaku.",
    ),
    "enrolment.unreadable": Sentence(
        "The enrolment message is damaged (%(what)s). Start the enrolment again.",
        "Pesan pendaftaran laptop rusak (%(what)s). Ulangi pendaftaran.",
    ),
    "enrolment.version": Sentence(
        "The other side speaks a newer enrolment. Update this program, then start again.",
        "Pihak lain memakai versi pendaftaran yang lebih baru. Perbarui program ini, lalu ulangi.",
    ),
    "enrolment.signature": Sentence(
        "The laptop could not prove that the key is its own. Start the enrolment again on the laptop.",
        "Laptop tidak dapat membuktikan kuncinya. Ulangi pendaftaran di laptop.",
    ),
    "key.unreadable": Sentence(
        "A key is damaged (%(what)s). Ask the office to issue it again.",
        "Sebuah kunci rusak (%(what)s). Minta kantor menerbitkannya lagi.",
    ),
    "key.cannot_open": Sentence(
        "The key does not open this. Check that the message was meant for this office or laptop.",
        "Kunci ini tidak membuka pesan tersebut. Pastikan pesan memang untuk kantor atau laptop ini.",
    ),
    "log.proof": Sentence(
        "The proof does not fit the log. Keep everything and tell the office's administrator.",
        "Bukti tidak cocok dengan catatan penerimaan. Simpan semuanya dan beri tahu administrator kantor.",
    ),
    "log.version": Sentence(
        "The log of received packets was written by a newer program. Update this one.",
        "Catatan paket yang diterima ditulis program yang lebih baru. Perbarui program ini.",
    ),
    "log.unreadable": Sentence(
        "The log of received packets is damaged (%(what)s). Restore it from its second copy.",
        "Catatan paket yang diterima rusak (%(what)s). Pulihkan dari salinan kedua.",
    ),
    "message.unreadable": Sentence(
        "The message is damaged (%(what)s). Nothing was taken from it; send it again.",
        "Pesan rusak (%(what)s). Tidak ada yang diambil darinya; kirim ulang.",
    ),
    "message.version": Sentence(
        "The message comes from a newer program. Update this one.",
        "Pesan berasal dari program yang lebih baru. Perbarui program ini.",
    ),
    "message.too_large": Sentence(
        "The message has %(size)d bytes; at most %(limit)d are read. Nothing was taken from it.",
        "Pesan berukuran %(size)d bita; paling banyak %(limit)d yang dibaca. Tidak ada yang diambil darinya.",
    ),
    "pack.another_station": Sentence(
        "This roster pack was made for another laptop. Take the one made for this laptop.",
        "Paket data ini dibuat untuk laptop lain. Ambil paket untuk laptop ini.",
    ),
    "pack.expired": Sentence(
        "The roster pack has expired. Look at the date of this laptop; if it is right, take a new one from "
        "the office.",
        "Paket data sudah kedaluwarsa. Lihat tanggal laptop ini; jika benar, ambil yang baru dari kantor.",
    ),
    "pack.older": Sentence(
        "This roster pack (%(version)d) is older than the one in use (%(held)d). The one in use stays.",
        "Paket data ini (%(version)d) lebih lama daripada yang dipakai (%(held)d). Yang dipakai tetap.",
    ),
    "pack.signature": Sentence(
        "The roster pack was not signed by the office, or was altered. Take it from the office again.",
        "Paket data tidak ditandatangani kantor atau telah diubah. Ambil lagi dari kantor.",
    ),
    "pack.unreadable": Sentence(
        "The roster pack is damaged (%(what)s). Take it from the office again.",
        "Paket data rusak (%(what)s). Ambil lagi dari kantor.",
    ),
    "pack.version": Sentence(
        "The office sends a newer kind of roster pack. Update the program on this laptop.",
        "Kantor mengirim jenis paket data yang lebih baru. Perbarui program di laptop ini.",
    ),
    "packet.chunk": Sentence(
        "Part %(number)d of the packet did not arrive as it was sent. It is sent again by itself.",
        "Bagian %(number)d paket tidak tiba seperti saat dikirim. Bagian itu otomatis dikirim ulang.",
    ),
    "packet.ciphertext": Sentence(
        "The packet's bytes are not those its header names. Both are kept; a person decides.",
        "Isi paket tidak sama dengan yang disebut kepalanya. Keduanya disimpan; petugas memutuskan.",
    ),
    "packet.cannot_open": Sentence(
        "The packet cannot be opened with this key. It is kept; a person decides.",
        "Paket tidak dapat dibuka dengan kunci ini. Paket disimpan; petugas memutuskan.",
    ),
    "packet.recipients": Sentence(
        "There is no usable key of the office to seal for. Take a new roster pack.",
        "Tidak ada kunci kantor yang dapat dipakai untuk menyegel. Ambil paket data baru.",
    ),
    "packet.signature": Sentence(
        "The packet was not signed by the station it names. It is kept; a person decides.",
        "Paket tidak ditandatangani stasiun yang disebutnya. Paket disimpan; petugas memutuskan.",
    ),
    "packet.too_large": Sentence(
        "The packet would have %(size)d bytes; at most %(limit)d can be sealed. Take smaller images.",
        "Paket akan berukuran %(size)d bita; paling banyak %(limit)d. Gunakan gambar yang lebih kecil.",
    ),
    "packet.unreadable": Sentence(
        "The packet's header is damaged (%(what)s). The packet is kept; a person decides.",
        "Kepala paket rusak (%(what)s). Paket disimpan; petugas memutuskan.",
    ),
    "packet.version": Sentence(
        "The packet comes from a newer station. It is kept; update the office's program.",
        "Paket berasal dari stasiun yang lebih baru. Paket disimpan; perbarui program kantor.",
    ),
    "receipt.other_packet": Sentence(
        "The receipt is for another packet. Nothing is deleted.",
        "Tanda terima ini untuk paket lain. Tidak ada yang dihapus.",
    ),
    "receipt.signature": Sentence(
        "The receipt was not signed by the office. Nothing is deleted.",
        "Tanda terima tidak ditandatangani kantor. Tidak ada yang dihapus.",
    ),
    "receipt.unreadable": Sentence(
        "The receipt is damaged (%(what)s). Nothing is deleted; it is asked for again.",
        "Tanda terima rusak (%(what)s). Tidak ada yang dihapus; tanda terima diminta lagi.",
    ),
    "receipt.version": Sentence(
        "The office gives a newer kind of receipt. Nothing is deleted; update this program.",
        "Kantor memberi jenis tanda terima yang lebih baru. Tidak ada yang dihapus; perbarui program ini.",
    ),
    "recording.signature": Sentence(
        "The recording was not signed by the operator it names. It is kept; a person decides.",
        "Perekaman tidak ditandatangani operator yang disebutnya. Perekaman disimpan; petugas memutuskan.",
    ),
    "recording.unreadable": Sentence(
        "What is inside the packet is damaged (%(what)s). It is kept; a person decides.",
        "Isi paket rusak (%(what)s). Paket disimpan; petugas memutuskan.",
    ),
    "recording.version": Sentence(
        "The recording comes from a newer station. It is kept; update the office's program.",
        "Perekaman berasal dari stasiun yang lebih baru. Perekaman disimpan; perbarui program kantor.",
    ),
    "request.signature": Sentence(
        "The call was not signed by an enrolled station. Nothing was changed.",
        "Permintaan tidak ditandatangani stasiun yang terdaftar. Tidak ada yang berubah.",
    ),
    "request.unreadable": Sentence(
        "The call is damaged (%(what)s). Nothing was changed; it is made again by itself.",
        "Permintaan rusak (%(what)s). Tidak ada yang berubah; permintaan diulang dengan sendirinya.",
    ),
    "time.signature": Sentence(
        "The time was not signed by the office. The last time seen stays.",
        "Waktu tidak ditandatangani kantor. Waktu terakhir yang diterima tetap dipakai.",
    ),
    "time.unreadable": Sentence(
        "The office's time is damaged (%(what)s). The last time seen stays.",
        "Waktu dari kantor rusak (%(what)s). Waktu terakhir yang diterima tetap dipakai.",
    ),
    "time.version": Sentence(
        "The office sends a newer kind of time. Update this program.",
        "Kantor mengirim jenis waktu yang lebih baru. Perbarui program ini.",
    ),
    "word.signature": Sentence(
        "What came with the answer was not signed by the office. Nothing is deleted or stopped for it.",
        "Keterangan dalam jawaban tidak ditandatangani kantor. Tidak ada yang dihapus atau dihentikan.",
    ),
    "word.unreadable": Sentence(
        "What came with the office's answer is damaged (%(what)s). Nothing is deleted or stopped for it.",
        "Keterangan dalam jawaban kantor rusak (%(what)s). Tidak ada yang dihapus atau dihentikan.",
    ),
    "word.version": Sentence(
        "The office sends a newer kind of answer. Update this program.",
        "Kantor mengirim jenis jawaban yang lebih baru. Perbarui program ini.",
    ),
}


class WireTrouble(Trouble):
    """A message that cannot be used: damaged, forged, too old or meant for somebody else."""

    def __init__(self, code: str, /, **values: object) -> None:
        super().__init__(code, SENTENCES[code].en, **values)

    def in_indonesian(self) -> str:
        return self.told(SENTENCES[self.code].id)
