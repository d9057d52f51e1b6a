from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("arrived/", views.after_login, name="after_login"),
    path("welcome/", views.welcome, name="welcome"),
    path("profile/", views.profile, name="profile"),
    path("invite/", views.invite, name="invite"),
]
