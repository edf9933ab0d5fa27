from django.urls import path

from commons import views

urlpatterns = [path("go/<slug:word>/", views.go, name="go")]
