"""What happens when a part of the running system dies, stands still or cannot write, while people work.

Every answer is a right one, or our own page that says "try again in a minute". Nobody has to sign in again. What was
acknowledged is there afterwards, and nothing of a child reached anybody without an event in the trail before it. A
killed part comes back by itself.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from tests.outages.machinery import Machinery, kill
from tests.outages.people import Answer, Crowd, Person, Seen
from workshop.demo import cast

KILLED: dict[str, tuple[Callable[[Machinery], int], bool]] = {
    "one of the web server's workers": (lambda m: m.one_below("web"), True),
    "the web server": (lambda m: m.system.pid_of("web"), True),
    "a database connection's server": (lambda m: m.one_below("postgres"), False),
    "the database": (lambda m: m.system.pid_of("postgres"), False),
    "the broker": (lambda m: m.system.pid_of("redis"), False),
    "the worker": (lambda m: m.system.pid_of("worker"), False),
}
"""What is killed, and whether a request may be cut off with it: those alone that the killed process itself held."""


@pytest.mark.parametrize("part", KILLED)
def test_who_works_while_a_part_is_killed_gets_right_answers_or_the_page_that_says_so(
    part: str, machinery: Machinery, crowd: Crowd
):
    pid_of, may_cut = KILLED[part]
    with crowd.at_work():
        since = timezone.now()
        kill(pid_of(machinery))
        crowd.wait_for_whole_rounds(2)
    machinery.wait_for_health(database="ok", broker="ok", worker="ok")
    answers = crowd.answers(since)
    assert_right_or_unavailable(answers)
    cut = Counter(answer.person for answer in answers if answer.is_cut)
    # a killed web server takes its workers with it a moment later: each may have held a request of the same person
    assert all(times <= 2 * may_cut for times in cut.values()), [str(a) for a in answers if a.is_cut]
    if part in {"the broker", "the worker"}:
        assert {answer.status for answer in answers} <= {200, 302}, "Pages need neither of them."


def test_who_asks_while_the_database_stands_still_waits_a_little(machinery: Machinery, crowd: Crowd):
    with crowd.at_work():
        since = timezone.now()
        with machinery.frozen("postgres"):
            machinery.wait_for_health(database="failed", migrations="failed", broker="ok")
        crowd.wait_for_whole_rounds()
    machinery.wait_for_health(database="ok", migrations="ok")
    assert_right_or_unavailable(crowd.answers(since))
    assert not any(answer.is_cut for answer in crowd.answers(since))


@pytest.mark.parametrize(("process", "part"), [("redis", "broker"), ("worker", "worker")])
def test_pages_do_not_notice_that_broker_or_worker_stand_still(
    process: str, part: str, machinery: Machinery, crowd: Crowd
):
    person = crowd.people[0]
    with machinery.frozen(process):
        assert person.work_once(cast.KELLY), [str(answer) for answer in person.answers[-4:]]
        machinery.wait_for_health(**{"database": "ok", part: "failed"})
    machinery.wait_for_health(**{part: "ok", "worker": "ok"})


_REFUSE = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE 'no space left on device' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER no_room BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION no_room()
"""
UNWRITABLE = {
    "the table is gone": (
        "ALTER TABLE audit_event RENAME TO audit_event_gone",
        "ALTER TABLE audit_event_gone RENAME TO audit_event",
    ),
    "the right is gone": (
        "REVOKE INSERT ON audit_event FROM contactpoint_web",
        "GRANT INSERT ON audit_event TO contactpoint_web",
    ),
    "the disk is full": (_REFUSE, "DROP TRIGGER no_room ON audit_event; DROP FUNCTION no_room()"),
}


