"""The project's addresses with Django's admin mounted, as ADMIN_PATH would."""

from django.urls import path

from collab.admin import office
from collab.urls import urlpatterns as ours

urlpatterns = [*ours, path("a-long-word/", office.urls)]
