from django.urls import path

from lessons import views

app_name = "lessons"

urlpatterns = [
    path("new/", views.create, name="create"),
    path("review/", views.reviews, name="reviews"),
    path("<int:pk>/draft/", views.draft, name="draft"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/submit/", views.submit, name="submit"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/approve/", views.approve, name="approve"),
    path("<int:pk>/send-back/", views.send_back, name="send_back"),
    path("<int:pk>/still-valid/", views.still_valid, name="still_valid"),
    path("<int:pk>/same/", views.same, name="same"),
    path("<int:pk>/history/", views.history, name="history"),
    path("<int:pk>/compare/", views.choose_comparison, name="choose_comparison"),
    path("<int:pk>/compare/<int:before>/<int:after>/", views.compare, name="compare"),
    path("<int:pk>/version/<int:number>/", views.version, name="version"),
    path("<int:pk>/restore/<int:number>/", views.restore, name="restore"),
]
