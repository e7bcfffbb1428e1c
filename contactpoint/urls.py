"""The URLs of the house. Children are named in them by reference alone."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from contactpoint import health, views
from ground import references

register_converter(references.ReferenceConverter, "reference")

handler400 = "contactpoint.views.bad_request"
handler404 = "contactpoint.views.not_found"
handler500 = "contactpoint.views.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("your-home/", views.show_home, name="your-home"),
    path("healthz", health.healthz, name="healthz"),
    path("", include("access.urls")),
    path("", include("shielding.urls")),
    path("", include("audit.urls")),
    path("", include("complaints.urls")),
]
