"""What an officer writes while a case moves on."""

from django import forms

from access.questions import Questions
from complaints import cases
from complaints.stages import Act

_ASKS = {
    Act.TAKEN: ("Is there anything that the next officer has to know?", "You can leave this empty."),
    Act.TOLD: ("How is it going?", "The person who asked reads this with their reference."),
    Act.EXTENDED: (
        "Why does it take longer?",
        "The person who asked reads this. Say in plain words why it cannot be done within the first month.",
    ),
    Act.IDENTITY_ASKED: (
        "What do you need, so that you know who is asking?",
        (
            "The person who asked reads this. Never ask for a parent's signature or for a letter to the home. Somebody "
            "whom a child knows can say who they are."
        ),
    ),
    Act.IDENTITY_KNOWN: ("How do you know who is asking?", "Officers alone read this."),
    Act.PROPOSED: (
        "What is the answer?",
        "A second officer reads it before it goes out. Plain words: a child may read it.",
    ),
    Act.SENT_BACK: ("What has to be better?", "The officer who wrote the answer reads this."),
    Act.ANSWERED: ("Is there anything that officers have to know?", "You can leave this empty."),
    Act.SETTLED: (
        "What is the answer of the second stage?",
        "It goes out at once, with the address of the Information Commissioner and of the Ombudsman.",
    ),
}


class Words(Questions):
    """The words of one act."""

    words = forms.CharField(
        max_length=cases.WORDS_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"max_length": f"It must be {cases.WORDS_LENGTH} characters or fewer"},
    )

    def about(self, act: Act) -> "Words":
        """Ask what this act needs to be said."""
        field = self.fields["words"]
        field.label, field.help_text = _ASKS[act]
        field.required = act in cases.NEEDS_WORDS
        field.error_messages["required"] = cases.NothingSaid().beside_a_question
        return self
