"""Search: it finds one child, or says what would help, and never lists."""

import dataclasses
import time
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from access import policy
from audit.models import Event, SearchTerms
from audit.verbs import Verb
from ground import crypto
from registry.models import Child
from shielding.disclosure import search
from shielding.disclosure.disclosure import WITHHELD
from shielding.disclosure.query import Fact, Query
from shielding.disclosure.search import Found, NotFound, Several, TooLittle
from shielding.models import SearchKey, Tier
from tests import cast, steps

pytestmark = pytest.mark.usefixtures("county")


@pytest.fixture
def kelly(county: None) -> str:
    return steps.known(cast.KELLY, cast.ROBIN)


# --- what has to be given ---------------------------------------------------------------------------------------

BAND = (date(2010, 3, 1), date(2012, 2, 28))


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"given": "Kelly"},
        {"given": "Kelly", "family": "Example"},
        {"born": date(2011, 3, 14)},
        {"given": "Kelly", "born": date(2011, 3, 14)},
        {"family": "Example", "born": date(2011, 3, 14)},
        {"postcode": "ZZ1 1AA"},
        {"school": "Brook School", "ages": BAND},
        {"given": "Kelly", "family": "Example", "postcode": "ZZ1 1AA"},
        {"given": "Kelly", "family": "Example", "ages": BAND},
        {"given": "Kelly", "ages": BAND, "gender": "F"},
        {"given": "💥", "family": "Example", "born": date(2011, 3, 14)},
        {"given": "-", "family": "'", "born": date(2011, 3, 14)},
        {"given": "*", "family": "%", "born": date(2011, 3, 14)},
    ],
)
def test_less_than_a_search_needs_is_refused_and_nothing_is_searched(
    kelly: str, typed: dict[str, Any]
) -> None:
    with pytest.raises(TooLittle):
        steps.find(**typed)
    assert steps.events(Verb.SEARCHED) == []


@pytest.mark.parametrize(
    "fact", [{"gender": "F"}, {"postcode": "ZZ1"}, {"school": "Brook"}, {"carer": "Maria"}]
)
def test_a_name_with_an_age_band_needs_one_more_fact_of_any_kind(kelly: str, fact: dict[str, str]) -> None:
    assert steps.cards(steps.find(given="Kelly", family="Example", ages=BAND, **fact)) == ["Kelly Example"]


@pytest.mark.parametrize(
    ("first", "last", "is_enough"),
    [
        ("2010-03-01", "2012-03-01", True),
        ("2010-02-28", "2012-03-01", False),
        ("2010-03-01", "2012-02-29", True),
        ("2010-02-28", "2012-02-29", False),
        ("2012-02-29", "2014-02-28", True),
        ("2012-02-29", "2014-03-01", False),
        ("2011-01-01", "2011-01-01", True),
        ("1990-01-01", "2026-01-01", False),
    ],
)
def test_an_age_band_is_at_most_two_years_wide(kelly: str, first: str, last: str, is_enough: bool) -> None:
    typed = {
        "given": "Kelly",
        "family": "Example",
        "gender": "F",
        "ages": (cast.born(first), cast.born(last)),
    }
    if is_enough:
        steps.find(**typed)
    else:
        with pytest.raises(TooLittle):
            steps.find(**typed)


def test_a_band_the_wrong_way_round_finds_nobody(kelly: str) -> None:
    assert steps.find(given="Kelly", family="Example", gender="F", ages=BAND[::-1]) == NotFound()


# --- what is found ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"given": "kelly", "family": "EXAMPLE"},
        {"given": "Keli", "family": "Exampel"},
        {"given": "Kelley"},
        {"given": "Example", "family": "Kelly"},
        {"given": "Kelly Ann"},
        {"family": "Example-Invented"},
        {"born": date(2011, 3, 15)},
        {"born": date(2011, 4, 14)},
        {"born": date(2010, 3, 14)},
        {"born": date(2001, 3, 14)},
        {"given": "Kdlly", "family": "Exajple"},
        {"family": "Exakple", "born": date(2011, 3, 15)},
        {"given": "Keply", "family": "Eample"},
        {"given": "Kenllzy", "family": "Exalple"},
    ],
    ids=str,
)
def test_a_child_is_found_under_a_slip(kelly: str, typed: dict[str, Any]) -> None:
    assert steps.cards(steps.find(**(steps.kelly() | typed))) == ["Kelly Example"]


