"""The only place that says yes.

A command asks here first for the permission and then, once it has found what it acts on, for the scope. A refused
permission is answered in plain words; a refused scope is answered exactly like "not found", so that nobody learns what
another authority holds.
"""

from typing import TYPE_CHECKING

from access.permissions import Permission

if TYPE_CHECKING:
    from access.eyes import Searcher, Viewer


class NotPermitted(Exception):
    """None of the person's roles permits this kind of act."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(f"not permitted: {permission}")
        self.permission = permission


class OutOfScope(Exception):
    """The thing acted on belongs to another authority. Doors answer this exactly like "not found"."""


def require(by: "Searcher | Viewer | None", permission: Permission) -> None:
    """Raise ``NotPermitted`` unless a role of this person permits the act. Nobody (``None``) is permitted nothing."""
    if by is None or not by.may(permission):
        raise NotPermitted(permission)


def require_scope(by: "Searcher | Viewer", authority_code: str) -> None:
    """Raise ``OutOfScope`` unless the thing belongs to the person's own authority.

    A national partner's staff have no authority and are in nobody's scope; what belongs to no authority is in no
    officer's scope.
    """
    if not by.authority or by.authority != authority_code:
        raise OutOfScope
