"""The URLs of the trail."""

from django.urls import path

from audit import views

app_name = "audit"

urlpatterns = [
    path("trail/", views.read_trail, name="trail"),
    path("trail/report/", views.take_report, name="report"),
    path("my-activity/", views.read_own, name="my-activity"),
    path("my-activity/<reference:event>/not-me/", views.deny, name="deny"),
    path("not-me-reports/", views.list_denials, name="denials"),
    path("not-me-reports/<reference:denial>/", views.settle, name="settle-denial"),
]
