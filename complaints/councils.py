"""The councils' teams, as the public reaches them, and which of them a postcode leads to."""

from collections.abc import Sequence
from dataclasses import dataclass

from complaints.models import District, Team
from registry import formats


@dataclass(frozen=True, slots=True)
class Council:
    """A council and how its team is reached."""

    code: str
    name: str
    team: str
    telephone: str
    email: str
    hours: str
    address: str


def all_of_them() -> Sequence[Council]:
    """Every council that has a team, by name."""
    return [_council(team) for team in Team.objects.select_related("authority").order_by("authority__name")]


def by_code(code: str) -> Council | None:
    """The council of this code."""
    return next((one for one in all_of_them() if one.code == code), None)


def by_postcode(postcode: str) -> Sequence[Council]:
    """The councils that look after the district of a postcode, by name; more than one on a border, and none where
    nobody here knows the district. The rest of the postcode is not asked for, and nothing is looked up about a home."""
    rows = District.objects.filter(outward=formats.outward(postcode)).select_related("authority")
    codes = {row.authority.code for row in rows}
    return [one for one in all_of_them() if one.code in codes]


def _council(team: Team) -> Council:
    return Council(
        code=team.authority.code,
        name=team.authority.name,
        team=team.name,
        telephone=team.telephone,
        email=team.email,
        hours=team.hours,
        address=team.address,
    )
