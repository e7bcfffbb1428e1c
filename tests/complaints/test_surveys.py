"""Surveys: a place's password lets in, a sheet is anonymous and counted once, and small groups are not shown apart."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from audit.models import Event
from audit.verbs import Verb
from complaints import consultation, drafts, findings, tasks
from complaints.consultation import Filled, Meeting, Move
from complaints.models import Age, Answer, Gender, Group, Lives, Place, Said, Sheet, Survey, Try, VoiceWords
from complaints.questionnaires import QUESTIONNAIRES, Known
from ground import statute
from tests import browsing, cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county", "clock")]

LEAST = statute.SMALLEST_BAND.value
NETWORK = "192.0.2.1"
QUESTIONS = ("Is it good?", "Is it safe?")


def rita() -> Any:
    return cast.searcher("rita")


def survey(*, known: str = "", is_open: bool = True) -> str:
    reference = consultation.make(
        "What do you think?", known=known, questions=QUESTIONS, by=rita(), now=cast.NOW
    )
    if is_open:
        consultation.move(reference, Move.OPEN, by=rita(), now=cast.NOW)
    return reference


def place(reference: str, name: str = "Brook School") -> str:
    """A place of this survey; returns its password."""
    return consultation.add_place(reference, name=name, by=rita(), now=cast.NOW)[1]


def come_in(password: str, network: str = NETWORK) -> str:
    return consultation.come_in(password, network=network, now=cast.NOW)


def paper(reference: str, filled: Filled, once: str = "") -> bool:
    once = once or f"{Sheet.objects.count():032x}"
    return consultation.enter_sheet(reference, filled, sent_once=once, by=rita(), now=cast.NOW)


def filled(said: Said = Said.YES, words: str = "", **bands: str) -> Filled:
    return Filled(said={1: said}, words={1: words} if words else {}, **bands)


def count(reference: str) -> findings.Findings:
    return findings.of(reference, by=rita())


def times(finding: findings.Finding) -> tuple[int, ...]:
    return tuple(bar.times for bar in finding.bars)


# --- the questionnaires -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("known", Known)
def test_both_questionnaires_of_2007_can_be_asked(known: Known) -> None:
    shown = consultation.show(survey(known=known), by=rita())
    source = QUESTIONNAIRES[known]
    assert [(one.words, one.hint, one.is_open) for one in shown.questions] == [
        (one.words, one.hint, one.is_open) for one in source.questions
    ]
    assert shown.source == source.source


def test_guidance_asks_ten_questions_and_for_general_comments() -> None:
    """Questions 2 to 12 of the children's version; question 1 is not in it."""
    questions = QUESTIONNAIRES[Known.GUIDANCE].questions
    assert [one.is_open for one in questions] == [False] * 10 + [True]
    assert all("“" in one.words and one.words.count("“") == one.words.count("”") for one in questions[:10])


def test_own_questions_are_lines_and_there_are_some() -> None:
    for lines in ((), ("", "  "), ("x" * 401,), tuple("ab" * 30)):
        with pytest.raises(consultation.NoQuestions):
            consultation.make("Empty", known="", questions=lines, by=rita(), now=cast.NOW)
    assert not Survey.objects.exists()


# --- passwords --------------------------------------------------------------------------------------------------


def test_a_password_is_stored_nowhere_and_lets_in_however_it_is_typed() -> None:
    password = place(survey())
    row = Place.objects.get()
    assert hashers.identify_hasher(row.password).algorithm == "argon2"
    held = " ".join([row.password, bytes(row.handle).hex(), *(str(vars(one)) for one in Event.objects.all())])
    assert password not in held
    assert password.replace("-", "") not in held
    for typed in (password, password.upper(), password.replace("-", " "), password.replace("-", "")):
        assert consultation.asked_in(drafts.read(come_in(typed), now=cast.NOW)).title == "What do you think?"


