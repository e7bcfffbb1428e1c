"""The URLs of the trail."""

from django.urls import path

from audit import views

app_name = "audit"

urlpatterns = [
    path("trail/", views.read_trail, name="trail"),
    path("my-activity/", views.read_own, name="my-activity"),
]
