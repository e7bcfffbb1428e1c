"""A child of ten can read every page that is open to all; how that is measured is said in ``reading``."""

from collections.abc import Iterator

import pytest
from django.test import Client, override_settings

from tests.complaints import reading, walking
from tests.house.test_urls import TABLE, path_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county", "clock")]

OLDEST = 10
MOST_WORDS = 25
"""In one sentence."""


def pages() -> Iterator[tuple[str, str]]:
    """Every page that somebody gets who has not signed in: each URL of the resolver, and the form from end to end."""
    for name, (allowed, _) in TABLE.items():
        if None in allowed:
            answer = Client().get(path_of(name))
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                yield name, answer.content.decode()
    for at, answer in enumerate(walking.walk(Client())):
        if answer.status_code == 200:
            yield f"step {at} of the form", answer.content.decode()


@pytest.mark.parametrize("demo", [False, True])
def test_a_child_of_ten_can_read_every_page_that_is_open_to_all(demo: bool) -> None:
    with override_settings(DEMO=demo):
        found = {name: reading.sentences_of(page) for name, page in pages()}
    ages = {name: reading.age_of(sentences) for name, sentences in found.items() if sentences}
    assert len(ages) > 25
    assert {name: round(age, 1) for name, age in ages.items() if age > OLDEST} == {}


def test_no_sentence_is_long() -> None:
    long = {
        name: [" ".join(words) for words in reading.sentences_of(page) if len(words) > MOST_WORDS]
        for name, page in pages()
    }
    assert {name: sentences for name, sentences in long.items() if sentences} == {}


def test_what_is_hard_to_read_is_found() -> None:
    hard = (
        "<main><p>Applicants are requested to authenticate their eligibility by submitting appropriate documentation "
        "to the responsible administrative authority.</p></main>"
    )
    assert reading.age_of(reading.sentences_of(hard)) > 20
    easy = "<main><p>You can ask us at any age. It costs nothing. You do not need a mum or a dad.</p></main>"
    assert reading.age_of(reading.sentences_of(easy)) < OLDEST


def test_what_is_read_is_sentences_and_nothing_else() -> None:
    page = (
        "<header><p>This is not read at all.</p></header><main><h1>A heading is not read</h1><p>We read this "
        "sentence. And we <strong>read</strong> this one!</p><ul><li>we read each item</li></ul><nav><ul><li>we pass "
        "over links</li></ul></nav><table><tr><td>and a whole table</td></tr></table><svg><title>and a small "
        "picture</title></svg><p>Ring us on 01632 960100 or write to us@example.org</p><p>Go on</p></main>"
    )
    assert [" ".join(words) for words in reading.sentences_of(page)] == [
        "We read this sentence",
        "And we read this one",
        "we read each item",
        "Ring us on or write to",
    ]