def test_a_wrong_password_is_refused_and_counted() -> None:
    password = place(survey())
    for wrong in ("", "no", password[:-1], password + "b", "bcdf-2345-ghjk", "\x00", "é" * 5000):
        with pytest.raises(consultation.NotThisPassword):
            come_in(wrong)
    assert Try.objects.count() == 7
    assert come_in(password)


def test_wrong_passwords_are_limited_by_network_and_by_place(monkeypatch: pytest.MonkeyPatch) -> None:
    password = place(survey())
    monkeypatch.setattr(consultation, "MOST_WRONG_FROM_ONE_NETWORK", 2)
    monkeypatch.setattr(consultation, "MOST_WRONG_FOR_ONE_PLACE", 3)
    wrong = password[:4] + "bbbbbbbb"
    for network in ("192.0.2.1", "192.0.2.1", "192.0.2.2"):
        with pytest.raises(consultation.NotThisPassword):
            come_in(wrong, network)
    for network in ("192.0.2.1", "192.0.2.3"):
        with pytest.raises(consultation.TooManyTries):
            come_in(password, network)
    later = cast.NOW + timedelta(hours=1, minutes=1)
    assert consultation.come_in(password, network="192.0.2.1", now=later)


def test_a_try_is_forgotten_after_an_hour(clock: Any) -> None:
    with pytest.raises(consultation.NotThisPassword):
        come_in("bcdf-2345-ghjk")
    tasks.forget_drafts()
    assert Try.objects.count() == 1
    clock.move_to(cast.NOW + timedelta(hours=2))
    tasks.forget_drafts()
    assert Try.objects.count() == 0


def test_a_new_password_ends_the_old_one() -> None:
    old = place(survey())
    new = consultation.renew_password(Place.objects.get().reference, by=rita(), now=cast.NOW)
    with pytest.raises(consultation.NotThisPassword):
        come_in(old)
    assert come_in(new)


def test_a_password_lets_in_while_the_survey_is_open_alone() -> None:
    reference = survey(is_open=False)
    password = place(reference)
    with pytest.raises(consultation.NotThisPassword):
        come_in(password)
    consultation.move(reference, Move.OPEN, by=rita(), now=cast.NOW)
    key = come_in(password)
    consultation.move(reference, Move.CLOSE, by=rita(), now=cast.NOW)
    with pytest.raises(consultation.NotThisPassword):
        come_in(password)
    with pytest.raises(consultation.NotAnsweredNow):
        consultation.send(key, filled(), now=cast.NOW)
    assert not Sheet.objects.exists()


def test_a_handle_of_no_place_costs_a_hash_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    password = place(survey())
    checked: list[str] = []
    real: Callable[..., bool] = hashers.check_password
    monkeypatch.setattr(
        consultation.hashers, "check_password", lambda *given: checked.append(given[1]) or real(*given)
    )
    for typed in ("zzzz-2345-ghjk", password[:5] + "bbbb-bbbb"):
        with pytest.raises(consultation.NotThisPassword):
            come_in(typed)
    costs = {hashers.get_hasher("argon2").decode(one)["memory_cost"] for one in checked}
    assert len(checked) == 2
    assert len(costs) == 1


def test_a_place_has_one_row(clock: Any) -> None:
    reference = survey()
    place(reference)
    with pytest.raises(consultation.PlaceIsThere):
        place(reference)


# --- sheets -----------------------------------------------------------------------------------------------------


def test_a_sheet_that_is_sent_twice_is_counted_once() -> None:
    reference = survey()
    key = come_in(place(reference))
    for _ in range(2):
        consultation.send(key, filled(words="It is about me"), now=cast.NOW)
    assert count(reference).sheets == 1
    assert [paper(reference, filled(), "a" * 32) for _ in range(2)] == [True, False]
    assert count(reference).sheets == 2
    with pytest.raises(drafts.DraftGone):
        consultation.send(key, filled(), now=cast.NOW + timedelta(hours=2))


def test_two_drafts_of_one_place_are_two_sheets() -> None:
    reference = survey()
    password = place(reference)
    for said in (Said.YES, Said.NO):
        consultation.send(come_in(password), filled(said), now=cast.NOW)
    found = count(reference)
    assert (found.sheets, found.places) == (2, 1)
    assert times(found.questions[0]) == (1, 1, 0)


