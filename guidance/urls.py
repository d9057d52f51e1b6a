from django.urls import path

from guidance import views

app_name = "guidance"

urlpatterns = [
    path("criterion/<str:uid>/", views.criterion, name="criterion"),
]
