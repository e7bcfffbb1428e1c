"""On a telephone: who works with the child is on the first screen, with one press to ring each of them."""

from typing import Any

from playwright.sync_api import expect

from tests.journeys.desk import Desk, Office
from workshop.demo import cast

SCREEN: Any = {"width": 390, "height": 844}
WHY = "We plan together who helps Alfie."


def _box(desk: Desk, place: Any) -> Any:
    box = place.bounding_box()
    assert box is not None
    return box


def test_four_workers_fit_on_the_first_screen(office: Office):
    people = (cast.RAVI, cast.PAUL, cast.TIM, cast.LIBBY)
    for person in people:
        desk = office.seat(person)
        desk.open_record(cast.ALFIE, WHY)
        if desk.page.get_by_role("button", name="I am working with this child").count():
            desk.press("I am working with this child")

    libby = desk
    libby.page.set_viewport_size(SCREEN)
    libby.go(libby.path)
    workers = libby.page.locator("h2#working ~ .cp-worker")
    names = [text.split(",")[0] for text in workers.locator("h3").all_inner_texts()][:4]
    assert set(names) == {person.full_name for person in people}
    assert names[-1] == "Libby Larkspur", "one's own card comes last"
    for number in range(4):
        worker = workers.nth(number)
        ring = worker.get_by_role("link")
        expect(ring).to_have_count(1)
        expect(ring).to_have_attribute("href", f"tel:{_telephone(names[number], people)}")
        for part in (worker.locator("h3"), worker.locator(".cp-worker__service").first, ring):
            box = _box(libby, part)
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= SCREEN["height"], (
                f"worker {number + 1} is below the first screen"
            )
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= SCREEN["width"]
        expect(worker.get_by_text("Since")).to_be_hidden()
    workers.first.locator(".cp-worker__summary").click()
    expect(workers.first.get_by_text("Since")).to_be_visible()
    expect(workers.first.get_by_role("link", name="@")).to_be_visible()


def _telephone(name: str, people: tuple[cast.Person, ...]) -> str:
    return next(person.telephone.replace(" ", "") for person in people if person.full_name == name)


def test_rows_of_a_table_are_cards(office: Office):
    olive = office.seat(cast.OLIVE)
    olive.page.set_viewport_size(SCREEN)
    olive.go("/shields/").is_at("Shields")
    rows = olive.page.locator("main tbody tr")
    first, second = _box(olive, rows.nth(0)), _box(olive, rows.nth(1))
    assert second["y"] >= first["y"] + first["height"]
    cells = [_box(olive, cell) for cell in rows.nth(0).locator("th, td").all()]
    assert len({cell["x"] for cell in cells}) == 1, "the cells of a card stand below each other"
    for cell in rows.nth(0).locator("th, td").all():
        assert cell.get_attribute("data-label")
    expect(olive.page.get_by_role("columnheader", name="Review due")).to_be_attached()
