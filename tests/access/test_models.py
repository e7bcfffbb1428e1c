"""What the database itself refuses."""

import functools
import itertools
import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from access import roles
from access.models import Account, Organisation, RoleGrant, TotpDevice
from access.roles import Role
from tests import steps
from tests.access import people

pytestmark = pytest.mark.django_db


def refuses(constraint: str, make: Any) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make()


@pytest.mark.parametrize("field", ["is_superuser", "is_staff", "groups", "user_permissions", "last_login"])
def test_there_is_no_superuser_no_staff_and_no_group(field: str) -> None:
    assert get_user_model() is Account
    with pytest.raises(FieldDoesNotExist):
        Account._meta.get_field(field)
    assert not hasattr(Account.objects, "create_superuser")


def grant(account: Account, role: Role) -> RoleGrant:
    return RoleGrant.objects.create(
        account=account, role=role, granted_by="a test", granted_at=timezone.now()
    )


def test_an_account_has_no_state_outside_the_list() -> None:
    refuses("account_state_is_known", lambda: people.account("petra", state="asleep"))


@pytest.mark.parametrize("date", ["dbs_issued_on", "training_completed_on", "agreement_signed_on"])
def test_an_active_account_has_all_dates_of_accreditation(date: str) -> None:
    refuses("active_account_has_all_accreditation_dates", lambda: people.account("petra", **{date: None}))


def test_a_username_is_stored_in_lower_case_and_once() -> None:
    refuses("username_is_in_lower_case", lambda: people.account("Petra"))
    people.account("petra")
    refuses("username", lambda: people.account("petra"))


def test_only_a_first_password_runs_out() -> None:
    refuses(
        "only_an_initial_password_expires",
        lambda: people.account("petra", initial_password_until=timezone.now()),
    )


def test_a_role_is_held_once_at_a_time() -> None:
    petra = people.account("petra", Role.PRACTITIONER)
    refuses(
        "one_open_grant_per_role_and_account",
        lambda: RoleGrant.objects.create(
            account=petra, role=Role.PRACTITIONER, granted_by="x", granted_at=timezone.now()
        ),
    )


@pytest.mark.parametrize("half", [{"ended_by": "x"}, {"ended_at": timezone.now() + timedelta(days=1)}])
def test_an_ended_grant_says_who_and_when(half: dict[str, Any]) -> None:
    petra = people.account("petra", Role.PRACTITIONER)
    refuses("ended_grant_says_who_and_when", lambda: RoleGrant.objects.filter(account=petra).update(**half))


def test_a_grant_says_who_gave_it_and_names_a_known_role() -> None:
    petra = people.account("petra", Role.PRACTITIONER)
    grants = RoleGrant.objects.filter(account=petra)
    refuses("grant_says_who_gave_it", lambda: grants.update(granted_by=""))
    refuses("granted_role_is_known", lambda: grants.update(role="superuser"))


def test_database_keeps_apart_exactly_the_roles_that_watch_each_other() -> None:
    petra = people.account("petra")
    refused: dict[tuple[Role, Role], str] = {}
    for one, other in itertools.permutations(Role, 2):
        with transaction.atomic():
            grant(petra, one)
            try:
                with transaction.atomic():
                    grant(petra, other)
            except IntegrityError as error:
                refused[one, other] = str(error)
            transaction.set_rollback(True)
    assert {frozenset(pair) for pair in refused} == roles.never_together()
    assert {(other, one) for one, other in refused} == refused.keys()
    assert all("watches over the other" in words for words in refused.values())


def test_ended_roles_keep_nobody_apart() -> None:
    petra = people.account("petra", Role.PRACTITIONER)
    RoleGrant.objects.filter(account=petra).update(ended_by="x", ended_at=timezone.now())
    grant(petra, Role.LOCAL_AUDITOR)
    reopened = RoleGrant.objects.filter(role=Role.PRACTITIONER)
    refuses("watches over", lambda: reopened.update(ended_by="", ended_at=None))


def test_grants_that_are_changed_or_moved_are_kept_apart_too() -> None:
    petra, nina = people.account("petra", Role.PRACTITIONER), people.account("nina", Role.LOCAL_AUDITOR)
    mediator = grant(petra, Role.MEDIATOR)
    grants = RoleGrant.objects.filter(pk=mediator.pk)
    refuses("watches over", lambda: grants.update(role=Role.LOCAL_AUDITOR))
    refuses("watches over", lambda: grants.update(account=nina))


def test_web_process_is_refused_as_well() -> None:
    petra = people.account("petra", Role.PRACTITIONER)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE contactpoint_web")
    refuses("watches over", lambda: grant(petra, Role.NATIONAL_AUDITOR))


@pytest.mark.django_db(transaction=True)
def test_of_two_grants_at_the_same_time_one_is_refused() -> None:
    """Neither transaction sees the other's grant when it begins; the account's row is what they wait for."""
    petra = people.account("petra")
    both_have_begun = threading.Barrier(2)

    def give(role: Role) -> str:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM access_rolegrant")
                both_have_begun.wait(20)
                grant(petra, role)
                time.sleep(0.3)  # the other has asked for the row by now, and waits
        except IntegrityError as error:
            return "refused" if "watches over" in str(error) else str(error)
        return "given"

    at_once = steps.at_once(lambda: give(Role.PRACTITIONER), lambda: give(Role.LOCAL_AUDITOR))
    assert sorted(map(str, at_once)) == ["given", "refused"]
    assert RoleGrant.objects.filter(account=petra).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_roles_that_go_together_may_be_given_at_the_same_time() -> None:
    petra = people.account("petra")
    pair = (Role.PRACTITIONER, Role.SHIELDING_OFFICER)
    steps.at_once(*(functools.partial(grant, petra, role) for role in pair))
    assert set(RoleGrant.objects.values_list("role", flat=True)) == set(pair)


def test_a_national_partner_belongs_to_no_authority() -> None:
    refuses(
        "organisation_kind_is_known_and_partners_are_national",
        lambda: people.organisation("PARTNER", kind="national_partner"),
    )
    refuses(
        "organisation_kind_is_known_and_partners_are_national",
        lambda: people.organisation("CLUB", kind="club"),
    )


def test_an_account_has_one_token_in_use() -> None:
    petra = people.account("petra")
    refuses(
        "one_token_in_use_per_account",
        lambda: TotpDevice.objects.create(
            user=petra, name="second", sealed_seed=b"x", issued_at=timezone.now()
        ),
    )


def test_nothing_prints_a_persons_name() -> None:
    petra = people.account("petra", Role.PRACTITIONER)
    for thing in (petra, petra.organisation, RoleGrant.objects.get(), TotpDevice.objects.get()):
        assert "petra" not in str(thing).lower()


def test_people_and_places_are_never_deleted_along_with_something_else() -> None:
    for model in (Account, Organisation, RoleGrant):
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey):
                assert field.remote_field.on_delete is models.PROTECT, field
