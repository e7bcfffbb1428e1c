"""Linking: every link has its who and when, and can be taken back."""

import pytest
from django.db import IntegrityError, connection, transaction

from registry import linking
from registry.models import Child, Involvement, Link, MatchKey, Name, SourceRecord, Statement
from shielding.publication import publication
from tests import cast, steps

pytestmark = pytest.mark.usefixtures("county")


def record_of(key: str) -> int:
    return SourceRecord.objects.get(key=key).pk


def take_back(key: str, by: str = "an officer") -> int:
    child = linking.unlink(record_of(key), ended_by=by, now=cast.NOW)
    publication.rewrite({child}, tiers={})
    return child


def test_a_link_says_which_rule_made_it_and_when() -> None:
    cast.send(cast.CENSUS, cast.KELLY)
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY)
    census, service = Link.objects.order_by("pk")
    assert (census.rule, census.made_by, census.made_at) == ("newcomer", "rule", cast.NOW)
    assert service.rule == "name-birth-postcode"
    assert census.child == service.child


def test_a_record_that_is_spoken_of_twice_in_one_file_keeps_the_rule_of_its_link() -> None:
    cast.send(cast.CENSUS, cast.KELLY)
    cast.send(
        cast.SERVICES, cast.TIM_WORKS_WITH_KELLY, cast.TIM_WORKS_WITH_KELLY | {"end_date": "2026-09-19"}
    )
    assert Link.objects.get(record__key="case-1").rule == "name-birth-postcode"


def test_a_link_that_is_taken_back_stays_written_down() -> None:
    cast.send(cast.CENSUS, cast.KELLY)
    take_back("pupil-1")
    link = Link.objects.get()
    assert (link.ended_at, link.ended_by) == (cast.NOW, "an officer")


def test_unlinking_gives_the_record_without_that_source() -> None:
    cast.send(cast.CENSUS, cast.KELLY)
    without = steps.what_shows()
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY | {"nhs_number": "9990000018"})
    assert steps.what_shows() != without
    take_back("case-1")
    assert steps.what_shows() == without
    assert Involvement.objects.count() == 0


def test_unlinking_the_only_source_leaves_an_anchor_without_a_name() -> None:
    cast.send(cast.CENSUS, cast.KELLY)
    take_back("pupil-1")
    assert Name.objects.count() == 0
    assert steps.find(**steps.kelly()) == steps.search.NotFound()


def test_what_a_practitioner_recorded_stays_when_a_source_is_unlinked() -> None:
    cast.send(cast.CENSUS, cast.KELLY)
    kelly = cast.reference_of("Kelly")
    from registry import involvements

    involvements.start(by=cast.viewer("jane", kelly), now=cast.NOW)
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY)
    take_back("case-1")
    assert [i.practitioner for i in steps.see("tim", kelly).working_now] == ["Jane Imaginary"]


def test_an_unlinked_record_is_forgotten_by_matching() -> None:
    cast.send(cast.CENSUS, cast.KELLY)
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY)
    take_back("case-1")
    assert set(MatchKey.objects.values_list("record__key", flat=True)) == {"pupil-1"}


def test_no_rule_makes_a_link_again_that_a_person_took_back() -> None:
    cast.send(cast.CENSUS, cast.KELLY)
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY)
    take_back("case-1")
    balance = cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY | {"as_at": "2026-10-01"})
    assert balance.quarantined == 1
    assert Statement.objects.order_by("-pk")[0].quarantine == "potential"
    assert steps.see("jane", cast.reference_of("Kelly")).involvements == ()


def test_a_record_can_be_linked_to_somebody_else_afterwards() -> None:
    cast.send(cast.CENSUS, cast.KELLY, cast.ROBIN)
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY)
    take_back("case-1")
    robin = Child.objects.get(reference=cast.reference_of("Robin"))
    decision = linking.Decision(record=record_of("case-1"), child=robin.pk, rule="officer", keys={})
    linking.link([decision], made_by="an officer", now=cast.NOW)
    publication.rewrite({robin.pk}, tiers={})
    assert [i.practitioner for i in steps.see("jane", robin.reference).working_now] == ["Tim Imaginary"]
    assert steps.see("jane", cast.reference_of("Kelly")).involvements == ()


def test_a_record_without_a_link_cannot_be_unlinked() -> None:
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY)
    with pytest.raises(linking.NotLinked):
        linking.unlink(record_of("case-1"), ended_by="an officer", now=cast.NOW)


def test_a_record_is_never_linked_to_two_children() -> None:
    cast.send(cast.CENSUS, cast.KELLY, cast.ROBIN)
    link = Link.objects.order_by("pk")[0]
    other = Child.objects.exclude(pk=link.child_id).get()
    with pytest.raises(IntegrityError, match="one_link_in_force_per_source_record"), transaction.atomic():
        Link.objects.create(
            record=link.record, child=other, rule="officer", made_at=cast.NOW, made_by="somebody"
        )


@pytest.mark.parametrize("half", [{"ended_at": cast.NOW}, {"ended_by": "somebody"}])
def test_the_end_of_a_link_has_its_who_and_its_when(half: dict[str, object]) -> None:
    cast.send(cast.CENSUS, cast.KELLY)
    with pytest.raises(IntegrityError, match="link_end_has_its_who_and_when"), transaction.atomic():
        Link.objects.update(**half)


@pytest.mark.django_db(transaction=True)
def test_only_one_decides_at_a_time_who_is_whom() -> None:
    def is_free() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [linking._DECIDING])
            return bool(cursor.fetchone()[0])

    with transaction.atomic():
        linking.one_at_a_time()
        assert steps.at_once(is_free) == [False]
    assert steps.at_once(is_free) == [True]
