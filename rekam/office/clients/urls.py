from django.urls import path

from rekam.office.clients import keeping_views, matching_views, paper_views, roll_views, row_views, views

app_name = "clients"
urlpatterns = [
    path("", views.index, name="index"),
    path("baru/", keeping_views.add, name="add"),
    path("<int:pk>/", views.client, name="client"),
    path("<int:pk>/ubah/", keeping_views.change, name="change"),
    path("<int:pk>/narahubung/baru/", keeping_views.add_contact, name="add_contact"),
    path("narahubung/<int:pk>/", keeping_views.change_contact, name="change_contact"),
    path("narahubung/<int:pk>/hapus/", keeping_views.remove_contact, name="remove_contact"),
    path("<int:pk>/permohonan/baru/", keeping_views.add_request, name="add_request"),
    path("permohonan/<int:pk>/jawab/", keeping_views.answer_request, name="answer_request"),
    path("<int:pk>/tanggal/baru/", keeping_views.add_date, name="add_date"),
    path("tanggal/<int:pk>/batal/", keeping_views.withdraw_date, name="withdraw_date"),
    path("<int:pk>/surat/", paper_views.letter, name="letter"),
    path(
        "<int:pk>/perlu-datang.pdf", paper_views.who_should_come, {"kind": "pdf"}, name="who_should_come_pdf"
    ),
    path(
        "<int:pk>/perlu-datang.xlsx",
        paper_views.who_should_come,
        {"kind": "xlsx"},
        name="who_should_come_xlsx",
    ),
    path("<int:pk>/daftar/baru/", roll_views.add, name="add_roll"),
    path("daftar/<int:pk>/", roll_views.roll, name="roll"),
    path("daftar/<int:pk>/kolom/", roll_views.columns, name="roll_columns"),
    path("daftar/<int:pk>/cocokkan/", roll_views.match_again, name="match_again"),
    path("daftar/<int:pk>/kemajuan/", matching_views.progress, name="roll_progress"),
    path("daftar/<int:pk>/hentikan/", matching_views.stop, name="stop_matching"),
    path("daftar/<int:pk>/ulangi/", matching_views.begin_again, name="begin_matching_again"),
    path("daftar/<int:pk>/terima/", roll_views.accept_together, name="accept_together"),
    path("daftar/<int:pk>/tarik/", roll_views.withdraw, name="withdraw_roll"),
    path("daftar/<int:pk>/periksa/", row_views.check, name="check"),
    path("daftar/<int:pk>/baris/<int:number>/", row_views.row, name="row"),
    path("daftar/<int:pk>/baris/<int:number>/putuskan/", row_views.decide, name="decide"),
]
