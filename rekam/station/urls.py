"""The station's addresses: one prefix per part, in Indonesian, as its users say them."""

from django.urls import URLPattern, URLResolver, include, path

handler500 = "rekam.station.disk_trouble.failed"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("rekam.station.frame_urls")),
    path("masuk/", include("rekam.station.operators.urls")),
    path("pasang/", include("rekam.station.identity.urls")),
    path("paket/", include("rekam.station.packs.urls")),
    path("kirim/", include("rekam.station.outbox.urls")),
    path("antrean/", include("rekam.station.queue.urls")),
    path("perekaman/", include("rekam.station.counter.urls")),
    path("tutup/", include("rekam.station.closing.urls")),
    path("alat/", include("rekam.station.devices.urls")),
]
