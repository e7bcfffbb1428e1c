"""The first look: the system is up, the first page is one that anybody can use."""

from playwright.sync_api import expect

from tests.journeys.desk import Desk
from tests.system import System


def test_everybody_finds_the_public_side_first_and_one_link_to_sign_in(visitor: Desk):
    visitor.go("/").is_at("ContactPoint")
    visitor.follow("Sign in for people who work with children").is_at("Sign in")
    expect(visitor.page.locator("main form")).to_be_visible()


def test_styles_and_scripts_come_from_here_alone(running_system: System, visitor: Desk):
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    visitor.page.goto("/", wait_until="networkidle")
    assert len(asked) > 2
    assert all(url.startswith((running_system.url, "data:")) for url in asked)


def test_demonstration_shows_its_cards(running_system: System, visitor: Desk):
    assert running_system.cards()["cards"]
    visitor.go("/").follow("What to try").is_at("Try ContactPoint")
    visitor.reads("Everything here is made up")


def test_pages_that_are_open_to_all_have_no_barriers(visitor: Desk):
    for path, heading in (
        ("/help/", "Help"),
        ("/accessibility/", "Accessibility"),
        ("/cookies/", "Cookies"),
        ("/signed-out/", "You are signed out"),
    ):
        visitor.go(path)
        assert heading in visitor.page.title()
