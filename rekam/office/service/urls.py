from django.urls import URLPattern, path

from rekam.office.service import cost_views, spare_views, views

app_name = "service"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("dinding/", views.wall, name="wall"),
    path("terbaru/", views.live, name="live"),
    path("buka/", views.open_at, name="open_at"),
    path("biaya/", cost_views.index, name="costs"),
    path("keandalan/", cost_views.means, name="means"),
    path("batas-waktu/", cost_views.promised, name="levels"),
    path("cadangan/", spare_views.index, name="spares"),
    path("cadangan/kirim/", spare_views.accept, name="accept_spare"),
    path("cadangan/tolak/", spare_views.refuse, name="refuse_spare"),
    path("cadangan/usulkan-lagi/", spare_views.take_back, name="take_back_refusal"),
]
