"""The history of changes: who granted what to whom, who changed the reference data, and the dates of shields."""

import ast
from collections.abc import Iterator
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
import time_machine
from auditlog.models import LogEntry
from auditlog.registry import auditlog
from django.db import models
from django.test import Client

from access import accounts
from access.models import Account, Authority, Organisation, RoleGrant, Service
from access.roles import Role
from complaints.models import Team
from ground import house
from registry.models import Child, Source
from shielding.models import Shield
from tests import browsing, cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county", "clock")]

CREATED, CHANGED = LogEntry.Action.CREATE, LogEntry.Action.UPDATE
REFERENCE_DATA = {Authority, Organisation, Service, Source}
KEEP_A_HISTORY = REFERENCE_DATA | {RoleGrant, Shield, Team}


def history(of: models.Model) -> list[LogEntry]:
    """What is written down about one row, the oldest first."""
    return list(LogEntry.objects.get_for_object(of).order_by("pk"))


def said(entry: LogEntry, *fields: str) -> list[str]:
    """The new values of these fields, as the entry has them."""
    return [entry.changes[field][1] for field in fields]


def test_these_keep_a_history_and_no_others() -> None:
    assert set(auditlog.get_models()) == KEEP_A_HISTORY


@pytest.mark.parametrize("model", sorted(auditlog.get_models(), key=lambda m: m.__name__))
def test_history_holds_nothing_of_a_child_and_nothing_that_is_sealed(model: type[models.Model]) -> None:
    kept = auditlog.get_model_fields(model)
    names = kept["include_fields"] or [field.name for field in model._meta.fields]
    for field in (model._meta.get_field(name) for name in set(names) - set(kept["exclude_fields"])):
        assert not isinstance(field, models.BinaryField), field
        assert field.related_model is not Child, field


def test_history_of_a_shield_is_its_dates_alone(robin: str, olive: Client) -> None:
    shield_on(olive, robin)
    (entry,) = history(Shield.objects.get())
    assert set(entry.changes) <= {
        *("tier", "imposed_at", "imposed_by", "review_due"),
        *("lift_asked_at", "lift_asked_by", "lifted_at", "lifted_by"),
    }
    told = f"{entry.changes} {entry.object_repr} {entry.additional_data} {entry.serialized_data}"
    for hidden in ("looking for the family", "harm-to-child", robin, "Robin"):
        assert hidden not in told


# --- nothing passes it by


def calls(of: set[str]) -> Iterator[tuple[str, str]]:
    """Where the product calls a method of one of these names, and on what."""
    for folder in house.packages():
        for path in sorted((house.ROOT / folder).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and node.func.attr in of
                ):
                    yield f"{path.relative_to(house.ROOT)}:{node.lineno}", ast.unparse(node.func.value)


def test_no_bulk_write_passes_the_history_by() -> None:
    """Auditlog hears of rows that are saved or deleted one by one, and of no others."""
    ways_to = {f"{model.__name__}." for model in KEEP_A_HISTORY}
    for model in KEEP_A_HISTORY:
        ways_to |= {f".{relation.get_accessor_name()}" for relation in model_relations(model)}
    past = [
        (place, receiver)
        for place, receiver in calls({"update", "bulk_update", "bulk_create", "_raw_delete"})
        if any(way in receiver for way in ways_to)
    ]
    assert past == []


def model_relations(model: type[models.Model]) -> Iterator[Any]:
    """The relations by which rows of this model are reached from the rows that they point to."""
    for field in model._meta.fields:
        if field.remote_field and not field.remote_field.hidden:
            yield field.remote_field


# --- roles, through the web


def newcomer(username: str, *held: Role) -> Account:
    """Somebody of Westmarch Council who holds these roles and no other."""
    made = Account.objects.create_account(
        username=username,
        full_name=f"{username.title()} Imaginary",
        job_title="Worker",
        organisation=Organisation.objects.get(code="COUNCIL"),
        state=Account.State.ACTIVE,
        dbs_issued_on=cast.TODAY,
        training_completed_on=cast.TODAY,
        agreement_signed_on=cast.TODAY,
    )
    for role in held:
        RoleGrant.objects.create(account=made, role=role, granted_by="a test", granted_at=cast.NOW)
    return made


