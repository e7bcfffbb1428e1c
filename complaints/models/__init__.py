"""What the public asked, and what became of it. It stands apart from the record, which has no room for free text."""

from complaints.models.cases import Case, Step, Words
from complaints.models.councils import District, Team
from complaints.models.drafts import Draft

__all__ = ["Case", "District", "Draft", "Step", "Team", "Words"]
