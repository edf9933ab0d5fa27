from django.urls import path

from devstack.ceiling import views

urlpatterns = [
    path("", views.constant),
    path("list/", views.article_list, name="list"),
    path("list/<slug:slug>/", views.article, name="article"),
    path("guarded/", views.guarded),
    path("form/", views.form, name="form"),
    path("done/<int:pk>/", views.done, name="done"),
]
