from django.urls import URLPattern

app_name = "shielding"
urlpatterns: list[URLPattern] = []
