"""Searcher and viewer: values made at the door."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from access import eyes
from access.models import Account, RoleGrant
from access.permissions import Permission
from access.roles import Role
from ground import statute
from tests.access import people
from tests.access.test_roles import searcher

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
REFERENCE = "c" * 32


def look(reason: str = "Speech therapy referral", purpose: str = statute.Purpose.FIND_OTHERS) -> eyes.Viewer:
    return eyes.look(
        searcher(Role.PRACTITIONER), reference=REFERENCE, purpose=purpose, reason=reason, now=NOW
    )


def test_a_viewer_lasts_fifteen_minutes_for_one_record() -> None:
    viewer = look("  Speech   therapy\nreferral ")
    assert viewer.reference == REFERENCE
    assert viewer.reason == "Speech therapy referral"
    assert viewer.until == NOW + timedelta(minutes=15)
    assert viewer.may(Permission.OPEN_RECORD)
    assert viewer.actor() == viewer.searcher.actor()


@pytest.mark.parametrize(
    "reason", ["", "   ", "x", "checking", "................ ........", "a b", "12345 67890 1234"]
)
def test_a_reason_that_says_nothing_is_refused_with_what_to_do(reason: str) -> None:
    with pytest.raises(eyes.ReasonMissing) as refusal:
        look(reason)
    assert refusal.value.words == "Say in a few words why you need to see this record."


def test_a_reason_of_five_hundred_characters_is_the_longest() -> None:
    assert len(look("ab " * 166 + "cd").reason) == 500
    with pytest.raises(eyes.ReasonMissing) as refusal:
        look("abc " * 126)
    assert refusal.value.words == "Your reason must be 500 characters or fewer."


@pytest.mark.parametrize("purpose", ["", "curiosity", "law-enforcement", "FIND_OTHERS"])
def test_a_purpose_outside_the_closed_list_is_refused(purpose: str) -> None:
    with pytest.raises(eyes.PurposeUnknown):
        look(purpose=purpose)


@pytest.mark.parametrize("purpose", statute.Purpose)
def test_each_purpose_of_the_list_is_accepted(purpose: statute.Purpose) -> None:
    assert look(purpose=purpose).purpose is purpose


def test_eyes_cannot_be_altered() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        searcher().authority = "EM"  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        look().reference = "d" * 32  # type: ignore[misc]


def test_a_session_is_remembered_by_a_keyed_fingerprint_never_by_its_key() -> None:
    digest = eyes.session_digest("abcdef")
    assert len(digest) == 64
    assert "abcdef" not in digest
    assert digest != eyes.session_digest("abcdeg")


@pytest.mark.django_db
def test_a_searcher_is_made_of_one_loaded_account_without_another_query(django_assert_num_queries) -> None:
    made = people.account("petra", Role.PRACTITIONER, service=people.service())
    RoleGrant.objects.create(
        account=made, role=Role.LOCAL_AUDITOR, granted_by="a", granted_at=NOW, ended_by="b", ended_at=NOW
    )
    with django_assert_num_queries(1):
        loaded = Account.objects.with_eyes().get(pk=made.pk)
        petra = eyes.searcher_of(loaded, "key")
    assert petra == eyes.Searcher(
        account=made.reference,
        name="Petra Fictional",
        job_title="Worker",
        organisation="The wm-council",
        organisation_code="WM-COUNCIL",
        authority="WM",
        roles=frozenset({Role.PRACTITIONER}),
        service_code="WM-SEXUAL-HEALTH",
        session=eyes.session_digest("key"),
    )


@pytest.mark.django_db
def test_a_national_partners_searcher_has_no_authority() -> None:
    partner = people.organisation("KIDS-LIKE", kind="national_partner", authority=None)
    nat = people.searcher(people.account("nat", Role.PRACTITIONER, organisation=partner))
    assert nat.authority == ""
    assert nat.actor().authority == ""
