"""What the officers of an authority decide."""

from django import forms

from access.questions import Questions
from shielding import quarantine
from shielding.forms import lines
from shielding.models import ContactRequest, Shield, Tier


class AnswerContact(Questions):
    """What came of a request for contact, as the officer learnt it from the service."""

    outcome = forms.TypedChoiceField(
        coerce=ContactRequest.Outcome,
        label="What came of it?",
        choices=[
            (outcome.value, outcome.label)
            for outcome in ContactRequest.Outcome
            if outcome != ContactRequest.Outcome.WAITING
        ],
        widget=forms.RadioSelect(),
        error_messages=lines.choose("what came of it"),
    )


class ImposeShield(Questions):
    """How much less is shown, on what grounds, and why in this case."""

    tier = forms.TypedChoiceField(
        coerce=Tier,
        label="How much is to be hidden?",
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
        label="On what grounds?",
        choices=Shield.Grounds.choices,
        widget=forms.RadioSelect(),
        error_messages=lines.choose("the grounds"),
    )
    statement = lines.Line(
        what="why in this case",
        label="Why in this case?",
        help_text="In a sentence. It is sealed and serves the review in six months",
        max_length=2000,
        error_messages={"required": "Say why in this case"},
        widget=forms.Textarea(attrs={"rows": 5}),
    )


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
