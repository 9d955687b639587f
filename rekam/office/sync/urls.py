from django.urls import URLPattern, path

from rekam.office.sync import case_views, key_views, missing_views, views

app_name = "sync"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("nomor/<int:pk>/", missing_views.numbers, name="numbers"),
    path("nomor/hilang/<int:pk>/tunggu-lagi/", missing_views.await_again, name="await_again"),
    path("paket/", views.packets, name="packets"),
    path("paket/<int:pk>/", views.packet, name="packet"),
    path("paket/<int:pk>/coba-lagi/", views.retry, name="retry"),
    path("paket/<int:pk>/kunci-lama/", key_views.propose, name="propose_keys"),
    path("paket/<int:pk>/kunci-lama/<int:number>/", key_views.decide, name="decide_keys"),
    path("keputusan/", case_views.index, name="cases"),
    path("keputusan/<int:pk>/", case_views.case, name="case"),
    path("keputusan/<int:pk>/putuskan/", case_views.decide, name="decide"),
    path("keputusan/<int:pk>/wajah/<int:number>/", case_views.face, name="face"),
    path("koreksi/<int:pk>/", case_views.correction, name="correction"),
    path("status/", views.statuses, name="statuses"),
    path("hari/", views.days, name="days"),
    path("mutu/", views.quality, name="quality"),
    path("penyimpanan/", views.keeping, name="keeping"),
]
