"""The 256 words in which two people compare keys: known to everybody, and told apart by four letters.

Never change their order: laptops that are already enrolled show words from it.
"""

_LIST = """
adat air akar alat aman anak anggur angin angsa apel api arah arang arus asam asap atap awan ayam
ayun badai bahan baju bakul balai bambu bandeng bangku bantal barat batik batu bawang bayam bebek
bekal benang benteng beras besi biduk bintang biola bola botol buah bubur buku bulan bumi bunga
burung busur cabai cahaya candi cangkir catur cawan celana cemara cengkih cermin cincin coklat cumi
daging dahan danau dapur dasi daun dayung delima denah dermaga desa dinding dodol domba dongeng
durian ekor elang emas embun enam engsel fajar gading gajah galah gambar garam gasing gedung gelas
gendang gerbang gitar gong gunung guru hadiah hijau hilir hujan hutan ikan irama istana itik jagung
jahe jalan jambu janur jarum jati jembatan jendela jeruk jingga joglo kabel kaca kain kaki kalung
kambing kancil kapal karang kasur kayu kebun kecap kelapa kemiri kendi keris ketan kijang kilat
kolam kopi kota kuda kuku kulit kunci kursi labu ladang lagu lampu langit lapis laut layar lebah
lemari lidi lilin limau lobak lontar lumbung macan madu mahkota malam mangga mawar meja melati
menara merak merpati mesin minyak musim nada nanas nasi nelayan nila obor ombak padi pagar paku pala
pandan panen pantai papan pasar payung pedati pelangi pena perahu petani pinang pintu pipa pisang
pohon pulau puncak rantai ratu rebana roda rotan rumah rusa sabun sagu salak sampan sapi sawah sayur
semut senja sepatu serai singa siput suling sumur surat tali tamu tangga tari tebu teduh telaga
tenda terang tikar timur tiram topi tugu ubi udang ujung ukir wajan waktu wayang wortel
"""

WORDS: tuple[str, ...] = tuple(_LIST.split())
