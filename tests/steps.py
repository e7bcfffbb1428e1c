"""Steps that the stories of the domain are made of: send, wait, publish, shield, look, search."""

from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from datetime import datetime
from typing import Any

from django.db import connection

from audit.models import Event
from registry import intake, records
from registry.models import Child, Delivery, Link, Statement
from shielding import shields
from shielding.disclosure import disclosure, search
from shielding.disclosure.query import Query
from shielding.models import SearchKey, Shield, Tier
from shielding.publication import publication
from tests import cast
from tests.stack import STACK
from workshop.embedded import postgres

WHY = "The father looks for the child; the family lives in a refuge."


def receive(source: str, *lines: Mapping[str, str], now: datetime = cast.NOW) -> Delivery:
    """Take a file into the inbox; publish nothing of it."""
    stream = cast.file(source, *map(dict, lines))
    delivery = intake.open_delivery(intake.source_of(source), digest=intake.digest_of(stream), now=now)
    stream.seek(0)
    intake.receive(delivery, stream, now=now)
    return delivery


def publish(now: datetime = cast.NOW) -> int:
    return publication.publish_waiting(now=now)


def child(given: str) -> str:
    """The reference of the one child of this given name. (A first census line makes it.)"""
    return cast.reference_of(given)


def known(*lines: Mapping[str, str], source: str = cast.CENSUS) -> str:
    """Send census lines; the reference of the first one's child."""
    cast.send(source, *map(dict, lines))
    link = Link.objects.get(record__source__code=source, record__key=lines[0]["record_id"], ended_at=None)
    return link.child.reference


def shield(
    reference: str,
    tier: Tier = Tier.SHIELDED,
    by: str = "olive",
    now: datetime = cast.NOW,
    also: Collection[str] = (),
) -> None:
    shields.impose(
        reference,
        tier=tier,
        grounds=Shield.Grounds.HARM_TO_CHILD,
        justification=WHY,
        by=cast.searcher(by),
        now=now,
        also=also,
    )


def see(username: str, reference: str, now: datetime = cast.NOW) -> disclosure.Disclosure:
    """Open the record as this member of the cast."""
    return disclosure.disclose(reference, to=cast.viewer(username, reference, now=now), now=now)


def find(username: str = "jane", now: datetime = cast.NOW, **typed: Any) -> search.Outcome:
    return search.find(Query(**typed), by=cast.searcher(username), now=now)


def kelly(**more: Any) -> dict[str, Any]:
    """What somebody types who knows Kelly's name and birth date."""
    return {"given": "Kelly", "family": "Example", "born": cast.born("2011-03-14"), **more}


def robin(**more: Any) -> dict[str, Any]:
    return {"given": "Robin", "family": "Madeup", "born": cast.born("2014-05-06"), **more}


def cards(outcome: search.Outcome) -> list[str]:
    """The names on the cards of an answer."""
    return [card.name for card in outcome.cards] if isinstance(outcome, search.Found) else []


def outcomes() -> list[tuple[str, str]]:
    """What became of every statement, in the order of receipt."""
    return list(Statement.objects.order_by("pk").values_list("outcome", "quarantine"))


def what_shows() -> dict[str, Any]:
    """Everything that anybody can come to see, the trail apart: the search keys, and each record for three readers."""
    keys = sorted(
        map(repr, SearchKey.objects.values_list(*(f.name for f in SearchKey._meta.fields if f.name != "id")))
    )
    seen: dict[str, Any] = {"search keys": keys}
    for reference in Child.objects.order_by("pk").values_list("reference", flat=True):
        for username in ("jane", "nia", "olive"):
            try:
                seen[f"{username} {reference}"] = repr(see(username, reference))
            except records.NoSuchChild:
                seen[f"{username} {reference}"] = "no such child"
    return seen


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do these acts at the same time, each on a connection of its own, and return what they returned."""

    def alone(act: Callable[[], object]) -> object:
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [doing.result(60) for doing in [pool.submit(alone, act) for act in acts]]


def as_owner(statement: str) -> None:
    """Run one statement as the owner of the tables, on a connection of its own, and commit it."""
    owner = STACK.postgres.connect(postgres.OWNER, STACK.database)
    try:
        with owner, owner.cursor() as cursor:
            cursor.execute(statement)
    finally:
        owner.close()


def withheld(shown: disclosure.Disclosure) -> set[str]:
    """The names of the parts that are withheld."""
    return {f.name for f in fields(shown) if getattr(shown, f.name) is disclosure.WITHHELD}


def events(verb: str) -> list[Event]:
    return list(Event.objects.filter(verb=verb).order_by("pk"))
