"""What the public asked, and what became of it. It stands apart from the record, which has no room for free text."""

from complaints.models.cases import Case, Step, Words
from complaints.models.consultation import (
    Age,
    Answer,
    Change,
    Gender,
    Group,
    Lives,
    Place,
    Question,
    Quotation,
    Said,
    Sheet,
    Survey,
    Try,
    Voice,
    VoiceWords,
)
from complaints.models.councils import District, Team
from complaints.models.drafts import Draft

__all__ = [
    "Age",
    "Answer",
    "Case",
    "Change",
    "District",
    "Draft",
    "Gender",
    "Group",
    "Lives",
    "Place",
    "Question",
    "Quotation",
    "Said",
    "Sheet",
    "Step",
    "Survey",
    "Team",
    "Try",
    "Voice",
    "VoiceWords",
    "Words",
]