def test_a_sheet_says_something() -> None:
    reference = survey()
    for nothing in (
        Filled(),
        Filled(words={1: "  "}),
        Filled(words={1: " \u200b\n\u2060"}),
        Filled(age=Age.FROM_10),
    ):
        with pytest.raises(consultation.NothingAnswered):
            paper(reference, nothing)
    with pytest.raises(consultation.NothingAnswered):
        consultation.enter_meeting(reference, Meeting(people=3), sent_once="b", by=rita(), now=cast.NOW)


def test_comments_are_sealed_and_a_sheet_names_nobody() -> None:
    reference = survey()
    consultation.send(come_in(place(reference)), filled(words="My dad is Canary"), now=cast.NOW)
    assert b"Canary" not in bytes(VoiceWords.objects.get().sealed)
    row = Sheet.objects.get()
    assert (row.officer, row.day) == ("", cast.TODAY)
    event = Event.objects.filter(verb=Verb.SHEET_RECEIVED).get()
    assert (event.account, event.subject, event.outcome) == ("", reference, "web")
    assert Place.objects.get().reference not in str(vars(event))


def test_a_meeting_counts_its_hands_and_no_more_than_there_are() -> None:
    reference = survey()
    hands = {1: {Said.YES: 13, Said.NO: 1}, 2: {Said.NOT_SURE: 15}}
    meeting = Meeting(15, hands, {1: ["If they know, they will try", " "]})
    enter: Any = lambda one, once: consultation.enter_meeting(  # noqa: E731
        reference, one, sent_once=once, by=rita(), now=cast.NOW
    )
    assert [enter(meeting, "a"), enter(meeting, "a")] == [True, False]
    found = count(reference)
    assert (found.people, found.sheets) == (15, 0)
    assert [times(one) for one in found.questions] == [(13, 1, 0), (0, 0, 15)]
    assert [one.comments for one in found.questions] == [1, 0]
    for wrong in (Meeting(14, {1: {Said.YES: 13, Said.NO: 2}}), Meeting(0, hands), Meeting(501, hands)):
        with pytest.raises(consultation.TooManyHands):
            enter(wrong, "b")


# --- where it is ------------------------------------------------------------------------------------------------


def test_a_survey_goes_its_way_and_what_is_published_stays() -> None:
    reference = survey(is_open=False)
    for moves, refused in (
        ((), (Move.CLOSE, Move.PUBLISH)),
        ((Move.OPEN,), (Move.OPEN, Move.PUBLISH)),
        ((Move.CLOSE, Move.OPEN, Move.CLOSE), (Move.CLOSE,)),
        ((Move.PUBLISH,), tuple(Move)),
    ):
        for to in moves:
            with pytest.raises(consultation.NoSuchSurvey):
                findings.published(reference)
            consultation.move(reference, to, by=rita(), now=cast.NOW)
        for to in refused:
            with pytest.raises(consultation.NotTheNextStep):
                consultation.move(reference, to, by=rita(), now=cast.NOW)
    assert findings.published(reference).title == "What do you think?"
    with pytest.raises(consultation.NotTheNextStep):
        place(reference)


def test_what_cannot_be_seen_is_not_kept() -> None:
    reference = survey()
    paper(reference, filled(words="It is \u202eabout\u200b  me\r\nand me "))
    assert voices(reference).voices[0].words == "It is about me\nand me"


