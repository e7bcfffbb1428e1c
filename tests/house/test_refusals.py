"""Refusals: one family, one answer to each kind, and nothing that tells one "not found" from another."""

import ast
import importlib
import inspect
import json
import pkgutil
import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from access import answers, doors
from contactpoint import urls
from ground import house, refusals
from ground.refusals import Kind, Refusal
from tests import browsing, cast
from tests.house import composition, test_urls

WORKSHOP = "workshop"
"""What only starts and measures the system has errors of its own; no page answers them."""

FAULTS = {
    "registry.feeds.layout.NobodyTells": "a format that speaks of a part that nobody tells of; found as it is made",
    "ground.crypto.SealBroken": "sealed bytes that were changed, or a wrong key: nobody can do anything about it",
    "ground.governance.Ungoverned": "a model without its declaration; found by the rule over every model",
    "audit.models.AppendOnly": "code that tries to change an event",
    "audit.trail.TrailOutsideTransaction": "code that writes an event where it could stay without its act",
}
"""Errors that are no refusals: faults of ours, answered by the page for a fault, with the reason."""

KINDS = (
    refusals.NotFound,
    refusals.NotPermitted,
    refusals.Conflict,
    refusals.Invalid,
    refusals.NotNow,
)


def errors() -> Iterator[type[Exception]]:
    """Every class of error that is defined anywhere in the house."""
    for name in house.packages():
        if name == WORKSHOP:
            continue
        package = importlib.import_module(name)
        yield from _defined_in(package)
        for found in pkgutil.walk_packages(package.__path__, f"{name}."):
            if "migrations" not in found.name and not found.name.endswith("wsgi"):
                yield from _defined_in(importlib.import_module(found.name))


def _defined_in(module: Any) -> Iterator[type[Exception]]:
    for _, one in inspect.getmembers(module, inspect.isclass):
        if issubclass(one, Exception) and one.__module__ == module.__name__:
            yield one


def name_of(error: type[Exception]) -> str:
    return f"{error.__module__}.{error.__qualname__}"


ERRORS = {name_of(error): error for error in errors()}
REFUSALS: dict[str, type[Refusal]] = {
    name: error
    for name, error in ERRORS.items()
    if issubclass(error, Refusal) and error not in (*KINDS, Refusal)
}
NOT_FOUND = sorted(name for name, refusal in REFUSALS.items() if refusal.kind == Kind.NOT_FOUND)


def made(refusal: type[Refusal]) -> Refusal:
    """One of this class, with the words of the class."""
    one = refusal.__new__(refusal)
    Refusal.__init__(one)
    return one


# --- the family -------------------------------------------------------------------------------------------------


def test_every_error_of_ours_is_a_refusal_or_a_fault_of_ours() -> None:
    others = {name for name, error in ERRORS.items() if not issubclass(error, Refusal)}
    assert others == set(FAULTS)


def test_there_are_refusals_of_every_kind_and_each_is_of_one() -> None:
    assert len(REFUSALS) > 30
    assert {refusal.kind for refusal in REFUSALS.values()} == set(Kind)
    for refusal in REFUSALS.values():
        assert sum(issubclass(refusal, kind) for kind in KINDS) == 1, refusal


def test_codes_are_unique() -> None:
    codes = [refusal.code for refusal in REFUSALS.values()]
    assert sorted(codes) == sorted(set(codes))
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", code) for code in codes)


@pytest.mark.parametrize("name", sorted(REFUSALS))
def test_words_are_plain_sentences(name: str) -> None:
    words = REFUSALS[name].words
    assert re.fullmatch(r"[A-Z][^\n_`{}<>]{10,250}\.", words), words
    assert "  " not in words
    said = made(REFUSALS[name])
    assert said.words == words
    assert said.beside_a_question == words[:-1]


@pytest.mark.parametrize("name", NOT_FOUND)
def test_what_is_not_found_takes_no_words_of_its_own(name: str) -> None:
    refusal: Any = REFUSALS[name]
    assert refusal().words == refusal.words
    with pytest.raises(TypeError):
        refusal("It belongs to Eastmarch.")


# --- in the views -----------------------------------------------------------------------------------------------


def views() -> list[Path]:
    """Every module of views."""
    files = (found for name in house.packages() for found in (house.ROOT / name).rglob("*.py"))
    return sorted(found for found in files if "views" in (found.stem, *found.parts))


def answered_by_hand(source: str) -> list[int]:
    """The lines on which a view makes "not found" itself."""
    banned = {"Http404", "HttpResponseNotFound", "get_object_or_404", "get_list_or_404"}
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if (isinstance(node, ast.Name) and node.id in banned)
        or (isinstance(node, ast.Attribute) and node.attr in banned)
        or (isinstance(node, ast.alias) and node.name in banned)
    ]


def test_no_view_makes_not_found_by_hand() -> None:
    assert len(views()) > 8
    assert [str(found) for found in views() if answered_by_hand(found.read_text())] == []


@pytest.mark.parametrize(
    "planted",
    [
        "from django.http import Http404",
        "try:\n    act()\nexcept NoSuchChild:\n    raise http.Http404 from None",
        "def view(request):\n    raise Http404",
        "shown = get_object_or_404(Child, reference=reference)",
        "return_value = HttpResponseNotFound()",
    ],
)
def test_rule_sees_each_form_of_it(planted: str) -> None:
    assert answered_by_hand(planted)


