"""The first look: the system is up, the first page is one that anybody can use."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.system import System


def test_signed_out_person_is_shown_a_sign_in_page_without_barriers(
    running_system: System, page: Page, axe: Callable[[Page], list[str]]
):
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("form")).to_be_visible()
    assert axe(page) == []


def test_styles_and_scripts_come_from_here_alone(running_system: System, page: Page):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/", wait_until="networkidle")
    assert len(asked) > 2
    assert all(url.startswith((running_system.url, "data:")) for url in asked)


def test_demonstration_shows_its_cards(running_system: System):
    assert running_system.cards()["cards"]
