"""The questions of a person who reads the trail."""

import re
from datetime import datetime
from typing import Any

from django import forms
from django.core import signing

from access.questions import DateQuestion, Line, Questions
from audit.oversight import denials, investigations, reviews
from audit.verbs import Verb
from ground import references
from ground.statute import Purpose
from registry import formats, records

_SALT = "place in the trail"
_SHORT_CODE = re.compile(rf"[0-9a-f]{{{records.SHORT_CODE_LENGTH}}}")
NO_RECORD = "Enter the twelve digits of a ContactPoint number, or 8 or all 32 characters of a record's code"


class Filter(Questions):
    """Which events are wanted. Nothing given asks for all of them."""

    person = Line(
        what="the person",
        label="Person",
        help_text="A username, a part of a name, or the reference of an account",
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
    )
    verb = forms.ChoiceField(
        label="What was done",
        choices=[("", "Anything"), *sorted(Verb.choices, key=lambda choice: str(choice[1]))],
        required=False,
        error_messages={"invalid_choice": "Choose what was done from the list"},
    )
    purpose = forms.ChoiceField(
        label="Purpose",
        choices=[("", "Any purpose"), *Purpose.choices],
        required=False,
        error_messages={"invalid_choice": "Choose the purpose from the list"},
    )
    organisation = forms.RegexField(
        r"\A[^\x00-\x1f\x7f]*\Z",
        label="Organisation",
        help_text="Its name, or a part of it",
        max_length=100,
        required=False,
        error_messages={
            "invalid": "The organisation has a character that cannot be seen. Type it instead of pasting it",
            "max_length": "The organisation must be 100 characters or fewer",
            "null_characters_not_allowed": "Type the organisation instead of pasting it",
        },
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
    )
    first = DateQuestion(label="From", what="the first day", required=False)
    last = DateQuestion(label="Until", what="the last day", required=False)
    reference = forms.CharField(
        label="Record of a child",
        help_text=(
            "The ContactPoint number, or the record's code as this page shows it: all of it, or its first 8 characters"
        ),
        required=False,
        max_length=64,
        error_messages={
            "max_length": NO_RECORD,
            "null_characters_not_allowed": NO_RECORD,
        },
        widget=forms.TextInput(
            attrs={"class": "govuk-input--width-30", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    own = forms.BooleanField(
        label="Show my own readings of the trail too", required=False, widget=forms.CheckboxInput()
    )
    before = forms.CharField(required=False, widget=forms.HiddenInput())

    def clean_reference(self) -> str:
        """A number, a short code or a reference in its one form. Whether there is such a record is not asked here."""
        said = formats.SEPARATORS.sub("", str(self.cleaned_data["reference"])).lower()
        if (
            not said
            or formats.is_number(said)
            or references.is_reference(said)
            or _SHORT_CODE.fullmatch(said)
        ):
            return said
        raise forms.ValidationError(NO_RECORD)

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
        """What is asked for, with the records that a number or a code means; looking them up is one question."""
        said = self.cleaned_data
        names = ("person", "verb", "purpose", "organisation", "first", "last", "own")
        return reviews.Filters(
            record=said["reference"],
            references=records.meant_by(said["reference"]),
            **{name: said[name] for name in names},
        )

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What was asked, as the form of the next page sends it again: names and values of hidden fields."""
        names = {*self.fields, *(f"{day}_{part}" for day in ("first", "last") for part in range(3))} - {
            "before"
        }
        return [(name, self.data[name]) for name in sorted(names) if self.data.get(name)]


class Settle(Questions):
    """What came of a denial."""

    outcome = forms.ChoiceField(
        label="What came of it?",
        choices=[(outcome.value, outcome.label) for outcome in denials.OUTCOMES],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what came of it", "invalid_choice": "Choose what came of it"},
    )

    def clean_outcome(self) -> denials.Outcome:
        return denials.Outcome(self.cleaned_data["outcome"])


class AnswerToInvestigation(Questions):
    """Whether a second auditor agrees that terms are opened, and why."""

    decision = forms.ChoiceField(
        label="What do you decide?",
        choices=[
            ("agree", "I agree: it is opened to the two of us for a day"),
            ("decline", "I decline: nothing is opened"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you decide", "invalid_choice": "Choose what you decide"},
    )
    reason = forms.CharField(
        label="Why?",
        help_text="In a sentence. The auditor who asks reads it, and it is kept in the trail. Name no child",
        max_length=500,
        error_messages={
            "required": investigations.AnswerNotExplained().beside_a_question,
            "max_length": "Your reason must be 500 characters or fewer",
            "null_characters_not_allowed": "Type the reason instead of pasting it",
        },
        widget=forms.Textarea(attrs={"rows": 4}),
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
    return signing.dumps([place.at.isoformat(), place.uid], salt=_SALT) if place else ""


def place_in(text: str) -> reviews.Place | None:
    """The place that a page carried, or ``None`` where the text is not one of ours."""
    try:
        at, uid = signing.loads(text, salt=_SALT)
    except signing.BadSignature:
        return None
    return reviews.Place(datetime.fromisoformat(at), uid)
