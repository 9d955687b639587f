"""What is said about other cells of a row: dates, states, areas, recordings."""

from rekam.files.sentence import HELD, REJECTED, WARNING, Sentence

CELLS: dict[str, Sentence] = {
    "date.impossible": Sentence(
        WARNING,
        en=("The date {value} ({column}) does not exist; the cell was left empty.", "Correct the date."),
        id=("Tanggal {value} ({column}) tidak ada di kalender; sel dikosongkan.", "Perbaiki tanggalnya."),
    ),
    "date.unreadable": Sentence(
        WARNING,
        en=("The date {value} ({column}) is not understood; the cell was left empty.", "Write DD-MM-YYYY."),
        id=(
            "Tanggal {value} ({column}) tidak dikenali; sel dikosongkan.",
            "Tulis dalam bentuk HH-BB-TTTT.",
        ),
    ),
    "date.two_digit_year": Sentence(
        WARNING,
        en=(
            "The year in {value} ({column}) has two digits, so the century is not known; the cell was left "
            "empty.",
            "Write the year with four digits.",
        ),
        id=(
            "Tahun pada {value} ({column}) hanya dua angka sehingga abadnya tidak diketahui; sel "
            "dikosongkan.",
            "Tulis tahun dengan empat angka.",
        ),
    ),
    "date.future": Sentence(
        WARNING,
        en=(
            "The date {value} ({column}) lies after {expected}, when nobody can have known it; the cell was "
            "left empty.",
            "Correct the date, or the day of the export.",
        ),
        id=(
            "Tanggal {value} ({column}) sesudah {expected}, saat belum mungkin diketahui; sel dikosongkan.",
            "Perbaiki tanggalnya, atau tanggal ekspor berkas.",
        ),
    ),
    "date.before_birth": Sentence(
        WARNING,
        en=(
            "The date {value} ({column}) lies before the birth ({expected}); the cell was left empty.",
            "Correct the date from its certificate.",
        ),
        id=(
            "Tanggal {value} ({column}) mendahului tanggal lahir ({expected}); sel dikosongkan.",
            "Perbaiki tanggalnya menurut aktanya.",
        ),
    ),
    "date.ambiguous": Sentence(
        WARNING,
        en=(
            "No date in column {column} shows whether the day or the month comes first; "
            "it was read as day-month-year.",
            "Compare a few rows with the source before committing.",
        ),
        id=(
            "Tidak ada tanggal di kolom {column} yang menunjukkan urutan hari dan bulan; "
            "dibaca sebagai hari-bulan-tahun.",
            "Bandingkan beberapa baris dengan sumbernya sebelum disahkan.",
        ),
    ),
    "date.as_before": Sentence(
        WARNING,
        en=(
            "No date in column {column} shows whether the day or the month comes first; "
            "it was read as {order_en}, as in earlier files of this kind.",
            "Compare a few rows with the source before committing.",
        ),
        id=(
            "Tidak ada tanggal di kolom {column} yang menunjukkan urutan hari dan bulan; "
            "dibaca sebagai {order}, seperti berkas-berkas sejenis sebelumnya.",
            "Bandingkan beberapa baris dengan sumbernya sebelum disahkan.",
        ),
    ),
    "marital.unknown": Sentence(
        WARNING,
        en=(
            "The marital status {value} is not understood; it was left empty, and age alone then decides.",
            "Write BELUM KAWIN, KAWIN, CERAI HIDUP or CERAI MATI.",
        ),
        id=(
            "Status perkawinan {value} tidak dikenali; dikosongkan sehingga hanya umur yang menentukan.",
            "Tulis BELUM KAWIN, KAWIN, CERAI HIDUP, atau CERAI MATI.",
        ),
    ),
    "citizenship.unknown": Sentence(
        HELD,
        en=(
            "The citizenship {value} does not say whether the person must have a KTP.",
            "Write WNI, ITAP (permanent stay) or ITAS (temporary stay).",
        ),
        id=(
            "Kewarganegaraan {value} tidak menunjukkan apakah orang ini wajib KTP.",
            "Tulis WNI, ITAP (izin tinggal tetap), atau ITAS (izin tinggal terbatas).",
        ),
    ),
    "standing.unknown": Sentence(
        HELD,
        en=(
            "The register marks this person as no longer active ({value}) without saying why.",
            "Say whether the person died or moved (STAT_HIDUP, FLAG_PINDAH, or a word).",
        ),
        id=(
            "Data menandai orang ini tidak aktif ({value}) tanpa alasan.",
            "Nyatakan apakah meninggal atau pindah (STAT_HIDUP, FLAG_PINDAH, atau dengan kata).",
        ),
    ),
    "status.unknown": Sentence(
        WARNING,
        en=("The status code {value} is not in the list; it was kept as it is.", "Nothing needs doing."),
        id=("Kode status {value} tidak ada di daftar; disimpan apa adanya.", "Tidak perlu tindakan."),
    ),
    "area.missing": Sentence(
        REJECTED,
        en=("The row does not say in which desa the person lives.", "Fill in the area code or the names."),
        id=("Baris tidak menyebut desa tempat tinggal.", "Isi kode wilayah atau nama kecamatan dan desa."),
    ),
    "area.unknown": Sentence(
        REJECTED,
        en=(
            "The area {value} is not in the list of areas.",
            "Correct the code (NO_PROP, NO_KAB, NO_KEC, NO_KEL) or add the area.",
        ),
        id=(
            "Wilayah {value} tidak ada di daftar wilayah.",
            "Perbaiki kodenya (NO_PROP, NO_KAB, NO_KEC, NO_KEL) atau tambahkan wilayahnya.",
        ),
    ),
    "area.bps_code": Sentence(
        REJECTED,
        en=(
            "{value} is a code of the statistics office (BPS), not of the Ministry of Home Affairs. "
            "Probably {expected} is meant.",
            "Replace BPS codes by Kemendagri codes and import again.",
        ),
        id=(
            "{value} adalah kode BPS, bukan kode Kemendagri. Kemungkinan yang dimaksud {expected}.",
            "Ganti kode BPS dengan kode Kemendagri, lalu impor ulang.",
        ),
    ),
    "area.other_regency": Sentence(
        HELD,
        en=(
            "The row says that the person lives in another regency ({value}); it was not used.",
            "Nothing needs doing if the person never lived here. A resident who is held here stays counted "
            "until a row says the move: FLAG_PINDAH and its day. If the person does live here, correct the "
            "area.",
        ),
        id=(
            "Menurut baris ini orangnya berdomisili di kabupaten/kota lain ({value}); baris tidak dipakai.",
            "Tidak perlu tindakan bila ia tidak pernah tinggal di sini. Penduduk yang sudah tercatat tetap "
            "dihitung sampai ada baris yang menyatakan pindah: FLAG_PINDAH dan tanggalnya. Bila memang "
            "tinggal di sini, perbaiki kode wilayahnya.",
        ),
    ),
    "area.moved_away": Sentence(
        HELD,
        en=(
            "The row says that somebody moved to another regency, but the register has no resident {value}.",
            "Nothing needs doing if the person never lived here. Otherwise bring in the file that has them, "
            "and then this one again.",
        ),
        id=(
            "Menurut baris ini orangnya pindah ke kabupaten/kota lain, tetapi penduduk {value} tidak ada di "
            "sini.",
            "Tidak perlu tindakan bila ia tidak pernah tinggal di sini. Bila pernah, masukkan dulu berkas "
            "yang memuatnya, lalu berkas ini lagi.",
        ),
    ),
    "recorded.missing": Sentence(
        REJECTED,
        en=("The row has no recording date.", "Fill in the day on which the person was recorded."),
        id=("Baris tidak memiliki tanggal perekaman.", "Isi tanggal perekaman orang tersebut."),
    ),
    "recorded.impossible": Sentence(
        REJECTED,
        en=("The recording date {value} does not exist in the calendar.", "Correct the date."),
        id=("Tanggal perekaman {value} tidak ada di kalender.", "Perbaiki tanggalnya."),
    ),
    "recorded.unreadable": Sentence(
        REJECTED,
        en=("The recording date {value} is not understood.", "Write it as DD-MM-YYYY."),
        id=("Tanggal perekaman {value} tidak dikenali.", "Tulis dalam bentuk HH-BB-TTTT."),
    ),
    "recorded.future": Sentence(
        REJECTED,
        en=("The recording date {value} lies in the future.", "Check the clock of the kit and the date."),
        id=("Tanggal perekaman {value} berada di masa depan.", "Periksa jam alat rekam dan tanggalnya."),
    ),
    "recorded.before_programme": Sentence(
        WARNING,
        en=(
            "The recording date {value} is before the programme began (1 February 2011).",
            "Check the clock of the kit; the row is used as it is.",
        ),
        id=(
            "Tanggal perekaman {value} mendahului dimulainya program (1 Februari 2011).",
            "Periksa jam alat rekam; baris dipakai apa adanya.",
        ),
    ),
    "recorded.before_birth": Sentence(
        HELD,
        en=(
            "The recording of {value} lies before the birth of this resident ({expected}); it was not used.",
            "Correct the date, or first the birth date in the register, and import the row again.",
        ),
        id=(
            "Perekaman {value} mendahului tanggal lahir penduduk ini ({expected}); baris tidak dipakai.",
            "Perbaiki tanggalnya, atau lebih dulu tanggal lahir di data penduduk, lalu impor lagi barisnya.",
        ),
    ),
    "recorded.under_age": Sentence(
        WARNING,
        en=(
            "On the day of the recording, {value}, this resident was {expected} years old and not married; "
            "nobody is recorded before 16.",
            "Check the NIK, the date and the birth date; the row is used as it is.",
        ),
        id=(
            "Pada hari perekaman, {value}, penduduk ini berumur {expected} tahun dan belum kawin; perekaman "
            "baru boleh sejak umur 16 tahun.",
            "Periksa NIK, tanggal perekaman, dan tanggal lahirnya; baris dipakai apa adanya.",
        ),
    ),
    "recorded.after_death": Sentence(
        WARNING,
        en=(
            "The register says that this resident died on {expected}, before the recording of {value}.",
            "Check both dates and the NIK. The row is kept and counts for nothing while the death stands.",
        ),
        id=(
            "Menurut data penduduk orang ini meninggal pada {expected}, sebelum perekaman {value}.",
            "Periksa kedua tanggal dan NIK-nya. Baris disimpan, tetapi tidak dihitung selama itu.",
        ),
    ),
    "status.before_recorded": Sentence(
        WARNING,
        en=(
            "The status day {value} lies before the recording ({expected}); the cell was left empty.",
            "Check both dates.",
        ),
        id=(
            "Tanggal status {value} mendahului perekamannya ({expected}); sel dikosongkan.",
            "Periksa kedua tanggal.",
        ),
    ),
    "ektp.without_day": Sentence(
        WARNING,
        en=(
            "The status {value} says that this resident was recorded, but the row names no day; by the "
            "register alone the person counts as unrecorded.",
            "Fill in the day of the recording, or bring in a file of recordings that has it.",
        ),
        id=(
            "Status {value} menyatakan penduduk ini sudah direkam, tetapi barisnya tanpa tanggal; menurut "
            "data penduduk saja ia dihitung belum rekam.",
            "Isi tanggal perekamannya, atau masukkan berkas perekaman yang memuatnya.",
        ),
    ),
    "ektp.no_days": Sentence(
        WARNING,
        en=(
            "In column {column}, {count} rows say that the resident was recorded, but the file has no column "
            "with the day; by this file they count as unrecorded.",
            "Export the register with EKTP_CREATED_DATE, or bring in a file of recordings as well.",
        ),
        id=(
            "Di kolom {column}, {count} baris menyatakan penduduknya sudah direkam, tetapi berkas tidak "
            "punya kolom tanggalnya; menurut berkas ini mereka dihitung belum rekam.",
            "Ekspor data penduduk beserta EKTP_CREATED_DATE, atau masukkan juga berkas perekaman.",
        ),
    ),
    "release.nobody_inside": Sentence(
        WARNING,
        en=(
            "No row of this file lies in {area}, of which it is said to be the complete register.",
            "Look whether it is the right file and the right area: a commit takes everybody there for gone.",
        ),
        id=(
            "Tidak ada baris berkas ini yang berada di {area}, padahal dinyatakan sebagai data lengkapnya.",
            "Pastikan berkas dan wilayahnya benar: bila disahkan, semua orang di sana dianggap pergi.",
        ),
    ),
    "recorded.repeated_row": Sentence(
        WARNING,
        en=("The row is the same as row {expected}; it was read once.", "Nothing needs doing."),
        id=("Baris ini sama dengan baris {expected}; dibaca satu kali.", "Tidak perlu tindakan."),
    ),
    "known.before_recorded": Sentence(
        WARNING,
        en=(
            "The office cannot have known of it ({value}) before the recording ({expected}); "
            "the recording date was taken.",
            "Check both dates.",
        ),
        id=(
            "Dinas tidak mungkin mengetahuinya ({value}) sebelum perekaman ({expected}); "
            "dipakai tanggal perekaman.",
            "Periksa kedua tanggal.",
        ),
    ),
    "known.future": Sentence(
        WARNING,
        en=(
            "The day the office learned of it ({value}) lies in the future; {expected} was taken.",
            "Correct the date.",
        ),
        id=(
            "Tanggal diketahui ({value}) berada di masa depan; dipakai {expected}.",
            "Perbaiki tanggalnya.",
        ),
    ),
    "place.unknown_area": Sentence(
        WARNING,
        en=(
            "The area {value} of the recording is not in the list; the place name was kept.",
            "Nothing needs doing, or correct the code.",
        ),
        id=(
            "Wilayah perekaman {value} tidak ada di daftar; nama tempat tetap disimpan.",
            "Tidak perlu tindakan, atau perbaiki kodenya.",
        ),
    ),
}