def test_another_council_finds_nothing_of_it() -> None:
    reference = survey()
    place(reference)
    paper(reference, filled(words="Something was written"))
    rex = cast.searcher("rex")
    row = Survey.objects.get()
    question, comment = row.questions.first(), row.sheets.get().voices.get()
    assert consultation.listed(by=rex) == []
    for attempt in (
        lambda: consultation.show(reference, by=rex),
        lambda: findings.of(reference, by=rex),
        lambda: consultation.move(reference, Move.CLOSE, by=rex, now=cast.NOW),
        lambda: consultation.add_place(reference, name="Hill School", by=rex, now=cast.NOW),
        lambda: consultation.renew_password(Place.objects.get().reference, by=rex, now=cast.NOW),
        lambda: consultation.place_shown(Place.objects.get().reference, by=rex),
        lambda: consultation.enter_sheet(reference, filled(), sent_once="c", by=rex, now=cast.NOW),
        lambda: consultation.enter_meeting(
            reference, Meeting(2, {1: {Said.YES: 1}}), sent_once="c", by=rex, now=cast.NOW
        ),
        lambda: consultation.read_voices(question.reference, by=rex, now=cast.NOW),
        lambda: consultation.read_voice(comment.reference, by=rex, now=cast.NOW),
        lambda: consultation.group(question.reference, [comment.pk], words="Mine", by=rex, now=cast.NOW),
        lambda: consultation.quote(comment.reference, "written", has_no_name=True, by=rex, now=cast.NOW),
        lambda: consultation.unquote(comment.reference, by=rex, now=cast.NOW),
        lambda: consultation.write_change(reference, "Nothing", by=rex, now=cast.NOW),
    ):
        with pytest.raises(consultation.NoSuchSurvey):
            attempt()


# --- what came out ----------------------------------------------------------------------------------------------


def voices(reference: str, at: int = 1) -> consultation.VoicesRead:
    question = consultation.show(reference, by=rita()).questions[at - 1]
    return consultation.read_voices(question.reference, by=rita(), now=cast.NOW)


def test_comments_are_put_together_by_hand_and_counted() -> None:
    reference = survey()
    for said in (Said.YES, Said.YES, Said.NO):
        paper(reference, filled(said, words="Because it is about me"))
    read = voices(reference)
    question, keys = read.question.reference, [one.key for one in read.voices]
    assert consultation.group(question, keys, words="It is about me", by=rita(), now=cast.NOW) == 3
    assert consultation.group(question, keys, words=" It is about me ", by=rita(), now=cast.NOW) == 0
    assert consultation.group(question, keys[:1], words="Something else", by=rita(), now=cast.NOW) == 1
    (first, second) = count(reference).questions[0].groups
    assert (first.words, first.total, first.times) == ("It is about me", 2, (1, 1, 0))
    assert (second.words, second.total, second.times) == ("Something else", 1, (1, 0, 0))
    assert count(reference).questions[0].why == (2, 1, 0)
    assert consultation.group(question, keys, words="", by=rita(), now=cast.NOW) == 3
    assert not Group.objects.exists()


def test_comments_of_another_question_are_not_put_there() -> None:
    reference = survey()
    paper(reference, Filled(words={1: "About the first", 2: "About the second"}))
    first, second = voices(reference, 1), voices(reference, 2)
    keys = [second.voices[0].key]
    assert consultation.group(first.question.reference, keys, words="Mixed", by=rita(), now=cast.NOW) == 0
    assert not Group.objects.exists()


def test_a_quotation_is_word_for_word_and_somebody_looked_for_names() -> None:
    reference = survey()
    paper(reference, filled(words="It is about me, not about Canary"))
    voice = voices(reference).voices[0].reference
    choose: Any = lambda words, looked=True: consultation.quote(  # noqa: E731
        voice, words, has_no_name=looked, by=rita(), now=cast.NOW
    )
    with pytest.raises(consultation.NobodyLookedForNames):
        choose("It is about me", False)
    for other in ("it is about me", "It is about you", "", " ", "It is about me, Canary"):
        with pytest.raises(consultation.NotWordForWord):
            choose(other)
    choose("It is about me")
    choose("It is about me")
    assert count(reference).questions[0].quotations == ("It is about me",)
    consultation.unquote(voice, by=rita(), now=cast.NOW)
    consultation.unquote(voice, by=rita(), now=cast.NOW)
    assert count(reference).questions[0].quotations == ()
    assert Event.objects.filter(verb=Verb.QUOTATION_CHOSEN).count() == 3


