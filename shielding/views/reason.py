"""Why a record is opened: the page that asks, and the door that holds every act on a record to it."""

import functools
from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from access import answers, doors, eyes
from access.doors import SignedInRequest
from access.permissions import Permission
from shielding.disclosure import disclosure, reasons
from shielding.forms import finding


@doors.needs(Permission.OPEN_RECORD)
@doors.read_or_send
def give_reason(request: SignedInRequest, reference: str) -> HttpResponse:
    """Asks for purpose and reason. It names a child whom this person has met in this session, and nobody else: of a
    record that they have not met nothing is looked up, so it answers alike whether there is one or not."""
    form = finding.Reason(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _keep(request, reference, form):
        return redirect("shielding:record", reference=reference)
    met = disclosure.name_met(reference, to=request.searcher, now=timezone.now())
    return render(request, "shielding/reason.html", {"form": form, "reference": reference, "child": met})


def after_reason(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand the view the ``Viewer`` in the place of the reference; without one, lead to the page that asks why."""

    @functools.wraps(view)
    def ask_first(request: SignedInRequest, reference: str) -> HttpResponse:
        viewer = reasons.acted_on(
            request.session, by=request.searcher, reference=reference, now=timezone.now()
        )
        return view(request, viewer) if viewer else redirect("shielding:reason", reference=reference)

    return ask_first


def _keep(request: SignedInRequest, reference: str, form: finding.Reason) -> bool:
    now = timezone.now()
    with answers.shown_in(form):
        viewer = eyes.look(request.searcher, reference=reference, now=now, **form.cleaned_data)
        reasons.keep(request.session, viewer, now=now)
    return not form.errors
