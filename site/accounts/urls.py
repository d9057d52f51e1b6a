from django.urls import path
from django.views.generic import RedirectView

app_name = "accounts"

urlpatterns = [
    path("accueil/", RedirectView.as_view(url="/"), name="after_login"),
]
