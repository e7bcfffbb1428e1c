"""The way in of the demonstration: whom one can be, and what can be tried. These URLs exist in demo mode alone."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from access import doors, sessions, signin
from access.models import Account
from ground import refusals
from workshop.demo import asked, cast, county, credentials, story

NO_NEW_CODE = "{name}'s token has no new code yet, and a code works once. Try again in half a minute."
NOT_NOW = (
    "{name} cannot sign in now. The account was changed, its password is no longer the first one, or there were too "
    "many wrong tries. Wait a few minutes, or sign in as somebody else."
)


@dataclass(frozen=True, slots=True)
class Group:
    """People of one county who do the same kind of work."""

    title: str
    anchor: str
    cards: list[credentials.SignInCard]


@require_safe
@doors.open_to_all
def start(request: HttpRequest) -> HttpResponse:
    """Everybody of the cast, to sign in as with one press, and every child of the story with what to try."""
    groups = list(_groups(credentials.cards(timezone.now())))
    return render(
        request, "demo/start.html", {"groups": groups, "children": story.told(), "asked": list(asked.told())}
    )


@require_safe
@doors.open_to_all
def cards_as_json(_request: HttpRequest) -> JsonResponse:
    """The sign-in cards for programs."""
    return JsonResponse({"cards": [asdict(card) for card in credentials.cards(timezone.now())]})


@require_POST
@doors.open_to_all
def sign_in_as(request: doors.Request) -> HttpResponse:
    """Sign in as this member of the cast, by the product's two steps; who is signed in already is signed out first."""
    person = next((one for one in cast.PEOPLE if one.username == request.POST.get("username")), None)
    if person is None:
        raise refusals.NotFound
    if request.searcher and request.user.get_username() == person.username:
        return redirect("home")
    refusal = _come_in(request, person, now=timezone.now())
    if refusal:
        messages.error(request, refusal.format(name=person.full_name))
        return redirect("demo:start")
    return redirect("home")


@sensitive_variables("code")
def _come_in(request: doors.Request, person: cast.Person, *, now: datetime) -> str:
    """Both steps, one after the other; why not, where one of them refused. Two presses at once take turns."""
    with transaction.atomic():
        Account.objects.get_queryset().select_for_update().filter(username=person.username).first()
        code = credentials.unused_code(person, now=now)
        if code is None:
            return NO_NEW_CODE
        if request.searcher:
            sessions.end(request, request.searcher, now=now)
        came_in = signin.first_step(
            request, username=person.username, password=credentials.password_of(person), now=now
        ) and signin.second_step(request, pin=credentials.pin_of(person), code=code, now=now)
    return "" if came_in else NOT_NOW


def _groups(cards: Iterable[credentials.SignInCard]) -> Iterable[Group]:
    of = {card.username: card for card in cards}
    for authority in county.directory(0).authorities:
        for is_officer, title in ((False, "people who work with children"), (True, "officers")):
            found = [
                of[person.username]
                for person in cast.PEOPLE
                if person.authority == authority.code and person.is_officer == is_officer
            ]
            anchor = f"{authority.name}-{'officers' if is_officer else 'practitioners'}".lower()
            yield Group(f"{authority.name}: {title}", anchor, found)
