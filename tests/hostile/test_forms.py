"""Whatever is sent to whichever form, the answer is a clear one with our page, and never what was sent as markup."""

import itertools
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import browsing
from tests.hostile import doorway
from tests.hostile.doorway import FORM, SCRIPT, House, wrong_with

pytestmark = pytest.mark.django_db

STRANGE = {
    "markup": quote(SCRIPT),
    "a template": quote("{{ 7|add:7 }}{% load static %}"),
    "right to left": quote("\u202eylleK\u2066"),
    "nothing to be seen": quote("\u200b \u2060\u00ad\ufeff \u3164"),
    "spaces": "+++",
    "nul": "Kel%00ly",
    "lone surrogates": "%ED%A0%80%ED%B0%80",
    "no UTF-8": "%FF%C3%28%80",
    "ten thousand characters": "x" * 10_000,
    "a pile of accents": quote("e" + "\u0301" * 90),
    "other digits": quote("٣١"),
    "negative": "-1",
    "huge": "9" * 80,
    "not a number": "NaN",
    "hexadecimal": "0x1F",
    "exponent": "1e9",
    "line breaks": "a%0D%0AInjected:+yes%0D%0A",
    "quotes": quote("' OR 1=1; --"),
    "a path": quote("../../../etc/passwd"),
    "a reference": "0" * 32,
    "an emoji": quote("👨‍👩‍👧🏽"),
}
DATES = [("31", "2", "2015"), ("0", "0", "0"), ("1", "1", "0"), ("1", "1", "99999"), ("-1", "-1", "-2015"),
         ("٣", "٣", "٢٠١٥"), ("1e0", "1", "2015"), ("1", "13", "2015"), ("29", "2", "2015"), ("9" * 30, "1", "2015"),
         ("", "1", "2015"), ("1", "1", "9999"), ("²", "①", "2015")]  # fmt: skip


def forms_of(house: House) -> list[tuple[doorway.Address, dict[str, str]]]:
    """Every address that may be sent to, with what its page asks for."""
    found = []
    for address in house.addresses:
        page = house.browser_of(address).get(address.path)
        asked = doorway.questions_on(page) if page.status_code == 200 else {}
        if page.status_code == 405 or asked:
            found.append((address, asked))
    return found


def sent(house: House, address: doorway.Address, body: str) -> Any:
    """The answer to a form. What is typed into a search is answered by a page of its own."""
    browser = house.browser_of(address)
    answer = browser.post(address.path, body.encode(), content_type=FORM)
    if address.name == "search" and answer.status_code == 302:
        return browser.get(answer["Location"])
    return answer


def encoded(asked: dict[str, str], **strange: str) -> str:
    """The usual answers, with the strange ones, already encoded, in their places."""
    usual = {name: value for name, value in asked.items() if name not in strange}
    return "&".join([urlencode(usual), *(f"{name}={value}" for name, value in strange.items())])


def test_the_forms_are_found(house: House):
    names = {address.name for address, asked in forms_of(house) if asked}
    assert names >= {"search", "reason", "contact", "sign-in", "new-who", "new-contact", "new-organisation",
                     "new-accreditation", "details", "own-details", "close", "wrong-number", "accredit", "suspend",
                     "grant-role",
                     "impose-shield", "sensitive-involvement", "propose", "change-password", "answer-contact",
                     "decide", "trail"} - {"grant-role"}  # fmt: skip


WORST = ("markup", "nul")
"""What breaks most often is tried in each field by itself; the rest takes turns. So it does everywhere at once."""


def test_strange_text_in_each_field(house: House):
    faults, others = [], itertools.cycle(kind for kind in STRANGE if kind not in WORST)
    for address, asked in forms_of(house):
        for name in asked:
            for kind in (*WORST, next(others), next(others)):
                with house.as_it_was():
                    answer = sent(house, address, encoded(asked, **{name: STRANGE[kind]}))
                    faults += [(address.name, name, kind, wrong) for wrong in wrong_with(answer)]
    assert faults == []


def test_strange_text_in_all_fields_at_once(house: House):
    faults, kinds = [], itertools.cycle(STRANGE)
    for address, asked in forms_of(house):
        for kind in itertools.islice(kinds, 8):
            with house.as_it_was():
                answer = sent(house, address, "&".join(f"{name}={STRANGE[kind]}" for name in asked))
                faults += [(address.name, kind, wrong) for wrong in wrong_with(answer)]
    assert faults == []


