from django.urls import path

from visits import views

app_name = "visits"

urlpatterns = [
    path("mine/", views.mine, name="mine"),
    path("register.csv", views.register, name="register"),
    path("offer/new/", views.offer_create, name="offer_create"),
    path("offer/<int:pk>/", views.offer, name="offer"),
    path("offer/<int:pk>/edit/", views.offer_edit, name="offer_edit"),
    path("offer/<int:pk>/publish/", views.offer_publish, name="offer_publish"),
    path("offer/<int:pk>/send-back/", views.offer_send_back, name="offer_send_back"),
    path("offer/<int:pk>/close/", views.offer_close, name="offer_close"),
    path("offer/<int:pk>/slots/", views.slots, name="slots"),
    path("slot/<int:pk>/cancel/", views.slot_cancel, name="slot_cancel"),
    path("offer/<int:pk>/request/", views.request_visit, name="request"),
    path("visit/<int:pk>/", views.visit, name="visit"),
    path("visit/<int:pk>/accept/", views.accept, name="accept"),
    path("visit/<int:pk>/decline/", views.decline, name="decline"),
    path("visit/<int:pk>/cancel/", views.cancel, name="cancel"),
    path("visit/<int:pk>/report/", views.report_start, name="report_start"),
    path("report/<int:pk>/", views.report, name="report"),
    path("report/<int:pk>/edit/", views.report_edit, name="report_edit"),
    path("report/<int:pk>/picture/<int:image_pk>/", views.picture, name="picture"),
    path("report/<int:pk>/send/", views.report_send, name="report_send"),
    path("report/<int:pk>/check/", views.report_check, name="report_check"),
    path("report/<int:pk>/publish/", views.report_publish, name="report_publish"),
    path("report/<int:pk>/history/", views.history, name="history"),
    path("report/<int:pk>/restore/<int:number>/", views.restore, name="restore"),
    path("report/<int:pk>/compare/<int:before>/<int:after>/", views.compare, name="compare"),
]
