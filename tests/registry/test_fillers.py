"""A number that children of many birth dates carry is filler, whichever source fills it in, at the same cost always."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from stdnum.gb import upn

from registry import fillers, intake
from registry.models import CarriedNumber, Reject
from tests import cast

pytestmark = pytest.mark.usefixtures("county")

FILLER = "V998417209001"


def line(number: int, **said: str) -> dict[str, str]:
    """A child of a birth date of its own, who carries the number that somebody has filled in."""
    own = {"record_id": f"p{number}", "given_name": f"Nam{'abcdefghijkl'[number]}", "upn": FILLER}
    return cast.KELLY | own | {"birth_date": f"2011-03-{number + 1:02d}"} | said


def test_number_is_refused_as_filler_once_too_many_birth_dates_carry_it() -> None:
    balances = [cast.send(cast.CENSUS, line(number)) for number in range(6)]
    assert [balance.rejected for balance in balances] == [0, 0, 0, 1, 1, 1]
    assert fillers.MOST_BIRTH_DATES == 3
    refused = Reject.objects.latest("pk")
    assert (refused.field, refused.problem) == (
        "upn",
        "This is not a number but filler: children of many birth dates carry it.",
    )
    assert FILLER not in f"{refused.problem} {refused.remedy}"


def test_it_is_counted_over_every_source_and_within_one_file() -> None:
    assert cast.send(cast.CENSUS, line(0), line(1)).rejected == 0
    east = {"authority": cast.EASTMARCH}
    assert cast.send(cast.EAST_CENSUS, *(line(number, **east) for number in range(2, 6))).rejected == 3
    assert CarriedNumber.objects.count() == fillers.MOST_BIRTH_DATES


def test_child_whose_number_it_is_goes_on_being_told_of() -> None:
    for number in range(5):
        cast.send(cast.CENSUS, line(number))
    again = cast.send(cast.CENSUS, line(0, as_at="2026-10-01", town="Eastmarch"))
    assert (again.rejected, again.received) == (0, 1)


def test_a_number_of_one_child_is_never_filler_however_many_sources_tell_of_it() -> None:
    for turn in range(8):
        said = line(0, record_id=f"r{turn}", given_name="Kelly")
        assert cast.send(cast.CENSUS, said).rejected == 0
    assert CarriedNumber.objects.count() == 1


def test_what_it_costs_does_not_grow_with_what_is_held() -> None:
    def asked(number: int) -> int:
        own = upn.calc_check_digit(f"99841720901{number}") + f"99841720901{number}"
        stream = cast.file(cast.CENSUS, line(number, upn=own))
        source = intake.source_of(cast.CENSUS)
        delivery = intake.open_delivery(source, digest=f"file {number}", now=cast.NOW)
        with CaptureQueriesContext(connection) as queries:
            intake.receive(delivery, stream, now=cast.NOW)
        return len(queries)

    first = asked(0)
    for number in range(1, 6):
        cast.send(cast.CENSUS, line(number))
    assert asked(7) == first