@pytest.mark.parametrize(
    "typed",
    [
        {"given": "Somebody"},
        {"family": "Unheard"},
        {"given": "Karen"},
        {"given": "Kevin", "family": "Exler"},
        {"given": "Somebody", "family": "Kelly"},
        {"born": date(2012, 4, 15)},
        {"born": date(2012, 3, 15)},
    ],
)
def test_another_name_or_two_wrong_parts_of_a_date_find_nobody(kelly: str, typed: dict[str, Any]) -> None:
    assert steps.find(**(steps.kelly() | typed)) == NotFound()


def test_day_and_month_may_be_swapped() -> None:
    steps.known(cast.KELLY | {"birth_date": "2011-03-05"})
    assert steps.cards(steps.find(**steps.kelly(born=date(2011, 5, 3)))) == ["Kelly Example"]


@pytest.mark.parametrize(("held", "typed"), [("Elizabeth", "Liz"), ("Liz", "Elizabeth"), ("Robert", "Bob")])
def test_a_short_form_finds_the_whole_name_and_the_other_way_round(held: str, typed: str) -> None:
    steps.known(cast.KELLY | {"given_name": held})
    assert steps.cards(steps.find(**steps.kelly(given=typed))) == [f"{held} Example"]


@pytest.mark.parametrize("part", ["Smith", "Jones", "Smith-Jones", "Smith Jones", "smithjones"])
def test_a_double_barrelled_name_is_found_by_each_part(part: str) -> None:
    steps.known(cast.KELLY | {"family_name": "Smith-Jones"})
    assert len(steps.cards(steps.find(**steps.kelly(family=part)))) == 1


@pytest.mark.parametrize(
    ("former", "typed"),
    [
        ({"former_family_name": "Before"}, {"family": "Before"}),
        ({"former_given_name": "Morgan"}, {"given": "Morgan"}),
        (
            {"former_given_name": "Morgan", "former_family_name": "Before"},
            {"given": "Morgan", "family": "Before"},
        ),
    ],
)
def test_an_open_child_is_found_by_a_former_name(former: dict[str, str], typed: dict[str, str]) -> None:
    steps.known(cast.KELLY | former)
    assert steps.cards(steps.find(**(steps.kelly() | typed))) == ["Kelly Example"]


@pytest.mark.parametrize(
    ("given", "family"),
    [("Мария", "Иванова"), ("李", "小龙"), ("محمد", "علي"), ("Zoë", "O'Dowd"), ("Łukasz", "Wójcik")],
)
def test_names_of_every_script_are_found_as_they_are_written(given: str, family: str) -> None:
    steps.known(cast.KELLY | {"given_name": given, "family_name": family})
    assert steps.cards(steps.find(**steps.kelly(given=given, family=family))) == [f"{given} {family}"]


def test_an_estimated_birth_date_is_met_anywhere_in_its_span() -> None:
    steps.known(cast.KELLY | {"birth_date": "2011-01-01", "birth_date_to": "2012-12-31"})
    for born in (date(2011, 1, 1), date(2012, 6, 6), date(2012, 12, 31)):
        assert steps.cards(steps.find(**steps.kelly(born=born))) == ["Kelly Example"]
    for born in (date(2010, 12, 31), date(2013, 1, 1)):
        assert steps.find(**steps.kelly(born=born)) == NotFound()
    band = (date(2012, 12, 1), date(2013, 12, 1))
    assert steps.cards(steps.find(given="Kelly", family="Example", gender="F", ages=band)) == [
        "Kelly Example"
    ]


def test_the_ends_of_an_age_band_belong_to_it(kelly: str) -> None:
    for ages in ((date(2011, 3, 14), date(2012, 1, 1)), (date(2010, 1, 1), date(2011, 3, 14))):
        assert steps.cards(steps.find(given="Kelly", family="Example", gender="F", ages=ages))
    for ages in ((date(2011, 3, 15), date(2012, 1, 1)), (date(2010, 1, 1), date(2011, 3, 13))):
        assert steps.find(given="Kelly", family="Example", gender="F", ages=ages) == NotFound()


@pytest.mark.parametrize(
    "wrong", [{"gender": "M"}, {"postcode": "ZZ7 7ZZ"}, {"school": "Hill School"}, {"carer": "Nobody"}]
)
def test_an_optional_fact_that_does_not_fit_excludes_nobody(kelly: str, wrong: dict[str, str]) -> None:
    assert steps.cards(steps.find(**steps.kelly(**wrong))) == ["Kelly Example"]


# --- several ----------------------------------------------------------------------------------------------------


