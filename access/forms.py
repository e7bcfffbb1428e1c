"""The questions of the sign-in and account pages."""

from collections.abc import Sequence

from django import forms

from access import passwords, roles, tokens
from access.models import TotpDevice
from access.occupations import Occupation
from access.questions import DateQuestion, Line, Questions
from access.roles import Role


def _digits(text: str) -> str:
    """What was typed into a field of digits, without the spaces that a token's display may show."""
    return "".join(text.split())


class SignIn(Questions):
    username = forms.CharField(
        label="Username",
        max_length=150,
        error_messages={"required": "Enter your username"},
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
        ),
    )
    password = forms.CharField(
        label="Password",
        strip=False,
        max_length=passwords.LONGEST,
        error_messages={"required": "Enter your password"},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class SecondStep(Questions):
    pin = forms.CharField(
        label="PIN",
        help_text="The 6 digits that you were given with your account",
        max_length=20,
        error_messages={"required": "Enter your PIN"},
        widget=forms.PasswordInput(
            attrs={"autocomplete": "off", "inputmode": "numeric", "class": "govuk-input--width-10"}
        ),
    )
    code = forms.CharField(
        label="Code from your token",
        help_text="The 6 digits that your token shows now. Each code works once",
        max_length=20,
        error_messages={"required": "Enter the code that your token shows"},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "govuk-input--width-10"}
        ),
    )

    def clean_pin(self) -> str:
        pin = _digits(self.cleaned_data["pin"])
        if len(pin) != tokens.PIN_DIGITS:
            raise forms.ValidationError(f"Your PIN has {tokens.PIN_DIGITS} digits")
        return pin

    def clean_code(self) -> str:
        code = _digits(self.cleaned_data["code"])
        if len(code) != TotpDevice.DIGITS:
            raise forms.ValidationError(f"The code has {TotpDevice.DIGITS} digits")
        return code


class ChangePassword(Questions):
    current = forms.CharField(
        label="Current password",
        strip=False,
        max_length=passwords.LONGEST,
        error_messages={"required": "Enter your current password"},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label="New password",
        help_text=(
            f"{passwords.SHORTEST} characters or more. Any characters will do: three words that only you put together "
            "are easy to remember and hard to guess"
        ),
        strip=False,
        error_messages={"required": "Enter a new password"},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="New password again",
        strip=False,
        error_messages={"required": "Enter the new password again"},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("new", again):
            raise forms.ValidationError("The two new passwords differ. Enter the same one twice")
        return again


class Accreditation(Questions):
    dbs_issued_on = DateQuestion(
        label="Criminal-records certificate issued on",
        what="the date of the certificate",
        help_text="An enhanced certificate, less than three years old. For example, 27 3 2026",
        required=False,
    )
    training_completed_on = DateQuestion(
        label="Training completed on", what="the date of the training", required=False
    )
    agreement_signed_on = DateQuestion(
        label="User agreement signed on", what="the date of the agreement", required=False
    )


class NewAccount(Accreditation):
    full_name = Line(what="the person's full name", label="Full name", max_length=200)
    username = forms.RegexField(
        r"\A[A-Za-z0-9][A-Za-z0-9.@_-]{2,63}\Z",
        label="Username",
        help_text="Letters, digits, full stops, hyphens and underscores. It is never given to anybody else again",
        max_length=64,
        error_messages={
            "required": "Enter a username",
            "invalid": "A username has 3 to 64 letters, digits, full stops, hyphens or underscores",
        },
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}
        ),
    )
    job_title = Line(what="the person's job title", label="Job title", max_length=200)
    occupation = forms.ChoiceField(
        label="Kind of work",
        help_text="Roles that read children's records are only for people whose own work is with children",
        choices=[("", "Choose the kind of work"), *Occupation.choices],
        error_messages={"required": "Choose the kind of work"},
    )
    organisation_code = forms.ChoiceField(
        label="Organisation", error_messages={"required": "Choose the organisation"}
    )
    service_code = forms.ChoiceField(label="Service (if the person works for one)", required=False)
    telephone = forms.CharField(
        label="Work telephone number (optional)",
        max_length=30,
        required=False,
        widget=forms.TextInput(
            attrs={"type": "tel", "class": "govuk-input--width-20", "autocomplete": "off"}
        ),
    )
    email = forms.EmailField(
        label="Work email address (optional)",
        required=False,
        error_messages={"invalid": "Enter an email address in the correct form, like name@example.com"},
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    field_order = (
        "full_name",
        "username",
        "job_title",
        "occupation",
        "organisation_code",
        "service_code",
        "telephone",
        "email",
    )

    def __init__(
        self,
        *args: object,
        organisations: Sequence[tuple[str, str]],
        services: Sequence[tuple[str, str]],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation_code"].choices = [("", "Choose the organisation"), *organisations]  # type: ignore[attr-defined]
        self.fields["service_code"].choices = [("", "No service"), *services]  # type: ignore[attr-defined]


class Reason(Questions):
    reason = forms.CharField(
        label="Why?",
        help_text="The reason is kept in the trail",
        max_length=500,
        error_messages={"required": "Say why, in a few words"},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class GrantRole(Questions):
    role = forms.ChoiceField(
        label="Role to give",
        choices=[
            ("", "Choose a role"),
            *((r.value, spec.title) for r, spec in roles.ROLES.items() if spec.working),
        ],
        error_messages={"required": "Choose a role", "invalid_choice": "Choose a role"},
    )

    def offer(self, grantable: Sequence[Role]) -> None:
        """Show these roles and what was chosen. Any role that works is understood, so that a refusal can say why."""
        shown = {"", *grantable, self["role"].value()}
        every = self.fields["role"].choices  # type: ignore[attr-defined]
        self.fields["role"].widget.choices = [pair for pair in every if pair[0] in shown]

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class EndRole(Questions):
    role = forms.ChoiceField(choices=Role.choices)

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])
