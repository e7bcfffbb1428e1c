"""How a name and a postcode are read from a form."""

from collections.abc import Callable
from typing import Any

from django import forms

from access import questions
from registry import formats, names
from registry.feeds import parsers


def choose(what: str) -> dict[str, str]:
    """The errors of a question with choices: the same words for none and for one that was not offered."""
    return {"required": f"Choose {what}", "invalid_choice": f"Choose {what}"}


class NameLine(questions.Line):
    """A person's name, or a part of one: it has a letter of some script."""

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        if text and not names.normalise(text):
            raise forms.ValidationError(f"{questions.sentence(self.what)} must have letters")
        return text


class HeldName(NameLine):
    """A name as the register may hold it."""

    def clean(self, value: Any) -> str:
        return held(str(super().clean(value)), parsers.NAME.read)


class HeldText(questions.Line):
    """A line of an address as the register may hold it: no telephone number, no markup."""

    def clean(self, value: Any) -> str:
        return held(str(super().clean(value)), parsers.TEXT.read)


def held(text: str, read: Callable[[str], str]) -> str:
    """The text in the one form in which the register holds it; nothing said is an empty text."""
    if not text:
        return ""
    try:
        return read(text)
    except formats.Invalid as refusal:
        raise forms.ValidationError(refusal.problem.rstrip(".")) from None


def postcode_or_district(text: str) -> str:
    """A whole postcode in its one form, or the first half of one."""
    for candidate in (text, "" if " " in text else f"{text} 1AA"):
        try:
            whole = formats.postcode(candidate)
        except formats.Invalid:
            continue
        return whole if candidate == text else formats.outward(whole)
    raise forms.ValidationError("Enter a whole postcode, such as ZZ1 1AA, or its first half, such as ZZ1")
