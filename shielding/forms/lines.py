"""How a line of words, a name and a postcode are read from a form."""

from collections.abc import Callable
from typing import Any

from django import forms

from registry import formats, names
from registry.feeds import parsers

LINE_LENGTH = 100


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def choose(what: str) -> dict[str, str]:
    """The errors of a question with choices: the same words for none and for one that was not offered."""
    return {"required": f"Choose {what}", "invalid_choice": f"Choose {what}"}


class Line(forms.CharField):
    """A line of plain words. Line breaks are spaces; a character that cannot be seen is refused, not taken out."""

    def __init__(self, *, what: str, max_length: int = LINE_LENGTH, **kwargs: Any) -> None:
        self.what = what
        messages = {
            "required": f"Enter {what}",
            "max_length": f"{_sentence(what)} must be {max_length} characters or fewer",
        }
        kwargs["error_messages"] = messages | kwargs.get("error_messages", {})
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value))
        if parsers.UNSEEN.search(text.replace("\r\n", " ").replace("\n", " ").replace("\t", " ")):
            raise forms.ValidationError(
                f"{_sentence(self.what)} has a character that cannot be seen. Type it instead of pasting it"
            )
        return " ".join(text.split())


class NameLine(Line):
    """A person's name, or a part of one: it has a letter of some script."""

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        if text and not names.normalise(text):
            raise forms.ValidationError(f"{_sentence(self.what)} must have letters")
        return text


class HeldName(NameLine):
    """A name as the register may hold it."""

    def clean(self, value: Any) -> str:
        return held(str(super().clean(value)), parsers.NAME.read)


class HeldText(Line):
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


def register_number(text: str) -> str:
    """A ContactPoint number in its one form."""
    try:
        return formats.number(text)
    except formats.Invalid:
        raise forms.ValidationError(
            "The number must have its twelve digits. Look for mistyped or swapped digits"
        ) from None


def postcode_or_district(text: str) -> str:
    """A whole postcode in its one form, or the first half of one."""
    for candidate in (text, "" if " " in text else f"{text} 1AA"):
        try:
            whole = formats.postcode(candidate)
        except formats.Invalid:
            continue
        return whole if candidate == text else formats.outward(whole)
    raise forms.ValidationError("Enter a whole postcode, such as ZZ1 1AA, or its first half, such as ZZ1")
