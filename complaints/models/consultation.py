"""A consultation: what children are asked, what they answered without a name, and what was changed because of it.

Nobody is named anywhere here. A sheet says nothing of who filled it in but the bands that the person chose to tick; the
place through which it came is there to be counted, and is never shown beside what was answered.
"""

from django.db import models
from django.db.models import Q

from access import policy
from access.models import Authority
from ground import references, statute
from ground.governance import (
    ADD,
    CHANGE,
    CHILD,
    INTERNAL,
    NOBODY,
    OFFICERS,
    READ,
    REMOVE,
    Clock,
    Ending,
    Governance,
    Retention,
    with_parent,
)

_ANONYMOUS = "It is anonymous: nobody here can tell whose it is, so nobody can be shown their own."
_NO_RECORD = "It is anonymous and belongs to no record."
_WITH_SURVEY = "As long as the survey."


class Said(models.TextChoices):
    """What can be answered to a question."""

    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_SURE = "not-sure", "Not sure"


class Age(models.TextChoices):
    UNDER_10 = "under-10", "9 or younger"
    FROM_10 = "10-12", "10 to 12"
    FROM_13 = "13-15", "13 to 15"
    FROM_16 = "16-17", "16 or 17"
    FROM_18 = "18-plus", "18 or older"


class Gender(models.TextChoices):
    GIRL = "girl", "Girl or young woman"
    BOY = "boy", "Boy or young man"
    ANOTHER = "another", "I say it in another way"


class Lives(models.TextChoices):
    FAMILY = "family", "With my family"
    CHILDRENS_HOME = "childrens-home", "In a children’s home"
    FOSTER = "foster", "With foster carers"
    SPECIAL_SCHOOL = "special-school", "In a residential special school"
    BOARDING = "boarding", "In a boarding school"
    OWN = "own", "On my own"
    ELSEWHERE = "elsewhere", "Somewhere else"


class Survey(models.Model):
    """Questions that one council asks. It is made, opened, closed, and published when what was changed is written."""

    governance = Governance(
        about=NOBODY,
        classes={
            INTERNAL: ("id",),
            OFFICERS: (
                "reference",
                "authority",
                "title",
                "lead",
                "source",
                "officer",
                "made_at",
                "opened_at",
                "closed_at",
                "published_at",
            ),
        },
        web=READ | ADD | CHANGE,
        retention=Retention(
            name="survey",
            words="Six years after it was closed, with all that was answered.",
            ending=Ending.DELETE,
            clocks=(Clock(number=statute.CONSULTATION_KEPT, starts="closed_at"),),
        ),
        archived=False,
    )

    reference = models.CharField(max_length=references.LENGTH, unique=True, default=references.new)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=150)
    lead = models.CharField(max_length=1000, blank=True)
    source = models.CharField(max_length=300, blank=True)
    """Where the questions come from, if they are not the council's own."""
    officer = models.CharField(max_length=references.LENGTH)
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    authority_path = "authority__code"
    objects = policy.Within["Survey"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(opened_at__isnull=False),
                name="survey_that_is_closed_was_open",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(closed_at__isnull=False),
                name="survey_that_is_published_is_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Question(models.Model):
    """One question of a survey: answered with yes, no or not sure and a comment, or in the person's own words alone."""

    governance = Governance(
        about=NOBODY,
        classes={INTERNAL: ("id", "survey"), OFFICERS: ("reference", "position", "words", "hint", "is_open")},
        web=READ | ADD,
        retention=with_parent("survey", "survey-question", _WITH_SURVEY),
        archived=False,
    )

    reference = models.CharField(max_length=references.LENGTH, unique=True, default=references.new)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=400)
    hint = models.CharField(max_length=600, blank=True)
    is_open = models.BooleanField(default=False)
    """Asked for words alone, without yes, no and not sure."""

    authority_path = "survey__authority__code"
    objects = policy.Within["Question"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "position"], name="one_question_per_place_in_a_survey"),
        ]

    def __str__(self) -> str:
        return f"question {self.pk}"