@pytest.fixture
def ada() -> Client:
    return browsing.browser_of("ada")


def test_grant_and_its_end_are_written_down_with_who_and_when(
    ada: Client, clock: time_machine.Traveller
) -> None:
    vera, by = newcomer("vera"), cast.account("ada")
    later = timedelta(minutes=5)
    clock.shift(later)
    answer = ada.post(f"/accounts/{vera.reference}/roles/", {"role": Role.LOCAL_AUDITOR.value})
    assert answer.status_code == HTTPStatus.FOUND
    grant = vera.grants.get(role=Role.LOCAL_AUDITOR)
    clock.shift(later)
    answer = ada.post(f"/accounts/{vera.reference}/roles/end/", {"role": Role.LOCAL_AUDITOR.value})
    assert answer.status_code == HTTPStatus.FOUND

    given, ended = history(grant)
    assert (given.action, given.actor, given.timestamp) == (CREATED, by, cast.NOW + later)
    assert said(given, "role", "account", "granted_by") == [
        Role.LOCAL_AUDITOR.value,
        str(vera.pk),
        by.reference,
    ]
    assert (ended.action, ended.actor, ended.timestamp) == (CHANGED, by, cast.NOW + 2 * later)
    assert set(ended.changes) == {"ended_at", "ended_by"}
    assert said(ended, "ended_by") == [by.reference]
    assert (given.actor_email, given.remote_addr) == (by.email, "127.0.0.1")


def test_closing_an_account_writes_down_the_end_of_each_of_its_roles(ada: Client) -> None:
    tim, by = cast.account("tim"), cast.account("ada")
    RoleGrant.objects.create(
        account=tim, role=Role.SHIELDING_OFFICER, granted_by="a test", granted_at=cast.NOW
    )
    ended_before = RoleGrant.objects.create(
        account=tim,
        role=Role.LOCAL_AUDITOR,
        granted_by="a test",
        granted_at=cast.NOW,
        ended_by="a test",
        ended_at=cast.NOW,
    )
    answer = ada.post(f"/accounts/{tim.reference}/close/", {"reason": "He has left"})
    assert answer.status_code == HTTPStatus.FOUND
    assert not tim.grants.filter(ended_at=None).exists()
    for grant in tim.grants.exclude(pk=ended_before.pk):
        ended = history(grant)[-1]
        assert (ended.action, ended.actor, ended.timestamp) == (CHANGED, by, cast.NOW)
        assert said(ended, "ended_by") == [by.reference]
    assert [entry.action for entry in history(ended_before)] == [CREATED]


def test_what_was_refused_is_not_written_down(ada: Client) -> None:
    tim = cast.account("tim")
    before = LogEntry.objects.count()
    ada.post(f"/accounts/{tim.reference}/roles/", {"role": Role.PRACTITIONER.value})
    ada.post(f"/accounts/{tim.reference}/roles/end/", {"role": Role.LOCAL_AUDITOR.value})
    assert LogEntry.objects.count() == before


def test_each_of_two_people_is_written_down_with_what_they_did(ada: Client) -> None:
    """One process serves them one after another: nobody is taken for the one who was served before."""
    vera, also = newcomer("vera", Role.LOCAL_AUDITOR), newcomer("alma", Role.ACCOUNT_ADMINISTRATOR)
    alma = browsing.come_in(Client(), also)
    for browser, act in ((ada, "end/"), (alma, "")):
        browser.post(f"/accounts/{vera.reference}/roles/{act}", {"role": Role.LOCAL_AUDITOR.value})
    first, second = vera.grants.order_by("pk")
    assert history(first)[-1].actor == cast.account("ada")
    assert history(second)[-1].actor == also