def test_reading_comments_is_one_event() -> None:
    reference = survey()
    paper(reference, filled(words="Something"))
    before = Event.objects.count()
    voices(reference)
    assert Event.objects.count() == before + 1


def test_what_was_changed_is_written_once() -> None:
    reference = survey()
    for words in ("You are told who looked", "You are told who looked "):
        consultation.write_change(reference, words, by=rita(), now=cast.NOW)
    assert count(reference).changes == ("You are told who looked",)
    for nothing in (" ", " \u200b "):
        with pytest.raises(consultation.NoWords):
            consultation.write_change(reference, nothing, by=rita(), now=cast.NOW)


@given(
    st.dictionaries(st.sampled_from(["", *Age.values]), st.integers(0, 30)),
    st.integers(1, 8),
)
def test_whoever_is_not_shown_apart_is_in_company(sizes: dict[str, int], least: int) -> None:
    shown = findings.apart(sizes, least=least)
    rest = sum(size for band, size in sizes.items() if band not in shown)
    assert "" not in shown
    assert all(sizes[band] >= least for band in shown)
    assert rest == 0 or rest >= least or not shown
    small = [size for band, size in sizes.items() if band and 0 < size < least]
    if not small and (not sizes.get("") or sizes[""] >= least):
        assert {band for band, size in sizes.items() if band and size} <= shown | {""}


def test_small_bands_are_counted_with_others() -> None:
    reference = survey()
    for age, people in ((Age.FROM_10, 6), (Age.FROM_13, 7), (Age.UNDER_10, 2)):
        for at in range(people):
            said = Said.NO if age == Age.UNDER_10 else Said.YES
            paper(reference, filled(said if at else Said.NOT_SURE, age=age, gender=Gender.GIRL))
    found = count(reference)
    ages, genders, lives = found.who
    assert ages.rows == (("13 to 15", 7), (findings.REST, 8))
    assert genders.rows == (("Girl or young woman", 15),)
    assert lives.rows == ((findings.REST, 15),)
    table = found.questions[0].bands[0]
    assert [(row.band, row.times) for row in table.rows] == [
        ("13 to 15", (6, 0, 1)),
        (findings.REST, (5, 1, 2)),
    ]
    assert times(found.questions[0]) == (11, 1, 3)
    assert "9 or younger" not in str(found)


def test_bars_are_as_long_as_the_counts() -> None:
    drawn = findings.bars({Said.YES: 38, Said.NO: 3, Said.NOT_SURE: 5})
    assert [bar.percent for bar in drawn] == [83, 7, 11]
    assert abs(sum(bar.width for bar in drawn) - findings.WIDTH) <= 2
    assert [bar.width for bar in findings.bars(dict.fromkeys(Said, 0))] == [0, 0, 0]


# --- the pages --------------------------------------------------------------------------------------------------

SHEET = {"said-1": "yes", "words-1": "It is about me", "said-2": "not-sure", "age": "10-12", "gender": ""}


def begin(browser: Client, password: str) -> str:
    """The path of the sheet to which the password leads."""
    answer = browser.post("/have-your-say/password/", {"password": password})
    assert answer.status_code == 302, browsing.words(answer)
    return str(answer["Location"])


def test_a_child_answers_without_an_account_and_the_browser_keeps_nothing() -> None:
    reference = survey()
    browser = Client()
    sheet = begin(browser, place(reference).upper())
    page = browsing.words(browser.get(sheet))
    assert "Do not write any names" in page
    assert all(question in page for question in QUESTIONS)
    check = browser.post(sheet, SHEET)["Location"]
    checked = browser.get(check)
    assert "It is about me" in browsing.words(checked)
    assert "10 to 12" in browsing.words(checked)
    assert "checked" in browser.get(sheet).content.decode()
    assert not Sheet.objects.exists()
    for _ in range(2):
        assert browser.post(check)["Location"] == "/have-your-say/thanks/"
    for again in (sheet, check):
        assert browser.get(again)["Location"] == "/have-your-say/thanks/"
    assert browser.post(sheet, SHEET)["Location"] == "/have-your-say/thanks/"
    row = Sheet.objects.get()
    assert (row.age, row.gender, row.channel) == (Age.FROM_10, "", Sheet.Channel.WEB)
    assert sorted(Answer.objects.values_list("said", "times")) == [("not-sure", 1), ("yes", 1)]
    assert set(browser.cookies) <= {"__Host-csrftoken"}


