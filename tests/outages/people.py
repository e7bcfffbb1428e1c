"""People at work on the running system, by plain HTTP: everything they sent, and everything that came back."""

import http.client
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from django.utils import timezone

from workshop.demo import cast

CARD = re.compile(r'action="/children/([0-9a-f]{32})/reason/"')
UNAVAILABLE = "Sorry, ContactPoint is not available now"
FAULT = "Sorry, something went wrong"
LONGEST_WAIT = 60.0
PAUSE = 0.1
"""Between two rounds, so that a part which comes back finds the machine not wholly busy."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for one request; status 0 where the connection was cut."""

    person: str
    method: str
    path: str
    sent: datetime
    came: datetime
    status: int
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    error: str = ""

    def __str__(self) -> str:
        return f"{self.person} {self.method} {self.path}: {self.status} {self.error or self.title}"

    @property
    def title(self) -> str:
        found = re.search(r"<title>(.*?)</title>", self.body, re.DOTALL)
        return found.group(1).strip() if found else self.body[:80]

    @property
    def location(self) -> str:
        return self.headers.get("location", "")

    @property
    def is_cut(self) -> bool:
        return self.status == 0

    @property
    def is_outage_page(self) -> bool:
        return self.status == 503 and UNAVAILABLE in self.body


@dataclass(frozen=True, slots=True)
class Seen:
    """Something about a child that reached a person's screen."""

    person: str
    reference: str
    sent: datetime
    came: datetime
    reason: str = ""


class Person:
    """One signed-in person with a cookie jar of their own. (A browser's would refuse to send __Host- cookies here.)"""

    def __init__(self, port: int, card: dict[str, str]) -> None:
        self.port = port
        self.card = card
        self.username = card["username"]
        self.cookies: dict[str, str] = {}
        self.answers: list[Answer] = []
        self.cards_seen: list[Seen] = []
        self.records_seen: list[Seen] = []
        self.involved: dict[str, bool | None] = {}
        """By child: what the last acknowledged press says; None where the last press was not acknowledged."""
        self.rounds = 0

    # --- one request

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, {})

    def post(self, path: str, **fields: str) -> Answer:
        return self._ask("POST", path, fields)

    def _ask(self, method: str, path: str, fields: dict[str, str]) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if method == "POST":
            body = urlencode({"csrfmiddlewaretoken": self.cookies.get("__Host-csrftoken", "")} | fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONGEST_WAIT)
        sent = timezone.now()
        try:
            connection.request(method, path, body=body, headers=headers)
            response = connection.getresponse()
            text = response.read().decode()
            answer = Answer(
                *(self.username, method, path, sent, timezone.now(), response.status, text),
                headers={name.lower(): value for name, value in response.getheaders()},
            )
            self._keep_cookies(response)
        except (OSError, http.client.HTTPException) as error:
            answer = Answer(self.username, method, path, sent, timezone.now(), 0, error=repr(error))
        finally:
            connection.close()
        self.answers.append(answer)
        return answer

    def _keep_cookies(self, response: http.client.HTTPResponse) -> None:
        for line in response.headers.get_all("Set-Cookie") or ():
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0].strip('"')

    # --- what they do

    def sign_in(self) -> "Person":
        self.get("/sign-in/")
        first = self.post("/sign-in/", username=self.username, password=self.card["password"])
        assert first.location == "/sign-in/second/", first
        second = self.post("/sign-in/second/", pin=self.card["pin"], code=self.card["code"])
        assert second.location == "/", second
        return self

    def search(self, child: cast.Child) -> str:
        """The reference on the card that was found, if one was."""
        row = child.row(timezone.localdate())
        year, month, day = row["birth_date"].split("-")
        answer = self.post(
            *("/search/",),
            given=row["given_name"],
            family=row["family_name"],
            born_0=day,
            born_1=month,
            born_2=year,
        )
        if answer.status == 302:
            answer = self.get(answer.location)
        found = CARD.search(answer.body) if answer.status == 200 else None
        if found is None:
            return ""
        self.cards_seen.append(Seen(self.username, found.group(1), answer.sent, answer.came))
        return found.group(1)

    def open(self, reference: str, reason: str) -> Answer:
        """Give the reason and read the record."""
        given = self.post(f"/children/{reference}/reason/", purpose="find-others", reason=reason)
        if given.status != 302:
            return given
        answer = self.get(f"/children/{reference}/")
        if answer.status == 200:
            self.records_seen.append(Seen(self.username, reference, answer.sent, answer.came, reason))
        return answer

    def press(self, reference: str) -> None:
        """ "I am working with this child", or "I have finished", whichever is not so now."""
        wanted = not self.involved.get(reference)
        act = "start" if wanted else "finish"
        self.involved[reference] = None
        answer = self.post(f"/children/{reference}/involvement/{act}/")
        if answer.status == 302 and answer.location == f"/children/{reference}/":
            self.involved[reference] = wanted

    def work_once(self, child: cast.Child) -> bool:
        """From the search to the record and one press. Returns whether all of it went well."""
        before = len(self.answers)
        reference = self.search(child)
        if reference:
            self.open(reference, f"Round {self.rounds} {before} of {self.username}, whose teacher asked")
            self.press(reference)
        self.rounds += 1
        return all(answer.status in {200, 302} for answer in self.answers[before:]) and bool(reference)


class Crowd:
    """Several people at work at once, each in a thread of their own."""

    CHILDREN = (cast.KELLY, cast.RYAN, cast.JADE, cast.ROWAN, cast.POPPY, cast.SAMIR, cast.TANSY, cast.ZOE)

    def __init__(self, people: list[Person]) -> None:
        self.people = people
        self._done = threading.Event()
        self._whole: dict[str, int] = {}

    @contextmanager
    def at_work(self) -> Iterator["Crowd"]:
        self._done.clear()
        threads = [
            threading.Thread(target=self._work, args=(place, person), daemon=True)
            for place, person in enumerate(self.people)
        ]
        for thread in threads:
            thread.start()
        try:
            self.wait_for_whole_rounds()
            yield self
        finally:
            self._done.set()
            for thread in threads:
                thread.join(LONGEST_WAIT + 5)
        assert not any(thread.is_alive() for thread in threads), "Somebody waits for ever."

    def _work(self, place: int, person: Person) -> None:
        while not self._done.is_set():
            child = self.CHILDREN[(person.rounds + 2 * place) % len(self.CHILDREN)]
            if person.work_once(child):
                self._whole[person.username] = self._whole.get(person.username, 0) + 1
            time.sleep(PAUSE)

    def wait_for_whole_rounds(self, rounds: int = 1) -> float:
        """Wait until everybody has done this many more rounds without any error. Returns how long it took."""
        began = time.monotonic()
        start = dict(self._whole)
        while any(
            self._whole.get(person.username, 0) < start.get(person.username, 0) + rounds
            for person in self.people
        ):
            assert time.monotonic() - began < LONGEST_WAIT, [str(p.answers[-1]) for p in self.people]
            time.sleep(0.05)
        return time.monotonic() - began

    def answers(self, since: datetime) -> list[Answer]:
        return [answer for person in self.people for answer in person.answers if answer.came >= since]
