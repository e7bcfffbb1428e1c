"""What the database itself refuses."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from access.models import Account, Organisation, RoleGrant, TotpDevice
from access.roles import Role
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


def test_who_and_when_columns_come_in_pairs() -> None:
    for model in (RoleGrant,):
        names = {field.name for field in model._meta.get_fields()}
        for name in names:
            if name.endswith("_by"):
                assert name.replace("_by", "_at") in names


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
