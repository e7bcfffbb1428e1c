"""What children are asked in a survey, and what officers type in about it."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from access.questions import Line, Questions
from complaints import consultation
from complaints.consultation import Filled, Meeting, ToAnswer
from complaints.models import Age, Gender, Lives, Said
from complaints.questionnaires import QUESTIONNAIRES
from ground import references

_RATHER_NOT = ("", "I would rather not say")
_BANDS = (("age", "How old are you?", Age), ("gender", "Are you a girl or a boy?", Gender))
_LIVES = ("lives", "Where do you live?", Lives)
_TOO_LONG = f"It must be {consultation.WORDS_LENGTH} characters or fewer"
_CHOOSE = {"invalid_choice": "Choose from the list"}


def _words(label: str, *, rows: int = 3, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=consultation.WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": _TOO_LONG},
    )


class Once(Questions):
    """A form that names its sending, so that pressing twice counts once."""

    once = forms.CharField(widget=forms.HiddenInput(), required=False, max_length=references.LENGTH)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["once"].initial = references.new

    def clean_once(self) -> str:
        sent: str = self.cleaned_data["once"]
        return sent if references.is_reference(sent) else references.new()


class Password(Questions):
    password = Line(
        what="the password",
        label="Password",
        help_text="12 letters and digits. Capital letters, spaces and hyphens do not matter.",
        widget=forms.TextInput(
            attrs={"class": "govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"}
        ),
    )


class _AsksQuestions(Once):
    """A form with the questions of a survey."""

    asked: Sequence[ToAnswer]

    def __init__(self, typed: Mapping[str, Any] | None, *, asked: Sequence[ToAnswer]) -> None:
        self.asked = asked
        made = dict(type(self).base_fields)
        for one in asked:
            made |= self.fields_of(one)
        self.__dict__["base_fields"] = made | self.closing()  # a form copies its fields from there
        super().__init__(typed)

    def fields_of(self, one: ToAnswer) -> dict[str, forms.Field]:
        raise NotImplementedError

    def closing(self) -> dict[str, forms.Field]:
        """What is asked at the end."""
        return {}

    @property
    def shown(self) -> list[forms.BoundField]:
        """The questions that a person sees."""
        return [field for field in self if not field.is_hidden]


class Sheet(_AsksQuestions):
    """A sheet: every question may be left out."""

    def fields_of(self, one: ToAnswer) -> dict[str, forms.Field]:
        if one.is_open:
            return {f"words-{one.position}": _words(f"{one.position}. {one.words}", hint=one.hint)}
        said = forms.ChoiceField(
            label=f"{one.position}. {one.words}",
            help_text=one.hint,
            choices=Said.choices,
            required=False,
            widget=forms.RadioSelect(),
            error_messages=_CHOOSE,
        )
        return {
            f"said-{one.position}": said,
            f"words-{one.position}": _words(f"Question {one.position}: why? In your own words", rows=2),
        }

    def closing(self) -> dict[str, forms.Field]:
        return {
            name: forms.ChoiceField(
                label=label,
                choices=[*values.choices, _RATHER_NOT],
                required=False,
                widget=forms.RadioSelect(),
                error_messages=_CHOOSE,
            )
            for name, label, values in (*_BANDS, _LIVES)
        }

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                consultation.require_something(self._filled(said))
            except consultation.NothingAnswered as refusal:
                self.add_error(None, refusal.beside_a_question)
        return said

    @property
    def filled(self) -> Filled:
        """The sheet, when the form is valid."""
        return self._filled(self.cleaned_data)

    def _filled(self, said: Mapping[str, Any]) -> Filled:
        return Filled(
            said={
                one.position: Said(found) for one in self.asked if (found := said.get(f"said-{one.position}"))
            },
            words={
                one.position: found
                for one in self.asked
                if (found := consultation.written(said.get(f"words-{one.position}", "")))
            },
            **{name: said.get(name, "") for name in ("age", "gender", "lives")},
        )

    @property
    def answers(self) -> list[tuple[str, str]]:
        """What was answered, in words, to be checked. What was left out is not shown."""
        filled = self.filled
        found = []
        for one in self.asked:
            parts = [
                str(filled.said[one.position].label) if one.position in filled.said else "",
                filled.words.get(one.position, ""),
            ]
            found.append((f"{one.position}. {one.words}", "\n".join(part for part in parts if part)))
        for name, label, values in (*_BANDS, _LIVES):
            if value := getattr(filled, name):
                found.append((label, str(values(value).label)))
        return [(question, said) for question, said in found if said]


_HANDS = {Said.YES: "Hands for yes", Said.NO: "Hands for no", Said.NOT_SURE: "Hands for not sure"}


class MeetingForm(_AsksQuestions):
    """What a meeting said: hands for each answer, and comments, each on a line of its own."""

    people = forms.IntegerField(
        label="How many children and young people were there?",
        min_value=1,
        max_value=consultation.MOST_PEOPLE,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
        error_messages={
            "required": "Enter how many were there",
            "invalid": "Enter a whole number",
            "min_value": "Enter 1 or more",
            "max_value": f"Enter {consultation.MOST_PEOPLE} or fewer",
        },
    )

    def fields_of(self, one: ToAnswer) -> dict[str, forms.Field]:
        found: dict[str, forms.Field] = {}
        if not one.is_open:
            for said, label in _HANDS.items():
                found[f"{said}-{one.position}"] = forms.IntegerField(
                    label=f"Question {one.position}: {label.lower()}",
                    required=False,
                    min_value=0,
                    max_value=consultation.MOST_PEOPLE,
                    widget=forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
                    error_messages={
                        "invalid": "Enter a whole number",
                        "min_value": "Enter 0 or more",
                        "max_value": f"Enter {consultation.MOST_PEOPLE} or fewer",
                    },
                )
        found[f"words-{one.position}"] = _words(
            f"Question {one.position}: what was said", hint="One comment on each line, without names."
        )
        return found

    @property
    def by_question(self) -> list[tuple[ToAnswer, list[forms.BoundField]]]:
        """Each question with its fields."""
        return [
            (one, [self[name] for name in self.fields if name.endswith(f"-{one.position}")])
            for one in self.asked
        ]

    @property
    def meeting(self) -> Meeting:
        """What the meeting said, when the form is valid."""
        said = self.cleaned_data
        return Meeting(
            people=said["people"],
            hands={
                one.position: {value: said[f"{value}-{one.position}"] or 0 for value in Said}
                for one in self.asked
                if not one.is_open
            },
            words={
                one.position: [line for line in said[f"words-{one.position}"].splitlines() if line.strip()]
                for one in self.asked
            },
        )


class NewSurvey(Questions):
    """A questionnaire of 2007, or questions of the council's own."""

    known = forms.ChoiceField(
        label="Which questions?",
        choices=[
            *((known.value, f"{one.title} ({one.source})") for known, one in QUESTIONNAIRES.items()),
            ("", "Questions of our own"),
        ],
        required=False,
        widget=forms.RadioSelect(),
        error_messages=_CHOOSE,
    )
    title = Line(what="what the survey is called", label="What is the survey called?", max_length=150)
    questions = forms.CharField(
        label="Questions of your own",
        help_text=(
            "One on each line, in plain words. Each is answered with yes, no or not sure, and a comment. Leave this "
            "empty if you ask the questions of 2007."
        ),
        required=False,
        max_length=consultation.MOST_QUESTIONS * (consultation.QUESTION_LENGTH + 2),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"max_length": "Ask fewer or shorter questions"},
    )

    def lines(self) -> list[str]:
        written: str = self.cleaned_data["questions"]
        return written.splitlines()


