"""What the officers of an authority decide."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from access.questions import Questions
from ground import references
from shielding import households
from shielding.disclosure import household
from shielding.forms import lines
from shielding.models import ContactRequest, Shield, Tier
from shielding.publication import quarantine
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


class LiftShield(Questions):
    """Whose shields of the household are lifted together with this one."""

    also = Ticked(
        required=False,
        label="Whose shields are to be lifted together with this one?",
        help_text="Nobody is ticked. A child who stays shielded is given away by this record: it shows the home, or "
        "the parent, that they share",
        widget=forms.CheckboxSelectMultiple(),
        error_messages=lines.choose("from the children listed"),
    )

    def offer(self, members: Sequence[household.Member], *, agreeing: bool, today: date) -> None:
        """List those of the household who have a shield; to agree, those for whom another officer has asked."""
        shielded = [one for one in members if one.is_shielded and (one.lift_asked_by_other or not agreeing)]
        self.fields["also"].choices = [  # type: ignore[attr-defined]
            (one.card.reference, _words(one, today)) for one in shielded[:MOST_TICKED]
        ]


def _words(member: household.Member, today: date) -> str:
    return f"{member.card.name}, born {record.born(member.card.birth, today)}: {', '.join(member.shared)}"


class OneChild(forms.ChoiceField):
    """One of the records on the page, by reference. Whether it is one of them still, the command decides."""

    def valid_value(self, value: str) -> bool:
        return references.is_reference(value)


class Decide(Questions):
    """What an officer says of an update that was set aside."""

    decision = forms.TypedChoiceField(
        coerce=quarantine.Decision,
        label="What do you decide?",
        choices=[
            (quarantine.Decision.APPLY.value, "It is about this child: apply it"),
            (
                quarantine.Decision.ANOTHER.value,
                "It is about another child, who only looks alike: decide on it without this one",
            ),
            (quarantine.Decision.DISMISS.value, "It is wrong, or about nobody: keep it aside for good"),
        ],
        widget=forms.RadioSelect(),
        error_messages=lines.choose("what you decide"),
    )
    child = OneChild(
        required=False,
        label="If it is about one of them, which one?",
        widget=forms.RadioSelect(),
        error_messages=lines.choose("which of the children it is about"),
    )

    def offer(self, item: quarantine.SetAside, names: Mapping[str, str]) -> None:
        """Where several children are meant, ask which; ``names``: of each record (reference) as it is shown."""
        self.fields["child"].choices = [  # type: ignore[attr-defined]
            (one.child, f"{names.get(one.child, 'Name not known')}, record {record.short(one.child)}")
            for one in item.candidates
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("decision") != quarantine.Decision.APPLY:
            cleaned["child"] = ""
        return cleaned
