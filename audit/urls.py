"""The URLs of the trail."""

from django.urls import path

from audit import views

app_name = "audit"

urlpatterns = [
    path("trail/", views.read_trail, name="trail"),
    path("search-terms/", views.list_terms_requests, name="terms-requests"),
    path("search-terms/ask/<reference:event>/", views.ask_for_terms, name="ask-terms"),
    path("search-terms/<reference:reference>/", views.show_terms_request, name="terms-request"),
    path("search-terms/<reference:reference>/agree/", views.agree_on_terms, name="agree-on-terms"),
    path("search-terms/<reference:reference>/open/", views.open_terms, name="open-terms"),
    path("my-activity/", views.read_own, name="my-activity"),
]
