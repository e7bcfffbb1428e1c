"""What people of the county have asked: a case in every stage, with the clocks that it would have."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from access import eyes
from access.hashers import Argon2
from access.models import Account
from complaints import cases
from complaints.models import Case
from complaints.stages import Stage
from workshop.demo import asked, cast, county, loading

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(
    clock: time_machine.Traveller, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(Argon2, "memory_cost", 512)
    loading.write_directory(county.directory(0))
    loading.open_accounts(timezone.now())


def test_there_is_a_case_in_every_stage_and_loading_again_changes_nothing(people: None) -> None:
    asked.load(timezone.now())
    first = {one.wish.key: one.reference for one in asked.told()}
    asked.load(timezone.now())
    assert {one.wish.key: one.reference for one in asked.told()} == first
    assert Case.objects.count() == len(asked.WISHES)
    assert {Stage(stage) for stage in Case.objects.values_list("stage", flat=True)} == set(Stage)


def test_a_load_that_was_cut_off_goes_on(people: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as cut:
        cut.setattr(asked, "WISHES", asked.WISHES[:3])
        asked.load(timezone.now())
    asked.load(timezone.now())
    assert len(list(asked.told())) == Case.objects.count() == len(asked.WISHES)


def test_boy_at_day_18_is_answered_in_two_days_and_nothing_else_is_late(people: None) -> None:
    now = timezone.now()
    asked.load(now)
    rosa = eyes.searcher_of(Account.objects.with_eyes().get(username=cast.ROSA.username), "a session")
    waiting = {one.kind: one for one in cases.waiting(by=rosa, now=now)}
    boy = waiting[asked.WISHES[0].kind]
    assert boy.stage is Stage.REVIEW
    assert boy.due
    assert timezone.localdate(boy.due) == timezone.localdate(now) + timedelta(days=2)
    assert not any(one.is_overdue for one in waiting.values())
