"""Linking: the decision that a source record is about a child. Reversible, with who and when on either end.

Only publication (the floor above) and officers decide; matching only proposes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from ground import refusals
from registry.matching.people import Kind
from registry.models import Link, MatchKey

_DECIDING = 0x6C696E6B
"""The number of the advisory lock under which records are linked."""


TOLD_APART = "told-apart"
"""What stands for a rule where no link was ever made, because a person told record and child apart before."""


class NotLinked(refusals.Conflict):
    words = "The source record is linked to nobody, so there is no link to take back."


@dataclass(frozen=True, slots=True)
class Decision:
    """That a source record is about a child (internal keys), the rule that said so, and its match keys."""

    record: int
    child: int
    rule: str
    keys: Mapping[Kind, bytes]


def one_at_a_time() -> None:
    """Wait until nobody else decides who is whom, and keep it so until the transaction ends.

    Two who decide at once would each find that a child is not known yet, and make two records of one child. Taken
    before any other lock.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_DECIDING])


def link(decisions: Iterable[Decision], *, made_by: str, now: datetime) -> None:
    """Make the links and remember the keys by which their children are matched from now on."""
    decisions = list(decisions)
    Link.objects.bulk_create(
        [
            Link(record_id=d.record, child_id=d.child, rule=d.rule, made_at=now, made_by=made_by)
            for d in decisions
        ]
    )
    remember(decisions)


def remember(decisions: Iterable[Decision]) -> None:
    """Replace the match keys of the records by those of what they say now."""
    decisions = list(decisions)
    MatchKey.objects.filter(record__in=[d.record for d in decisions]).delete()
    MatchKey.objects.bulk_create(
        [
            MatchKey(record_id=d.record, child_id=d.child, kind=kind, digest=digest)
            for d in decisions
            for kind, digest in d.keys.items()
        ]
    )


def unlink(record: int, *, ended_by: str, now: datetime) -> int:
    """Take back a record's link and forget its keys. Returns the child it was linked to, to be published again."""
    link = Link.objects.select_for_update().filter(record_id=record, ended_at__isnull=True).first()
    if link is None:
        raise NotLinked
    link.ended_at, link.ended_by = now, ended_by
    link.save(update_fields=["ended_at", "ended_by"])
    MatchKey.objects.filter(record_id=record).delete()
    return link.child_id


def tell_apart(record: int, child: int, *, told_by: str, now: datetime) -> None:
    """Remember that a person has said that a record is not about this child, though they look alike."""
    Link.objects.create(
        record_id=record,
        child_id=child,
        rule=TOLD_APART,
        made_at=now,
        made_by=told_by,
        ended_at=now,
        ended_by=told_by,
    )


def told_apart(records: Iterable[int]) -> set[tuple[int, int]]:
    """The pairs of record and child of whom a person has said so."""
    apart = Link.objects.filter(record__in=records, rule=TOLD_APART)
    return set(apart.values_list("record_id", "child_id"))


TAKEN_BACK = "told-apart-taken-back"
"""What stands for a rule where a person took back that they had told record and child apart."""


def take_back_telling_apart(record: int, *, since: datetime) -> None:
    """Forget that a person has told this record and anybody apart since then: a person decides it again."""
    apart = Link.objects.filter(record_id=record, rule=TOLD_APART, made_at__gte=since)
    apart.update(rule=TAKEN_BACK)


def was_made_for_a_newcomer(child: int, rule: str) -> bool:
    """Whether the child's record was made because a source record was about nobody known: by this rule."""
    first = (
        Link.objects.filter(child_id=child).exclude(rule__in=(TOLD_APART, TAKEN_BACK)).order_by("pk").first()
    )
    return first is not None and first.rule == rule


def parted(records: Iterable[int]) -> set[tuple[int, int]]:
    """The pairs of record and child whose link was taken back: no rule makes such a link again, only a person."""
    ended = Link.objects.filter(record__in=records, ended_at__isnull=False).exclude(rule=TAKEN_BACK)
    return set(ended.values_list("record_id", "child_id"))


def children_of(records: Iterable[int]) -> dict[int, int]:
    """The child that each record is linked to now, for those that are."""
    return dict(
        Link.objects.filter(record__in=records, ended_at__isnull=True).values_list("record_id", "child_id")
    )


def records_of(children: Iterable[int]) -> dict[int, int]:
    """The child of every record that is linked to one of these children now."""
    return dict(
        Link.objects.filter(child__in=children, ended_at__isnull=True).values_list("record_id", "child_id")
    )


def sources_of(children: Iterable[int]) -> dict[int, set[int]]:
    """The sources (internal keys) of which a record is linked to each of these children now."""
    found: dict[int, set[int]] = {}
    links = Link.objects.filter(child__in=children, ended_at__isnull=True)
    for child, source in links.values_list("child_id", "record__source_id"):
        found.setdefault(child, set()).add(source)
    return found
