"""For the journeys: the real system, a real browser, and no way around them. Journeys never use the ORM."""

from collections.abc import Callable, Iterator

import pytest
from playwright import sync_api

from tests.journeys.desk import Desk, Office
from tests.journeys.watch import Inspector
from tests.system import System, loaded_directory
from workshop.embedded import browser as embedded_browser

# The success criteria that the service must meet: WCAG 2.2, A and AA.
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/journeys/" in item.path.as_posix():
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="package")
def running_system() -> Iterator[System]:
    """The demonstration, started as anybody starts it: `.url`, `.cards()`, `.get(path)`."""
    with System(loaded_directory("system")) as system:
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


@pytest.fixture(scope="package")
def all_desks(
    running_system: System, browser: sync_api.Browser, axe: Callable[[sync_api.Page], list[str]]
) -> Office:
    return Office(running_system, browser, Inspector(axe))


@pytest.fixture
def office(all_desks: Office) -> Iterator[Office]:
    """Desks for this story. It fails where anything went wrong beside it: in a script, in a page's structure, ..."""
    yield all_desks
    assert all_desks.close() == []


@pytest.fixture
def visitor(office: Office) -> Desk:
    """A browser of somebody who is not signed in."""
    return office.desk()
