"""What is said about the person in a row: NIK, family card, name, sex, birth date."""

from rekam.files.sentence import HELD, REJECTED, WARNING, Sentence

PEOPLE: dict[str, Sentence] = {
    "row.too_many_cells": Sentence(
        REJECTED,
        en=(
            "The row has more cells than there are columns, so its values stand under the wrong names.",
            "Remove the separator inside the text (often in the address) or put the text in quotation marks.",
        ),
        id=(
            "Baris memiliki lebih banyak sel daripada kolom sehingga isinya bergeser.",
            "Hapus pemisah kolom di dalam teks (sering pada alamat) atau apit teks dengan tanda kutip.",
        ),
    ),
    "row.too_few_cells": Sentence(
        REJECTED,
        en=(
            "The row has fewer cells than there are columns; it may be broken over two lines.",
            "Join the broken lines, or export the row again.",
        ),
        id=(
            "Baris memiliki lebih sedikit sel daripada kolom; mungkin terpotong menjadi dua baris.",
            "Gabungkan baris yang terpotong, atau ekspor ulang baris ini.",
        ),
    ),
    "row.header_again": Sentence(
        WARNING,
        en=("The column names stand here once more; the row was skipped.", "Nothing needs doing."),
        id=("Nama kolom tertulis sekali lagi di sini; baris dilewati.", "Tidak perlu tindakan."),
    ),
    "nik.missing": Sentence(
        REJECTED,
        en=("The row has no NIK.", "Fill in the NIK from the family card and import the row again."),
        id=("Baris tidak memiliki NIK.", "Isi NIK menurut kartu keluarga, lalu impor ulang baris ini."),
    ),
    "nik.not_16_digits": Sentence(
        REJECTED,
        en=("{value} is not a NIK: a NIK has exactly 16 digits.", "Correct it from the family card."),
        id=("{value} bukan NIK: NIK terdiri atas tepat 16 angka.", "Perbaiki menurut kartu keluarga."),
    ),
    "nik.rounded_by_spreadsheet": Sentence(
        REJECTED,
        en=(
            "A spreadsheet has rounded this NIK ({value}); its last digits are lost and cannot be guessed.",
            "Export again from the source with the NIK column as text, and do not open it in between.",
        ),
        id=(
            "NIK ini dibulatkan oleh program lembar kerja ({value}); angka terakhirnya hilang dan tidak "
            "dapat ditebak.",
            "Ekspor ulang dari sumbernya dengan kolom NIK sebagai teks, dan jangan dibuka di antaranya.",
        ),
    ),
    "nik.repaired": Sentence(
        WARNING,
        en=(
            "The NIK was written with other characters or as a number; all 16 digits were there.",
            "Nothing needs doing. Next time, export the NIK column as text.",
        ),
        id=(
            "NIK tertulis dengan karakter lain atau sebagai bilangan; ke-16 angkanya lengkap.",
            "Tidak perlu tindakan. Lain kali ekspor kolom NIK sebagai teks.",
        ),
    ),
    "nik.impossible_date": Sentence(
        REJECTED,
        en=(
            "The birth date inside NIK {value} does not exist.",
            "Check for swapped or mistyped digits against the family card.",
        ),
        id=(
            "Tanggal lahir di dalam NIK {value} tidak ada.",
            "Periksa angka yang tertukar atau salah ketik menurut kartu keluarga.",
        ),
    ),
    "nik.doubled_in_file": Sentence(
        HELD,
        en=(
            "NIK {value} stands in several rows (see row {expected}) that differ from one another.",
            "Keep the row that is right, delete the others, and import again.",
        ),
        id=(
            "NIK {value} ada di beberapa baris (lihat baris {expected}) yang isinya berbeda.",
            "Pertahankan baris yang benar, hapus yang lain, lalu impor ulang.",
        ),
    ),
    "nik.repeated_row": Sentence(
        WARNING,
        en=("The row is the same as row {expected}; it was counted once.", "Nothing needs doing."),
        id=("Baris ini sama dengan baris {expected}; dihitung satu kali.", "Tidak perlu tindakan."),
    ),
    "nik.two_residents": Sentence(
        HELD,
        en=(
            "Two different people claim NIK {value} (see row {expected}): name and birth date both differ.",
            "Find out whose NIK it is; the other person needs a NIK of their own.",
        ),
        id=(
            "Dua orang berbeda memakai NIK {value} (lihat baris {expected}): nama dan tanggal lahir berbeda.",
            "Pastikan NIK milik siapa; orang yang lain harus memiliki NIK sendiri.",
        ),
    ),
    "resident.may_be_another_person": Sentence(
        HELD,
        en=(
            "NIK {value} belongs to a resident with another name and birth date: maybe another person.",
            "Find out whose NIK it is. If it is the same person, correct the resident's page first.",
        ),
        id=(
            "NIK {value} dimiliki penduduk dengan nama dan tanggal lahir lain: mungkin orang yang berbeda.",
            "Pastikan NIK milik siapa. Bila orangnya sama, betulkan dahulu di halaman penduduknya.",
        ),
    ),
    "nik.sex_differs": Sentence(
        WARNING,
        en=(
            "The NIK says {expected}, the register says {value} (L male, P female). The register counts.",
            "Check the sex on the family card.",
        ),
        id=(
            "Menurut NIK {expected}, menurut data {value}. Yang dipakai adalah data.",
            "Periksa jenis kelamin pada kartu keluarga.",
        ),
    ),
    "nik.date_differs": Sentence(
        WARNING,
        en=(
            "The NIK says born on {expected}, the register says {value}. The register counts.",
            "Nothing needs doing if the birth date was corrected later; otherwise check the family card.",
        ),
        id=(
            "Menurut NIK lahir {expected}, menurut data {value}. Yang dipakai adalah data.",
            "Tidak perlu tindakan bila tanggal lahir pernah dikoreksi; bila tidak, periksa kartu keluarga.",
        ),
    ),
    "nik.unknown_area": Sentence(
        WARNING,
        en=(
            "NIK {value} begins with an area that is not in the list.",
            "Nothing needs doing for an old or split area; otherwise check the first six digits.",
        ),
        id=(
            "NIK {value} diawali kode wilayah yang tidak ada di daftar.",
            "Tidak perlu tindakan untuk wilayah lama atau pemekaran; bila bukan, periksa enam angka pertama.",
        ),
    ),
    "nik.serial_zero": Sentence(
        WARNING,
        en=(
            "NIK {value} ends in 0000, which is never issued. A spreadsheet may have rounded it.",
            "Compare it with the family card.",
        ),
        id=(
            "NIK {value} berakhir 0000; nomor urut itu tidak diterbitkan. Mungkin dibulatkan lembar kerja.",
            "Bandingkan dengan kartu keluarga.",
        ),
    ),
    "kk.not_16_digits": Sentence(
        WARNING,
        en=(
            "{value} is not a family card number (16 digits); the cell was left empty.",
            "Correct the number from the family card.",
        ),
        id=(
            "{value} bukan nomor kartu keluarga (16 angka); sel dikosongkan.",
            "Perbaiki nomornya menurut kartu keluarga.",
        ),
    ),
    "kk.rounded_by_spreadsheet": Sentence(
        WARNING,
        en=(
            "A spreadsheet has rounded this family card number ({value}); the cell was left empty.",
            "Export again from the source with the KK column as text.",
        ),
        id=(
            "Nomor KK ini dibulatkan oleh program lembar kerja ({value}); sel dikosongkan.",
            "Ekspor ulang dari sumbernya dengan kolom KK sebagai teks.",
        ),
    ),
    "name.missing": Sentence(
        REJECTED,
        en=("The row has no name.", "Fill in the full name from the family card."),
        id=("Baris tidak memiliki nama.", "Isi nama lengkap menurut kartu keluarga."),
    ),
    "sex.missing": Sentence(
        REJECTED,
        en=("The row has no sex.", "Fill in L (male) or P (female)."),
        id=("Baris tidak memiliki jenis kelamin.", "Isi L (laki-laki) atau P (perempuan)."),
    ),
    "sex.unknown": Sentence(
        REJECTED,
        en=("The sex {value} is not understood.", "Write L (male) or P (female)."),
        id=("Jenis kelamin {value} tidak dikenali.", "Tulis L (laki-laki) atau P (perempuan)."),
    ),
    "born.missing": Sentence(
        REJECTED,
        en=("The row has no birth date.", "Fill in the birth date from the family card."),
        id=("Baris tidak memiliki tanggal lahir.", "Isi tanggal lahir menurut kartu keluarga."),
    ),
    "born.impossible": Sentence(
        REJECTED,
        en=("The birth date {value} does not exist in the calendar.", "Correct it from the family card."),
        id=("Tanggal lahir {value} tidak ada di kalender.", "Perbaiki menurut kartu keluarga."),
    ),
    "born.unreadable": Sentence(
        REJECTED,
        en=("The birth date {value} is not understood.", "Write it as DD-MM-YYYY."),
        id=("Tanggal lahir {value} tidak dikenali.", "Tulis dalam bentuk HH-BB-TTTT."),
    ),
    "born.future": Sentence(
        REJECTED,
        en=("The birth date {value} lies in the future.", "Correct the year from the family card."),
        id=("Tanggal lahir {value} berada di masa depan.", "Perbaiki tahunnya menurut kartu keluarga."),
    ),
    "born.too_old": Sentence(
        HELD,
        en=(
            "Born on {value}: the person would be over 120 years old.",
            "Correct the year, or record the death if it was never reported.",
        ),
        id=(
            "Lahir {value}: usianya akan lebih dari 120 tahun.",
            "Perbaiki tahunnya, atau catat kematian bila belum pernah dilaporkan.",
        ),
    ),
    "born.two_digit_year": Sentence(
        HELD,
        en=(
            "The birth year in {value} has two digits, so the century is not known.",
            "Export again with four-digit years.",
        ),
        id=(
            "Tahun lahir pada {value} hanya dua angka sehingga abadnya tidak diketahui.",
            "Ekspor ulang dengan tahun empat angka.",
        ),
    ),
}