@pytest.fixture
def two_kellys(county: None) -> None:
    """Two girls of one name, born on the same day, at different places."""
    cast.send(
        cast.CENSUS,
        cast.KELLY | {"upn": "V998417209001"},
        cast.KELLY
        | {
            "record_id": "other",
            "birth_date": "2011-03-15",
            "postcode": "ZZ5 5ZZ",
            "school_code": "SCH2",
            "carer_1_given_name": "Olga",
        },
    )
    SearchKey.objects.update(born_first="2011-03-14", born_last="2011-03-14")


@pytest.mark.usefixtures("two_kellys")
def test_several_children_give_no_row_and_no_number_but_the_facts_that_would_help() -> None:
    outcome = steps.find(**steps.kelly())
    assert outcome == Several(would_help=(Fact.POSTCODE, Fact.SCHOOL, Fact.CARER)), "both are girls"
    assert cast.last_event().shown == []
    assert "2" not in repr(outcome)


@pytest.mark.usefixtures("two_kellys")
@pytest.mark.parametrize(
    "fact",
    [{"postcode": "ZZ5 5ZZ"}, {"postcode": "ZZ5"}, {"school": "Hill School"}, {"carer": "Olga Example"}],
)
def test_one_more_fact_tells_them_apart(fact: dict[str, str]) -> None:
    outcome = steps.find(**steps.kelly(**fact))
    assert isinstance(outcome, Found)
    assert [card.district for card in outcome.cards] == ["ZZ5"]


@pytest.mark.usefixtures("two_kellys")
def test_where_no_fact_is_left_two_cards_are_shown_and_both_are_in_the_trail() -> None:
    everything = {"postcode": "ZZ8 8ZZ", "gender": "F", "school": "Nowhere", "carer": "Nobody"}
    outcome = steps.find(**steps.kelly(**everything))
    assert isinstance(outcome, Found)
    assert len(outcome.cards) == 2
    assert sorted(cast.last_event().shown) == sorted(card.reference for card in outcome.cards)


def test_never_more_than_two_cards() -> None:
    days = [f"2011-03-{day}" for day in range(14, 18)]
    cast.send(cast.CENSUS, *[cast.KELLY | {"record_id": day, "birth_date": day} for day in days])
    SearchKey.objects.update(born_first="2011-03-14", born_last="2011-03-14")
    everything = {"postcode": "ZZ8 8ZZ", "gender": "F", "school": "Nowhere", "carer": "Nobody"}
    outcome = steps.find(**steps.kelly(**everything))
    assert isinstance(outcome, Found)
    assert len(outcome.cards) == 2


def test_a_question_that_is_too_broad_asks_for_another_fact(
    kelly: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "BRANCH_LIMIT", 0)
    assert steps.find(**steps.kelly()) == Several(
        would_help=(Fact.POSTCODE, Fact.GENDER, Fact.SCHOOL, Fact.CARER)
    )


@pytest.mark.parametrize(
    ("held", "typed"),
    [
        # parts in another order
        (("Kelly", "Penrose-Example"), ("Kelly", "Example-Penrose")),
        (("Kelly", "Penrose Example"), ("Kelly", "Example Penrose")),
        (("Kelly Ann", "Example"), ("Ann Kelly", "Example")),
        (("Xiu-Ying", "Examplez"), ("Examplez", "Ying Xiu")),
        # by ear: Irish, Gaelic, Welsh
        (("Caoilfhionn", "Example"), ("Keelin", "Example")),
        (("Meadhbh", "Example"), ("Mave", "Example")),
        (("Ruairidh", "Example"), ("Ruaree", "Example")),
        (("Goronwy", "Example"), ("Goronwee", "Example")),
        (("Kelly", "Ó Súilleabháin"), ("Kelly", "O'Sullivan")),
        # another script
        (("Борис", "Примеров"), ("Boris", "Primerov")),
        (("Юлия", "Петрова"), ("Yuliya", "Petrova")),
        (("Δημήτρης", "Παπαδάκης"), ("Dimitris", "Papadakis")),
        (("فاطمة", "حداد"), ("Fatima", "Haddad")),
        (("Yusuf", "Haddad"), ("يوسف", "حداد")),
        # family names that are written in several ways
        (("Kelly", "Bandyopadhyay"), ("Kelly", "Banerjee")),
        (("Kelly", "Huang"), ("Kelly", "Wong")),
        (("Kelly", "Wiśniewska"), ("Kelly", "Wisniewski")),
        # short forms
        (("Bartholomew", "Example"), ("Barty", "Example")),
        (("Henrietta", "Example"), ("Hettie", "Example")),
        (("Aloysius", "Example"), ("Lou", "Example")),
    ],
    ids=str,
)
@pytest.mark.parametrize("by_age", [False, True])
def test_a_child_is_found_under_another_way_to_write_the_name(
    held: tuple[str, str], typed: tuple[str, str], by_age: bool
) -> None:
    steps.known(cast.KELLY | {"given_name": held[0], "family_name": held[1]})
    known = {"ages": BAND, "gender": "F"} if by_age else {"born": date(2011, 3, 14)}
    assert steps.cards(steps.find(given=typed[0], family=typed[1], **known)) == [" ".join(held)]


