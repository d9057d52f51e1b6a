from django.urls import path

from guidance import views

app_name = "guidance"

urlpatterns = [
    path("criterion/<str:uid>/", views.criterion, name="criterion"),
    path("criterion/<str:uid>/trail/", views.criterion_trail, name="trail"),
    path("<int:page_id>/history/", views.history, name="history"),
    path("<int:page_id>/version/<int:number>/", views.version, name="version"),
    path("<int:page_id>/compare/<int:before>/<int:after>/", views.compare, name="compare"),
]
