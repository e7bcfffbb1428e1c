"""What must be in order before a person may come in, and stay in order while they may.

An enhanced criminal-records certificate less than three years old, approved training, and a signed user agreement
(Hansard (Lords) 22 June 2009). An account without all three cannot be activated, and stops working when one lapses.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from ground import refusals, statute

if TYPE_CHECKING:
    from access.models import Account

CERTIFICATE = "a criminal-records certificate less than three years old"
TRAINING = "a completed training"
AGREEMENT = "a signed user agreement"
ENDS_SOON = timedelta(days=60)
"""A certificate that ends within this time is asked for again: a new one takes weeks."""


class NotAccredited(refusals.Conflict):
    """Something of the accreditation is missing or out of date. ``missing`` says what, in words."""

    words = "This account cannot be active without its accreditation."

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(f"This account cannot be active without {' and '.join(missing)}.")
        self.missing = missing


def missing(account: "Account", *, today: date) -> tuple[str, ...]:
    """What is missing or out of date today, in words; empty where all is in order."""
    lacking = []
    if not certificate_is_valid(account.dbs_issued_on, today=today):
        lacking.append(CERTIFICATE)
    if account.training_completed_on is None or account.training_completed_on > today:
        lacking.append(TRAINING)
    if account.agreement_signed_on is None or account.agreement_signed_on > today:
        lacking.append(AGREEMENT)
    return tuple(lacking)


def certificate_is_valid(issued_on: date | None, *, today: date) -> bool:
    """Whether a certificate of that date is less than three years old today. One from the future is not valid."""
    if issued_on is None or issued_on > today:
        return False
    return today < statute.years_after(issued_on, statute.DISCLOSURE_CERTIFICATE_VALID.value)


def ends_on(issued_on: date) -> date:
    """The first day on which a certificate of that date is not valid any more."""
    return statute.years_after(issued_on, statute.DISCLOSURE_CERTIFICATE_VALID.value)


def issued_by(ends: date) -> date:
    """The latest date of issue with which a certificate has ended on that day."""
    return statute.years_before(ends, statute.DISCLOSURE_CERTIFICATE_VALID.value)


def require(account: "Account", *, today: date) -> None:
    """Raise ``NotAccredited`` unless everything is in order today."""
    lacking = missing(account, today=today)
    if lacking:
        raise NotAccredited(lacking)
