from django.urls import URLPattern, path

from events import views

app_name = "events"

urlpatterns: list[URLPattern] = [
    path("calendar.ics", views.feed, name="feed"),
    path("<int:page_id>/calendar.ics", views.calendar, name="calendar"),
    path("<int:page_id>/register/", views.register, name="register"),
    path("<int:page_id>/registered/", views.registered, name="registered"),
    path("registration/<str:token>/", views.registration, name="registration"),
    path("registration/<str:token>/<str:action>/", views.registration_act, name="registration_act"),
    path("<int:page_id>/ask/", views.ask, name="ask"),
    path("<int:page_id>/asked/", views.asked, name="asked"),
    path("<int:page_id>/desk/", views.desk, name="desk"),
    path("<int:page_id>/desk/registrations.csv", views.desk_csv, name="desk_csv"),
    path("<int:page_id>/desk/organisations.csv", views.desk_organisations_csv, name="desk_organisations_csv"),
    path("<int:page_id>/desk/presence/", views.desk_presence, name="desk_presence"),
    path("<int:page_id>/desk/capacity/", views.desk_capacity, name="desk_capacity"),
    path("<int:page_id>/desk/cancel/", views.desk_cancel, name="desk_cancel"),
    path("<int:page_id>/desk/record/", views.desk_record, name="desk_record"),
    path("<int:page_id>/desk/questions/<int:question_id>/", views.desk_question, name="desk_question"),
]
