"""Every number that the Children's Rights Director published in 2007 comes out of the demonstration exactly.

The tables below were written down from the report ("Making ContactPoint Work", 2007, reference 070171), each row with
the heading beneath which the number is printed there.
"""

from collections.abc import Sequence
from typing import Any

import pytest
from django.utils import timezone

from audit.models import Event
from complaints import findings
from complaints.findings import Finding, Findings
from complaints.models import Age, Gender, Lives, Quotation, Sheet, Survey
from workshop.demo import cast, consultation, county, loading

pytestmark = pytest.mark.django_db

ANSWERS = {
    # position: yes, no, not sure
    1: (36, 1, 9),  # "What councils have to do"
    3: (39, 4, 3),  # "Putting correct information on ContactPoint"
    4: (34, 4, 8),  # "The ContactPoint computer checking information fed into it"
    5: (37, 4, 5),  # "Checking information with children and parents or carers"
    6: (38, 3, 5),  # "Keeping information safe"
    7: (37, 2, 7),  # "Children seeing what is written on ContactPoint"
    8: (33, 6, 7),  # "Complaints about ContactPoint"
    9: (40, 0, 6),  # "If getting information from ContactPoint might put a child in danger"
}
WROTE = {
    # position: how many wrote why, of those who said yes, no and not sure
    4: (20, 4, 0),  # twenty told why they agreed; the four who did not had different reasons
    5: (
        26,
        3,
        1,
    ),  # twenty-six gave reasons for agreeing; three of the four, and one of the five, spoke of parents
    6: (32, 0, 1),  # thirty-two wrote reasons for agreeing; one of those who were unsure wrote why
}
GROUPS = {
    1: (6,),  # six: it must stay confidential
    2: (2, 2),  # two: an input of children; two: confidential
    3: (
        15,
        6,
        4,
        4,
    ),  # right; not mixed up; no wrong information on purpose; the four against: nothing at all
    4: (2, 1),  # two against the computer having anything at all; one: computers make mistakes
    5: (19, 4),  # nineteen: the best way to get it right; three and one: parents
    6: (
        23,
        1,
        1,
        1,
    ),  # twenty-three: it keeps it safe; two made different points; one unsure about old mistakes
    7: (16, 8),  # sixteen: check that it is right; eight: a right to see it
    8: (1,),  # one: be told how to complain
    9: (19, 8, 2, 1),  # protect; confidential; two: ask permission first; one: not on a computer at all
}
COMMENTS = {
    2: 11,  # eleven made suggestions
    10: 9,  # nine other problems are printed
    11: 6,  # five messages, and the last word
}
LIVED = {Lives.CHILDRENS_HOME: 26, Lives.SPECIAL_SCHOOL: 9, Lives.FOSTER: 6, "": 6}
"""Of 47 on sheets. The report does not say where the other six lived."""


@pytest.fixture
def rosa() -> None:
    """The county's directory, and the officer who brings the survey in."""
    loading.write_directory(county.directory(0))
    loading._open_account(cast.ROSA, timezone.now())


def found() -> Findings:
    consultation.load(timezone.now())
    return findings.published(Survey.objects.get().reference)


def of(found: Findings, position: int) -> Finding:
    (one,) = [one for one in found.questions if one.position == position]
    return one


def totals(one: Finding) -> Sequence[int]:
    return tuple(group.total for group in one.groups)


def answers_of(out: Findings) -> dict[int, tuple[int, ...]]:
    return {one.position: tuple(bar.times for bar in one.bars) for one in out.questions if one.answered}


def test_every_published_count_comes_out_exactly(rosa: None) -> None:
    out = found()
    assert answers_of(out) == ANSWERS | {12: (13, 0, 0)}, "thirteen of the fifteen at the meeting would look"
    assert {one.position: totals(one) for one in out.questions if one.groups} == GROUPS
    assert {position: of(out, position).why for position in WROTE} == WROTE
    assert {position: of(out, position).comments for position in COMMENTS} == COMMENTS
    (parents,) = [group for group in of(out, 5).groups if "parents" in group.words]
    assert parents.times == (0, 3, 1), "three of the four who said no, and one of the five who were not sure"
    assert of(out, 6).bars[0].percent == 83, "the press notice"
    most = max(out.questions, key=lambda one: one.bars[0].times)
    assert (most.position, most.bars[1].times) == (9, 0), "the most support, and nobody disagreed"
    assert not Quotation.objects.exists(), "no sentence of a child is taken from the report"
    assert out.changes == consultation.CHANGES


def test_everybody_who_took_part_is_counted_and_few_are_not_shown_apart(rosa: None) -> None:
    out = found()
    assert (out.people, out.sheets, out.places) == (62, 47, 18)
    assert dict(out.channels) == {"On the internet": 39, "On paper": 8, "In a meeting": 15}
    sheets = Sheet.objects.exclude(channel=Sheet.Channel.MEETING)
    assert {lives: sheets.filter(lives=lives).count() for lives in LIVED} == LIVED
    assert sheets.filter(age=Age.FROM_18).count() == 3
    assert sheets.filter(age=Age.UNDER_10).exists(), "the youngest was nine"
    assert round(3 * sheets.filter(gender=Gender.BOY).count() / 47) == 2, "two thirds were boys"
    lived = next(who for who in out.who if who.title == "Where they live")
    assert dict(lived.rows) == {
        "In a children’s home": 26,
        "With foster carers": 6,
        "In a residential special school": 9,
        findings.REST: 6 + 15,
    }
    assert "18 or older" not in str(out)
    assert "9 or younger" not in str(out)


def test_a_load_that_was_cut_off_is_gone_on_with_and_again_changes_nothing(
    rosa: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = consultation.consultation.send

    def send_until_it_breaks(*given: Any, **more: Any) -> None:
        if Sheet.objects.count() == 20:
            raise BrokenPipeError
        send(*given, **more)

    with monkeypatch.context() as patch:
        patch.setattr(consultation.consultation, "send", send_until_it_breaks)
        with pytest.raises(BrokenPipeError):
            found()
    assert Sheet.objects.count() == 20
    out = found()
    assert answers_of(out) == ANSWERS | {12: (13, 0, 0)}
    assert out.people == 62
    events = Event.objects.count()
    assert found() == out
    assert Event.objects.count() == events
