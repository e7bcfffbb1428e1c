"""What a person does with their own work on a record: say that it has ended, take that back, say it never was.

Each act is one declaration: the command, what is asked once before it is done, and what is said after it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from access import doors
from access.doors import SignedInRequest
from access.eyes import Viewer
from access.permissions import Permission
from registry.parts.involvements import InvolvementHeld
from shielding.disclosure import disclosure
from shielding.views.reason import after_reason

Command = Callable[..., bool]
"""Does one thing to the viewer's own work (``by``, ``now``), and returns whether anything has changed."""
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Asking:
    """What a page asks once before something ends: its heading, what it means, and the words on the button.

    ``own``: the viewer's own work with the child, which the page shows. ``retracts_at``: where one says that it was
    recorded in error.
    """

    own: Callable[..., Sequence[InvolvementHeld]]
    title: str
    words: str
    button: str
    url_name: str
    retracts_at: str = ""


def act(permission: Permission, command: Command, *, done: str, nothing: str) -> View:
    """The view that does this in one press, says whether anything has changed, and goes back to the record."""

    @doors.needs(permission)
    @require_POST
    @after_reason
    def carry_out(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
        return _do(request, viewer, command, done, nothing)

    return carry_out


def act_once_asked(
    permission: Permission, command: Command, asking: Asking, *, done: str, nothing: str
) -> View:
    """The same, after a page that names the child and the work and asks once."""

    @doors.needs(permission)
    @doors.read_or_send
    @after_reason
    def ask_or_carry_out(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
        if request.method == "POST":
            return _do(request, viewer, command, done, nothing)
        shown = {
            "asking": asking,
            "reference": viewer.reference,
            "child": disclosure.name_of(to=viewer),
            "own": asking.own(by=viewer),
        }
        return render(request, "shielding/ask_once.html", shown)

    return ask_or_carry_out


def _do(request: SignedInRequest, viewer: Viewer, command: Command, done: str, nothing: str) -> HttpResponse:
    if command(by=viewer, now=timezone.now()):
        messages.success(request, done)
    else:
        messages.warning(request, nothing)
    return redirect("shielding:record", reference=viewer.reference)
