from django.urls import path

from search import views

app_name = "search"

urlpatterns = [
    path("", views.search, name="search"),
    path("suggest/", views.suggest, name="suggest"),
    path("feed/", views.feed, name="feed"),
    path("results.csv", views.results_csv, name="results_csv"),
    path("save/", views.save, name="save"),
    path("saved/", views.saved, name="saved"),
    path("saved/<int:pk>/", views.saved_change, name="saved_change"),
    path("saved/<int:pk>/delete/", views.saved_delete, name="saved_delete"),
    path("saved/stop/<str:token>/", views.stop, name="stop"),
]
