"""A row that is stored is the row that saving would have stored."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.db.models.signals import post_save
from django.test.utils import CaptureQueriesContext

from audit.models import AppendOnly, Event
from audit.verbs import Verb
from ground import storing
from tests import cast

pytestmark = pytest.mark.django_db


def event(uid: str) -> Event:
    return Event(
        uid=uid,
        at=cast.NOW,
        verb=Verb.SEARCHED,
        roles=["a", "b"],
        shown=[],
        reason="It's 100 %",
        leaf=b"\x00\xff",
    )


def sent(store: Any) -> str:
    with CaptureQueriesContext(connection) as captured:
        store()
    (query,) = captured
    return str(query["sql"])


def test_it_sends_what_saving_sends() -> None:
    table = storing.Table(Event)
    assert sent(lambda: table.store(event("a" * 32))).replace("a" * 32, "b" * 32) == sent(
        event("b" * 32).save
    )


def test_what_was_stored_is_read_back() -> None:
    table, first, second = storing.Table(Event), event("a" * 32), event("b" * 32)
    table.store(first)
    table.store(second)
    assert second.pk > first.pk
    read = Event.objects.get(pk=second.pk)
    for field in Event._meta.concrete_fields:
        held = getattr(read, field.attname)
        assert (bytes(held) if field.name == "leaf" else held) == getattr(second, field.attname), field.name


def test_what_was_stored_is_not_stored_again() -> None:
    table, row = storing.Table(Event), event("a" * 32)
    table.store(row)
    with pytest.raises(AppendOnly):
        row.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        table.store(row)


def test_a_row_with_a_key_of_its_own_keeps_it() -> None:
    storing.Table(Session).store(Session(session_key="k", session_data="d", expire_date=cast.NOW))
    assert Session.objects.get(pk="k").expire_date == cast.NOW


def test_whoever_listens_for_saved_rows_hears_of_it() -> None:
    heard = []

    def listen(instance: Event, created: bool, **_: Any) -> None:
        heard.append((instance.uid, created))

    post_save.connect(listen, sender=Event)
    try:
        storing.Table(Event).store(event("a" * 32))
    finally:
        post_save.disconnect(listen, sender=Event)
    assert heard == [("a" * 32, True)]
