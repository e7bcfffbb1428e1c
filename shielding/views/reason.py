"""Why a record is opened: the page that asks, and the door that holds every act on a record to it."""

import functools
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from access import answers, doors, eyes, kept
from access.doors import SignedInRequest
from access.permissions import Permission
from shielding.disclosure import reasons, recall
from shielding.disclosure.disclosure import Card
from shielding.forms import finding

WAITS = "What you typed about this child is still here. It has not been sent."


@doors.needs(Permission.OPEN_RECORD)
@doors.read_or_send
def give_reason(request: SignedInRequest, reference: str) -> HttpResponse:
    """Asks for purpose and reason. It looks nothing up, so it answers alike whether there is such a record or not.

    But to somebody whom signing in again has led back to a record, it names the child once more (WCAG 2.2 SC 2.2.5).
    """
    form = finding.Reason(kept.sent(request))
    if request.method == "POST" and form.is_valid() and _keep(request, reference, form):
        _offer_to_go_on(request, reference)
        return redirect("shielding:record", reference=reference)
    facts = {
        "form": form,
        "reference": reference,
        "card": _who(request, reference),
        "today": timezone.localdate(),
    }
    return render(request, "shielding/reason.html", facts)


def after_reason(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand the view the ``Viewer`` in the place of the reference; without one, lead to the page that asks why."""

    @functools.wraps(view)
    def ask_first(request: SignedInRequest, reference: str) -> HttpResponse:
        viewer = reasons.acted_on(
            request.session, by=request.searcher, reference=reference, now=timezone.now()
        )
        if viewer:
            return view(request, viewer)
        if request.method == "POST" and kept.takes_words(request):
            kept.for_later(request)
        return redirect("shielding:reason", reference=reference)

    return ask_first


def _who(request: SignedInRequest, reference: str) -> Card | None:
    place = kept.came_back_to(request)
    if not place.startswith(reverse("shielding:record", args=[reference])):
        return None
    return recall.card(reference, by=request.searcher, now=timezone.now())


def _offer_to_go_on(request: SignedInRequest, reference: str) -> None:
    """Say where on this record something typed is waiting, if it is."""
    record = reverse("shielding:record", args=[reference])
    place = kept.waiting(request, below=record)
    if place and place != request.path:
        words = '{} <a class="govuk-notification-banner__link" href="{}">Go on with what you typed</a>'
        messages.info(request, format_html(words, WAITS, place))


def _keep(request: SignedInRequest, reference: str, form: finding.Reason) -> bool:
    now = timezone.now()
    with answers.shown_in(form):
        viewer = eyes.look(request.searcher, reference=reference, now=now, **form.cleaned_data)
        reasons.keep(request.session, viewer, now=now)
    return not form.errors
