from django.urls import path

from discussions import views

app_name = "discussions"

urlpatterns = [
    path("<int:page_id>/", views.thread, name="thread"),
    path("<int:page_id>/post/", views.post, name="post"),
    path("<int:page_id>/<int:comment_id>/reply/", views.reply, name="reply"),
    path("<int:page_id>/<int:comment_id>/edit/", views.edit, name="edit"),
    path("<int:page_id>/<int:comment_id>/close/", views.close, name="close"),
    path("<int:page_id>/<int:comment_id>/hide/", views.hide, name="hide"),
]
