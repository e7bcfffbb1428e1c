"""What the tests of the public's requests stand on: the cast, and the councils' teams."""

import pytest

from access.models import Authority
from complaints.models import District, Team
from tests import cast


@pytest.fixture
def county(db: None) -> None:
    cast.county()
    for code, name in ((cast.WESTMARCH, "Westmarch"), (cast.EASTMARCH, "Eastmarch")):
        council = Authority.objects.get(code=code)
        Team.objects.create(
            authority=council,
            name=f"{name} ContactPoint team",
            telephone="01632 960100",
            email=f"contactpoint@{name.lower()}.example",
            hours="Monday to Friday, 9am to 5pm",
            address=f"Town Hall, {name}",
        )
    for outward, codes in (
        ("ZZ1", (cast.WESTMARCH,)),
        ("ZZ2", (cast.EASTMARCH,)),
        ("ZZ3", (cast.WESTMARCH, cast.EASTMARCH)),
    ):
        for code in codes:
            District.objects.create(authority=Authority.objects.get(code=code), outward=outward)
