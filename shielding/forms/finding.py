"""Which child is meant, why the record is needed, and why somebody wants to talk to the people in it."""

import functools
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.template import loader
from django.utils.safestring import SafeString

from access import eyes
from access.questions import DateQuestion, Line, Questions
from ground import statute
from registry import formats
from registry.parts.gender import GENDERS
from shielding.disclosure.query import Query
from shielding.forms import lines
from shielding.models import ContactRequest

OLDEST = statute.EXTENSION_ENDS.value


class Age(forms.IntegerField):
    """An age in whole years."""

    def __init__(self, **kwargs: Any) -> None:
        limits = f"An age must be between 0 and {OLDEST}"
        super().__init__(
            required=False,
            min_value=0,
            max_value=OLDEST,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-2"}),
            error_messages={
                "invalid": "An age must be a whole number of years, such as 14",
                "min_value": limits,
                "max_value": limits,
            },
            **kwargs,
        )


class Search(Questions):
    """What a person knows of the child they are looking for."""

    given = lines.NameLine(what="the given name", label="Given name", required=False)
    family = lines.NameLine(what="the family name", label="Family name", required=False)
    born = DateQuestion(
        label="Date of birth", what="the date of birth", help_text="For example, 27 3 2011", required=False
    )
    age_from = Age(label="Youngest age")
    age_to = Age(label="Oldest age")
    gender = forms.ChoiceField(
        label="Gender",
        required=False,
        choices=[("", "I do not know"), *GENDERS],
        widget=forms.RadioSelect(),
        error_messages={"invalid_choice": "Choose a gender from the list, or that you do not know"},
    )
    postcode = Line(
        what="the postcode",
        label="Postcode",
        help_text="The whole postcode or its first half. For example, ZZ1 1AA or ZZ1",
        max_length=10,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    school = Line(what="the school", label="School", help_text="Its name, or a part of it", required=False)
    carer = lines.NameLine(
        what="the parent's or carer's name", label="A parent's or carer's name", required=False
    )
    number = Line(
        what="the number",
        label="ContactPoint number",
        help_text="Twelve digits, with or without spaces",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for name in self.fields:
            self.fields[name].widget.attrs.setdefault("autocomplete", "off")

    @classmethod
    def typed_in(cls, sent: QueryDict) -> QueryDict:
        """What was typed into the questions, without anything else that was sent."""
        typed = QueryDict(mutable=True)
        for name in sent:
            if name in cls.base_fields or name.startswith("born_"):
                typed.setlist(name, sent.getlist(name))
        return typed

    def clean_postcode(self) -> str:
        text: str = self.cleaned_data["postcode"]
        return lines.postcode_or_district(text) if text else ""

    def clean_number(self) -> str:
        text: str = self.cleaned_data["number"]
        if not text:
            return ""
        try:
            return formats.number(text)
        except formats.Invalid:
            raise forms.ValidationError(
                "The number must have its twelve digits. Look for mistyped or swapped digits"
            ) from None

    def clean_born(self) -> date | None:
        born: date | None = self.cleaned_data["born"]
        if born and born > self.today:
            raise forms.ValidationError("The date of birth must be in the past")
        return born

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors or said.get("number"):
            return said
        for name, what in (("given", "the given name"), ("family", "the family name")):
            if not said[name]:
                self.add_error(name, f"Enter {what}")
        if said["born"] is None:
            self._need_ages(said)
        return said

    def _need_ages(self, said: dict[str, Any]) -> None:
        first, last = said["age_from"], said["age_to"]
        first, last = (first if first is not None else last), (last if last is not None else first)
        if first is None or last is None:
            self.add_error("born", "Enter the date of birth. If you do not know it, give the age instead")
        elif not first <= last < first + statute.AGE_BAND_WIDEST.value:
            self.add_error(
                "age_to", "The ages must be the same or one year apart, the lower one first, such as 14 to 15"
            )
        elif not any(said[name] for name in ("gender", "postcode", "school", "carer")):
            self.add_error(
                None,
                "With an age instead of a date of birth, one more fact is needed: the gender, the postcode, the "
                "school, or a parent's or carer's name",
            )
        else:
            said["age_from"], said["age_to"] = first, last

    @property
    def query(self) -> Query:
        """What was typed, validated, for ``search.find``."""
        said = self.cleaned_data
        return Query(
            **{
                name: said[name]
                for name in ("number", "given", "family", "born", "gender", "postcode", "school", "carer")
            },
            ages=self._births() if said["born"] is None and said["age_from"] is not None else None,
        )

    def _births(self) -> tuple[date, date]:
        """The birth dates of everybody who is of these ages today."""
        first, last = self.cleaned_data["age_from"], self.cleaned_data["age_to"]
        return (
            statute.born_by(self.today, age=last + 1) + timedelta(days=1),
            statute.born_by(self.today, age=first),
        )

    @property
    def gives_age(self) -> bool:
        """Whether the questions about the age stand open."""
        return self._has("age_from", "age_to")

    @property
    def gives_more(self) -> bool:
        """Whether the questions about more facts stand open."""
        return self._has("gender", "postcode", "school", "carer") or bool(self.non_field_errors())

    @property
    def gives_number(self) -> bool:
        return self._has("number")

    def _has(self, *fields: str) -> bool:
        return any(self[name].value() or self[name].errors for name in fields)


class Reason(Questions):
    """Why this record has to be opened."""

    purpose = forms.ChoiceField(
        label="What do you need this record for?",
        choices=statute.Purpose.choices,
        widget=forms.RadioSelect(),
        error_messages={
            "required": eyes.PurposeUnknown().beside_a_question,
            "invalid_choice": eyes.PurposeUnknown().beside_a_question,
        },
    )
    reason = Line(
        what="your reason",
        label="Why do you need to see it now?",
        help_text="In a few words. It is kept with your name, and people check it. Do not write down anything that "
        "the child told you in confidence",
        max_length=eyes.REASON_LENGTH,
        error_messages={"required": "Say in a few words why you need to see this record"},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @property
    def markup(self) -> SafeString:
        """Its questions as they stand on a page, with what was answered and what is wrong."""
        return loader.render_to_string("shielding/_reason_questions.html", {"form": self})

    @classmethod
    @functools.cache
    def unanswered(cls) -> SafeString:
        """The same before anything was answered: what stands under every card, written once."""
        return cls().markup


class AskForContact(Questions):
    """Why somebody wants to talk to the people who work with a child."""

    urgency = forms.TypedChoiceField(
        coerce=ContactRequest.Urgency,
        label="How urgent is it?",
        choices=ContactRequest.Urgency.choices,
        widget=forms.RadioSelect(),
        error_messages=lines.choose("how urgent it is"),
    )
    reason = Line(
        what="why you want to talk to them",
        label="Why do you want to talk to them?",
        help_text="This is passed on to the people who work with the child. Write nothing that they must not know",
        max_length=eyes.REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
