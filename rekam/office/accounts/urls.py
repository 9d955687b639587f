from django.urls import URLPattern, URLResolver, path

from rekam.office.accounts import views

app_name = "accounts"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("akun-saya/", views.account, name="account"),
    path("orang/", views.people, name="people"),
    path("orang/tambah/", views.add_person, name="add_person"),
    path("orang/<int:pk>/", views.person, name="person"),
    path("orang/<int:pk>/kata-sandi/", views.reset_password, name="reset_password"),
    path("orang/<int:pk>/nonaktifkan/", views.deactivate, name="deactivate"),
    path("orang/<int:pk>/aktifkan/", views.reactivate, name="reactivate"),
    path("orang/<int:pk>/faktor-kedua/", views.remove_second_factors, name="remove_second_factors"),
    path("kunci/", views.keys, name="keys"),
    path("kunci/tambah/", views.make_key, name="make_key"),
    path("kunci/<int:pk>/cabut/", views.revoke_key, name="revoke_key"),
]
