"""Self-composition: one story, told in two worlds, compared step by step.

What is compared is everything that comes back: the status, every header, every byte, the cookies; what the session
remembers; the statements that the database was asked, in their order, without their values; and what is overheard
meanwhile: lines of logs, tasks for the worker, mails, waits. What is withheld must not even make the register work
differently. Of what happens behind the observer's back only this is compared: that no line says anything of a child.
"""

import contextlib
import functools
import hashlib
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from typing import Any, Final
from unittest import mock

from auditlog.registry import auditlog
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.converters import IntConverter
from django.urls.resolvers import URLPattern, URLResolver

from access import eyes
from audit.oversight import reviews
from contactpoint import health
from ground import refusals
from ground.statute import Purpose
from registry import involvements
from shielding import shields
from shielding.disclosure import brokering, disclosure, search
from shielding.forms import officers
from shielding.models import ContactRequest, Shield, Tier
from shielding.publication import publication, quarantine
from tests.house import building, overhearing, spec, stillness, stories, worlds
from tests.house.spec import Plain

SLOWER: Final = 0.06
"""By how many seconds of this thread's own work a request may differ before it is looked at again.

Time that the machine spends on others does not count. Waits are overheard, and what the database is asked is compared.
"""
TIMES: Final = 6
_SAVEPOINT: Final = re.compile(r"s\d+_x\d+")
LONG = timedelta(hours=1)


class NotAPair(AssertionError):
    """The story's worlds differ in something that the observer may see. A fault of the story, not of the product."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What came back of one request, what the database was asked for it, and what was overheard meanwhile."""

    what: str
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    cookies: str = ""
    body: bytes = b""
    session: str = ""
    asked: tuple[str, ...] = ()
    log: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    mails: tuple[str, ...] = ()
    waits: tuple[float, ...] = ()
    canaries: tuple[str, ...] = ()
    seconds: float = field(default=0.0, compare=False)


class Difference(AssertionError):
    """The observer could tell the two worlds apart, or somebody heard of a child."""

    def __init__(self, step: int, first: Seen, second: Seen) -> None:
        self.step, self.first, self.second = step, first, second
        super().__init__(f"step {step}, {first.what}: {', '.join(self.parts)} differ\n{self._excerpt()}")

    @property
    def parts(self) -> list[str]:
        names = [one.name for one in fields(Seen) if one.compare and one.name != "what"]
        return [name for name in names if getattr(self.first, name) != getattr(self.second, name)] or ["time"]

    def _excerpt(self) -> str:
        part = self.parts[0] if self.parts != ["time"] else "seconds"
        one, two = getattr(self.first, part), getattr(self.second, part)
        if part == "body":
            one, two = one.decode().splitlines(), two.decode().splitlines()
        if isinstance(one, (tuple, list)):
            pairs = ((a, b) for a, b in zip([*one, "(nothing)"], [*two, "(nothing)"], strict=False) if a != b)
            one, two = next(pairs, (f"{len(one)} in all", f"{len(two)} in all"))
        return f"  in one world: {one}\n  in the other: {two}"


_Told = list[list[Seen]]


def _in_pairs(first: _Told, second: _Told) -> Iterator[tuple[int, Seen, Seen]]:
    for step, (one, two) in enumerate(zip(first, second, strict=True)):
        yield from ((step, seen, other) for seen, other in zip(one, two, strict=True))


def _quickest(told: _Told, again: _Told) -> _Told:
    """The same with the lesser of the two times of each request."""
    return [
        [replace(one, seconds=min(one.seconds, two.seconds)) for one, two in zip(seen, other, strict=True)]
        for seen, other in zip(told, again, strict=True)
    ]


@dataclass(slots=True)
class Count:
    """How telling the requests were: how many used a value that is hidden in exactly one of the two worlds."""

    requests: int = 0
    telling: int = 0

    @property
    def share(self) -> float:
        return self.telling / self.requests if self.requests else 0.0


