"""The questions of the sign-in and account pages."""

from collections.abc import Sequence
from typing import Any

from django import forms

from access import models, passwords, roles, tokens
from access.models import TotpDevice
from access.occupations import Occupation
from access.questions import DateQuestion, Questions
from access.roles import Role
from registry import formats
from shielding import caseload


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


class Telephone(forms.CharField):
    """A work telephone number, as every file that a source sends is read: with its area code, an extension after x."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"type": "tel", "class": "govuk-input--width-20", "autocomplete": "off"}
        super().__init__(
            max_length=40,
            required=False,
            help_text="With its area code; an extension after x. For example, 01632 960001 x12",
            widget=forms.TextInput(attrs=attrs),
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        try:
            return formats.telephone(text) if text else ""
        except formats.Invalid as fault:
            raise forms.ValidationError(
                "Enter a telephone number with its area code, like 01632 960001 or +44 1632 960001"
            ) from fault


class WorkEmail(forms.EmailField):
    """A work e-mail address; the part after the @ in small letters."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            error_messages={
                "invalid": "Enter an email address in the correct form, like name@council.example"
            },
            widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        try:
            return formats.email(text) if text else ""
        except formats.Invalid as fault:
            raise forms.ValidationError(self.error_messages["invalid"]) from fault


def _job_title(label: str = "Job title") -> forms.CharField:
    return forms.CharField(label=label, max_length=200, error_messages={"required": "Enter the job title"})


class Reached(Questions):
    """How somebody is reached at work: by telephone, by e-mail, or both."""

    telephone = Telephone(label="Work telephone number")
    email = WorkEmail(label="Work email address")

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if not self.errors and not (facts.get("telephone") or facts.get("email")):
            self.add_error(
                "telephone", "Enter a telephone number or an email address, so that others can get in touch"
            )
        return facts


class ContactDetails(Reached):
    job_title = _job_title()

    field_order = ("job_title", "telephone", "email")


class Who(Questions):
    """The first step of a new account: who it is for."""

    full_name = forms.CharField(
        label="Full name", max_length=200, error_messages={"required": "Enter the person's full name"}
    )
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
    job_title = _job_title()
    occupation = forms.TypedChoiceField(
        coerce=Occupation,
        label="Kind of work",
        help_text="Roles that read children's records are only for people whose own work is with children",
        choices=[("", "Choose the kind of work"), *Occupation.choices],
        error_messages={"required": "Choose the kind of work", "invalid_choice": "Choose the kind of work"},
    )


class Workplace(Questions):
    organisation_code = forms.ChoiceField(
        label="Organisation",
        error_messages={
            "required": "Choose the organisation",
            "invalid_choice": "Choose an organisation from the list",
        },
    )

    def __init__(self, *args: Any, organisations: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation_code"].choices = [("", "Choose the organisation"), *organisations]  # type: ignore[attr-defined]


NO_SERVICE = "none"


class WorksFor(Questions):
    """For which service of their organisation somebody works."""

    service_code = forms.ChoiceField(
        label="Service",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a service", "invalid_choice": "Choose a service from the list"},
    )

    def __init__(
        self,
        *args: Any,
        services: Sequence[tuple[str, str]],
        none: str = "Not for a service",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        nothing = [(NO_SERVICE, none)] if none else []
        self.fields["service_code"].choices = [*services, *nothing]  # type: ignore[attr-defined]

    def clean_service_code(self) -> str:
        chosen: str = self.cleaned_data["service_code"]
        return "" if chosen == NO_SERVICE else chosen


class RolesToGive(Questions):
    """The roles of somebody new. Only those that they can be given are offered."""

    granted = forms.TypedMultipleChoiceField(
        coerce=Role,
        label="Roles",
        help_text="Choose all that apply. Without a role the person can sign in and do nothing",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose roles from the list"},
    )

    def __init__(self, *args: Any, grantable: Sequence[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["granted"].choices = [(role.value, role.label) for role in grantable]  # type: ignore[attr-defined]

    def clean_granted(self) -> list[Role]:
        """Two roles of which one watches over the other are refused here already."""
        granted: list[Role] = self.cleaned_data["granted"]
        for role in granted:
            apart = roles.conflict(set(granted) - {role}, role)
            if apart:
                raise forms.ValidationError(
                    f"Nobody may be both {apart.label.lower()} and {role.label.lower()}, because one of them watches "
                    "over the other. Choose one of the two"
                )
        return granted


class Leaving(Questions):
    """What becomes of somebody's open work. The question is only asked where there is some."""

    successor = forms.ChoiceField(
        label="Who takes the work over?",
        error_messages={
            "required": "Choose what becomes of the open work",
            "invalid_choice": "Choose a colleague from the list, or that nobody takes the work over",
        },
    )

    def __init__(self, *args: Any, load: caseload.Caseload, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not load.children:
            del self.fields["successor"]
            return
        nobody = (caseload.NOBODY, "Nobody: it ends today")
        self.fields["successor"].choices = [("", "Choose"), nobody, *load.colleagues]  # type: ignore[attr-defined]


class Reason(Questions):
    reason = forms.CharField(
        label="Why?",
        help_text="The reason is kept in the trail",
        max_length=500,
        error_messages={"required": "Say why, in a few words"},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Close(Reason, Leaving):
    """Closing an account: why, and what becomes of the open work."""

    field_order = ("successor", "reason")


class Move(WorksFor, Leaving):
    """Moving somebody to another service, and what becomes of the open work for the one they leave."""

    field_order = ("service_code", "successor")


class WrongNumber(Questions):
    """What is wrong with how somebody is shown to be reached. It asks nothing about a child."""

    name = forms.CharField(
        label="Name of the person at work",
        max_length=200,
        error_messages={"required": "Enter the name of the person"},
    )
    works_for = forms.CharField(
        label="Organisation they work for",
        max_length=200,
        error_messages={"required": "Enter the organisation they work for"},
    )
    shown = forms.CharField(
        label="Number or email address that is wrong",
        max_length=254,
        error_messages={"required": "Enter the number or the email address that is wrong"},
    )
    fault = forms.TypedChoiceField(
        coerce=models.WrongNumber.Fault,
        label="What is wrong with it?",
        choices=models.WrongNumber.Fault.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is wrong with it", "invalid_choice": "Choose from the list"},
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
