"""What a view asks of the person at its door. Every view carries one of these marks; one without is refused to all.

The mark is the attribute ``needs``: a ``Permission``, or one of the two kinds of ``Door``. The middleware reads it, so
the rule holds for every view there is, and a test over the resolver reads the same attribute.
"""

from collections.abc import Callable
from enum import Enum
from typing import TypeVar

from django.http import HttpRequest
from django.views.decorators.http import require_http_methods

from access import eyes
from access.models import Account
from access.permissions import Permission

View = TypeVar("View", bound=Callable[..., object])


class Request(HttpRequest):
    """A request as the middleware hands it to a view that is open to all."""

    searcher: eyes.Searcher | None


class SignedInRequest(HttpRequest):
    """A request as the middleware hands it to a view for signed-in people."""

    searcher: eyes.Searcher
    account: Account


class Door(Enum):
    """The two doors that ask for no permission."""

    OPEN_TO_ALL = "open to all"
    SIGNED_IN = "signed in"


def needs(permission: Permission) -> Callable[[View], View]:
    """This view is for signed-in people who hold the permission."""

    def mark(view: View) -> View:
        view.needs = permission  # type: ignore[attr-defined]
        return view

    return mark


def signed_in(view: View) -> View:
    """This view is for everybody who has signed in with both factors."""
    view.needs = Door.SIGNED_IN  # type: ignore[attr-defined]
    return view


def open_to_all(view: View) -> View:
    """This view is for everybody, signed in or not. It shows nothing about any child."""
    view.needs = Door.OPEN_TO_ALL  # type: ignore[attr-defined]
    return view


def read_or_send(view: View) -> View:
    """This view shows a form and takes it; no other method reaches it. What it cannot take now is kept."""
    held = require_http_methods(["GET", "HEAD", "POST"])(view)
    held.takes_words = True  # type: ignore[attr-defined]
    return held


def keeps_nothing(view: View) -> View:
    """What is typed into this view's form is a secret and is never kept."""
    view.takes_words = False  # type: ignore[attr-defined]
    return view


def before_password_change(view: View) -> View:
    """This view works for somebody who must still replace their first password."""
    view.before_password_change = True  # type: ignore[attr-defined]
    return view