@dataclass(slots=True)
class Stage:
    """Where stories are told: a county, a still clock, an open transaction that nobody commits."""

    county: building.County
    still: stillness.Stillness
    ear: overhearing.Ear
    walked: Count = field(default_factory=Count)
    """Of the stories that walk at random. The aimed ones are about a child of whom something differs anyway."""

    def tell(self, story: Plain) -> None:
        """Tell the story in both worlds. Raises ``Difference`` at the first step at which they can be told apart."""
        observer = worlds.OBSERVERS[story["observer"]]
        self._check(observer, story)
        first, second = (self._told(story, side) for side in worlds.SIDES)
        for step, one, two in _in_pairs(first, second):
            for seen in (one, two):
                if seen.canaries:
                    raise Difference(step, seen, replace(seen, canaries=()))
            if one != two:
                raise Difference(step, one, two)
        self._compare_times(story, first, second)

    def _compare_times(self, story: Plain, first: "_Told", second: "_Told") -> None:
        """Where one world made much more work at a request, both are told again: chance does not do so seven times."""
        for _ in range(TIMES):
            slow = [
                (step, one, two)
                for step, one, two in _in_pairs(first, second)
                if abs(one.seconds - two.seconds) > SLOWER
            ]
            if not slow:
                return
            first = _quickest(first, self._told(story, 0))
            second = _quickest(second, self._told(story, 1))
        raise Difference(*slow[0])

    def _check(self, observer: Plain, story: Plain) -> None:
        both = [worlds.world(story, side) for side in worlds.SIDES]
        knowing = stories.people_in(story)
        for step in [{"do": "begin"}, *story["steps"]]:
            for side in worlds.SIDES:
                stories.unfold(both[side], step, side)
            for person in knowing:
                seen, other = (spec.visible(person, world) for world in both)
                if seen != other:
                    raise NotAPair(f"after {step}, {person['name']}:\n{seen}\n{other}")
            if "aim" not in story:
                self._count(observer, both, step)

    def _count(self, observer: Plain, both: list[Plain], step: Plain) -> None:
        if step["do"] == "colleague":
            step = step["step"]
        if step["do"] not in ("send", "open", "act", "visit", "look_behind", "load"):
            return
        form = step.get("form", {})
        terms = {step.get("place", ""), *form.values()} - {""}
        if step["do"] == "load":
            terms |= {
                " ".join((line["given_name"], line["family_name"], line["birth_date"]))
                for line in step["lines"]
            }
        if {"born_0", "born_1", "born_2"} <= form.keys():
            born = f"{form['born_2']}-{int(form['born_1']):02d}-{int(form['born_0']):02d}"
            terms.add(" ".join((form.get("given", ""), form.get("family", ""), born)))
        terms |= {code for code, name in stories.SCHOOL_NAMES.items() if name in terms}
        hidden = [spec.hidden_values(observer, world) for world in both]
        self.walked.requests += 1
        self.walked.telling += bool(terms & (hidden[0] ^ hidden[1]))

    def rehearse(self) -> None:
        """Visit everything once before it counts: what is imported at the first use may draw from chance meanwhile."""
        search = {"given": "Nobody", "family": "Atall", "born_0": "1", "born_1": "1", "born_2": "2015"}
        for name in ("jane", "sana", "otto", "ada", "lena", "nora"):
            steps = [{"do": "visit", "to": to, "place": worlds.UNKNOWN} for to in visited()]
            steps.append({"do": "send", "to": "shielding:search", "place": "", "form": search})
            steps.append({"do": "open", "place": worlds.UNKNOWN})
            nobody: Plain = {"observer": name, "slots": [], "requests": [[], []], "quarantine": [[], []]}
            self._told({**nobody, "steps": steps}, 0)
        self._told(
            {**nobody, "observer": "sender", "steps": [{"do": "load", "lines": [stories.NOBODYS_LINE]}]}, 0
        )
        # The first of a kind that the log of changes writes down looks its kind up, once in a process.
        ContentType.objects.get_for_models(*auditlog.get_models())

    def _told(self, story: Plain, side: int) -> list[list[Seen]]:
        mark = transaction.savepoint()
        try:
            self.still.begin_again()
            self.county.build(worlds.world(story, side))
            self.ear.take()
            telling = _Telling(self, story, side)
            with _limits(story.get("limits", {})):
                return [telling.play(number, step) for number, step in enumerate(story["steps"])]
        finally:
            connection.needs_rollback = False
            transaction.savepoint_rollback(mark)


