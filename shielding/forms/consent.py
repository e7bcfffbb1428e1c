"""The consent gate of the sensitive services."""

from datetime import date
from typing import Any, ClassVar

from django import forms

from access.questions import DateQuestion, Questions
from shielding.forms import lines
from shielding.models import ConsentReceipt
from shielding.sensitive import involvements as sensitive


class ConsentGate(Questions):
    """On what basis a sensitive service may be recorded. What is beneath the way that was not chosen counts for
    nothing: a radio button that was pressed once cannot be let go."""

    way = forms.ChoiceField(
        label="On what basis is it recorded?",
        choices=[
            ("consent", "Somebody has agreed that it is recorded"),
            (
                "significant-harm",
                (
                    "Nobody was asked: there is reasonable cause to suspect that the child is suffering, or is likely "
                    "to suffer, significant harm"
                ),
            ),
        ],
        widget=forms.RadioSelect(),
        error_messages=lines.choose(
            "whether somebody has agreed, or that nobody was asked because significant harm is suspected"
        ),
    )
    basis = forms.ChoiceField(
        label="Who has agreed?",
        choices=[
            ("child", "The child or young person, who understands what it means"),
            ("parent", "A parent or carer, because the child could not understand what it means"),
        ],
        required=False,
        widget=forms.RadioSelect(),
        error_messages=lines.choose("who has agreed"),
    )
    method = forms.ChoiceField(
        label="How did they agree?",
        choices=[("spoken", "Spoken"), ("written", "In writing")],
        required=False,
        widget=forms.RadioSelect(),
        error_messages=lines.choose("how they agreed"),
    )
    given_on = DateQuestion(
        label="On which day?",
        what="the day",
        help_text="For example, 27 3 2026. Today, if you leave it out",
        required=False,
    )

    forks = "way"
    reveals: ClassVar = {"consent": ("basis", "method", "given_on")}

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
        if said.get("way") == "consent":
            for name in ("basis", "method"):
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])
        return said

    @property
    def consent(self) -> sensitive.Consent:
        said = self.cleaned_data
        if said["way"] == "significant-harm":
            return sensitive.Consent(
                basis=ConsentReceipt.Basis.SIGNIFICANT_HARM,
                method=ConsentReceipt.Method.NONE,
                given_on=said["given_on"],
            )
        return sensitive.Consent(
            basis=ConsentReceipt.Basis(said["basis"]),
            method=ConsentReceipt.Method(said["method"]),
            given_on=said["given_on"],
        )
