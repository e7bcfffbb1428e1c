"""Matching: each rule with its worked example, and what must never be taken for one child."""

import itertools
from pathlib import Path

import pytest
from django.db import transaction

from registry.matching import people, rules
from registry.models import Child, Link, MatchKey, Name, Statement
from shielding.publication import proposals as proposed
from tests import cast, examples, steps

pytestmark = pytest.mark.usefixtures("county")
PAGE = Path(__file__).resolve().parents[3] / "docs" / "matching.md"


@pytest.mark.parametrize("example", examples.MATCHING, ids=lambda example: example.title)
def test_each_worked_example_ends_as_the_page_says(example: examples.Example) -> None:
    """The record stands first; then the line comes."""
    cast.send(cast.CENSUS, *example.held())
    cast.send(cast.SERVICES, *example.told_before())
    for reference in example.shielded():
        steps.shield(reference)
    before = set(Child.objects.values_list("pk", flat=True))
    cast.send(example.source, example.line())
    statement = Statement.objects.order_by("-pk")[0]
    assert (statement.outcome, statement.quarantine) == (example.outcome, example.quarantine)
    linked = set(statement.record.link_set.values_list("child", flat=True))
    assert len(linked & before) == example.joins
    assert len(set(Child.objects.values_list("pk", flat=True)) - before) == example.makes


def test_the_page_shows_these_examples() -> None:
    assert PAGE.read_text(encoding="utf-8") == examples.matching_page()


def test_every_rule_has_an_example_that_uses_it() -> None:
    used: set[str] = set()
    for place, example in enumerate(examples.MATCHING):
        with transaction.atomic():
            if example.joins:
                cast.send(cast.CENSUS, *example.held())
                cast.send(cast.SERVICES, *example.told_before())
                cast.send(example.source, example.line() | {"record_id": f"line-{place}"})
                used |= set(Link.objects.values_list("rule", flat=True))
            transaction.set_rollback(True)
    assert used == {"newcomer", "upn", "nhs-number", "name-birth-postcode"}


# --- keys -------------------------------------------------------------------------------------------------------


def person(**changes: str) -> people.Person:
    return people.person_in(cast.KELLY | changes)


def test_names_are_compared_without_case_accents_and_punctuation() -> None:
    plain = people.keys_of(person(given_name="Zoe", family_name="O'Dowd-Marsh"))
    assert people.keys_of(person(given_name="ZOË", family_name="ODowd Marsh")) == plain


def test_keys_hold_no_name_no_date_and_no_number_in_clear() -> None:
    keys = people.keys_of(person(nhs_number="9990000018"))
    assert all(len(digest) == 32 for digest in keys.values())
    for secret in (b"Kelly", b"kelly", b"2011", b"9990000018", b"ZZ1"):
        assert not any(secret in digest for digest in keys.values())


def test_a_key_of_one_kind_never_equals_one_of_another() -> None:
    keys = people.keys_of(person(nhs_number="9990000018", upn="9990000018"))
    assert len(set(keys.values())) == len(keys) == 5


def test_the_end_of_an_estimate_is_part_of_the_birth_date() -> None:
    exact, estimated = person(), person(birth_date_to="2011-12-31")
    assert people.keys_of(exact)[people.Kind.NAME_BIRTH] != people.keys_of(estimated)[people.Kind.NAME_BIRTH]


def test_without_a_postcode_or_numbers_there_are_two_keys() -> None:
    assert set(people.keys_of(person(postcode=""))) == {people.Kind.BIRTH, people.Kind.NAME_BIRTH}


# --- proposals --------------------------------------------------------------------------------------------------


def proposals(*them: people.Person) -> list[rules.Proposal]:
    return rules.propose([(one, people.keys_of(one)) for one in them])


def test_nobody_is_proposed_for_nobody() -> None:
    assert rules.propose([]) == []


def test_matching_proposes_and_never_links() -> None:
    cast.send(cast.CENSUS, cast.KELLY)
    keys = MatchKey.objects.count()
    assert proposals(person())[0].verdict == rules.Verdict.MATCH
    assert MatchKey.objects.count() == keys


def test_the_same_birth_date_alone_is_nothing() -> None:
    cast.send(cast.CENSUS, cast.KELLY)
    assert proposals(person(given_name="Somebody", family_name="Else"))[0].verdict == rules.Verdict.NONE


def test_twins_are_two_children() -> None:
    twin = cast.KELLY | {"record_id": "pupil-9", "given_name": "Karen"}
    assert cast.send(cast.CENSUS, cast.KELLY, twin).applied == 2
    assert Child.objects.count() == 2


def test_twins_are_two_children_in_whichever_order_they_come() -> None:
    for given in ("Karen", "Kelly"):
        cast.send(cast.CENSUS, cast.KELLY | {"record_id": given, "given_name": given})
    assert sorted(Name.objects.values_list("given", flat=True)) == ["Karen", "Kelly"]


def test_two_children_of_one_name_and_birth_date_leave_it_to_a_person() -> None:
    numbered = [
        cast.KELLY | {"record_id": f"p{n}", "upn": upn} for n, upn in enumerate(("V998417209001", ""))
    ]
    cast.send(cast.CENSUS, numbered[0] | {"postcode": "ZZ1 1AA"})
    first = Child.objects.get()
    second = Child.objects.create(number="100000000012")
    record = Statement.objects.get().record
    clone = type(record).objects.create(source=record.source, key="other")
    MatchKey.objects.bulk_create(
        [
            MatchKey(child=second, record=clone, kind=key.kind, digest=key.digest)
            for key in MatchKey.objects.filter(child=first, kind__startswith="name")
        ]
    )
    (proposal,) = proposals(person())
    assert proposal.verdict == rules.Verdict.POTENTIAL
    assert proposal.plausible == (first.pk, second.pk)


def test_the_answer_does_not_depend_on_who_else_is_asked_for() -> None:
    cast.send(cast.CENSUS, cast.KELLY, cast.ROBIN)
    them = [person(), people.person_in(cast.ROBIN), person(postcode=""), person(given_name="Nobody")]
    alone = [proposals(one)[0] for one in them]
    for order in itertools.permutations(range(4)):
        assert proposals(*(them[n] for n in order)) == [alone[n] for n in order]


def test_a_proposed_record_does_not_stand_in_the_way_of_a_live_one() -> None:
    cast.send(cast.CENSUS, cast.KELLY)
    live = Child.objects.get()
    payload = {name: text for name, text in cast.KELLY.items() if name not in ("record_id", "as_at")}
    proposed.propose(payload, by=cast.searcher("jane"), now=cast.NOW)
    assert Child.objects.count() == 2
    (proposal,) = proposals(person())
    assert (proposal.verdict, proposal.child) == (rules.Verdict.MATCH, live.pk)


def test_a_proposed_record_is_met_where_nobody_else_is_meant() -> None:
    payload = {name: text for name, text in cast.KELLY.items() if name not in ("record_id", "as_at")}
    proposed.propose(payload, by=cast.searcher("jane"), now=cast.NOW)
    assert proposals(person())[0].child == Child.objects.get().pk