def test_command_outside_the_web_names_nobody_but_whom_it_was_given() -> None:
    tim, by = cast.account("tim"), cast.searcher("ada")
    accounts.end_role(tim.reference, role=Role.PRACTITIONER, by=by, now=cast.NOW)
    ended = history(tim.grants.get())[-1]
    assert (ended.actor, ended.remote_addr) == (None, None)
    assert said(ended, "ended_by") == [by.account]


# --- shields, through the web


@pytest.fixture
def olive() -> Client:
    return browsing.browser_of("olive")


@pytest.fixture
def robin() -> str:
    cast.send(cast.CENSUS, cast.KELLY, cast.ROBIN)
    return cast.reference_of("Robin")


def shield_on(browser: Client, reference: str) -> None:
    browsing.open_record(browser, reference)
    words = {
        "tier": "shielded",
        "grounds": "harm-to-child",
        "justification": "A relative is looking for the family",
    }
    assert browser.post(f"/children/{reference}/shield/", words).status_code == HTTPStatus.FOUND


def test_dates_of_a_shield_are_written_down_with_who_and_when(
    olive: Client, robin: str, clock: time_machine.Traveller
) -> None:
    oscar = browsing.browser_of("oscar")
    shield_on(olive, robin)
    browsing.open_record(oscar, robin)
    shield = Shield.objects.get()
    for minutes, (browser, act) in enumerate(
        [(oscar, "review"), (olive, "lift/ask"), (oscar, "lift/agree")], start=1
    ):
        clock.move_to(cast.NOW + timedelta(days=0, minutes=minutes))
        browser.post(f"/children/{robin}/shield/{act}/", {"reason": "It was looked at again"})
    shield.refresh_from_db()
    assert shield.lifted_at == cast.NOW + timedelta(minutes=3)

    by = {name: cast.account(name) for name in ("olive", "oscar")}
    written = [
        (entry.action, entry.actor, (entry.timestamp - cast.NOW) // timedelta(minutes=1), set(entry.changes))
        for entry in history(shield)
    ]
    imposed = {"tier", "imposed_at", "imposed_by", "review_due"}
    assert [(action, actor, minute) for action, actor, minute, _ in written] == [
        (CREATED, by["olive"], 0),
        (CHANGED, by["olive"], 2),
        (CHANGED, by["oscar"], 3),
    ]
    assert written[0][3] >= imposed
    assert written[1][3] == {"lift_asked_at", "lift_asked_by"}
    assert written[2][3] == {"lifted_at", "lifted_by"}


def test_new_date_of_review_is_written_down(olive: Client, robin: str, clock: time_machine.Traveller) -> None:
    shield_on(olive, robin)
    before = Shield.objects.get().review_due
    clock.shift(timedelta(days=1))
    olive = browsing.browser_of("olive")
    browsing.open_record(olive, robin)
    olive.post(f"/children/{robin}/shield/review/", {"reason": "It was looked at again"})
    reviewed = history(Shield.objects.get())[-1]
    assert reviewed.changes == {"review_due": [str(before), str(before + timedelta(days=1))]}
    assert reviewed.actor == cast.account("olive")


# --- reference data


@pytest.mark.parametrize("model", sorted(REFERENCE_DATA, key=lambda m: m.__name__))
def test_reference_data_keep_what_they_were_and_what_they_became(model: type[models.Model]) -> None:
    row: Any = model._default_manager.order_by("-pk")[0]
    row.pk, row.code = None, "ANOTHER"
    row.save(force_insert=True)
    before = row.name
    row.name = "A new name"
    row.save()
    created, changed = history(row)
    assert (created.action, changed.action) == (CREATED, CHANGED)
    assert said(created, "code", "name") == [row.code, before]
    assert changed.changes == {"name": [before, "A new name"]}
    assert changed.timestamp == cast.NOW


def test_source_that_is_switched_off_is_written_down() -> None:
    source = Source.objects.get(code=cast.CENSUS)
    source.live = False
    source.save()
    assert history(source)[-1].changes == {"live": ["True", "False"]}
