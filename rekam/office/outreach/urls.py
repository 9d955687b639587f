from django.urls import URLPattern, path

from rekam.office.outreach import plan_views, views

app_name = "outreach"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("ubah/", views.change, name="change"),
    path("tertutup/", views.closures, name="closures"),
    path("tertutup/catat/", views.close, name="close"),
    path("tertutup/<int:pk>/buka/", views.lift, name="lift"),
    path("rencana/baru/", plan_views.new, name="new"),
    path("rencana/<int:pk>/", plan_views.plan, name="plan"),
    path("rencana/<int:pk>/kalender/", plan_views.calendar, name="calendar"),
    path("rencana/<int:pk>/alasan/", plan_views.why, name="why"),
    path("rencana/<int:pk>/harga/", plan_views.costs, name="costs"),
    path("rencana/<int:pk>/lembar-jalan/<str:crew>/<str:on>.pdf", plan_views.route_sheet, name="route_sheet"),
    path("rencana/<int:pk>/kemajuan/", plan_views.progress, name="progress"),
    path("rencana/<int:pk>/berhenti/", plan_views.stop, name="stop"),
    path("rencana/<int:pk>/lepas/", plan_views.release, name="release"),
    path("rencana/<int:pk>/tetapkan/", plan_views.adopt, name="adopt"),
    path("rencana/<int:pk>/kesampingkan/", plan_views.discard, name="discard"),
]
