"""Where a refusal is shown: beside the question it is about, above the next page, or on a page of its own."""

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import Http404, HttpRequest

from access import accounts, answers
from audit import trail
from ground import refusals


class Form(forms.Form):
    role = forms.CharField()
    reason = forms.CharField()


def filled() -> Form:
    form = Form({"role": "a role", "reason": "a reason"})
    assert form.is_valid()
    return form


def request_with_messages() -> HttpRequest:
    request = HttpRequest()
    request.session = {}  # type: ignore[assignment]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    return request


def test_refusal_stands_beside_the_question_it_is_about() -> None:
    form = filled()
    with answers.shown_in(form):
        raise accounts.RoleAlreadyHeld
    assert form.errors == {"role": ["This person already holds that role"]}


@pytest.mark.parametrize("refusal", [accounts.OwnAccount, accounts.UsernameTaken])
def test_refusal_about_nothing_that_the_form_asks_stands_above_it(refusal: type[refusals.Refusal]) -> None:
    form = filled()
    with answers.shown_in(form):
        raise refusal
    assert form.errors == {"__all__": [refusal.words.removesuffix(".")]}


def test_refusal_becomes_a_message_above_the_next_page() -> None:
    request = request_with_messages()
    with answers.told(request):
        raise accounts.OwnAccount
    (message,) = get_messages(request)
    assert (message.message, message.level_tag) == (accounts.OwnAccount.words, "warning")


@pytest.mark.parametrize(
    "refusal", [accounts.AccountNotFound, trail.TrailUnavailable, refusals.NotPermitted, ZeroDivisionError]
)
def test_what_is_no_matter_of_the_form_is_left_to_its_page(refusal: type[Exception]) -> None:
    form = filled()
    with pytest.raises(refusal), answers.shown_in(form), answers.told(request_with_messages()):
        raise refusal
    assert form.is_valid()


def test_what_was_sent_wrongly_is_no_message() -> None:
    with pytest.raises(refusals.Invalid), answers.told(request_with_messages()):
        raise accounts.ReasonMissing


def test_not_found_is_the_frameworks_own() -> None:
    with pytest.raises(Http404):
        answers.answer(HttpRequest(), accounts.AccountNotFound())
