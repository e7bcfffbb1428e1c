"""The benchmark runs from end to end and says what it promises to say. How fast is not a test's business."""

import json
from dataclasses import replace
from datetime import date

import pytest

from registry import formats, names
from workshop.bench import lines, queries, report, run, timing
from workshop.bench.loading import Remembered, number_of
from workshop.bench.queries import Kind, People

SMALL = run.Options(
    children=500,
    repeats=2,
    rounds=3,
    queries=2,
    clients=(2,),
    client_seconds=0.1,
    checked_lines=60,
    loaded_lines=60,
    quiet=True,
)
KIM = Remembered(
    id=1,
    reference="0" * 32,
    given="Katherine",
    family="Whitford",
    former=("Katherine", "Blackley"),
    born=date(2012, 4, 7),
    gender="F",
    postcode="ZZ1 1AA",
)


DOUBLE = replace(KIM, family="Whitford-Moor")
"""Kim with a name of two parts, which can be turned round."""


@pytest.fixture
def people() -> People:
    return _people()


def _people(child: Remembered = KIM) -> People:
    births = (date(2005, 1, 1), date(2020, 12, 31))
    return People(
        [child],
        ["Whitford", "Moor"],
        ["ZZ1 1AA", "ZZ2 2BB"],
        births=births,
        seed="a test",
        popular={"F": ["Katie", "Olivia"]},
    )


def _of(kind: Kind) -> Remembered:
    return DOUBLE if kind == Kind.PARTS_TURNED else KIM


@pytest.mark.django_db(transaction=True)
def test_benchmark_measures_a_line_among_fewer_children() -> None:
    found = run.measure_lines_among_fewer(SMALL)
    assert found["children"] == 50
    more = {form: {name: 3 * figure for name, figure in of.items()} for form, of in found["loading"].items()}
    growth = lines.growth(found["loading"], more)
    assert growth.keys() == {"school-census", "service-involvements"}
    assert {times for of in growth.values() for times in of.values()} == {3}
    quiet = {"checking": {}, "loading": more, "growth": growth}
    assert [target.is_met for target in run._growth_targets(quiet)] == [False] * 4


@pytest.mark.django_db(transaction=True)
def test_benchmark_measures_every_operation_in_every_repeat() -> None:
    found = json.loads(json.dumps(run.measure(SMALL)))

    assert found["options"]["children"] == found["load"]["children"] == 500
    assert found["machine"]["cores"] >= 1
    assert found["machine"]["postgresql"]["server_version"].startswith("18")
    for base in ("against the lookup", "against the empty answer", "processor time against the empty answer"):
        assert found["timing"][base].keys() == found["timing"]["words"].keys()
        for figures in found["timing"][base].values():
            assert figures.keys() == {"p50", "p95", "p99"}
            assert all(len(f["ms"]) == len(f["ratios"]) == SMALL.repeats for f in figures.values())
    on_the_clock = found["timing"]["against the empty answer"]["search page"]["p50"]["median_ms"]
    assert (
        0
        < found["timing"]["processor time against the empty answer"]["search page"]["p50"]["median_ms"]
        < on_the_clock
    )
    assert set(found["timing"]["against the lookup"]["primary-key lookup"]["p50"]["ratios"]) == {1.0}
    assert found["recall"]["kinds"].keys() == set(Kind)
    assert not found["recall"].keys() & set(Kind), "a group must not hide a kind"
    for figures in found["recall"]["kinds"].values():
        assert figures["asked"] == SMALL.queries
        assert sum(figures["answers"].values()) == pytest.approx(1)
    assert len(found["clients"]) == SMALL.repeats * 2
    assert found["lines"]["checking"].keys() == {"school-census", "service-involvements"}
    assert found["lines"]["loading"].keys() == found["lines"]["checking"].keys()
    for figures in found["lines"]["loading"].values():
        assert figures["rows_looked_at_per_line"] > 0
    assert all(isinstance(target["met"], bool) for target in found["targets"])
    assert found["recall"]["kinds"]["exact"]["recall"] == 1.0

    printed = report.tables(found)
    for target in found["targets"]:
        assert target["name"] in printed


def test_percentile_is_a_value_that_was_measured() -> None:
    values = [float(value) for value in (*range(51, 101), *range(1, 51))]
    assert [timing.percentile(values, percent) for percent in (50, 95, 99)] == [50, 95, 99]
    assert timing.percentile([7.0], 99) == 7.0


def test_number_of_a_generated_child_has_its_check_digits() -> None:
    assert all(formats.number(number_of(child)) == number_of(child) for child in (1, 2, 99_999, 10_999_999))


@pytest.mark.parametrize("kind", list(Kind))
def test_query_is_wrong_in_its_way_and_in_no_other(kind: Kind) -> None:
    people = _people(_of(kind))
    for _ in range(50):
        child, query = people.ask(kind)
        assert child == _of(kind)
        assert (query.born is None) == (kind in queries.BY_AGE)
        if query.ages:
            assert query.ages[0] <= KIM.born <= query.ages[1]
            assert query.gender or query.postcode


def test_slips_are_what_their_names_say(people: People) -> None:
    def asked(kind: Kind) -> queries.Query:
        return people.ask(kind)[1]

    assert (asked(Kind.SWAPPED).given, asked(Kind.SWAPPED).family) == ("Whitford", "Katherine")
    assert asked(Kind.DAY_MONTH).born == date(2012, 7, 4)
    assert asked(Kind.FORMER_NAME).family == "Blackley"
    assert names.normalise(asked(Kind.NICKNAME).given) in names.nicknames("Katherine") - {"katherine"}
    assert asked(Kind.NEW_GIVEN).given == "Olivia", "Katie is Katherine"
    assert asked(Kind.NEW_GIVEN).family == "Whitford"
    assert _people(DOUBLE).ask(Kind.PARTS_TURNED)[1].family == "Moor-Whitford"
    wrong = asked(Kind.ANY_DAY).born
    assert wrong is not None
    assert (wrong.year, wrong.month) == (2012, 4)
    assert wrong.day != 7


def test_queries_are_the_same_every_time() -> None:
    first, second = ([_people(_of(kind)).ask(kind) for kind in Kind] for _ in range(2))
    assert first == second
