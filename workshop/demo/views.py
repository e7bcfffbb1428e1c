"""The sign-in cards of the cast. These URLs exist in demo mode alone."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from access import doors
from workshop.demo import credentials


@require_safe
@doors.open_to_all
def cards(request: HttpRequest) -> HttpResponse:
    """Everybody's card, with the code that their token shows now."""
    return render(request, "demo/cards.html", {"cards": credentials.cards(timezone.now())})


@require_safe
@doors.open_to_all
def cards_as_json(_request: HttpRequest) -> JsonResponse:
    """The same for programs."""
    return JsonResponse({"cards": [asdict(card) for card in credentials.cards(timezone.now())]})
