"""What makes a password acceptable: length, and not being one that everybody tries. No rules of composition.

After ASVS 5.0.0, 6.2: at least 15 characters, long ones allowed, compared exactly as typed, common and context words
refused, never changed for the sake of change.
"""

import secrets
from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from ground import refusals

if TYPE_CHECKING:
    from access.models import Account

SHORTEST = 15
LONGEST = 1000

#: Letters and digits that nobody takes for one another, whether read or said aloud.
READABLE = "bcdfghjkmnpqrstvwxyz23456789"
_GROUPS, _GROUP = 7, 4

_CONTEXT_WORDS = frozenset({"contactpoint", "contact point", "password", "practitioner", "safeguarding"})
_SHORTEST_OWN_WORD = 5
_SHORTEST_UNREPEATED = 8
_common = CommonPasswordValidator()


class PasswordRefused(refusals.Invalid):
    """The new password is not acceptable; the words say why and what to do."""

    words = "Choose another password."
    about = "new"


def check(password: str, *, account: "Account") -> None:
    """Raise ``PasswordRefused`` unless this person may choose this password."""
    if len(password) < SHORTEST:
        raise PasswordRefused(
            f"Your new password must have {SHORTEST} characters or more. Three words together do well."
        )
    if len(password) > LONGEST:
        raise PasswordRefused(f"Your new password must have {LONGEST} characters or fewer.")
    if "\x00" in password:
        raise PasswordRefused("Your new password must not contain a null character.")
    if _is_common(password) or _is_common(_repeated_piece(password)):
        raise PasswordRefused("Your new password is one that many people use. Choose another.")
    if len(_repeated_piece(password)) < _SHORTEST_UNREPEATED:
        raise PasswordRefused("Your new password repeats one short piece. Choose another.")
    word = next((word for word in sorted(context_words(account)) if word in password.casefold()), None)
    if word:
        raise PasswordRefused(
            f"Your new password must not contain “{word}”, because it is easy to guess for you."
        )


def context_words(account: "Account") -> frozenset[str]:
    """What somebody who knows the person or the place would try first."""
    organisation = account.organisation
    texts = [account.username, account.full_name, organisation.name]
    texts.append(organisation.authority.name if organisation.authority else "")
    own = {word for text in texts for word in text.casefold().split() if len(word) >= _SHORTEST_OWN_WORD}
    return _CONTEXT_WORDS | own


def make_readable() -> str:
    """A random first password of about 134 bits, in groups that can be read aloud and typed."""
    groups = ("".join(secrets.choice(READABLE) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def make_pin() -> str:
    """A random PIN of six digits."""
    return f"{secrets.randbelow(10**6):06d}"


def _is_common(password: str) -> bool:
    try:
        _common.validate(password)
    except ValidationError:
        return True
    return False


def _repeated_piece(password: str) -> str:
    """The shortest piece of which the password is a repetition; the password itself where there is none."""
    start = (password + password).find(password, 1)
    return password[:start]
