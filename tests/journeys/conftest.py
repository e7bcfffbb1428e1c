"""For the journeys: the real system, a real browser, and no way around them. Journeys never use the ORM."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright import sync_api

from contactpoint.embedded import browser as embedded_browser
from tests.system import System

CHILDREN = 60
# The success criteria that the service must meet: WCAG 2.2, A and AA.
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/journeys/" in item.path.as_posix():
            item.add_marker(pytest.mark.journey)
            # one running system and one browser serve all journeys
            item.add_marker(pytest.mark.xdist_group("journeys"))


@pytest.fixture(scope="package")
def running_system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """The demonstration, started as anybody starts it: `.url`, `.cards()`, `.get(path)`."""
    with System(tmp_path_factory.mktemp("system"), children=CHILDREN) as system:
        yield system.wait_until_ready()


@pytest.fixture(scope="package")
def browser() -> Iterator[sync_api.Browser]:
    """One browser for the journeys, gone before other tests run: while Playwright is there the ORM refuses to work."""
    found = embedded_browser.find()
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found.path, args=list(embedded_browser.ARGUMENTS), env=dict(found.environment)
        )
        yield browser
        browser.close()


@pytest.fixture
def new_page(running_system: System, browser: sync_api.Browser) -> Iterator[Callable[[], sync_api.Page]]:
    """Makes a page of somebody's own, with cookies of its own; fails the test where the browser reports an error."""
    contexts: list[sync_api.BrowserContext] = []
    errors: list[str] = []

    def make(**options: Any) -> sync_api.Page:
        context = browser.new_context(base_url=running_system.url, locale="en-GB", **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if _is_ours(message) else None)
        return page

    yield make
    for context in contexts:
        context.close()
    assert errors == []


def _is_ours(message: sync_api.ConsoleMessage) -> bool:
    """An answer such as 404 or 503 is also reported as an error of the console; it is the journey's to judge."""
    return message.type == "error" and not re.match(
        r"Failed to load resource: the server responded", message.text
    )


@pytest.fixture
def page(new_page: Callable[[], sync_api.Page]) -> sync_api.Page:
    return new_page()


@pytest.fixture(scope="session")
def axe() -> Callable[[sync_api.Page], list[str]]:
    """What axe-core finds wrong with a page, one line each; none is the only good answer.

    The pages forbid foreign scripts, so axe is evaluated in the page rather than loaded by it.
    """
    source = embedded_browser.AXE.read_text()

    def violations(page: sync_api.Page) -> list[str]:
        page.evaluate(source)
        found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", AXE_TAGS)
        return [
            f"{violation['id']}: {violation['help']} at {', '.join(str(node['target']) for node in violation['nodes'])}"
            for violation in found["violations"]
        ]

    return violations
