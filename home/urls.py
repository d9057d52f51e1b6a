from django.urls import path

from home import views

app_name = "home"

urlpatterns = [path("site-map/", views.site_map, name="site_map")]