def test_names_may_be_swapped_where_an_age_is_given(kelly: str) -> None:
    outcome = steps.find(given="Example", family="Kelly", gender="F", ages=BAND)
    assert steps.cards(outcome) == ["Kelly Example"]


# --- another child's card -----------------------------------------------------------------------------------------


ELLA = cast.KELLY | {"given_name": "Ella"}
ELLIE = cast.KELLY | {"record_id": "twin", "given_name": "Ellie"}


@pytest.fixture
def twins(county: None) -> None:
    """Two girls of like names, born on one day in one home, at one school."""
    steps.known(ELLA)
    steps.known(ELLIE)


@pytest.mark.usefixtures("twins")
@pytest.mark.parametrize("name", ["Ella", "Ellie"])
def test_each_twin_is_found_by_the_exact_spelling(name: str) -> None:
    assert steps.cards(steps.find(**steps.kelly(given=name))) == [f"{name} Example"]
    by_age = steps.find(given=name, family="Example", gender="F", ages=BAND)
    assert steps.cards(by_age) == [f"{name} Example"]


@pytest.mark.usefixtures("twins")
def test_no_question_is_asked_that_cannot_help() -> None:
    outcome = steps.find(**steps.kelly(given="Elly"))
    assert isinstance(outcome, Found), "all that could be asked is the same of both"
    assert {card.name for card in outcome.cards} == {"Ella Example", "Ellie Example"}


@pytest.mark.parametrize(
    "typed",
    [
        {"given": "Thomas"},
        {"family": "Unheard"},
        {"given": "Thomas", "born": date(2011, 3, 15)},
        {"family": "Unheard", "born": date(2011, 3, 15)},
        {
            "family": "Unheard",
            "gender": "F",
            "postcode": "ZZ1 1AA",
            "school": "Brook School",
            "carer": "Maria",
        },
    ],
)
def test_no_card_is_shown_unless_both_names_are_like(kelly: str, typed: dict[str, Any]) -> None:
    assert steps.find(**steps.kelly(**typed)) == NotFound()


def test_a_wrong_birth_date_beside_another_child_of_that_day_and_family_asks_for_more(kelly: str) -> None:
    steps.known(
        cast.KELLY
        | {
            "record_id": "other",
            "given_name": "Thomas",
            "birth_date": "2011-03-15",
            "postcode": "ZZ5 5ZZ",
            "address_line_1": "8 Invented Row",
            "carer_1_given_name": "Olga",
        }
    )
    outcome = steps.find(**steps.kelly(born=date(2011, 3, 15)))
    assert outcome == Several(would_help=(Fact.POSTCODE, Fact.GENDER, Fact.SCHOOL, Fact.CARER))
    sure = steps.find(**steps.kelly(born=date(2011, 3, 15), postcode="ZZ1 1AA"))
    assert steps.cards(sure) == ["Kelly Example"]


def test_a_fact_that_speaks_for_another_of_the_same_name_is_heard(kelly: str) -> None:
    other = {
        "record_id": "other",
        "birth_date": "2011-03-20",
        "postcode": "ZZ5 5ZZ",
        "carer_1_given_name": "Olga",
    }
    cast.send(cast.CENSUS, cast.KELLY | other)
    assert isinstance(steps.find(**steps.kelly(postcode="ZZ5 5ZZ")), Several)
    assert steps.cards(steps.find(**steps.kelly(postcode="ZZ1 1AA"))) == ["Kelly Example"]


# --- a shielded child -------------------------------------------------------------------------------------------


@pytest.fixture
def robin(county: None) -> str:
    reference = steps.known(cast.ROBIN | {"former_family_name": "Before"}, cast.KELLY)
    steps.shield(reference)
    return reference


