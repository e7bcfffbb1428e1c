"""The URLs of the product, and beside them the sign-in cards of the cast."""

from django.urls import include, path

from contactpoint import urls
from workshop.demo import views

handler400 = urls.handler400
handler500 = urls.handler500

cards = [
    path("", views.cards, name="cards"),
    path("cards.json", views.cards_as_json, name="cards-as-json"),
]
urlpatterns = [*urls.urlpatterns, path("demo/", include((cards, "demo")))]
