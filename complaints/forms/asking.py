"""What somebody is asked who wants something of us: one question on each page, in plain words.

Which questions are asked follows from the answers so far. A step is a form; what was typed into it is kept as it was
typed, so that going back shows it again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils import timezone

from access.questions import DateQuestion, Line, Questions
from complaints import cases, councils
from complaints.councils import Council
from complaints.models import Case
from complaints.stages import Kind
from registry import formats

MOST_LETTERS = cases.WORDS_LENGTH // 2


class Step(Questions):
    """One page of the form: its title is the question. ``told``: whether the answer goes to the council as words."""

    title: ClassVar[str]
    told: ClassVar[bool] = True

    def __init__(self, typed: QueryDict | None, *, answers: "Answers") -> None:
        super().__init__(typed)
        self.answers = answers
        self.prepare()

    def prepare(self) -> None:
        """Fit the questions to what was answered before."""

    @property
    def heading(self) -> str:
        return self.title


class What(Step):
    title = "What do you want to do?"
    told = False
    kind = forms.ChoiceField(
        label="What do you want to do?",
        choices=Kind.choices,
        widget=forms.RadioSelect(),
        error_messages={"required": "Choose what you want to do", "invalid_choice": "Choose from the list"},
    )


class Who(Step):
    title = "Who is this for?"
    told = False
    asker = forms.ChoiceField(
        label="Who is this for?",
        help_text="You can ask for yourself at any age. You do not need a parent to ask for you.",
        choices=Case.Asker.choices,
        widget=forms.RadioSelect(),
        error_messages={"required": "Choose who this is for", "invalid_choice": "Choose from the list"},
    )


class Person(Step):
    """Whom it is about: asked for because several people have one name."""

    given = Line(what="the first name", label="First name")
    family = Line(what="the last name", label="Last name")
    born = DateQuestion(
        label="Date of birth", what="the date of birth", help_text="For example, 27 3 2012", required=False
    )

    @property
    def heading(self) -> str:
        if self.answers.asker in (Case.Asker.ONESELF, Case.Asker.PARENT):
            return "What is your name?"
        return "Which child or young person is it about?"

    def clean_born(self) -> Any:
        born = self.cleaned_data["born"]
        if born and born > timezone.localdate():
            raise forms.ValidationError("The date of birth must be in the past")
        return born


class You(Step):
    """Who asks for somebody else."""

    title = "Who are you?"
    own_name = Line(what="your name", label="Your name")
    relation = Line(
        what="how you know them",
        label="How do you know them?",
        help_text="For example: I am her mum, I am his foster carer, I am their advocate",
    )


class Where(Step):
    title = "Where does the child or young person live?"
    postcode = Line(
        what="the postcode",
        label="Postcode",
        help_text=("We use its first half to find the right council, and nothing else. You can leave it out"),
        max_length=10,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    told = False

    @property
    def heading(self) -> str:
        return "Where do you live?" if self.answers.asker == Case.Asker.ONESELF else self.title

    def clean_postcode(self) -> str:
        typed: str = self.cleaned_data["postcode"]
        if not typed:
            return ""
        try:
            return formats.postcode(typed)
        except formats.Invalid as fault:
            raise forms.ValidationError(
                "Enter a postcode such as ZZ1 1AA, or leave it out and choose the council next"
            ) from fault


class WhichCouncil(Step):
    title = "Which council looks after it?"
    told = False
    authority = forms.ChoiceField(
        label="Council",
        help_text="If you are not sure, choose the council that you think it is. It passes on what is not for it.",
        widget=forms.RadioSelect(),
        error_messages={"required": "Choose a council", "invalid_choice": "Choose a council from the list"},
    )

    def prepare(self) -> None:
        offered = self.answers.councils or councils.all_of_them()
        self.fields["authority"].choices = [(one.code, one.name) for one in offered]  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class _Asked:
    """The question that a kind asks, and whether it may be left out."""

    heading: str
    hint: str
    required: bool = True


_ABOUT: Mapping[Kind, _Asked] = {
    Kind.ACCESS: _Asked(
        "Is there anything that you want most?",
        "You can leave this empty. Then you are told everything that you may be told.",
        required=False,
    ),
    Kind.LOOKED: _Asked(
        "Is there a time, or a person, that you are asking about?",
        "You can leave this empty. Then you are told about everybody who has looked.",
        required=False,
    ),
    Kind.CORRECTION: _Asked(
        "What is wrong, and what is right?",
        "Say it in your own words. You do not need to prove it here.",
    ),
    Kind.WORRY: _Asked(
        "What are you worried about?",
        (
            "For example: I am afraid that my dad finds out where we live. Do not write your address here. If somebody "
            "is in danger now, ring 999."
        ),
    ),
    Kind.OBJECTION: _Asked(
        "What do you not want, and why?",
        "You do not need any special words.",
    ),
    Kind.COMPLAINT: _Asked(
        "What went wrong?",
        "Say what happened and, if you know it, who did it and when. You do not need any special words.",
    ),
    Kind.ASK_FIRST: _Asked(
        "Who should ask you first?",
        "Say who may look without asking, and who should ask you. We tell you what we can promise.",
    ),
}


class About(Step):
    words = forms.CharField(
        label="In your own words",
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": "Write a few words about it",
            "max_length": f"It must be {MOST_LETTERS} characters or fewer. You can add more when it has been sent",
        },
    )

    def prepare(self) -> None:
        asked = _ABOUT[self.answers.kind]
        self.fields["words"].required = asked.required
        self.fields["words"].help_text = asked.hint

    @property
    def heading(self) -> str:
        return _ABOUT[self.answers.kind].heading


_WAYS = (
    ("here", "I will come back here with my reference"),
    ("telephone", "On the telephone"),
    ("email", "By e-mail"),
    ("trusted", "Through somebody I trust, such as a teacher or a social worker"),
)


class Reach(Step):
    """How somebody wants to be answered. Nothing is ever sent to where a record says that they live."""

    title = "How should we get in touch?"
    way = forms.ChoiceField(
        label="How should we get in touch?",
        help_text="Choose what is safe for you. We never write to an address that we know from the record.",
        choices=_WAYS,
        widget=forms.RadioSelect(),
        error_messages={
            "required": "Choose how we should get in touch",
            "invalid_choice": "Choose from the list",
        },
    )
    telephone = Line(what="the telephone number", label="Telephone number", max_length=30, required=False)
    safe_when = Line(
        what="when it is safe to ring",
        label="When is it safe to ring? You can leave this empty",
        required=False,
    )
    email = Line(what="the e-mail address", label="E-mail address", max_length=254, required=False)
    trusted = Line(
        what="who it is", label="Who is it, and where do they work?", max_length=200, required=False
    )
    forks = "way"
    reveals: ClassVar = {
        "telephone": ("telephone", "safe_when"),
        "email": ("email",),
        "trusted": ("trusted",),
    }

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        way = said.get("way", "")
        for name in {"telephone", "email", "trusted"} - {way}:
            said[name] = ""
        if way != "telephone":
            said["safe_when"] = ""
        if way in self.fields and not said.get(way) and way not in self.errors:
            self.add_error(way, self.fields[way].error_messages["required"])
        if way == "telephone" and said.get("telephone"):
            try:
                formats.telephone(said["telephone"])
            except formats.Invalid:
                self.add_error("telephone", "Enter a telephone number, such as 01632 960001")
        if way == "email" and said.get("email"):
            try:
                formats.email(said["email"])
            except formats.Invalid:
                self.add_error("email", "Enter an e-mail address, such as name@example.com")
        return said


STEPS: Mapping[str, type[Step]] = {
    "what": What,
    "who": Who,
    "person": Person,
    "you": You,
    "where": Where,
    "council": WhichCouncil,
    "about": About,
    "reach": Reach,
}
"""Every question, by its name in the URL, in the order in which they are asked."""

_FOR_OTHERS = frozenset({Case.Asker.CHILD, Case.Asker.SUPPORTED})


class Answers:
    """What was answered so far, as it was typed, step by step."""

    def __init__(self, kept: Mapping[str, str]) -> None:
        self._typed = {name: QueryDict(text) for name, text in kept.items() if name in STEPS}
        self._forms: dict[str, Step] = {}

    def form(self, step: str, typed: QueryDict | None = None) -> Step:
        """The form of a step with what was sent, or with what was typed into it before."""
        return STEPS[step](typed if typed is not None else self._typed.get(step), answers=self)

    @property
    def kind(self) -> Kind:
        return Kind(self._said("what", "kind") or Kind.ACCESS)

    @property
    def asker(self) -> str:
        return str(self._said("who", "asker"))

    @property
    def councils(self) -> Sequence[Council]:
        """The councils that the postcode leads to."""
        postcode = self._said("where", "postcode")
        return councils.by_postcode(postcode) if postcode else ()

    @property
    def authority(self) -> str:
        """The council: where the postcode leads to one alone, or the one that was chosen."""
        found = self.councils
        if len(found) == 1:
            return found[0].code
        return str(self._said("council", "authority"))

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps that are asked, as far as the answers say."""
        left_out = set()
        if self.asker not in _FOR_OTHERS:
            left_out.add("you")
        if len(self.councils) == 1:
            left_out.add("council")
        return tuple(step for step in STEPS if step not in left_out)

    @property
    def first_open(self) -> str | None:
        """The first step that is not answered; ``None`` where all are."""
        return next((step for step in self.steps if not self._is_answered(step)), None)

    def before(self, step: str) -> str:
        """The step before this one; empty for the first."""
        steps = self.steps
        at = steps.index(step) if step in steps else 0
        return steps[at - 1] if at else ""

    def shown(self) -> list[tuple[str, str, list[tuple[str, str]]]]:
        """For the page on which the answers are checked: each step, its heading, and the answers in words."""
        return [(step, self._answered(step).heading, self._in_words(step)) for step in self.steps]

    def told(self) -> dict[str, str]:
        """What the council is told, question by question."""
        return {
            question: words
            for step in self.steps
            if STEPS[step].told
            for question, words in self._in_words(step)
        }

    def _answered(self, step: str) -> Step:
        if step not in self._forms:
            self._forms[step] = self.form(step)
        return self._forms[step]

    def _is_answered(self, step: str) -> bool:
        return step in self._typed and self._answered(step).is_valid()

    def _said(self, step: str, name: str) -> Any:
        return self._answered(step).cleaned_data.get(name) if self._is_answered(step) else ""

    def _in_words(self, step: str) -> list[tuple[str, str]]:
        form = self._answered(step)
        found = []
        for name, field in form.fields.items():
            value = form.cleaned_data.get(name) if form.is_valid() else ""
            if value in ("", None):
                continue
            choices = dict(getattr(field, "choices", ()))
            words = f"{value.day} {value:%B %Y}" if isinstance(value, date) else choices.get(value, value)
            found.append((str(field.label), str(words)))
        return found


@dataclass(frozen=True, slots=True)
class OnPaper:
    """One question of the printed form: choices to tick, or lines to write on."""

    heading: str
    hint: str
    choices: tuple[str, ...] = ()
    lines: int = 0


def paper() -> tuple[OnPaper, ...]:
    """The questions as they are printed: the same ones, without a postcode that nobody needs on paper."""
    return (
        OnPaper(What.title, "", tuple(map(str, Kind.labels))),
        OnPaper(Who.title, "You can ask for yourself at any age.", tuple(map(str, Case.Asker.labels))),
        OnPaper("Whom is it about?", "First name, last name and date of birth", lines=2),
        OnPaper("Who are you, if you ask for somebody else?", "Your name, and how you know them", lines=2),
        OnPaper(
            "In your own words", "What do you want, what is wrong, or what are you worried about?", lines=8
        ),
        OnPaper(
            Reach.title,
            "Choose what is safe for you. We never write to an address that we know from the record.",
            tuple(label for value, label in _WAYS if value != "here"),
        ),
        OnPaper("The number, the e-mail address, or who it is", "", lines=1),
    )