class NewPlace(Questions):
    name = Line(
        what="the name of the place",
        label="What is the place called?",
        help_text="A school or a home. Never the name of a person.",
        max_length=150,
    )


class Grouping(Questions):
    """Which comments say much the same, and what that is."""

    voices = forms.TypedMultipleChoiceField(
        label="Which comments say much the same?",
        coerce=int,
        required=True,
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"required": "Choose one comment or more", "invalid_choice": "Choose from the list"},
    )
    words = Line(
        what="what they say",
        label="What do they say, in your words?",
        help_text="The same words put them into the group that has them. Leave it empty to take them out of a group.",
        max_length=200,
        required=False,
    )
    forks: ClassVar[str] = ""

    def offer(self, voices: Sequence[consultation.VoiceRead]) -> "Grouping":
        choices = [
            (one.key, f"{one.words or 'The words were deleted'}{f' ({one.group})' if one.group else ''}")
            for one in voices
        ]
        self.fields["voices"].choices = choices  # type: ignore[attr-defined]
        return self


class Quote(Questions):
    words = forms.CharField(
        label="What is quoted, word for word",
        max_length=consultation.WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter what is quoted", "max_length": _TOO_LONG},
    )
    has_no_name = forms.BooleanField(
        label="I have read it: it names nobody, and nobody can be recognised",
        required=False,
    )


class WhatChanged(Questions):
    words = forms.CharField(
        label="What was changed because of it?",
        help_text="In plain words: children read it.",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": consultation.NoWords().beside_a_question,
            "max_length": "It must be 600 characters or fewer",
        },
    )
