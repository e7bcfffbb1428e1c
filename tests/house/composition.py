"""Self-composition: one story, told in two worlds, compared step by step.

What is compared is everything that comes back: the status, every header, every byte, the cookies; and the statements
that the database was asked, in their order, without their values: what is withheld must not even make the register
work differently.
"""

import contextlib
import functools
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from auditlog.registry import auditlog
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.converters import IntConverter
from django.urls.resolvers import URLPattern, URLResolver

from access import eyes
from ground.statute import Purpose
from registry import involvements, records
from shielding import shields
from shielding.disclosure import brokering, disclosure
from shielding.models import ContactRequest, Shield, Tier
from shielding.publication import publication, quarantine
from tests.house import building, spec, stillness, stories, worlds
from tests.house.spec import Plain

_SAVEPOINT: Final = re.compile(r"s\d+_x\d+")
LONG = timedelta(hours=1)


class NotAPair(AssertionError):
    """The story's worlds differ in something that the observer may see. A fault of the story, not of the product."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What came back of one request, and what the database was asked for it."""

    what: str
    status: int
    headers: tuple[tuple[str, str], ...]
    cookies: str
    body: bytes
    asked: tuple[str, ...]


class Difference(AssertionError):
    """The observer could tell the two worlds apart."""

    def __init__(self, step: int, first: Seen, second: Seen) -> None:
        self.step, self.first, self.second = step, first, second
        super().__init__(f"step {step}, {first.what}: {', '.join(self.parts)} differ\n{self._excerpt()}")

    @property
    def parts(self) -> list[str]:
        names = ("status", "headers", "cookies", "body", "asked")
        return [name for name in names if getattr(self.first, name) != getattr(self.second, name)]

    def _excerpt(self) -> str:
        part = self.parts[0]
        one, two = getattr(self.first, part), getattr(self.second, part)
        if part == "body":
            one, two = one.decode().splitlines(), two.decode().splitlines()
        if isinstance(one, (tuple, list)):
            pairs = ((a, b) for a, b in zip([*one, "(nothing)"], [*two, "(nothing)"], strict=False) if a != b)
            one, two = next(pairs, (f"{len(one)} in all", f"{len(two)} in all"))
        return f"  in one world: {one}\n  in the other: {two}"


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
    count: Count = field(default_factory=Count)

    def tell(self, story: Plain) -> None:
        """Tell the story in both worlds. Raises ``Difference`` at the first step at which they can be told apart."""
        observer = worlds.OBSERVERS[story["observer"]]
        self._check(observer, story)
        first, second = (self._told(story, side) for side in worlds.SIDES)
        for step, (one, two) in enumerate(zip(first, second, strict=True)):
            for seen, other in zip(one, two, strict=True):
                if seen != other:
                    raise Difference(step, seen, other)

    def _check(self, observer: Plain, story: Plain) -> None:
        both = [worlds.world(story, side) for side in worlds.SIDES]
        for step in [{"do": "begin"}, *story["steps"]]:
            for side in worlds.SIDES:
                stories.unfold(both[side], step, side)
            seen, other = (spec.visible(observer, world) for world in both)
            if seen != other:
                raise NotAPair(f"after {step}:\n{seen}\n{other}")
            self._count(observer, both, step)

    def _count(self, observer: Plain, both: list[Plain], step: Plain) -> None:
        if step["do"] not in ("send", "open", "act", "visit", "look_behind"):
            return
        terms = {step.get("place", ""), *step.get("form", {}).values()} - {""}
        form = step.get("form", {})
        if {"born_0", "born_1", "born_2"} <= form.keys():
            born = f"{form['born_2']}-{int(form['born_1']):02d}-{int(form['born_0']):02d}"
            terms.add(" ".join((form.get("given", ""), form.get("family", ""), born)))
        terms |= {code for code, name in stories.SCHOOL_NAMES.items() if name in terms}
        hidden = [spec.hidden_values(observer, world) for world in both]
        self.count.requests += 1
        self.count.telling += bool(terms & (hidden[0] ^ hidden[1]))

    def rehearse(self) -> None:
        """Visit everything once before it counts: what is imported at the first use may draw from chance meanwhile."""
        search = {"given": "Nobody", "family": "Atall", "born_0": "1", "born_1": "1", "born_2": "2015"}
        for name in ("jane", "sana", "otto", "ada", "lena"):
            steps = [{"do": "visit", "to": to, "place": worlds.UNKNOWN} for to in visited()]
            steps.append({"do": "send", "to": "shielding:search", "place": "", "form": search})
            steps.append({"do": "open", "place": worlds.UNKNOWN})
            nobody: Plain = {"observer": name, "slots": [], "requests": [[], []], "quarantine": [[], []]}
            self._told({**nobody, "steps": steps}, 0)
        # The first of a kind that the log of changes writes down looks its kind up, once in a process.
        ContentType.objects.get_for_models(*auditlog.get_models())

    def _told(self, story: Plain, side: int) -> list[list[Seen]]:
        mark = transaction.savepoint()
        try:
            self.still.begin_again()
            self.county.build(worlds.world(story, side))
            telling = _Telling(self, story, side)
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
        self.browser = Client(raise_request_exception=False)
        if self.name != "nobody":
            self.browser.cookies["__Host-session"] = stage.county.keys[self.name]

    def play(self, number: int, step: Plain) -> list[Seen]:
        self.stage.still.step(number)
        seen = getattr(self, f"_{step['do']}")(step)
        stories.unfold(self.plain, step, self.side)
        return seen or []

    # what the observer does

    def _send(self, step: Plain) -> list[Seen]:
        return [self._ask("POST", step["to"], step.get("place", ""), step["form"])]

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
        if self.name != "nobody":
            self.stage.county.keep_signed_in(self.name, now=self.stage.still.now, again=passed > LONG)

    def _ask(self, method: str, name: str, place: str, form: Plain | None = None) -> Seen:
        path = url(name, place)
        with _asked() as asked:
            response: HttpResponse = getattr(self.browser, method.lower())(path, form or {})
        return Seen(
            what=f"{method} {name}",
            status=response.status_code,
            headers=tuple(sorted(response.headers.items())),
            cookies=self.browser.cookies.output(),
            body=response.content,
            asked=tuple(asked),
        )

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
        self.stage.county.hear_of_move(child, as_at=event["as_at"], now=self.stage.still.now)

    def _stranger_happens(self, child: Plain, event: Plain) -> None:
        self.stage.county.hear_of_stranger(child, event["postcode"], now=self.stage.still.now)

    def _specialist_happens(self, child: Plain, event: Plain) -> None:
        self.stage.county.hear_of_specialist(child, now=self.stage.still.now)

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
        shields.review(child["reference"], by=self.stage.county.searcher("olive"), now=self.stage.still.now)

    def _open_happens(self, child: Plain, event: Plain) -> None:
        with contextlib.suppress(records.NoSuchChild):
            disclosure.disclose(child["reference"], to=self._viewer("tim", child), now=self.stage.still.now)

    def _ask_happens(self, child: Plain, event: Plain) -> None:
        with contextlib.suppress(records.NoSuchChild):
            brokering.ask(
                by=self._viewer("uma", child),
                urgency=ContactRequest.Urgency.TODAY,
                reason="Please let us talk",
                now=self.stage.still.now,
            )

    def _work_happens(self, child: Plain, event: Plain) -> None:
        involvements.start(by=self._viewer("tim", child), now=self.stage.still.now)

    def _viewer(self, name: str, child: Plain) -> eyes.Viewer:
        return eyes.look(
            self.stage.county.searcher(name),
            reference=child["reference"],
            purpose=Purpose.PROTECT,
            reason="We protect this child together",
            now=self.stage.still.now,
        )


@contextlib.contextmanager
def _asked() -> Iterator[list[str]]:
    """The statements that the database is asked meanwhile, without their values."""
    asked: list[str] = []

    def listen(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(_SAVEPOINT.sub("savepoint", sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        yield asked


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
def stage() -> Iterator[Stage]:
    """A stage in the database of this process, inside a transaction that is rolled back at the end.

    The outermost block is marked as a test's own, as Django marks it, so that durable blocks inside are allowed.
    """
    with stillness.Stillness(worlds.START).kept() as still:
        block = transaction.atomic()
        block._from_testcase = True  # type: ignore[attr-defined]
        with block:
            still.begin_again()
            made = Stage(building.County(), still)
            made.rehearse()
            yield made
            transaction.set_rollback(True)