def test_days_that_no_calendar_has(house: House):
    faults, before, days = [], doorway.state(), itertools.cycle(DATES)
    for address, asked in forms_of(house):
        for name in {name.removesuffix("_0") for name in asked if name.endswith("_0")}:
            for parts in itertools.islice(days, 5):
                strange = {f"{name}_{place}": quote(part) for place, part in enumerate(parts)}
                answer = sent(house, address, encoded(asked, **strange))
                faults += [(address.name, name, parts, wrong) for wrong in wrong_with(answer)]
                if answer.status_code != 200:
                    faults.append((address.name, name, parts, f"was taken: {answer.status_code}"))
    assert faults == []
    assert doorway.state() == before


def bodies(asked: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Whole bodies that no form of ours sends."""
    names = list(asked) or ["reason"]
    return {
        "nothing": {"data": b"", "content_type": FORM},
        "no form at all": {"data": b'{"given": "Kelly"}', "content_type": "application/json"},
        "bytes": {"data": b"\x00\xff\xfe=&&&==", "content_type": FORM},
        "a million characters": {"data": b"reason=" + b"x" * 1_000_000, "content_type": FORM},
        "a thousand more fields": {
            "data": "&".join(f"more{n}=1" for n in range(1000)).encode(),
            "content_type": FORM,
        },
        "a broken multipart": {"data": b"--x\r\nbroken", "content_type": "multipart/form-data"},
        "a cut-off multipart": {
            "data": b'--x\r\nContent-Disposition: form-data; name="given"\r\n\r\nKel',
            "content_type": "multipart/form-data; boundary=x",
        },
        "an unknown character set": {"data": b"given=Kelly", "content_type": FORM + "; charset=klingon"},
        "files": {"data": {name: SimpleUploadedFile("a.exe", b"MZ") for name in names}},
        "many files": {"data": {f"file{n}": SimpleUploadedFile("a.txt", b"x") for n in range(150)}},
        "only spaces": {"data": dict.fromkeys(names, " \u200b ")},
    }


def test_bodies_that_no_form_of_ours_sends(house: House):
    faults, before = [], doorway.state()
    for address, asked in forms_of(house):
        if not asked:
            continue  # one press is all that such a door asks for: there is nothing in the body that it reads
        for kind, body in bodies(asked).items():
            with house.as_it_was():
                browser = house.browser_of(address)
                if isinstance(body["data"], bytes):
                    answer = browser.generic("POST", address.path, **body)
                else:
                    answer = browser.post(address.path, **body)
                faults += [(address.name, kind, wrong) for wrong in wrong_with(answer)]
                if address.name not in PRESSES and doorway.state() != before:
                    faults.append((address.name, kind, "was taken"))
    assert faults == []


PRESSES = {"issue-credentials", "case-taken", "case-answered"}
"""Doors whose form has nothing but its button, and perhaps words that may be left out."""


def test_each_field_left_out_and_all_given_twice(house: House):
    faults = []
    for address, asked in forms_of(house):
        bodies = [urlencode({name: asked[name] for name in asked if name != left_out}) for left_out in asked]
        again = [f"{name}={quote(SCRIPT)}&{name}[]=1&{name}[a]=2&{name}={quote(SCRIPT)}" for name in asked]
        for body in (*bodies, "&".join([urlencode(asked), *again])):
            with house.as_it_was():
                faults += [(address.name, body, wrong) for wrong in wrong_with(sent(house, address, body))]
    assert faults == []


def test_questions_in_the_address_are_not_read_and_not_shown(house: House):
    faults = []
    for address, asked in forms_of(house):
        for value in (STRANGE["markup"], STRANGE["nul"], STRANGE["lone surrogates"]):
            query = "&".join(f"{name}={value}" for name in [*asked, "ended", "next", "page"])
            answer = house.browser_of(address).get(f"{address.path}?{query}")
            faults += [(address.name, wrong) for wrong in wrong_with(answer)]
    assert faults == []


SAYS_NOTHING = ["", "   ", "\u200b\u2060 \u200b", "a b", "......... ........", "x " * 300, "oneword" * 9]


def test_reason_that_says_nothing_opens_nothing(house: House):
    browser = browsing.browser_of("tim")
    before = doorway.state()
    for reason in SAYS_NOTHING:
        answer = browser.post(
            f"/children/{house.kelly}/reason/", {"purpose": "find-others", "reason": reason}
        )
        assert answer.status_code == 200
        assert wrong_with(answer) == []
        assert browser.get(f"/children/{house.kelly}/").status_code == 302, "No reason, no record"
    assert doorway.state() == before
