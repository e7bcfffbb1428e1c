"""Long lists: nothing is lost between two pages, whatever number somebody types."""

import pytest

from access.models import Authority
from ground import paging

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def authorities(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "LINES", 2)
    Authority.objects.bulk_create(Authority(code=f"Y{n}", name=f"Council {n}") for n in range(5))


def page_of(number: str) -> paging.Page[str]:
    rows = Authority.objects.filter(code__startswith="Y").order_by("code")
    return paging.page_of(rows, number, lambda found: [row.code for row in found])


def test_pages_together_are_the_list() -> None:
    pages = [page_of(str(number)) for number in (1, 2, 3)]
    assert [list(page) for page in pages] == [["Y0", "Y1"], ["Y2", "Y3"], ["Y4"]]
    assert [(page.before, page.after) for page in pages] == [(None, 2), (1, 3), (2, None)]
    assert {page.last for page in pages} == {3}


@pytest.mark.parametrize("number", ["", "0", "-1", "one", "1.5", "\0", "99999999999999999999", "4"])
def test_whatever_is_typed_is_a_page(number: str) -> None:
    assert page_of(number).number in (1, 3)


def test_an_empty_list_has_one_page() -> None:
    page = paging.page_of(Authority.objects.none().order_by("code"), "", list)
    assert (list(page), page.number, page.last) == ([], 1, 1)
    assert not page