# --- the answers ------------------------------------------------------------------------------------------------


@doors.signed_in
def refuse(request: HttpRequest, name: str) -> HttpResponse:
    raise made(REFUSALS[name])


urlpatterns = [path("brokering/<str:name>/refused/", refuse), *urls.urlpatterns]
handler400, handler404, handler500 = urls.handler400, urls.handler404, urls.handler500

HTML, JSON, PROBLEM = "text/html", "application/json", "application/problem+json"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture
def olive(clock: object, county: None) -> Iterator[Client]:
    with override_settings(ROOT_URLCONF=__name__):
        browser = browsing.browser_of("olive")
        browser.raise_request_exception = False
        yield browser


def seen(browser: Client, url: str, accept: str) -> tuple[object, ...]:
    """All that comes back, and what the database was asked for it."""
    with composition._asked() as asked:
        answer = browser.get(url, headers={"accept": accept})
    return answer.status_code, sorted(answer.headers.items()), browsing.body(answer), tuple(asked)


@pytest.mark.django_db
@pytest.mark.parametrize("accept", [BROWSER, HTML, "", JSON, PROBLEM])
@pytest.mark.parametrize("name", NOT_FOUND)
def test_what_is_not_found_cannot_be_told_from_a_url_that_leads_nowhere(
    olive: Client, name: str, accept: str
) -> None:
    refused = seen(olive, f"/brokering/{name}/refused/", accept)
    nowhere = seen(olive, f"/brokering/{name}/nowhere/", accept)
    assert refused == nowhere
    assert refused[0] == HTTPStatus.NOT_FOUND


MISSING = [name for name, (_, status) in test_urls.TABLE.items() if status == test_urls.MISSING]


@pytest.mark.django_db
@pytest.mark.parametrize("name", MISSING)
def test_pages_of_nothing_are_those_of_a_url_that_leads_nowhere(
    name: str, clock: object, county: None
) -> None:
    visitor = {"access": "ada", "audit": "jane"}.get(name.partition(":")[0], "olive")
    browser = browsing.browser_of(visitor)
    url = composition.url(name, "0" * 32)
    answer, nowhere = browser.get(url), browser.get(f"{url}nowhere/")
    assert answer.status_code == nowhere.status_code == HTTPStatus.NOT_FOUND
    assert sorted(answer.headers.items()) == sorted(nowhere.headers.items())
    assert browsing.body(answer) == browsing.body(nowhere)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(REFUSALS))
def test_each_kind_has_its_page_and_its_problem(olive: Client, name: str) -> None:
    refusal = REFUSALS[name]
    status = answers.STATUS[refusal.kind]
    page = olive.get(f"/brokering/{name}/refused/", headers={"accept": BROWSER})
    assert page.status_code == status
    assert page["Content-Type"].startswith(HTML)
    assert page["Cache-Control"] == "no-store"
    problem = olive.get(f"/brokering/{name}/refused/", headers={"accept": JSON})
    assert problem.status_code == status
    assert problem["Content-Type"] == PROBLEM
    said = json.loads(problem.content)
    assert said.keys() == {"type", "title", "status", "detail", "code"}
    assert (said["status"], said["title"]) == (status, HTTPStatus(status).phrase)
    for answer in (page, problem):
        assert ("Retry-After" in answer) == (refusal.kind == Kind.NOT_NOW)
    if refusal.kind in (Kind.CONFLICT, Kind.INVALID):
        assert refusal.words in browsing.words(page).replace("&#x27;", "'")
        assert 'href="/"' in page.content.decode()
        assert (said["code"], said["detail"]) == (refusal.code, refusal.words)
    elif refusal.kind != Kind.NOT_PERMITTED:
        assert (said["code"], said["detail"]) != (refusal.code, refusal.words)


@pytest.mark.django_db
def test_refused_role_is_answered_in_the_form_that_was_asked_for(clock: object, county: None) -> None:
    jane = browsing.browser_of("jane")
    assert "None of your roles" in browsing.words(jane.get("/shields/", headers={"accept": BROWSER}))
    problem = jane.get("/shields/", headers={"accept": f"{PROBLEM}, {JSON};q=0.9"})
    assert (problem.status_code, problem["Content-Type"]) == (HTTPStatus.FORBIDDEN, PROBLEM)
    assert json.loads(problem.content)["code"] == "not-permitted"


@pytest.mark.django_db
def test_refusal_of_scope_is_that_of_what_does_not_exist(clock: object, county: None) -> None:
    kelly = cast.send(cast.CENSUS, cast.KELLY) and cast.reference_of("Kelly")
    otto = browsing.browser_of("otto")
    for accept in (BROWSER, JSON):
        answers_of = []
        for reference in (kelly, "0" * 32):
            otto.post(f"/children/{reference}/reason/", browsing.REASON)
            answers_of.append(seen(otto, f"/children/{reference}/", accept))
        assert answers_of[0] == answers_of[1]
        assert answers_of[0][0] == HTTPStatus.NOT_FOUND
