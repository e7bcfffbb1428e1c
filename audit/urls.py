"""The URLs of the trail."""

from django.urls import path

from audit import views

app_name = "audit"

urlpatterns = [
    path("trail/", views.read_trail, name="trail"),
    path("search-terms/", views.list_terms_requests, name="terms-requests"),
    path("search-terms/ask/<reference:event>/", views.ask_for_terms, name="ask-terms"),
    path("search-terms/<reference:reference>/", views.show_terms_request, name="terms-request"),
    path("search-terms/<reference:reference>/open/", views.open_terms, name="open-terms"),
    path("trail/report/", views.take_report, name="report"),
    path("my-activity/", views.read_own, name="my-activity"),
    path("my-activity/<reference:event>/not-me/", views.deny, name="deny"),
    path("not-me-reports/", views.list_denials, name="denials"),
    path("not-me-reports/<reference:denial>/", views.settle, name="settle-denial"),
]