class Place(models.Model):
    """A school or a home whose children are asked. They come in with its password and with nothing else.

    ``handle`` is the fingerprint of the first part of the password, by which the place is found; ``password`` is the
    hash of the rest. What it was can be read from neither.
    """

    governance = Governance(
        about=NOBODY,
        classes={
            INTERNAL: ("id", "survey", "handle", "password"),
            OFFICERS: ("reference", "name", "officer", "issued_at"),
        },
        web=READ | ADD | CHANGE,
        retention=with_parent("survey", "survey-place", _WITH_SURVEY),
        archived=False,
    )

    reference = models.CharField(max_length=references.LENGTH, unique=True, default=references.new)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="places")
    name = models.CharField(max_length=150)
    handle = models.BinaryField(unique=True)
    password = models.CharField(max_length=200)
    officer = models.CharField(max_length=references.LENGTH)
    issued_at = models.DateTimeField()

    authority_path = "survey__authority__code"
    objects = policy.Within["Place"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "name"], name="one_row_per_place_and_survey"),
        ]

    def __str__(self) -> str:
        return self.reference


class Try(models.Model):
    """That a wrong password was tried from a network, so that nobody goes on trying."""

    governance = Governance(
        about=NOBODY,
        classes={INTERNAL: ("id", "network", "place", "tried_at")},
        web=READ | ADD | REMOVE,
        retention=Retention(
            name="password-try",
            words="It is deleted after an hour.",
            ending=Ending.DELETE,
            clocks=(Clock(number=statute.TRY_KEPT, starts="tried_at"),),
        ),
        archived=False,
    )

    network = models.BinaryField()
    place = models.ForeignKey(Place, on_delete=models.CASCADE, null=True, related_name="+")
    """The place whose password begins like the one that was tried, if there is one."""
    tried_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["network", "tried_at"], name="tries_of_a_network")]

    def __str__(self) -> str:
        return f"try {self.pk}"


