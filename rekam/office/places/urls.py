from django.urls import URLPattern, path

from rekam.office.places import holiday_views, keeping_views, place_views, views

app_name = "places"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("pekan/", views.week, name="week"),
    path("bulan/", views.month, name="month"),
    path("hari-libur/", holiday_views.holidays, name="holidays"),
    path("hari-libur/tambah/", holiday_views.add_holiday, name="add_holiday"),
    path("hari-libur/<str:code>/", holiday_views.decide, name="decide_holiday"),
    path("tambah/", keeping_views.add, name="add"),
    path("<int:pk>/", place_views.place, name="place"),
    path("<int:pk>/kalender/", place_views.month, name="place_month"),
    path("<int:pk>/jam/", place_views.hours, name="hours"),
    path("<int:pk>/jam/tetapkan/", keeping_views.set_week, name="set_week"),
    path("<int:pk>/jam/<int:number>/batal/", keeping_views.remove_week, name="remove_week"),
    path("<int:pk>/hari-khusus/", keeping_views.special_day, name="special_day"),
    path(
        "<int:pk>/hari-khusus/<int:number>/batal/",
        keeping_views.remove_special_day,
        name="remove_special_day",
    ),
    path("<int:pk>/ubah/", keeping_views.change, name="change"),
    path("<int:pk>/tautan-baru/", keeping_views.renew_feed, name="renew_feed"),
    path("<int:pk>/<str:key>.ics", place_views.calendar_feed, name="feed"),
]
