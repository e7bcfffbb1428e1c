"""Somebody at a desk: one person, one browser, and what people do with these pages.

Every step ends with a look at the page that came: its state is inspected once, its faults are kept by the watch.
"""

import os
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ground.statute import Purpose
from tests.journeys.watch import Inspector, Watch
from tests.system import System
from workshop.demo import cast

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "images"
TAKES_PICTURES = os.environ.get("CONTACTPOINT_SCREENSHOTS") == "1"
PICTURE_WIDTH = 1100
CODE_LASTS = 30

WORKING = "Who is working with the child"
BEFORE = "Who worked with the child before"

_LISTED = """heading => {
    const found = [];
    let under = false;
    for (const e of document.querySelectorAll("main h2, main h3")) {
        if (e.tagName === "H2") under = e.textContent.trim() === heading;
        else if (under) found.push(e.textContent.trim());
    }
    return found;
}"""


@dataclass(frozen=True, slots=True)
class Card:
    """What one person signs in with. A code lasts half a minute and works once, so it is asked for when it is typed."""

    username: str
    password: str
    pin: str
    code: Callable[[], str]


class Desk:
    """One person's browser, with cookies of its own."""

    def __init__(
        self,
        context: BrowserContext,
        inspector: Inspector,
        watch: Watch,
        *,
        scripted: bool = True,
    ) -> None:
        context.set_default_timeout(15_000)
        self.context = context
        self.watch = watch
        self.page: Page = context.new_page()
        self.username = ""
        self._inspector = inspector
        self._scripted = scripted

    def tab(self) -> "Desk":
        """A second tab of the same browser."""
        return Desk(self.context, self._inspector, self.watch, scripted=self._scripted)

    # --- what everybody does

    def look(self) -> "Desk":
        """Wait until the page is there, and look at it."""
        self.page.wait_for_load_state("load")
        self.watch.collect()
        self._inspector.inspect(self.page, scripted=self._scripted)
        return self

    def go(self, address: str) -> "Desk":
        self.page.goto(address)
        return self.look()

    def follow(self, name: str) -> "Desk":
        """Follow a link by its words."""
        return self._after(self.page.get_by_role("link", name=name).first.click)

    def press(self, name: str) -> "Desk":
        """Press a button by its words."""
        return self._after(self.page.get_by_role("button", name=name).first.click)

    def press_twice(self, name: str) -> "Desk":
        """Press a button twice, as fast as people do who expect nothing less."""
        return self._after(self.page.get_by_role("button", name=name).first.dblclick)

    def enter(self) -> "Desk":
        """Press Enter on what has the focus."""
        return self._after(lambda: self.page.keyboard.press("Enter"))

    def write(self, label: str, text: str) -> "Desk":
        self.page.get_by_label(label, exact=True).fill(text)
        return self

    def put(self, label: str, text: str) -> "Desk":
        """Put a text into a field past the keyboard: without its limit, and with what no keyboard types."""
        field = self.page.get_by_label(label, exact=True)
        field.evaluate("(field, text) => { field.removeAttribute('maxlength'); field.value = text; }", text)
        return self

    def choose(self, label: str) -> "Desk":
        self.page.get_by_label(label, exact=True).check()
        return self

    def open_up(self, words: str) -> "Desk":
        """Open the part of the page that stands folded behind these words."""
        self.page.locator("summary").filter(has_text=words).click()
        return self

    def is_at(self, heading: str | re.Pattern[str]) -> "Desk":
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
        return self

    def reads(self, *words: str | re.Pattern[str]) -> "Desk":
        """The page says this, somewhere that can be seen."""
        for some in words:
            expect(self.page.locator("main")).to_contain_text(some)
        return self

    def does_not_read(self, *words: str) -> "Desk":
        for some in words:
            expect(self.page.locator("body")).not_to_contain_text(some)
        return self

    def is_told(self, words: str) -> "Desk":
        """A notification says this."""
        told = self.page.locator(".govuk-notification-banner").filter(has_text=words)
        expect(told.first).to_be_visible()
        return self

    @property
    def path(self) -> str:
        return re.sub(r"^https?://[^/]+", "", self.page.url)

    # --- coming in and going out

    def sign_in(self, card: Card) -> "Desk":
        """Both steps, as the card says."""
        self.go("/sign-in/").write("Username", card.username).write("Password", card.password).press(
            "Continue"
        )
        return self.enter_code(card)

    def enter_code(self, card: Card) -> "Desk":
        self.is_at("Enter your PIN and code").write("PIN", card.pin)
        self.write("Code from your token", card.code()).press("Sign in")
        self.username = card.username
        return self

    def sign_out(self) -> "Desk":
        self.username = ""
        return self.press("Sign out").is_at("You are signed out")

    # --- children

    def search(self, given: str, family: str, born: date | None = None, **more: str) -> "Desk":
        """Search from a fresh page. ``more`` are names of fields with what is typed into them."""
        self.go("/search/")
        self.fill_search(given, family, born)
        folded = {"age_from": "I only know the age", "number": "I have the ContactPoint number"}
        for name, text in more.items():
            field = self.page.locator(f"[name={name}]").first
            if not field.is_visible():
                self.open_up(folded.get(name, "I know more"))
            field.fill(text)
        return self.press("Search")

    def fill_search(self, given: str, family: str, born: date | None = None) -> "Desk":
        self.write("Given name", given).write("Family name", family)
        if born:
            self.write("Day", str(born.day)).write("Month", str(born.month)).write("Year", str(born.year))
        return self

    def find(self, child: cast.Child, **more: str) -> "Desk":
        """Search for a child of the cast by name and birth date."""
        row = child.row(timezone.localdate())
        born = date.fromisoformat(row["birth_date"])
        return self.search(row["given_name"], row["family_name"], born, **more)

    def say_why(self, reason: str, purpose: Purpose = Purpose.FIND_OTHERS) -> "Desk":
        return (
            self.choose(purpose.label)
            .write("Why do you need to see it now?", reason)
            .press("Open the record")
        )

    def open_record(self, child: cast.Child, reason: str) -> "Desk":
        """Find a child of the cast, say why, and be on the record."""
        self.find(child).is_at("Is this the child?").say_why(reason)
        return self.is_at(name_of(child))

    def listed(self, heading: str) -> list[str]:
        """The names under one of the headings of a record, as the page shows them."""
        found: list[str] = self.page.evaluate(_LISTED, heading)
        return found

    # --- pictures

    def picture(self, name: str) -> "Desk":
        """Take a picture for the documents, when somebody asks for it; tests leave the tree as it is."""
        if TAKES_PICTURES:
            usual = self.page.viewport_size
            self.page.set_viewport_size({"width": PICTURE_WIDTH, "height": 700})
            self.page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
            self.page.screenshot(path=PICTURES / f"{name}.png", full_page=True, animations="disabled")
            self.page.set_viewport_size(usual)  # type: ignore[arg-type]
        return self

    def _after(self, act: Callable[[], Any]) -> "Desk":
        # A new page, not merely a new URL of this one.
        with self.page.expect_event("load"):
            act()
        return self.look()