class _Telling:
    """One story in one world."""

    def __init__(self, stage: Stage, story: Plain, side: int) -> None:
        self.stage, self.side = stage, side
        self.name = story["observer"]
        self.plain = worlds.world(story, side)
        self.browser = self._browser_of(self.name)

    def _browser_of(self, name: str) -> Client:
        browser = Client(raise_request_exception=False)
        if name in worlds.SIGNED_IN:
            browser.cookies["__Host-session"] = self.stage.county.keys[name]
        return browser

    def play(self, number: int, step: Plain) -> list[Seen]:
        self.stage.still.step(number)
        seen = getattr(self, f"_{step['do']}")(step)
        heard = self.stage.ear.take().canaries(self.plain)
        stories.unfold(self.plain, step, self.side)
        if seen is None:
            return [Seen("behind the observer's back", canaries=heard)]
        return list(seen)

    # what the observer does

    def _send(self, step: Plain) -> list[Seen]:
        sent = self._ask("POST", step["to"], step.get("place", ""), step["form"])
        answer = dict(sent.headers).get("Location", "")
        return [sent, self._follow(answer)] if answer.startswith("/search/") else [sent]

    def _visit(self, step: Plain) -> list[Seen]:
        return [self._ask("GET", step["to"], step["place"])]

    def _open(self, step: Plain) -> list[Seen]:
        """Say why, and read the record."""
        reason = {"purpose": Purpose.FIND_OTHERS.value, "reason": stories.REASON}
        said = self._ask("POST", "shielding:reason", step["place"], reason)
        return [said, self._ask("GET", "shielding:record", step["place"])]

    def _look_behind(self, step: Plain) -> list[Seen]:
        """Open the record, and look at a page that is shown with it."""
        return [*self._open(step), *self._visit(step)]

    def _act(self, step: Plain) -> list[Seen]:
        """Open the record, do something there, and look again."""
        before = self._open(step)
        done = self._ask("POST", step["to"], step["place"], step["form"])
        return [*before, done, self._ask("GET", "shielding:record", step["place"])]

    def _wait(self, step: Plain) -> None:
        passed = timedelta(minutes=step["minutes"])
        self.stage.still.pass_time(passed)
        quarantine.carry_out(now=self.stage.still.now)
        publication.try_again()
        publication.publish_waiting(now=self.stage.still.now)
        for name in {self.name, *worlds.COLLEAGUES.get(self.name, ())} & {*worlds.SIGNED_IN}:
            self.stage.county.keep_signed_in(name, now=self.stage.still.now, again=passed > LONG)

    def _colleague(self, step: Plain) -> None:
        """Somebody over whom the observer watches does something. What they see is theirs; that they did it is not."""
        own, self.browser = self.browser, self._browser_of(step["name"])
        try:
            getattr(self, f"_{step['step']['do']}")(step["step"])
        finally:
            self.browser = own

    def _load(self, step: Plain) -> list[Seen]:
        """A source sends a file. Its sender is told what became of the lines, and no more."""
        told = self.stage.county.load(step["lines"])
        heard = self.stage.ear.take()
        return [
            Seen("a file is sent", body=told.encode(), mails=heard.mails, canaries=heard.canaries(self.plain))
        ]

    def _ask(self, method: str, name: str, place: str, form: Plain | None = None) -> Seen:
        return self._request(f"{method} {name}", method, url(name, self._resolved(place)), form)

    def _follow(self, path: str) -> Seen:
        """The page that answers to what was sent."""
        return self._request("GET the answer", "GET", path)

    def _request(self, what: str, method: str, path: str, form: Plain | None = None) -> Seen:
        sent = {field: self._resolved(text) for field, text in (form or {}).items()}
        self.stage.ear.take()
        began = time.thread_time()
        with _asked() as asked:
            response: HttpResponse = getattr(self.browser, method.lower())(path, sent)
        seconds = time.thread_time() - began
        heard = self.stage.ear.take()
        return Seen(
            what=what,
            status=response.status_code,
            headers=tuple(sorted(response.headers.items())),
            cookies=self.browser.cookies.output(),
            body=b"".join(response.streaming_content) if response.streaming else response.content,
            session=self._remembered(),
            asked=tuple(asked),
            log=heard.log,
            tasks=heard.tasks,
            mails=heard.mails,
            waits=heard.waits,
            canaries=heard.canaries(self.plain),
            seconds=seconds,
        )

    def _resolved(self, place: str) -> str:
        """In a story an account is named by the person, as ``@tim``, and what came of an act by what it is."""
        name = place.removeprefix("@")
        if name == place:
            return place
        if place in stories.NAMED_BY_WORK.values():
            return self.stage.county.named_by_work(name, self.name)
        return self.stage.county.accounts[name].reference

    def _remembered(self) -> str:
        """What the server keeps of the session of whose browser this is."""
        cookie = self.browser.cookies.get("__Host-session")
        if not (cookie and cookie.value):
            return ""
        with connection.cursor() as cursor:
            cursor.execute("SELECT session_data FROM django_session WHERE session_key = %s", [cookie.value])
            kept = cursor.fetchone()
        return _decoded(*kept) if kept else ""

    # what happens behind the observer's back

    def _behind(self, step: Plain) -> None:
        event = step["sides"][self.side]
        child = next((c for c in self.plain["children"] if c["slot"] == step["slot"]), None)
        if event and child:
            getattr(self, f"_{event['event']}_happens")(child, event)

    def _hear_happens(self, child: Plain, event: Plain) -> None:
        newer = child | event["change"]
        self.stage.county.hear(newer, as_at=event["change"]["as_at"], now=self.stage.still.now)

    def _move_happens(self, child: Plain, event: Plain) -> None:
        to = event.get("to", worlds.elsewhere(child))
        self.stage.county.hear_of_move(child, to, as_at=event["as_at"], now=self.stage.still.now)

    def _stranger_happens(self, child: Plain, event: Plain) -> None:
        like = child | ({"born": event["born"], "born_to": event["born"]} if "born" in event else {})
        self.stage.county.hear_of_stranger(like, event["postcode"], now=self.stage.still.now)

    def _specialist_happens(self, child: Plain, event: Plain) -> None:
        line = stories.specialist_line_of(event, child)
        self.stage.county.hear_of_specialist(child, line, now=self.stage.still.now)

    def _impose_happens(self, child: Plain, event: Plain) -> None:
        shields.impose(
            child["reference"],
            tier=Tier(event["tier"]),
            grounds=Shield.Grounds.PLACEMENT,
            justification="A placement is at risk while this is known",
            by=self.stage.county.searcher("olive"),
            now=self.stage.still.now,
        )

    def _review_happens(self, child: Plain, event: Plain) -> None:
        shields.review(
            child["reference"],
            reason="It was looked at again today",
            by=self.stage.county.searcher("olive"),
            now=self.stage.still.now,
        )

    def _open_happens(self, child: Plain, event: Plain) -> None:
        with contextlib.suppress(refusals.Refusal):
            disclosure.disclose(child["reference"], to=self._viewer("tim", child), now=self.stage.still.now)

    def _ask_happens(self, child: Plain, event: Plain) -> None:
        with contextlib.suppress(refusals.Refusal):
            brokering.ask(
                by=self._viewer("uma", child),
                urgency=ContactRequest.Urgency.TODAY,
                reason="Please let us talk",
                now=self.stage.still.now,
            )

    def _work_happens(self, child: Plain, event: Plain) -> None:
        with contextlib.suppress(refusals.Refusal):
            involvements.start(by=self._viewer("tim", child), now=self.stage.still.now)

    def _join_happens(self, child: Plain, event: Plain) -> None:
        with contextlib.suppress(refusals.Refusal):  # a file that was sent has confirmed it meanwhile
            self.stage.county.decide_on_proposal(child, event["into"], now=self.stage.still.now)

    def _refuse_happens(self, child: Plain, event: Plain) -> None:
        with contextlib.suppress(refusals.Refusal):
            self.stage.county.decide_on_proposal(child, "", now=self.stage.still.now)

    def _viewer(self, name: str, child: Plain) -> eyes.Viewer:
        return eyes.look(
            self.stage.county.searcher(name),
            reference=child["reference"],
            purpose=Purpose.PROTECT,
            reason="We protect this child together",
            now=self.stage.still.now,
        )


