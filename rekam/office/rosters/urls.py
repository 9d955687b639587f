from django.urls import URLPattern, URLResolver, path, register_converter

from rekam.office.rosters import (
    asked,
    cover_views,
    edit_views,
    file_views,
    month_views,
    officer_views,
    own_views,
    plan_views,
    swap_views,
)

register_converter(asked.Month, "month")

app_name = "rosters"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", month_views.index, name="index"),
    # one's own
    path("saya/", own_views.mine, name="mine"),
    path("saya/dibaca/", own_views.seen, name="seen"),
    path("saya/tukar/<int:pk>/", own_views.ask_swap, name="ask_swap"),
    path("saya/jawab/<int:pk>/", own_views.answer_swap, name="answer_swap"),
    path("saya/cuti/", own_views.ask_leave, name="ask_leave"),
    path("saya/cuti/<int:pk>/tarik/", own_views.withdraw_leave, name="withdraw_leave"),
    path("saya/keinginan/", own_views.wishes, name="wishes"),
    path("saya/kalender-baru/", own_views.renew_feed, name="renew_feed"),
    path("kalender/<str:key>.ics", own_views.feed, name="feed"),
    # officers
    path("petugas/", officer_views.officers, name="officers"),
    path("petugas/tambah/", officer_views.add, name="add_officer"),
    path("petugas/impor/", file_views.import_officers, name="import_officers"),
    path("petugas/<int:pk>/", officer_views.officer, name="officer"),
    path("petugas/<int:pk>/ubah/", officer_views.change, name="change_officer"),
    path("petugas/<int:pk>/cuti/", officer_views.grant_leave, name="grant_leave"),
    path("petugas/<int:pk>/hari-terakhir/", officer_views.leave_office, name="leave_office"),
    path("cuti/", officer_views.leave, name="leave"),
    path("cuti/<int:pk>/", officer_views.decide_leave, name="decide_leave"),
    path("giliran/", officer_views.shifts, name="shifts"),
    path("tukar/", swap_views.swap_list, name="swaps"),
    path("tukar/<int:pk>/", swap_views.decide, name="decide_swap"),
    # a draft by hand
    path("versi/<int:number>/sel/", edit_views.cell, name="cell"),
    path("versi/<int:number>/taruh/", edit_views.put, name="put"),
    path("versi/<int:number>/pindah/", edit_views.carry, name="carry"),
    path("versi/<int:number>/urungkan/", edit_views.undo, name="undo"),
    # a month
    path("<month:month>/", month_views.month, name="month"),
    path("<month:month>/tempat/", month_views.by_place, name="places"),
    path("<month:month>/hari/", month_views.day, name="day"),
    path("<month:month>/kosong/", month_views.missing, name="missing"),
    path("<month:month>/keadilan/", month_views.fairness, name="fairness"),
    path("<month:month>/versi/", month_views.versions, name="versions"),
    path("<month:month>/cetak/", file_views.sheet, name="sheet"),
    path("<month:month>/jadwal.pdf", file_views.sheet_pdf, name="sheet_pdf"),
    path("<month:month>/jadwal.xlsx", file_views.sheet_xlsx, name="sheet_xlsx"),
    path("<month:month>/kebutuhan/", cover_views.month, name="cover"),
    path("<month:month>/kebutuhan/usulkan/", cover_views.propose, name="propose"),
    path("<month:month>/kebutuhan/lupakan/", cover_views.forget, name="forget"),
    path("<month:month>/rencana/", plan_views.plan, name="plan"),
    path("<month:month>/rencana/mulai/", plan_views.begin, name="begin"),
    path("<month:month>/rencana/kemajuan/", plan_views.progress, name="progress"),
    path("<month:month>/rencana/hentikan/", plan_views.stop, name="stop"),
    path("<month:month>/rencana/lepaskan/", plan_views.release, name="release"),
    path("<month:month>/rencana/salin/", plan_views.draft, name="draft"),
    path("<month:month>/rencana/terbitkan/", plan_views.publish, name="publish"),
    path("<month:month>/rencana/sisihkan/", plan_views.discard, name="discard"),
    path("<month:month>/rencana/sakit/", plan_views.sick, name="sick"),
]