class Office:
    """All the desks: who has a card, and who is signed in already."""

    def __init__(self, system: System, browser: Browser, inspector: Inspector) -> None:
        self.system = system
        self.inspector = inspector
        self.open: list[Desk] = []
        self._browser = browser
        self._sessions: dict[str, Any] = {}
        self._codes: dict[str, str] = {}

    def desk(self, **options: Any) -> Desk:
        """A browser that nobody has used."""
        context = self._browser.new_context(base_url=self.system.url, locale="en-GB", **options)
        scripted = options.get("java_script_enabled", True)
        desk = Desk(context, self.inspector, Watch(context, self.system.url), scripted=scripted)
        self.open.append(desk)
        return desk

    def seat(self, person: cast.Person, **options: Any) -> Desk:
        """A browser in which this person is signed in: with the session they have, or by both steps."""
        desk = self.desk(storage_state=self._sessions.get(person.username), **options)
        desk.go("/your-account/")
        if desk.path != "/your-account/":
            desk.sign_in(self.card(person))
        desk.username = person.username
        return desk

    def card(self, person: cast.Person) -> Card:
        """The person's sign-in card."""
        found = self._printed(person)
        return Card(found["username"], found["password"], found["pin"], lambda: self._unused_code(person))

    def _printed(self, person: cast.Person) -> Mapping[str, str]:
        return next(card for card in self.system.cards()["cards"] if card["username"] == person.username)

    def _unused_code(self, person: cast.Person) -> str:
        """The code that the token shows, once it is not the one that was used last."""
        deadline = time.monotonic() + CODE_LASTS + 5
        while (code := self._printed(person)["code"]) == self._codes.get(person.username):
            assert time.monotonic() < deadline, "The code has not changed."
            time.sleep(0.5)
        self._codes[person.username] = code
        return code

    def close(self) -> list[str]:
        """Close all desks; sessions in force are kept for the next story. Returns what went wrong at them."""
        faults: list[str] = []
        for desk in self.open:
            if desk.username:
                self._sessions[desk.username] = desk.context.storage_state()
            faults += desk.watch.faults
            desk.context.close()
        self.open.clear()
        faults += self.inspector.faults
        self.inspector.faults.clear()
        return faults


def name_of(child: cast.Child) -> str:
    row = child.row(timezone.localdate())
    return f"{row['given_name']} {row['family_name']}"


def born(child: cast.Child) -> date:
    return date.fromisoformat(child.row(timezone.localdate())["birth_date"])
