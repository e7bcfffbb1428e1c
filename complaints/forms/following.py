"""What somebody does with their own case."""

from collections.abc import Collection
from typing import Any, ClassVar

from django import forms

from access.questions import Line, Questions
from complaints import cases, spoken
from complaints.stages import Act


class Reference(Questions):
    reference = Line(
        what="your reference",
        label="Your reference",
        help_text="28 letters and digits, for example 7K3M-9QXD-… Small letters and spaces do not matter.",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_reference(self) -> str:
        found = spoken.read(self.cleaned_data["reference"])
        if found is None:
            raise forms.ValidationError(
                "This is not a whole reference, or a letter of it is wrong. Check it against what you wrote down"
            )
        return found


_CHOICES = {
    Act.ADDED: "Write more about it",
    Act.ASKED_AGAIN: "Ask that somebody else looks at it again",
    Act.WITHDRAWN: "Take it back",
    Act.RESTORED: "Ask for it again after all",
}


class Back(Questions):
    """Write more, take it back, or ask that somebody else looks at it."""

    act = forms.ChoiceField(
        label="What do you want to do?",
        widget=forms.RadioSelect(),
        error_messages={"required": "Choose what you want to do", "invalid_choice": "Choose from the list"},
    )
    words = forms.CharField(
        label="In your own words",
        help_text="You need this to write more, or to ask that somebody else looks at it.",
        required=False,
        max_length=cases.WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": f"It must be {cases.WORDS_LENGTH} characters or fewer"},
    )
    forks: ClassVar[str] = ""

    def offer(self, acts: Collection[Act]) -> None:
        """Offer what may be done as things are."""
        self.fields["act"].choices = [(act.value, _CHOICES[act]) for act in acts]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        needs = {Act.ADDED, Act.ASKED_AGAIN}
        if said.get("act") in needs and not said.get("words", "").strip() and "words" not in self.errors:
            self.add_error("words", cases.NothingSaid().beside_a_question)
        return said
