"""The only place that says yes, and the only place that compares authorities.

A command asks here first for the permission and then for the scope: of one thing that it has found (``require_scope``),
or of a whole table (``within``). A refused permission is answered in plain words; a refused scope is answered exactly
like "not found", so that nobody learns what another authority holds.

Scope is one rule. What belongs to the person's own authority is in their scope. A national partner's staff have no
authority and nothing is in their scope; what belongs to no authority is in nobody's.
"""

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models

from access.permissions import Permission
from ground import refusals

if TYPE_CHECKING:
    from access.eyes import Searcher, Viewer


class NotPermitted(refusals.NotPermitted):
    """None of the person's roles permits this kind of act."""

    def __init__(self, permission: Permission) -> None:
        super().__init__()
        self.permission = permission


class OutOfScope(refusals.NotFound):
    """The thing acted on belongs to another authority."""


def require(by: "Searcher | Viewer | None", permission: Permission) -> None:
    """Raise ``NotPermitted`` unless a role of this person permits the act. Nobody (``None``) is permitted nothing."""
    if by is None or not by.may(permission):
        raise NotPermitted(permission)


def in_scope(by: "Searcher | Viewer", authority_code: str) -> bool:
    """Whether what belongs to the authority with this code is in the person's scope."""
    return bool(by.authority) and by.authority == authority_code


def has_scope(by: "Searcher | Viewer") -> bool:
    """Whether anything is in the person's scope, and so somebody of a council looks after them."""
    return bool(by.authority)


def require_scope(
    by: "Searcher | Viewer", authority_code: str, *, refusal: type[refusals.NotFound] = OutOfScope
) -> None:
    """Raise ``OutOfScope``, or the domain's own "not found", unless the thing belongs to the person's own authority."""
    if not in_scope(by, authority_code):
        raise refusal


_Rows = TypeVar("_Rows", bound=models.QuerySet[Any])
_Row_co = TypeVar("_Row_co", bound=models.Model, covariant=True)


def within(rows: _Rows, by: "Searcher | Viewer", *, path: str = "") -> _Rows:
    """Those of the rows that are in the person's scope.

    The model says in ``authority_path`` on which way a row leads to the code of its authority; ``path`` is another way,
    which the model names, for a row that is a matter between two.
    """
    leads: str = path or rows.model.authority_path
    return rows.filter(**{leads: by.authority}) if by.authority else rows.none()


class Within(models.QuerySet[_Row_co]):
    """A query for rows that belong to authorities. Their model has an ``authority_path``."""

    def within(self, by: "Searcher | Viewer") -> Self:
        """Those that are in the person's scope."""
        return within(self, by)
