from django.urls import URLPattern, path

from rekam.office.reminders import keeping_views, leaving_views, news_views, outbox_views, send_views

app_name = "reminders"
urlpatterns: list[URLPattern] = [
    path("", outbox_views.index, name="index"),
    path("<int:pk>/", outbox_views.message, name="message"),
    path("<int:pk>/terkirim/", outbox_views.mark_sent, name="mark_sent"),
    path("<int:pk>/putuskan/", outbox_views.decide, name="decide"),
    path("pengiriman/", outbox_views.sendings, name="sendings"),
    path("pengiriman/<int:pk>/", outbox_views.sending, name="sending"),
    path("pengiriman/<int:pk>/hentikan/", outbox_views.stop, name="stop"),
    path("kirim/", send_views.send, name="send"),
    path("kunjungan/<int:pk>/", send_views.visit, name="visit"),
    path("templat/", keeping_views.templates, name="templates"),
    path("templat/tambah/", keeping_views.add_template, name="add_template"),
    path("templat/contoh/", keeping_views.take_examples, name="take_examples"),
    path("templat/<int:pk>/", keeping_views.template, name="template"),
    path("penerima/", keeping_views.reachables, name="reachables"),
    path("penerima/tambah/", keeping_views.add_reachable, name="add_reachable"),
    path("penerima/<int:pk>/", keeping_views.reachable, name="reachable"),
    path("penolakan/", leaving_views.index, name="opt_outs"),
    path("penolakan/<int:pk>/", leaving_views.lift, name="lift"),
    path("aturan/", keeping_views.rules, name="rules"),
    # open to everybody who has the key
    path("berhenti/<str:key>/", leaving_views.opt_out, name="opt_out"),
    path("kabar/sms/", news_views.sms_news, name="sms_news"),
    path("kabar/sms/<str:key>/", news_views.sms_news, name="sms_news_by_address"),
    path("kabar/whatsapp/", news_views.whatsapp_news, name="whatsapp_news"),
]
