"""The URLs of the product, and beside them the way in of the demonstration."""

from django.urls import include, path

from contactpoint import urls
from workshop.demo import views

handler400 = urls.handler400
handler500 = urls.handler500

demonstration = [
    path("", views.start, name="start"),
    path("sign-in/", views.sign_in_as, name="sign-in-as"),
    path("cards.json", views.cards_as_json, name="cards-as-json"),
]
urlpatterns = [*urls.urlpatterns, path("demo/", include((demonstration, "demo")))]