@functools.lru_cache(maxsize=1000)
def _decoded(kept: str) -> str:
    """What a session's row says, in one order."""
    return repr(sorted(Session(session_data=kept).get_decoded().items()))


@contextlib.contextmanager
def _asked() -> Iterator[list[str]]:
    """The statements that the database is asked meanwhile, without their values."""
    asked: list[str] = []

    def listen(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(_SAVEPOINT.sub("savepoint", sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        yield asked


@contextlib.contextmanager
def _limits(limits: Plain) -> Iterator[None]:
    """Limits that a world of a few children can reach: of a branch of the search, of a list, of a page."""
    places = {
        "branch": (search, "BRANCH_LIMIT"),
        "ticked": (officers, "MOST_TICKED"),
        "page": (reviews, "PAGE"),
    }
    with contextlib.ExitStack() as stack:
        for name, limit in limits.items():
            stack.enter_context(mock.patch.object(*places[name], limit))
        yield


def trace_of(asked: tuple[str, ...]) -> str:
    """The digest of an ordered list of statements."""
    return hashlib.sha256("\n".join(asked).encode()).hexdigest()


# --- the addresses of the site ----------------------------------------------------------------------------------


@functools.cache
def urls(urlconf: str | None = None) -> dict[str, URLPattern]:
    """Every address of the site, or of another urlconf, by its full name, read from the resolver."""
    found: dict[str, URLPattern] = {}

    def walk(patterns: list[URLPattern | URLResolver], namespace: str) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                walk(pattern.url_patterns, inner)
            else:
                found[f"{namespace}{pattern.name}"] = pattern

    walk(get_resolver(urlconf).url_patterns, "")
    return found


def methods_of(name: str) -> set[str]:
    """The methods that the view at this address is held to by ``require_http_methods``, all where by nothing."""
    view: Any = urls()[name].callback
    while view is not None:
        held = dict(zip(view.__code__.co_freevars, view.__closure__ or (), strict=True))
        if "request_method_list" in held:
            return set(held["request_method_list"].cell_contents)
        view = getattr(view, "__wrapped__", None)
    return {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}


def visited() -> tuple[str, ...]:
    """The addresses that stories visit: all of them, but for those that the list of exceptions names."""
    return tuple(sorted(set(urls()) - set(stories.NO_VISITS)))


def url(name: str, place: str) -> str:
    """The path of an address; ``place`` stands wherever it takes a reference, 1 wherever it takes a number."""
    converters = urls()[name].pattern.converters
    kinds = {key: isinstance(converter, IntConverter) for key, converter in converters.items()}
    return reverse(
        name, kwargs={key: 1 if is_int else place or worlds.UNKNOWN for key, is_int in kinds.items()}
    )


@contextlib.contextmanager
def _healthy() -> Iterator[None]:
    """The health page looks at the database alone, and looks each time: there is no broker and no worker here."""
    with (
        mock.patch.object(health, "broker_answers", return_value=True),
        mock.patch.object(health, "worker_answers", return_value=True),
        mock.patch.object(health, "KEPT_SECONDS", 0.0),
    ):
        yield


@contextlib.contextmanager
def stage() -> Iterator[Stage]:
    """A stage in the database of this process, inside a transaction that is rolled back at the end.

    The outermost block is marked as a test's own, as Django marks it, so that durable blocks inside are allowed.
    """
    ear = overhearing.Ear()
    with stillness.Stillness(worlds.START).kept() as still, ear.listening(), _healthy():
        block = transaction.atomic()
        block._from_testcase = True  # type: ignore[attr-defined]
        with block:
            still.begin_again()
            made = Stage(building.County(), still, ear)
            made.rehearse()
            yield made
            transaction.set_rollback(True)
