"""A record that somebody proposes."""

from datetime import date
from typing import Any

from django import forms

from access.questions import DateQuestion, Line, Questions
from ground import statute
from registry import formats
from registry.feeds import rules
from registry.parts.carers import RESPONSIBILITIES
from registry.parts.gender import GENDERS
from shielding.forms import lines


class Proposal(Questions):
    """The least that a record needs. There is no room for a note, a reason or a photograph."""

    given = lines.HeldName(what="the given name", label="Given name")
    family = lines.HeldName(what="the family name", label="Family name")
    born = DateQuestion(
        label="Date of birth", what="the date of birth", help_text="For example, 27 3 2011", required=False
    )
    born_from = DateQuestion(
        label="The earliest date on which the child may be born", what="the earliest date", required=False
    )
    born_to = DateQuestion(
        label="The latest date on which the child may be born", what="the latest date", required=False
    )
    gender = forms.ChoiceField(
        label="Gender",
        choices=GENDERS,
        widget=forms.RadioSelect(),
        error_messages=lines.choose("the gender, or that it is not specified"),
    )
    whereabouts = forms.ChoiceField(
        label="Where does the child live?",
        choices=[
            ("current", "At the address below"),
            ("last-known", "Not known now; the address below is the last one known"),
            ("none", "No address is known"),
        ],
        widget=forms.RadioSelect(),
        error_messages=lines.choose("where the child lives, or that no address is known"),
    )
    address_line_1 = lines.HeldText(what="the house and street", label="House and street", required=False)
    address_line_2 = lines.HeldText(
        what="the second line of the address", label="Second line (optional)", required=False
    )
    town = lines.HeldText(what="the town", label="Town or village (optional)", required=False)
    postcode = Line(
        what="the postcode",
        label="Postcode",
        max_length=10,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    carer_given = lines.HeldName(what="the carer's given name", label="Given name", required=False)
    carer_family = lines.HeldName(what="the carer's family name", label="Family name", required=False)
    carer_responsibility = forms.ChoiceField(
        label="Responsibility",
        choices=RESPONSIBILITIES,
        required=False,
        widget=forms.RadioSelect(),
        error_messages=lines.choose("the carer's responsibility"),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")

    def clean_postcode(self) -> str:
        text: str = self.cleaned_data["postcode"]
        return lines.held(text, formats.postcode)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors.keys() & {"born", "born_from", "born_to"}:
            self._clean_birth(said)
        if not self.errors.keys() & {"whereabouts", "address_line_1", "postcode"}:
            self._clean_address(said)
        self._clean_carer(said)
        return said

    def _clean_birth(self, said: dict[str, Any]) -> None:
        exact, first, last = said["born"], said["born_from"], said["born_to"]
        if exact and (first or last):
            self.add_error("born", "Give either the date of birth or the two dates between which it lies")
        elif not exact and not (first and last):
            self.add_error(
                "born", "Enter the date of birth. If you do not know it, give the dates between which it lies"
            )
        else:
            self._clean_span(
                *((exact, exact) if exact else (first, last)), field="born" if exact else "born_to"
            )

    def _clean_span(self, first: date, last: date, *, field: str) -> None:
        if last > self.today:
            self.add_error(field, "The date of birth must be in the past")
        elif last < first:
            self.add_error(field, "The latest date must not be before the earliest")
        elif statute.years_after(first, rules.LONGEST_ESTIMATE_YEARS) < last:
            self.add_error(
                field, f"The two dates must be no more than {rules.LONGEST_ESTIMATE_YEARS} years apart"
            )
        elif statute.age_on(self.today, born=last) >= statute.CHILDHOOD_ENDS.value:
            self.add_error(
                field, f"A record can be proposed only for somebody under {statute.CHILDHOOD_ENDS.value}"
            )

    def _clean_address(self, said: dict[str, Any]) -> None:
        lines = ("address_line_1", "address_line_2", "town", "postcode")
        if said["whereabouts"] != "none":
            for name, what in (("address_line_1", "the house and street"), ("postcode", "the postcode")):
                if not said[name]:
                    self.add_error(name, f"Enter {what}, or choose that no address is known")
        elif any(said.get(name) for name in lines):
            self.add_error("whereabouts", "Empty the address, or choose that the child lives there")

    def _clean_carer(self, said: dict[str, Any]) -> None:
        parts = {
            "carer_given": "Enter the carer's given name",
            "carer_family": "Enter the carer's family name",
            "carer_responsibility": "Choose the carer's responsibility",
        }
        if any(said.get(name) for name in parts):
            for name, message in parts.items():
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, message)

    @property
    def payload(self) -> dict[str, str]:
        """What was said, with the field names of the census format."""
        said = self.cleaned_data
        first, last = said["born"] or said["born_from"], said["born"] or said["born_to"]
        return {
            "given_name": said["given"],
            "family_name": said["family"],
            "birth_date": first.isoformat(),
            "birth_date_to": last.isoformat() if last != first else "",
            "gender": said["gender"],
            **{n: said[n] for n in ("whereabouts", "address_line_1", "address_line_2", "town", "postcode")},
            "carer_1_given_name": said["carer_given"],
            "carer_1_family_name": said["carer_family"],
            "carer_1_responsibility": said["carer_responsibility"],
        }

    @property
    def gives_span(self) -> bool:
        """Whether the questions about an estimated birth date stand open."""
        return any(any(self[name].value() or ()) or self[name].errors for name in ("born_from", "born_to"))
