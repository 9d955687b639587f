"""What is said about a file as a whole."""

from rekam.files.sentence import STOPS, WARNING, Sentence

FILES: dict[str, Sentence] = {
    "file.wrong_kind": Sentence(
        STOPS,
        en=(
            "This file is {found}, not a table that Rekam can read.",
            "Open it in the program that made it, save it as XLSX or CSV and upload that file.",
        ),
        id=(
            "Berkas ini adalah {found}, bukan tabel yang dapat dibaca Rekam.",
            "Buka di program asalnya, simpan sebagai XLSX atau CSV, lalu unggah berkas itu.",
        ),
    ),
    "file.empty": Sentence(
        STOPS,
        en=("The file holds no rows.", "Export it again and check that it is not empty before uploading."),
        id=("Berkas tidak berisi baris data.", "Ekspor ulang dan pastikan berkas berisi sebelum diunggah."),
    ),
    "file.too_large": Sentence(
        STOPS,
        en=(
            "The file is {size}; at most {limit} can be read. Nothing was read.",
            "Export it per kecamatan, or ask the administrator to raise the limit.",
        ),
        id=(
            "Ukuran berkas {size}, sedangkan batasnya {limit}. Tidak ada yang dibaca.",
            "Ekspor per kecamatan, atau minta administrator menaikkan batas.",
        ),
    ),
    "file.cut_short": Sentence(
        STOPS,
        en=(
            "The file ends {where_en}: it was not copied or downloaded to its end.",
            "Copy or download it again and compare its size with the original.",
        ),
        id=(
            "Berkas terputus {where}: penyalinan atau pengunduhannya tidak selesai.",
            "Salin atau unduh ulang, lalu bandingkan ukurannya dengan berkas asli.",
        ),
    ),
    "file.damaged": Sentence(
        STOPS,
        en=(
            "The workbook is damaged and cannot be read: {detail}.",
            "Open it in a spreadsheet program, save it again as XLSX, and upload that file.",
        ),
        id=(
            "Buku kerja rusak dan tidak dapat dibaca: {detail}.",
            "Buka di program lembar kerja, simpan ulang sebagai XLSX, lalu unggah berkas itu.",
        ),
    ),
    "file.zip_bomb": Sentence(
        STOPS,
        en=(
            "The workbook would grow to more than {limit} when opened. It was not opened.",
            "Ask where the file comes from. If it is genuine, export it as CSV instead.",
        ),
        id=(
            "Buku kerja ini akan membengkak melebihi {limit} bila dibuka. Berkas tidak dibuka.",
            "Tanyakan asal berkas. Bila memang sah, ekspor sebagai CSV.",
        ),
    ),
    "file.sparse_sheet": Sentence(
        STOPS,
        en=(
            "A few cells stand {rows} rows and {columns} columns apart; the table between them is empty.",
            "Delete what stands far outside the table (Ctrl+End shows it), save, and upload again.",
        ),
        id=(
            "Beberapa sel terpisah {rows} baris dan {columns} kolom; tabel di antaranya kosong.",
            "Hapus isian jauh di luar tabel (Ctrl+End menunjukkannya), simpan, lalu unggah ulang.",
        ),
    ),
    "file.too_many_columns": Sentence(
        STOPS,
        en=(
            "The file has {count} columns; a register has at most {limit}.",
            "Check the delimiter, or delete columns that are not needed.",
        ),
        id=(
            "Berkas memiliki {count} kolom; data kependudukan paling banyak {limit}.",
            "Periksa pemisah kolom, atau hapus kolom yang tidak diperlukan.",
        ),
    ),
    "file.entity_bomb": Sentence(
        STOPS,
        en=(
            "The workbook carries definitions (DOCTYPE) that a spreadsheet never writes. It was not opened.",
            "Ask where the file comes from. If it is genuine, save it again in a spreadsheet program.",
        ),
        id=(
            "Buku kerja memuat definisi (DOCTYPE) yang tidak pernah ditulis program lembar kerja. "
            "Berkas tidak dibuka.",
            "Tanyakan asal berkas. Bila memang sah, simpan ulang di program lembar kerja.",
        ),
    ),
    "file.encrypted": Sentence(
        STOPS,
        en=("The workbook is locked with a password.", "Save a copy without a password and upload that."),
        id=(
            "Buku kerja dikunci dengan kata sandi.",
            "Simpan salinan tanpa kata sandi, lalu unggah salinan itu.",
        ),
    ),
    "file.no_such_sheet": Sentence(
        STOPS,
        en=("The workbook has no sheet named {sheet}.", "Choose one of: {sheets}."),
        id=("Buku kerja tidak memiliki lembar bernama {sheet}.", "Pilih salah satu: {sheets}."),
    ),
    "file.no_header": Sentence(
        STOPS,
        en=(
            "No row with column names was found above the data.",
            "Add a first row that names the columns (NIK, NAMA_LGKP, ...) and upload again.",
        ),
        id=(
            "Tidak ditemukan baris nama kolom di atas data.",
            "Tambahkan baris pertama berisi nama kolom (NIK, NAMA_LGKP, ...), lalu unggah ulang.",
        ),
    ),
    "file.doubled_header": Sentence(
        STOPS,
        en=(
            "Two columns are both named {column}; which one is meant cannot be known.",
            "Rename or delete one of them and upload again.",
        ),
        id=(
            "Dua kolom sama-sama bernama {column}; tidak dapat diketahui mana yang dimaksud.",
            "Ganti nama atau hapus salah satunya, lalu unggah ulang.",
        ),
    ),
    "file.missing_column": Sentence(
        STOPS,
        en=(
            "No column was found for: {fields_en}.",
            "Point out the column below, or add it to the file and upload again.",
        ),
        id=(
            "Tidak ditemukan kolom untuk: {fields}.",
            "Tunjukkan kolomnya di bawah ini, atau tambahkan ke berkas lalu unggah ulang.",
        ),
    ),
    "file.mixed_encoding": Sentence(
        WARNING,
        en=(
            "{count} lines are in another character set than the rest (first: row {row}); "
            "they were read as Windows-1252.",
            "Check names with accents in these rows.",
        ),
        id=(
            "{count} baris memakai set karakter yang berbeda (pertama: baris {row}); "
            "dibaca sebagai Windows-1252.",
            "Periksa nama beraksen pada baris tersebut.",
        ),
    ),
    "file.nul_bytes": Sentence(
        WARNING,
        en=(
            "{count} bytes that no text has were removed (first: row {row}); a disk or cable may be damaged.",
            "Compare these rows with the source before committing.",
        ),
        id=(
            "{count} bita yang bukan teks dibuang (pertama: baris {row}); diska atau kabel mungkin rusak.",
            "Bandingkan baris tersebut dengan sumbernya sebelum disahkan.",
        ),
    ),
    "file.stray_quotes": Sentence(
        WARNING,
        en=(
            "A quotation mark is opened and never closed (about row {row}); each line was read as one row.",
            "Check the rejected rows: they may hold a separator inside a text.",
        ),
        id=(
            "Ada tanda kutip yang dibuka tanpa ditutup (sekitar baris {row}); tiap baris dibaca sendiri.",
            "Periksa baris yang ditolak: mungkin ada pemisah kolom di dalam teks.",
        ),
    ),
    "file.trimmed_rows": Sentence(
        WARNING,
        en=(
            "{count} rows end before the last column; the cells that are not there were read as empty.",
            "Nothing needs doing if the program that wrote the file leaves out empty cells.",
        ),
        id=(
            "{count} baris berakhir sebelum kolom terakhir; sel yang tidak ada dibaca sebagai kosong.",
            "Tidak perlu tindakan bila program asal berkas memang membuang sel kosong di akhir baris.",
        ),
    ),
    "file.many_sheets": Sentence(
        WARNING,
        en=(
            "The workbook has several sheets; only {sheet} was read (others: {others}).",
            "Import the other sheets one by one if they hold data too.",
        ),
        id=(
            "Buku kerja memiliki beberapa lembar; hanya {sheet} yang dibaca (lainnya: {others}).",
            "Impor lembar lain satu per satu bila berisi data juga.",
        ),
    ),
    "file.doubled_column": Sentence(
        WARNING,
        en=(
            "Two columns are both named {column}; neither is used.",
            "Nothing needs doing unless you need this column.",
        ),
        id=(
            "Dua kolom sama-sama bernama {column}; keduanya tidak dipakai.",
            "Tidak perlu tindakan kecuali Anda memerlukan kolom itu.",
        ),
    ),
}
