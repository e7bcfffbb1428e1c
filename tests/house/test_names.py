"""A page with a child in its URL says which child it is about, so that no press is made on a mistake."""

import re

import pytest
from django.test import Client

from registry.models import Child
from tests import browsing, cast, steps
from tests.house import composition, test_urls

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county", "clock")]
PAGES = sorted(
    name
    for name, pattern in composition.urls().items()
    if "children/" in str(pattern.pattern) and "GET" in composition.methods_of(name)
)
NAMED = re.compile(r"<h1[^>]*>(.*?)</h1>|<p class=\"govuk-caption-l cp-child\">(.*?)</p>", re.DOTALL)
SEARCH = {"given": "Noor", "family": "Novel", "born_0": "2", "born_1": "2", "born_2": "2018"}
NOOR = SEARCH | {"gender": "F", "whereabouts": "none"}
OF_A_PROPOSAL = ("shielding:proposed", "shielding:decide-proposal")


def somebody_for(name: str) -> str:
    allowed, _ = test_urls.TABLE[name]
    return next(username for username, row in cast._PEOPLE.items() if row[-1] in allowed)


def named_on(page: str) -> str:
    return " ".join(" ".join(found) for found in NAMED.findall(page))


def shielded() -> str:
    robin = steps.known(cast.ROBIN)
    steps.shield(robin)
    return robin


def proposed() -> str:
    jane = browsing.browser_of("jane")
    browsing.search(jane, SEARCH)
    jane.post("/propose/", NOOR)
    return Child.objects.get(state=Child.State.PROVISIONAL).reference


@pytest.mark.parametrize("name", PAGES)
def test_a_page_about_a_child_names_the_child(name: str) -> None:
    reference, given = (proposed(), "Noor Novel") if name in OF_A_PROPOSAL else (shielded(), "Robin Madeup")
    browser = browsing.browser_of(somebody_for(name))
    if name == "shielding:record":
        browser.post(f"/children/{reference}/reason/", browsing.REASON)
    else:
        browsing.open_record(browser, reference)
    if name == "shielding:agree-lift":
        browsing.browser_of("oscar")
    page = browser.get(composition.url(name, reference), follow=True)
    assert not page.redirect_chain or name == "shielding:impose-shield", page.redirect_chain
    assert given in named_on(page.content.decode())


def asked_why(browser: Client, reference: str) -> str:
    return named_on(browser.get(f"/children/{reference}/reason/").content.decode())


def test_before_a_reason_was_given_the_name_is_for_who_has_met_it() -> None:
    kelly = steps.known(cast.KELLY)
    jane, tim = browsing.browser_of("jane"), browsing.browser_of("tim")
    unmet = [asked_why(browser, one) for browser in (jane, tim) for one in (kelly, "0" * 32)]
    assert len(set(unmet)) == 1
    browsing.search(
        jane, {"given": "Kelly", "family": "Example", "born_0": "14", "born_1": "3", "born_2": "2011"}
    )
    assert "Kelly Example" in asked_why(jane, kelly)
    assert "Kelly" not in asked_why(tim, kelly)
    steps.shield(kelly, tier=steps.Tier.UNLISTED)
    assert asked_why(jane, kelly) == unmet[0]
