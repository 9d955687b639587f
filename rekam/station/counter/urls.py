from django.urls import path

from rekam.station.counter import (
    biodata,
    faces,
    finding,
    finishing,
    hands,
    pictures,
    review,
    views,
    witnesses,
)

app_name = "counter"
urlpatterns = [
    path("", views.index, name="index"),
    path("panggil/", views.call_next, name="call_next"),
    path("mulai/", views.walk_in, name="walk_in"),
    path("mulai/<int:number>/", views.begin, name="begin"),
    path("slip/<str:code>/", finishing.slip, name="slip"),
    path("<uuid:pk>/", views.recording, name="recording"),
    path("<uuid:pk>/lanjut/", views.take_up, name="take_up"),
    path("<uuid:pk>/gagal/", views.give_up, name="give_up"),
    path("<uuid:pk>/kembali/", views.set_aside, name="set_aside"),
    path("<uuid:pk>/kecualikan/", witnesses.exempt, name="exempt"),
    path("<uuid:pk>/pulihkan/", witnesses.restore, name="restore"),
    path("<uuid:pk>/hasil/<int:number>/", pictures.piece, name="piece"),
    path("<uuid:pk>/cari/daftar/", finding.look, name="look"),
    path("<uuid:pk>/cari/pilih/", finding.choose, name="choose"),
    path("<uuid:pk>/cari/berkas/", finding.by_papers, name="by_papers"),
    path("<uuid:pk>/biodata/periksa/", biodata.check, name="biodata"),
    path("<uuid:pk>/foto/nilai/", faces.live, name="live"),
    path("<uuid:pk>/foto/kamera/", faces.take, name="take_face"),
    path("<uuid:pk>/tanda-tangan/simpan/", review.signature, name="signature"),
    path("<uuid:pk>/pengecualian/foto/", witnesses.photograph, name="photograph"),
    path("<uuid:pk>/pengecualian/saksi/", witnesses.witness, name="witness"),
    path("<uuid:pk>/periksa/selesai/", finishing.finish, name="finish"),
    path("<uuid:pk>/<slug:slug>/", views.step, name="step"),
    path("<uuid:pk>/<slug:slug>/ambil/", hands.take, name="take"),
    path("<uuid:pk>/<slug:slug>/terima/", hands.accept, name="accept"),
    path("<uuid:pk>/<slug:slug>/ulangi/", hands.start_again, name="start_again"),
    path("<uuid:pk>/<slug:slug>/gambar/", hands.picture, name="picture"),
]
