from django.urls import URLPattern, path

from rekam.office.kits import care_views, custody_views, fault_views, keeping_views, list_views, views

app_name = "kits"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("label/", views.labels, name="labels"),
    path("set/tambah/", keeping_views.add_kit, name="add_kit"),
    path("set/<str:code>/", views.kit, name="kit"),
    path("set/<str:code>/ubah/", keeping_views.change_kit, name="change_kit"),
    path("set/<str:code>/pensiun/", keeping_views.retire_kit, name="retire_kit"),
    path("d/tambah/", keeping_views.add_device, name="add_device"),
    # What a QR label says: short, so that its squares are large.
    path("d/<str:tag>/", views.device, name="device"),
    path("d/<str:tag>/lapor/", fault_views.report, name="report"),
    path("d/<str:tag>/ubah/", keeping_views.change_device, name="change_device"),
    path("d/<str:tag>/set/", keeping_views.move_device, name="move_device"),
    path("kerusakan/", fault_views.board, name="faults"),
    path("kerusakan/<int:pk>/", fault_views.fault, name="fault"),
    path("kerusakan/<int:pk>/langkah/", fault_views.move, name="move_fault"),
    path("kerusakan/<int:pk>/tambahan/", fault_views.add, name="add_to_fault"),
    path("foto/<int:pk>.jpg", fault_views.photo, name="photo"),
    path("serah-terima/", custody_views.handovers, name="handovers"),
    path("serah-terima/kirim/", custody_views.send, name="send"),
    path("serah-terima/<int:pk>/", custody_views.receipt, name="receipt"),
    path("serah-terima/<int:pk>/tanda-terima.pdf", custody_views.receipt_pdf, name="receipt_pdf"),
    path("serah-terima/<int:pk>/terima/", custody_views.receive, name="receive"),
    path("perawatan/", care_views.due, name="care"),
    path("perawatan/catat/", care_views.note, name="note_care"),
    path("perawatan/aturan/", care_views.rules, name="care_rules"),
    path("perawatan/aturan/<int:pk>/akhiri/", care_views.end_rule, name="end_care_rule"),
    path("inventaris/", list_views.inventory, name="inventory"),
    path("inventaris/daftar/", list_views.import_devices, name="import_devices"),
    path("inventaris/hitungan/", list_views.count, name="count_devices"),
]