@pytest.mark.parametrize("cause", UNWRITABLE)
def test_nothing_is_shown_or_done_while_the_trail_cannot_be_written(
    cause: str, machinery: Machinery, crowd: Crowd
):
    spoil, mend = UNWRITABLE[cause]
    person = crowd.people[0]
    reference = person.search(cast.KELLY)
    person.open(reference, "Before the trail could not be written")
    involved = person.involved.get(reference)
    machinery.tell(spoil)
    try:
        person.involved[reference] = involved
        typed, *refused = [
            *asked(person, lambda: person.search(cast.KELLY)),
            person.get(f"/children/{reference}/"),
            *asked(person, lambda: person.press(reference)),
        ]
    finally:
        machinery.tell(mend)
    assert typed.location.startswith("/search/"), (
        "What was typed is kept; that shows nothing and finds nobody."
    )
    assert [answer.is_outage_page for answer in refused] == [True, True, True], [str(a) for a in refused]
    assert_right_or_unavailable(refused)
    rows = machinery.ask(OPEN_INVOLVEMENTS, person.username, reference)
    assert bool(rows) == bool(involved), "A press was acknowledged by nobody, and yet recorded."
    person.involved[reference] = involved
    assert person.work_once(cast.KELLY)


def test_what_was_acknowledged_is_there(machinery: Machinery, crowd: Crowd):
    """After all that: every press whose redirect arrived is in the record."""
    acknowledged = [
        (person, reference, wanted)
        for person in crowd.people
        for reference, wanted in person.involved.items()
        if wanted is not None
    ]
    assert acknowledged
    for person, reference, wanted in acknowledged:
        rows = machinery.ask(OPEN_INVOLVEMENTS, person.username, reference)
        assert len(rows) == wanted, (person.username, reference, wanted)


def test_nothing_was_shown_without_an_event_before_it(machinery: Machinery, crowd: Crowd):
    """For each record and each card that reached a screen: the trail says who, which and when, before it came."""
    events = machinery.ask(
        "SELECT verb, username, audit_event.reference, shown, reason, at FROM audit_event "
        "JOIN access_account ON audit_event.account = access_account.reference"
    )
    disclosed: dict[tuple[str, str, str], list[datetime]] = {}
    searched: dict[tuple[str, str], list[datetime]] = {}
    for verb, username, reference, shown, reason, at in events:
        if verb == "disclosed":
            disclosed.setdefault((username, reference, reason), []).append(at)
        elif verb == "searched":
            for one in shown:
                searched.setdefault((username, one), []).append(at)
    records = [seen for person in crowd.people for seen in person.records_seen]
    cards = [seen for person in crowd.people for seen in person.cards_seen]
    assert records
    assert cards
    for seen in records:
        assert_recorded(seen, disclosed.get((seen.person, seen.reference, seen.reason), []))
    for seen in cards:
        assert_recorded(seen, searched.get((seen.person, seen.reference), []))


OPEN_INVOLVEMENTS = """
SELECT 1 FROM registry_involvement involvement
  JOIN access_account account ON account.id = involvement.account_id
       OR (involvement.account_id IS NULL AND account.email = involvement.email)
  JOIN registry_child child ON child.id = involvement.child_id
 WHERE account.username = %s AND child.reference = %s AND involvement.ended_on IS NULL
"""
HEADERS = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
FAMILY_NAMES = {child.row(timezone.localdate())["family_name"] for child in cast.CHILDREN}


def assert_right_or_unavailable(answers: Iterable[Answer]) -> None:
    """Each answer is right, or our own page saying that the register is not available; or it was cut off."""
    for answer in answers:
        if answer.is_cut:
            continue
        assert answer.is_outage_page or answer.status in {200, 302}, f"{answer}\n{answer.body[:2000]}"
        assert not answer.location.startswith("/sign-in/"), f"The session was lost: {answer}"
        assert HEADERS.items() <= answer.headers.items(), (str(answer), answer.headers)
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        if answer.is_outage_page:
            assert answer.headers["retry-after"]
            assert not any(name in answer.body for name in FAMILY_NAMES)


def assert_recorded(seen: Seen, moments: list[datetime]) -> None:
    """One of these moments lies between the sending of the request and the coming of what was seen."""
    slack = timedelta(milliseconds=5)
    assert any(seen.sent - slack <= at <= seen.came for at in moments), (seen, moments)


def asked(person: Person, act: Callable[[], object]) -> list[Answer]:
    """The answers that somebody got for this."""
    before = len(person.answers)
    act()
    return person.answers[before:]
