from django.urls import path

from contactpoint.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.cards, name="cards"),
    path("cards.json", views.cards_as_json, name="cards-as-json"),
]
