"""By keyboard alone; and the pages that are shown when something is wrong."""

from http import HTTPStatus

import pytest
from playwright.sync_api import expect

from tests.journeys import desk as people
from tests.journeys.desk import Desk, Office
from workshop.demo import cast

_FOCUS = """() => {
    const e = document.activeElement, look = getComputedStyle(e);
    const outlined = parseFloat(look.outlineWidth) > 0 && look.outlineStyle !== "none"
        && look.outlineColor !== "rgba(0, 0, 0, 0)";
    const place = e.getBoundingClientRect();
    return {
        name: e.name || e.textContent.trim().replace(/\\s+/g, " "),
        seen: (outlined || look.boxShadow !== "none") && place.width > 1 && place.height > 1 && place.bottom > 0,
    };
}"""


def _tab_to(desk: Desk, name: str) -> list[str]:
    """Press Tab until this is focused; the names of all that was passed. Each must be seen to have the focus."""
    passed: list[str] = []
    while name not in passed:
        assert len(passed) < 25, f"{name} is not reached: {passed}"
        desk.page.keyboard.press("Tab")
        focus = desk.page.evaluate(_FOCUS)
        assert focus["seen"], f"{focus['name']} has the focus and does not look like it"
        passed.append(focus["name"])
    return passed


def test_signing_in_and_searching_need_no_mouse(office: Office):
    olive, card = office.desk(), office.card(cast.OLIVE)
    born = people.born(cast.TANSY)
    keys = olive.page.keyboard

    olive.go("/sign-in/")
    assert _tab_to(olive, "Skip to main content") == ["Skip to main content"]
    keys.press("Enter")
    assert _tab_to(olive, "username") == ["username"]
    keys.type(card.username)
    assert _tab_to(olive, "password") == ["password"]
    keys.type(card.password)
    assert _tab_to(olive, "Continue") == ["Continue"]
    olive.enter().is_at("Enter your PIN and code")
    _tab_to(olive, "pin")
    keys.type(card.pin)
    _tab_to(olive, "code")
    keys.type(card.code())
    olive.enter().is_at("Home")
    olive.username = card.username
    _tab_to(olive, "Find a child")
    olive.enter().is_at("Find a child")

    passed = _tab_to(olive, "given")
    assert passed[:2] == ["Skip to main content", "ContactPoint"]
    assert "Find a child" in passed
    keys.type("Tansy")
    _tab_to(olive, "family")
    keys.type("Okonedo-Reed")
    for name, number in (("born_0", born.day), ("born_1", born.month), ("born_2", born.year)):
        assert _tab_to(olive, name) == [name]
        keys.type(str(number))
    assert _tab_to(olive, "Search") == [
        "I only know the age",
        "I know more: gender, postcode, school, parent or carer",
        "I have the ContactPoint number",
        "Search",
    ]
    olive.enter().is_at("Is this the child?").reads("Tansy Okonedo-Reed")
    _tab_to(olive, "purpose")
    keys.press("Space")
    _tab_to(olive, "reason")
    keys.type("I look whether the record is right.")
    _tab_to(olive, "Open the record")
    olive.enter().is_at("Tansy Okonedo-Reed")


def test_errors_of_a_form_take_the_focus_and_lead_to_their_field(office: Office):
    visitor = office.desk()
    visitor.go("/sign-in/").press("Continue")
    expect(visitor.page.locator(".govuk-error-summary")).to_be_focused()
    assert visitor.page.title().startswith("Error: ")
    _tab_to(visitor, "Enter your password")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.get_by_label("Password", exact=True)).to_be_focused()


@pytest.mark.parametrize("signed_in", [False, True], ids=["signed out", "signed in"])
def test_page_that_is_not_there(office: Office, signed_in: bool):
    desk = office.seat(cast.LIBBY) if signed_in else office.desk()
    for path in ("/nowhere/", "/children/1/", "/children/%00/", "/children/<script>/", f"/{'a' * 3000}/"):
        desk.go(path).is_at("Page not found")


def test_page_that_the_role_does_not_include(office: Office):
    office.seat(cast.LIBBY).go("/accounts/").is_at("You do not have permission")
    office.seat(cast.ADA).go("/search/").is_at("You do not have permission")


def test_form_of_another_time_or_site_does_nothing(office: Office):
    libby = office.seat(cast.LIBBY)
    libby.go("/search/").fill_search("Kelly", "Dunnock", people.born(cast.KELLY))
    libby.page.locator("main [name=csrfmiddlewaretoken]").evaluate("e => e.value = 'x'.repeat(64)")
    libby.press("Search").is_at("This page was open too long")


def test_request_that_no_form_sends(office: Office):
    visitor = office.desk()
    visitor.go("/sign-in/")
    visitor.page.locator("main form").evaluate(
        """form => {
            for (let at = 0; at < 120; at++) {
                const field = document.createElement("input");
                field.name = "more" + at;
                field.type = "hidden";
                form.append(field);
            }
        }"""
    )
    with visitor.page.expect_response("**/sign-in/") as answer:
        visitor.press("Continue")
    assert answer.value.status == HTTPStatus.BAD_REQUEST
    visitor.is_at("This request cannot be understood")