class Sheet(models.Model):
    """One filled-in sheet, or what a meeting said. It names nobody; of the time, the day alone is kept.

    ``sent_once`` names the sending, so that what is sent twice is counted once. ``people``: for how many it speaks.
    """

    class Channel(models.TextChoices):
        WEB = "web", "On the internet"
        PAPER = "paper", "On paper"
        MEETING = "meeting", "In a meeting"

    governance = Governance(
        about=CHILD,
        classes={
            INTERNAL: ("id", "survey", "place", "sent_once"),
            OFFICERS: ("channel", "day", "people", "age", "gender", "lives", "officer"),
        },
        web=READ | ADD,
        retention=with_parent("survey", "survey-sheet", _WITH_SURVEY),
        archived=False,
        not_archived=_NO_RECORD,
        not_told=_ANONYMOUS,
    )

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="sheets")
    place = models.ForeignKey(Place, on_delete=models.CASCADE, null=True, related_name="sheets")
    sent_once = models.BinaryField(unique=True)
    channel = models.CharField(max_length=7, choices=Channel.choices)
    day = models.DateField()
    people = models.PositiveSmallIntegerField(default=1)
    age = models.CharField(max_length=8, choices=Age.choices, blank=True)
    gender = models.CharField(max_length=7, choices=Gender.choices, blank=True)
    lives = models.CharField(max_length=14, choices=Lives.choices, blank=True)
    officer = models.CharField(max_length=references.LENGTH, blank=True)
    """Who typed it in; empty where it was sent on the internet."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(people=1) | Q(channel="meeting"), name="sheet_that_is_no_meeting_speaks_for_one"
            ),
            models.CheckConstraint(condition=Q(people__gte=1), name="sheet_speaks_for_somebody"),
        ]

    def __str__(self) -> str:
        return f"sheet {self.pk}"


class Answer(models.Model):
    """What a sheet says to one question; of a meeting, how many hands went up for it."""

    governance = Governance(
        about=CHILD,
        classes={INTERNAL: ("id", "sheet", "question"), OFFICERS: ("said", "times")},
        web=READ | ADD,
        retention=with_parent("sheet", "survey-answer", "As long as the sheet."),
        archived=False,
        not_archived=_NO_RECORD,
        not_told=_ANONYMOUS,
    )

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    said = models.CharField(max_length=8, choices=Said.choices)
    times = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "question", "said"], name="one_row_per_sheet_and_answer"
            ),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class Group(models.Model):
    """Comments on one question that say much the same, put together by a person, in words that the person chose."""

    governance = Governance(
        about=NOBODY,
        classes={INTERNAL: ("id", "question"), OFFICERS: ("words",)},
        web=READ | ADD | REMOVE,
        retention=with_parent("question", "survey-group", _WITH_SURVEY),
        archived=False,
    )

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="groups")
    words = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "words"], name="one_group_of_these_words"),
        ]

    def __str__(self) -> str:
        return f"group {self.pk}"


class Voice(models.Model):
    """That a sheet says something to a question in its own words, and with which others it was put together.

    The words go first; that there were some stays, to be counted."""

    governance = Governance(
        about=CHILD,
        classes={INTERNAL: ("id", "sheet", "question", "group"), OFFICERS: ("reference",)},
        web=READ | ADD | CHANGE,
        retention=with_parent("sheet", "survey-voice", "As long as the sheet, to be counted."),
        archived=False,
        not_archived=_NO_RECORD,
        not_told=_ANONYMOUS,
    )

    reference = models.CharField(max_length=references.LENGTH, unique=True, default=references.new)
    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="voices")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="voices")
    group = models.ForeignKey(Group, on_delete=models.SET_NULL, null=True, related_name="voices")

    authority_path = "question__survey__authority__code"
    objects = policy.Within["Voice"].as_manager()

    def __str__(self) -> str:
        return self.reference


class VoiceWords(models.Model):
    """The words of a comment, sealed: somebody may have written a name after all."""

    governance = Governance(
        about=CHILD,
        classes={INTERNAL: ("id", "voice"), OFFICERS: ("sealed",)},
        web=READ | ADD,
        retention=Retention(
            name="survey-words",
            words="One year after the survey was closed. Quotations, in which nobody is named, stay with the survey.",
            ending=Ending.DELETE,
            clocks=(Clock(number=statute.VOICE_KEPT, starts="voice__sheet__survey__closed_at"),),
            parent="voice",
        ),
        archived=False,
        not_archived=_NO_RECORD,
        not_told=_ANONYMOUS,
    )

    voice = models.OneToOneField(Voice, on_delete=models.CASCADE, related_name="words")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"words of voice {self.voice_id}"


class Quotation(models.Model):
    """A comment, or a part of one, word for word. An officer has confirmed that it names nobody; it is published."""

    governance = Governance(
        about=CHILD,
        classes={INTERNAL: ("id", "voice"), OFFICERS: ("words", "officer", "chosen_at")},
        web=READ | ADD | CHANGE | REMOVE,
        retention=with_parent("voice", "survey-quotation", _WITH_SURVEY),
        archived=False,
        not_archived=_NO_RECORD,
        not_told=_ANONYMOUS,
    )

    voice = models.OneToOneField(Voice, on_delete=models.CASCADE, related_name="quotation")
    words = models.CharField(max_length=1000)
    officer = models.CharField(max_length=references.LENGTH)
    chosen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"quotation {self.pk}"


class Change(models.Model):
    """Something that was changed because of what was answered."""

    governance = Governance(
        about=NOBODY,
        classes={INTERNAL: ("id", "survey"), OFFICERS: ("words", "officer", "written_at")},
        web=READ | ADD,
        retention=with_parent("survey", "survey-change", _WITH_SURVEY),
        archived=False,
    )

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="changes")
    words = models.CharField(max_length=600)
    officer = models.CharField(max_length=references.LENGTH)
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"change {self.pk}"