def test_two_tabs_of_one_sheet_are_one_sheet() -> None:
    reference = survey()
    browser = Client()
    sheet = begin(browser, place(reference))
    for typed in (SHEET, SHEET | {"said-1": "no"}):
        browser.post(sheet, typed)
    first, second = browser.post(f"{sheet}check/"), browser.post(f"{sheet}check/")
    assert first["Location"] == second["Location"]
    assert times(count(reference).questions[0]) == (0, 1, 0)


def test_what_was_typed_can_be_deleted_and_is_gone_after_an_hour(clock: Any) -> None:
    browser = Client()
    password = place(survey())
    sheet = begin(browser, password)
    browser.post(f"/ask/{sheet.split('/')[3]}/delete/")
    assert browser.get(sheet).status_code == 404
    late = begin(browser, password)
    clock.move_to(cast.NOW + timedelta(hours=2))
    assert browser.post(late, SHEET).status_code == 404


def test_a_wrong_password_is_answered_beside_the_question() -> None:
    page = Client().post("/have-your-say/password/", {"password": "bcdf-2345-ghjk"})
    assert page.status_code == 200
    assert "There is no open survey with this password" in browsing.words(page)
    assert "bcdf-2345-ghjk" in page.content.decode(), "so that it can be put right"


HOSTILE = (
    "<script>alert(1)</script>",
    "{{ 7|add:7 }}",
    "\x00",
    "\u202e",
    "𝔘" * 400,
    "x" * 1001,
    "' OR 1=1 --",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_taken_or_asked_back_and_never_carried_out(words: str) -> None:
    reference = survey()
    browser, officer = Client(), browsing.browser_of("rita")
    sheet = begin(browser, place(reference))
    answer = browser.post(sheet, SHEET | {"words-1": words, "said-2": words, "age": words})
    assert answer.status_code == 200
    assert "Choose from the list" in browsing.words(answer)
    answer = browser.post(sheet, SHEET | {"words-1": words, "words-99": words, "said-99": "yes"})
    assert answer.status_code in (200, 302)
    if answer.status_code == 302:
        browser.post(f"{sheet}check/")
        question = consultation.show(reference, by=rita()).questions[0].reference
        page = officer.get(f"/consultations/questions/{question}/").content.decode()
        assert "<script>alert" not in page
        labels = re.findall(r"govuk-checkboxes__label[^<]*>([^<]*)", page)
        assert len(labels) == (words != "\u202e"), "what cannot be seen is no comment"
        assert not any("14" in label for label in labels)
    for path in ("/have-your-say/password/", f"/consultations/{reference}/places/new/"):
        answer = officer.post(path, {"password": words, "name": words})
        assert answer.status_code in (200, 302)
        assert "<script>alert" not in answer.content.decode()


def test_an_officer_makes_a_survey_and_hands_out_a_password_that_is_shown_once() -> None:
    browser = browsing.browser_of("rita")
    made = browser.post(
        "/consultations/new/", {"known": "guidance-2007", "title": "The guidance", "questions": ""}
    )
    path = made["Location"]
    shown = browser.post(f"{path}places/new/", {"name": "Brook School"})["Location"]
    assert browser.head(shown).status_code == 200
    first, second = browser.get(shown), browser.get(shown)
    (password,) = re.findall(r"cp-code\">([^<]+)<", first.content.decode())
    assert "No password to show" in browsing.words(second)
    assert password not in second.content.decode() + browser.get(path).content.decode()
    browser.post(f"{path}open/")
    assert begin(Client(), password).startswith("/have-your-say/answer/")
    again = browser.post(shown.removesuffix("once/"))["Location"]
    (new,) = re.findall(r"cp-code\">([^<]+)<", browser.get(again).content.decode())
    assert new != password
    page = Client().post("/have-your-say/password/", {"password": password})
    assert page.status_code == 200


def test_an_officer_types_in_paper_and_a_meeting_and_a_double_press_counts_once() -> None:
    reference = survey()
    browser = browsing.browser_of("rita")
    path = f"/consultations/{reference}/"
    (once,) = re.findall(r'name="once" value="(\w{32})"', browser.get(f"{path}paper/").content.decode())
    for _ in range(2):
        browser.post(f"{path}paper/", SHEET | {"once": once})
    browser.post(f"{path}paper/", SHEET | {"once": "something else"})
    hands = {
        "people": "15",
        "yes-1": "13",
        "no-1": "1",
        "words-1": "One thing\n\nAnother thing",
        "once": "a" * 32,
    }
    for _ in range(2):
        browser.post(f"{path}meeting/", hands)
    found = count(reference)
    assert (found.sheets, found.people) == (2, 17)
    assert times(found.questions[0]) == (15, 1, 0)
    assert found.questions[0].comments == 4
    wrong = browser.post(f"{path}meeting/", hands | {"people": "3", "once": "b" * 32})
    assert "More hands are counted" in browsing.words(wrong)
    for typed in ({"people": ""}, {"people": "-1"}, {"people": "9" * 99}, {"people": "15", "yes-1": "many"}):
        assert browser.post(f"{path}meeting/", hands | typed | {"once": "c" * 32}).status_code == 200
    assert count(reference).people == 17


def test_an_officer_shows_what_came_out_and_what_was_changed() -> None:
    reference = survey()
    paper(reference, filled(words="It is about me"))
    browser = browsing.browser_of("rita")
    path = f"/consultations/{reference}/"
    question = consultation.show(reference, by=rita()).questions[0].reference
    page = browser.get(f"/consultations/questions/{question}/")
    (key,) = re.findall(r'name="voices" value="(\d+)"', page.content.decode())
    grouped = {"voices": key, "words": "It is the child's own"}
    assert "1 comment is put there" in browsing.words(
        browser.post(f"/consultations/questions/{question}/", grouped, follow=True)
    )
    voice = voices(reference).voices[0].reference
    quoting = f"/consultations/comments/{voice}/quote/"
    assert "Read it once more" in browsing.words(browser.post(quoting, {"words": "It is about me"}))
    browser.post(quoting, {"words": "It is about me", "has_no_name": "on"})
    browser.post(f"{path}changes/new/", {"words": "You can see who looked"})
    browser.post(f"{path}close/")
    assert Client().get(f"/have-your-say/results/{reference}/").status_code == 404
    browser.post(f"{path}publish/")
    page = Client().get(f"/have-your-say/results/{reference}/")
    said = browsing.words(page)
    for words in (
        "What do you think?",
        "It is the child's own".replace("'", "&#x27;"),
        "“It is about me”",
        "You can see who looked",
    ):
        assert words in said
    assert page.content.decode().count("<svg") == 1
    assert reference in Client().get("/have-your-say/").content.decode()
    refused = browser.post(f"{path}open/", follow=True)
    assert "The survey has moved on" in browsing.words(refused)


def test_nothing_of_it_asks_a_table_of_the_record() -> None:
    asked: list[str] = []

    def listen(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(listen):
        test_an_officer_shows_what_came_out_and_what_was_changed()
        browser = Client()
        sheet = begin(browser, place(survey()))
        browser.post(sheet, SHEET)
        browser.post(f"{sheet}check/")
    assert len(asked) > 100
    assert not [sql for sql in asked if "registry_" in sql or "shielding_" in sql]


def test_bands_are_those_of_the_model() -> None:
    assert [values for _, values in findings.BANDS.values()] == [Age, Gender, Lives]
