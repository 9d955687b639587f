"""The office's addresses: one prefix per part, in Indonesian, as its users say them."""

from django.urls import URLPattern, URLResolver, include, path

handler500 = "rekam.office.storage_trouble.failed"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("rekam.office.web.urls")),
    path("akun/", include("allauth.urls")),
    path("cakupan/", include("rekam.office.coverage.urls")),
    path("penduduk/", include("rekam.office.residents.urls")),
    path("impor/", include("rekam.office.imports.urls")),
    path("laporan/", include("rekam.office.reports.urls")),
    path("pantauan/", include("rekam.office.service.urls")),
    path("titik-layanan/", include("rekam.office.places.urls")),
    path("alat/", include("rekam.office.kits.urls")),
    path("jadwal-piket/", include("rekam.office.rosters.urls")),
    path("jemput-bola/", include("rekam.office.outreach.urls")),
    path("jemput-bola/klien/", include("rekam.office.clients.urls")),
    path("jemput-bola/kunjungan/", include("rekam.office.visits.urls")),
    path("jemput-bola/pesan/", include("rekam.office.reminders.urls")),
    path("perekaman-masuk/", include("rekam.office.sync.urls")),
    path("perekaman-masuk/stasiun/", include("rekam.office.stations.urls")),
    path("perkiraan/", include("rekam.office.forecast.urls")),
    path("tata-kelola/", include("rekam.office.accounts.urls")),
    path("tata-kelola/audit/", include("rekam.office.audit.urls")),
    path("tata-kelola/kantor/", include("rekam.office.regions.office_urls")),
    path("wilayah/", include("rekam.office.regions.urls")),
    path("api/", include("rekam.office.api.urls")),
    path("", include("django_prometheus.urls")),
]
