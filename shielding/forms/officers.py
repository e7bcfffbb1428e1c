"""What the officers of an authority decide."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms

from access.questions import Questions
from ground import references
from shielding import households
from shielding.disclosure import household
from shielding.disclosure.disclosure import Card
from shielding.forms import lines
from shielding.models import ContactRequest, Shield, Tier
from shielding.publication import proposals, quarantine
from shielding.templatetags import record

MOST_TICKED = 80
"""A page takes a hundred fields. A household is never that large; the children of one home or hostel may be."""


class AnswerContact(Questions):
    """What came of a request for contact, as the officer learnt it from the service."""

    outcome = forms.TypedChoiceField(
        coerce=ContactRequest.Outcome,
        label="Outcome",
        choices=[
            (outcome.value, outcome.label)
            for outcome in ContactRequest.Outcome
            if outcome != ContactRequest.Outcome.WAITING
        ],
        widget=forms.RadioSelect(),
        error_messages=lines.choose("the outcome"),
    )


class Ticked(forms.MultipleChoiceField):
    """The records that were ticked, by reference.

    Somebody ticked who has a shield by now, or has moved out, was ticked all the same: what becomes of each, and
    whether the officer may do it, the command decides.
    """

    def valid_value(self, value: str) -> bool:
        return references.is_reference(value)


class ImposeShield(Questions):
    """How much less is shown, on what grounds, why in this case, and on whom of the household besides."""

    tier = forms.TypedChoiceField(
        coerce=Tier,
        label="How much should be hidden?",
        choices=[
            (Tier.ASK_FIRST, "Ask first: the child wants to be asked before details are shown"),
            (Tier.RAISED, "Raised privacy: the child asks for it; nobody has to be in danger"),
            (Tier.SHIELDED, "Shielded: if it were seen where the child is, somebody could come to harm"),
            (Tier.UNLISTED, "Unlisted: the record itself is not found by anybody outside your team"),
        ],
        widget=forms.RadioSelect(),
        error_messages=lines.choose("how much is to be hidden"),
    )
    grounds = forms.TypedChoiceField(
        coerce=Shield.Grounds,
        label="Grounds",
        choices=Shield.Grounds.choices,
        widget=forms.RadioSelect(),
        error_messages=lines.choose("the grounds"),
    )
    justification = lines.Line(
        what="why in this case",
        label="Justification",
        help_text="In a sentence. It is sealed and serves the review in six months",
        max_length=2000,
        error_messages={"required": "Say why in this case"},
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    also = Ticked(
        required=False,
        label="Who else in the household needs the same shield?",
        help_text="A child who is shown at the same address shows where this child lives, so they are ticked. Tick the "
        "others where it is the same parent or carer, and not merely the same name",
        widget=forms.CheckboxSelectMultiple(),
        error_messages=lines.choose("from the children listed"),
    )

    leaves_out = False
    """Whether more children have no shield than this page lists."""

    def offer(self, members: Sequence[household.Member], *, today: date) -> None:
        """List those of the household who have no shield; those of the same home are ticked beforehand.

        A parent's fingerprint is that of a name: a frequent one brings in children of other families.
        """
        uncovered = [member for member in members if not member.is_shielded]
        listed = uncovered[:MOST_TICKED]
        choices = [(member.card.reference, _words(member, today)) for member in listed]
        self.fields["also"].choices = choices  # type: ignore[attr-defined]
        self.initial["also"] = [
            member.card.reference for member in listed if households.Shared.HOME in member.shared
        ]
        self.leaves_out = len(uncovered) > MOST_TICKED


def _words(member: household.Member, today: date) -> str:
    return f"{member.card.name}, born {record.born(member.card.birth, today)}: {', '.join(member.shared)}"


class DecideOnShield(Questions):
    """Why a shield stays, or is to be lifted: for the officer who looks at it next."""

    reason = lines.Line(
        what="why",
        label="Why?",
        help_text="In a sentence. It is sealed, and kept with the shield for the officers who look at it after you",
        max_length=2000,
        error_messages={"required": "Say why"},
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DecideProposal(Questions):
    """What an officer says of a proposed record."""

    decision = forms.ChoiceField(
        label="What do you decide?",
        choices=[
            ("approve", "It is right, and this child has no record yet: everybody who searches may find it"),
            ("join", "It is a child who has a record already"),
            ("refuse", "It is not right, or not needed: take it out of sight"),
        ],
        widget=forms.RadioSelect(),
        error_messages=lines.choose("what you decide"),
    )
    into = forms.ChoiceField(
        label="Which record is it?",
        required=False,
        widget=forms.RadioSelect(),
        error_messages=lines.choose("the record, or give its number"),
    )
    number = lines.Line(
        what="the number",
        label="Or the ContactPoint number of another record",
        help_text="Twelve digits, with or without spaces",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "inputmode": "numeric"}),
    )
    words = lines.Line(
        what="why",
        label="What is the person who proposed it told?",
        help_text="In a sentence. Say nothing of what else is held",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput())

    forks = "decision"
    reveals: ClassVar = {"join": ("into", "number"), "refuse": ("words",)}

    def offer(self, alike: Sequence[Card], *, today: date) -> None:
        """List the records that it may be."""
        choices = [(card.reference, f"{card.name}, born {record.born(card.birth, today)}") for card in alike]
        self.fields["into"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["into"]
            self.fields["number"].label = "The ContactPoint number of that record"

    def clean_number(self) -> str:
        text: str = self.cleaned_data["number"]
        return lines.register_number(text) if text else ""

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        match said.get("decision"):
            case "join" if not (said.get("into") or said.get("number") or "number" in self.errors):
                self.add_error("number", "Choose the record, or enter its number")
            case "refuse" if not said.get("words"):
                self.add_error("words", proposals.NoWordsForTheProposer().beside_a_question)
        return said


class Decide(Questions):
    """What an officer says of an update that was set aside."""

    decision = forms.TypedChoiceField(
        coerce=quarantine.Decision,
        label="What do you decide?",
        choices=[
            (quarantine.Decision.APPLY.value, "It is about this child: apply it. The shield stays"),
            (
                quarantine.Decision.ANOTHER.value,
                "It is about another child, who only looks alike: decide on it without this one",
            ),
            (quarantine.Decision.DISMISS.value, "It is wrong, or about nobody: keep it aside for good"),
        ],
        widget=forms.RadioSelect(),
        error_messages=lines.choose("what you decide"),
    )