def test_a_shielded_child_is_found_by_name_and_birth_date(robin: str) -> None:
    outcome = steps.find(**steps.robin())
    assert isinstance(outcome, Found)
    (card,) = outcome.cards
    assert (card.name, card.district, card.known_before_as) == ("Robin Madeup", WITHHELD, ())
    assert set(cast.last_event().fields) == {"name", "known_before_as", "birth", "gender"}


def test_a_shielded_child_is_found_by_number(robin: str) -> None:
    number = Child.objects.get(reference=robin).number
    assert steps.cards(steps.find(number=number)) == ["Robin Madeup"]


@pytest.mark.parametrize("fact", ["postcode", "school", "carer"])
@pytest.mark.parametrize("is_right", [True, False])
def test_a_shielded_child_is_not_returned_where_a_withheld_kind_of_fact_is_given(
    robin: str, fact: str, is_right: bool
) -> None:
    right = {"postcode": "ZZ9 9ZZ", "school": "Hill School", "carer": "Maria Madeup"}
    wrong = {"postcode": "ZZ1 1AA", "school": "Brook School", "carer": "Nobody"}
    assert steps.find(**steps.robin(**{fact: (right if is_right else wrong)[fact]})) == NotFound()


def test_a_shielded_child_is_not_found_by_a_former_name(robin: str) -> None:
    assert steps.find(**steps.robin(family="Before")) == NotFound()


def test_an_unlisted_child_is_not_found_at_all() -> None:
    robin = steps.known(cast.ROBIN)
    number = Child.objects.get().number
    steps.shield(robin, Tier.UNLISTED)
    assert steps.find(**steps.robin()) == NotFound()
    assert steps.find(number=number) == NotFound()
    assert steps.cards(steps.find("olive", number=number)) == ["Robin Madeup"]


def test_the_gender_of_a_shielded_child_still_helps(robin: str) -> None:
    assert steps.cards(steps.find(**steps.robin(gender="M"))) == ["Robin Madeup"]


@pytest.mark.parametrize("fact", [{"postcode": "ZZ9 9ZZ"}, {"school": "Hill School"}, {"carer": "Maria"}])
def test_the_answer_is_the_same_as_if_the_shielded_child_did_not_exist(
    robin: str, fact: dict[str, str]
) -> None:
    by = cast.searcher("jane")
    query = Query(**steps.robin(**fact))
    answers = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            outcome = search.find(query, by=by, now=cast.NOW)
        answers.append((outcome, len(asked)))
        SearchKey.objects.filter(withheld=True).delete()
    assert answers[0] == answers[1]


# --- the number -------------------------------------------------------------------------------------------------


def test_a_number_finds_its_child_alone(kelly: str) -> None:
    number = Child.objects.get(reference=kelly).number
    assert steps.cards(steps.find(number=number)) == ["Kelly Example"]


def test_a_number_with_a_wrong_digit_finds_nobody(kelly: str) -> None:
    number = Child.objects.get(reference=kelly).number
    for place in range(12):
        digit = (int(number[place]) + 1) % 10
        assert steps.find(number=f"{number[:place]}{digit}{number[place + 1 :]}") == NotFound()


@pytest.mark.parametrize("number", ["0", "1" * 12, "1" * 10_000, "%", "١٢٣٤٥٦٧٨٩٠١٢", "' OR 1=1", "12\x0034"])
def test_what_is_no_number_finds_nobody(kelly: str, number: str) -> None:
    assert steps.find(number=number) == NotFound()


# --- officers ---------------------------------------------------------------------------------------------------


def test_an_officer_finds_children_of_the_own_authority_alone(robin: str) -> None:
    assert steps.cards(steps.find("olive", **steps.robin())) == ["Robin Madeup"]
    assert steps.find("otto", **steps.robin()) == NotFound()
    assert steps.find("otto", **steps.kelly()) == NotFound()
    number = Child.objects.get(reference=robin).number
    assert steps.find("otto", number=number) == NotFound()


def test_an_officer_without_an_authority_finds_nobody(kelly: str) -> None:
    nowhere = dataclasses.replace(cast.searcher("olive"), authority="")
    for typed in (steps.kelly(), {"number": Child.objects.get(reference=kelly).number}):
        assert search.find(Query(**typed), by=nowhere, now=cast.NOW) == NotFound()


def test_a_practitioner_finds_children_of_the_whole_country(kelly: str) -> None:
    assert steps.cards(steps.find("nia", **steps.kelly())) == ["Kelly Example"]


