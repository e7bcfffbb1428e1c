"""The questions of a person who reads the trail."""

from datetime import datetime
from typing import Any

from django import forms
from django.core import signing

from access.questions import DateQuestion, Questions
from audit.oversight import investigations, reviews
from audit.verbs import Verb
from ground import references

_SALT = "place in the trail"


class Filter(Questions):
    """Which events are wanted. Nothing given asks for all of them."""

    person = forms.RegexField(
        r"\A[^\x00-\x1f\x7f]*\Z",
        label="Person",
        help_text="A username, a part of a name, or the reference of an account",
        max_length=100,
        required=False,
        error_messages={
            "invalid": "The person has a character that cannot be seen. Type it instead of pasting it",
            "max_length": "The person must be 100 characters or fewer",
            "null_characters_not_allowed": "Type the person instead of pasting it",
        },
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
    )
    verb = forms.ChoiceField(
        label="What was done",
        choices=[("", "Anything"), *sorted(Verb.choices, key=lambda choice: str(choice[1]))],
        required=False,
        error_messages={"invalid_choice": "Choose what was done from the list"},
    )
    first = DateQuestion(label="From", what="the first day", required=False)
    last = DateQuestion(label="Until", what="the last day", required=False)
    reference = forms.CharField(
        label="Reference of a record",
        help_text="32 letters and digits",
        required=False,
        max_length=64,
        error_messages={"max_length": "A reference has 32 letters and digits"},
        widget=forms.TextInput(
            attrs={"class": "govuk-input--width-30", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    before = forms.CharField(required=False, widget=forms.HiddenInput())

    def clean_reference(self) -> str:
        reference = str(self.cleaned_data["reference"]).lower()
        if reference and not references.is_reference(reference):
            raise forms.ValidationError("A reference has 32 letters and digits")
        return reference

    def clean_before(self) -> reviews.Place | None:
        """Where the page before ended; what we did not write ourselves asks for the newest."""
        return place_in(self.cleaned_data["before"])

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("first") and said.get("last") and said["last"] < said["first"]:
            self.add_error("last", "The last day must not be before the first")
        return said

    @property
    def filters(self) -> reviews.Filters:
        said = self.cleaned_data
        return reviews.Filters(
            **{name: said[name] for name in ("person", "verb", "first", "last", "reference")}
        )


class Investigation(Questions):
    """For which investigation the terms of a search are opened."""

    reason = forms.CharField(
        label="For which investigation, and why?",
        help_text="In a sentence. The second auditor reads it, and it is kept in the trail. Name no child",
        max_length=500,
        error_messages={
            "required": investigations.InvestigationNotNamed().beside_a_question,
            "max_length": "Your reason must be 500 characters or fewer",
            "null_characters_not_allowed": "Type the reason instead of pasting it",
        },
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def written(place: reviews.Place | None) -> str:
    """A place in the trail as a page carries it to the next one, signed."""
    return signing.dumps([place.at.isoformat(), place.number], salt=_SALT) if place else ""


def place_in(text: str) -> reviews.Place | None:
    """The place that a page carried, or ``None`` where the text is not one of ours."""
    try:
        at, number = signing.loads(text, salt=_SALT)
    except signing.BadSignature:
        return None
    return reviews.Place(datetime.fromisoformat(at), number)
