"""The consent gate of the sensitive services."""

from datetime import date
from typing import Any

from django import forms

from access.questions import DateQuestion, Questions
from shielding.forms import lines
from shielding.models import ConsentReceipt
from shielding.sensitive import involvements as sensitive


class ConsentGate(Questions):
    """On what basis a sensitive service may be recorded."""

    basis = forms.ChoiceField(
        label="Who has agreed that it is recorded?",
        choices=[
            ("child", "The child or young person, who understands what it means"),
            ("parent", "A parent or carer, because the child could not understand what it means"),
            (
                "significant-harm",
                (
                    "Nobody: there is reasonable cause to suspect that the child is suffering, or is likely to suffer, "
                    "significant harm"
                ),
            ),
        ],
        widget=forms.RadioSelect(),
        error_messages=lines.choose(
            "who has agreed, or that nobody has because significant harm is suspected"
        ),
    )
    method = forms.ChoiceField(
        label="How did they agree?",
        help_text="Leave this out where nobody was asked because significant harm is suspected",
        choices=[("spoken", "Spoken"), ("written", "In writing")],
        required=False,
        widget=forms.RadioSelect(),
        error_messages={"invalid_choice": "Choose how they agreed"},
    )
    given_on = DateQuestion(
        label="On which day?",
        what="the day",
        help_text="For example, 27 3 2026. Today, if you leave it out",
        required=False,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_given_on(self) -> date:
        given_on: date | None = self.cleaned_data["given_on"]
        if given_on and given_on > self.today:
            raise forms.ValidationError("The day must be today or in the past")
        return given_on or self.today

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        nobody_asked = said.get("basis") == ConsentReceipt.Basis.SIGNIFICANT_HARM
        if said.get("basis") and not nobody_asked and not said.get("method") and "method" not in self.errors:
            self.add_error("method", "Choose how they agreed")
        if nobody_asked and said.get("method"):
            self.add_error("method", "Say either that somebody agreed, or that significant harm is suspected")
        return said

    @property
    def consent(self) -> sensitive.Consent:
        said = self.cleaned_data
        return sensitive.Consent(
            basis=ConsentReceipt.Basis(said["basis"]),
            method=ConsentReceipt.Method(said["method"]),
            given_on=said["given_on"],
        )
