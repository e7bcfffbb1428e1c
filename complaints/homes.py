"""The home of those who answer the public, and the work that waits for them."""

from collections.abc import Mapping

from access import work
from access.homes import Home, Way
from access.permissions import Permission
from access.roles import Role
from complaints import cases

KINDS = (
    work.Kind(
        name="cases",
        title="Requests, worries and complaints to answer",
        permission=Permission.ANSWER_CASES,
        rows=lambda by, _: cases.waiting_for(by=by),
        since="due",
        tells=work.is_due,
        url_name="complaints:cases",
        beside="complaints:cases",
    ),
)

HOMES: Mapping[Role, Home] = {
    Role.RIGHTS_OFFICER: Home(
        "You answer children and parents: what is held, what is wrong, who can see it, and complaints.",
        (
            Way("complaints:cases", "Answer requests, worries and complaints"),
            Way("complaints:surveys", "Ask children what they think, and show what came of it"),
        ),
    ),
}
