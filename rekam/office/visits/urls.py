from django.urls import URLPattern, path

from rekam.office.visits import (
    compare_views,
    crew_views,
    day_views,
    follow_up_views,
    list_views,
    paper_views,
    planning_views,
    proposal_views,
    visit_views,
)

app_name = "visits"
urlpatterns: list[URLPattern] = [
    path("", list_views.index, name="index"),
    path("tambah/", planning_views.add, name="add"),
    path("banding/", compare_views.compare, name="compare"),
    path("kalender/<str:key>.ics", crew_views.feed, name="feed"),
    path("usulan/", proposal_views.index, name="proposals"),
    path("usulan/<int:pk>/", proposal_views.proposal, name="proposal"),
    path("usulan/<int:pk>/tolak/", proposal_views.decline, name="decline"),
    path("tindak-lanjut/", follow_up_views.index, name="follow_ups"),
    path("tindak-lanjut/<int:pk>/selesai/", follow_up_views.done, name="follow_up_done"),
    path("tindak-lanjut/<int:pk>/selesai/batal/", follow_up_views.take_back, name="follow_up_back"),
    path("tindak-lanjut/daftar.<str:kind>", follow_up_views.take_along, name="follow_ups_file"),
    # A service worker reaches what lies below its own address.
    path("luring.js", day_views.worker, name="worker"),
    path("<int:pk>/", visit_views.visit, name="visit"),
    path("<int:pk>/pastikan/", visit_views.confirm, name="confirm"),
    path("<int:pk>/daftar/", visit_views.people, name="people"),
    path("<int:pk>/daftar/perbarui/", visit_views.refresh, name="refresh"),
    path("<int:pk>/daftar/<str:kind>/", paper_views.people, name="people_file"),
    path("<int:pk>/ingatkan/", visit_views.remind, name="remind"),
    path("<int:pk>/diumumkan/", visit_views.announce, name="announce"),
    path("<int:pk>/pindah/", planning_views.move, name="move"),
    path("<int:pk>/batal/", visit_views.cancel, name="cancel"),
    path("<int:pk>/putaran-kedua/", visit_views.dismiss, name="dismiss"),
    path("<int:pk>/hasil.<str:kind>", paper_views.sheet, name="sheet"),
    path("<int:pk>/hari/", day_views.day, name="day"),
    path("<int:pk>/keadaan/", day_views.state, name="state"),
    path("<int:pk>/catatan/", day_views.entries, name="entries"),
    path("<int:pk>/tutup/", day_views.close, name="close"),
    path("<int:pk>/tutup/sisa/", day_views.rest_absent, name="rest_absent"),
    path("<int:pk>/tutup/sisa/batal/", day_views.undo_rest, name="undo_rest"),
    path("<int:pk>/tutup/<int:person>/", day_views.decide, name="decide"),
]