@pytest.mark.parametrize("username", ["ada", "lou"])
def test_who_opens_no_records_searches_for_none(kelly: str, username: str) -> None:
    with pytest.raises(policy.NotPermitted):
        steps.find(username, **steps.kelly())


# --- hostile ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "K" * 10_000,
        "Kelly " * 2_000,
        "a b " * 3_000,
        "%_*?",
        "'; DROP TABLE registry_child; --",
        "Kelly\x00",
        "Kelly\u202e",
        "Ke\u0301lly" * 500,
        "\ud800",
        "{{7*7}}",
        "ﷺ" * 500,
    ],
    ids=lambda text: ascii(text[:12]),
)
@pytest.mark.parametrize("field", ["given", "family", "postcode", "school", "carer"])
def test_whatever_is_typed_a_search_ends_quickly_and_without_a_fault(
    kelly: str, field: str, text: str
) -> None:
    began = time.perf_counter()
    try:
        steps.find(**(steps.kelly() | {field: text}))
    except TooLittle:
        assert steps.events(Verb.SEARCHED) == []
    else:
        assert len(steps.events(Verb.SEARCHED)) == 1
    assert time.perf_counter() - began < 2


@settings(
    max_examples=30,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    given=st.text(max_size=12),
    family=st.text(max_size=12),
    extra=st.sampled_from([{}, {"postcode": "ZZ1 1AA"}, {"school": "%"}, {"carer": "Maria"}]),
)
def test_no_text_finds_a_list(kelly: str, given: str, family: str, extra: dict[str, str]) -> None:
    try:
        outcome = steps.find(given=given, family=family, born=date(2011, 3, 14), **extra)
    except TooLittle:
        return
    assert len(steps.cards(outcome)) <= 1


# --- the trail --------------------------------------------------------------------------------------------------


def test_each_search_is_exactly_one_event_whatever_it_finds(kelly: str) -> None:
    steps.find(**steps.kelly())
    steps.find(**steps.kelly(given="Nobody"))
    steps.find(number="1" * 12)
    assert [event.outcome for event in steps.events(Verb.SEARCHED)] == ["found", "notfound", "notfound"]
    assert Event.objects.exclude(verb=Verb.SEARCHED).count() == 0


def test_what_was_typed_is_sealed_beside_the_event_and_nowhere_else(kelly: str) -> None:
    steps.find(**steps.kelly(postcode="ZZ1 1AA", carer="Maria", school="Brook School", gender="F"))
    event = cast.last_event()
    for secret in ("Kelly", "kelly", "Example", "2011", "ZZ1", "Maria", "Brook School "):
        assert secret not in repr([v for k, v in event.__dict__.items() if k != "organisation"]), secret
    assert len(event.terms_hash) == 64
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE contactpoint_web")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            SearchTerms.objects.get()


def test_the_sealed_terms_open_with_the_key_for_their_event_alone(
    monkeypatch: pytest.MonkeyPatch, kelly: str
) -> None:
    sealed: dict[str, bytes] = {}
    real = crypto.seal

    def keep(text: str, *, context: str) -> bytes:
        sealed[context] = real(text, context=context)
        return sealed[context]

    monkeypatch.setattr(crypto, "seal", keep)
    steps.find(**steps.kelly(postcode="ZZ1 1AA"))
    ((context, blob),) = sealed.items()
    assert context == f"search-terms:{cast.last_event().uid}"
    opened = crypto.unseal(blob, context=context)
    assert opened == '{"born": "2011-03-14", "family": "Example", "given": "Kelly", "postcode": "ZZ1 1AA"}'
    with pytest.raises(crypto.SealBroken):
        crypto.unseal(blob, context="search-terms:" + "0" * 32)


def test_the_same_search_has_the_same_hash_and_another_one_another(kelly: str) -> None:
    for typed in (steps.kelly(), steps.kelly(), steps.kelly(gender="F")):
        steps.find(**typed)
    one, same, other = [event.terms_hash for event in steps.events(Verb.SEARCHED)]
    assert one == same != other


def test_a_search_shows_a_card_only_with_its_event(kelly: str) -> None:
    outcome = steps.find(**steps.kelly(), now=cast.NOW + timedelta(hours=1))
    assert isinstance(outcome, Found)
    event = cast.last_event()
    assert event.shown == [kelly]
    assert set(event.fields) == {"name", "known_before_as", "birth", "gender", "district"}
    assert event.at == cast.NOW + timedelta(hours=1)
