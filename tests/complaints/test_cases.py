"""Cases: stored once, with a clock, in one council's queue; answered by two; followed by the reference alone."""

from datetime import timedelta

import pytest

from access import policy
from audit.models import Event
from complaints import cases, deadlines, drafts
from complaints.cases import Asked
from complaints.models import Case, Draft, Step, Words
from complaints.stages import Act, Kind, Stage
from ground import crypto
from tests import cast

pytestmark = [pytest.mark.django_db(transaction=False), pytest.mark.usefixtures("county")]

ANSWER = "This is what is held about you, in plain words."


def asked(kind: Kind = Kind.ACCESS, authority: str = cast.WESTMARCH) -> Asked:
    return Asked(kind, Case.Asker.ONESELF, Case.Channel.WEB, authority, {"First name": "Kelly"})


def came_in(kind: Kind = Kind.ACCESS, authority: str = cast.WESTMARCH) -> str:
    return cases.receive(asked(kind, authority), sent_once=f"{kind}{Case.objects.count()}", now=cast.NOW)


def the_case() -> Case:
    return Case.objects.get()


def step(act: Act, by: str = "rita", words: str = ANSWER, days: int = 1) -> None:
    now = cast.NOW + timedelta(days=days)
    cases.advance(the_case().reference, act, words, by=cast.searcher(by), now=now)


def answered() -> str:
    reference = came_in()
    step(Act.TAKEN)
    step(Act.PROPOSED)
    step(Act.ANSWERED, by="ruth", days=2)
    return reference


def test_what_is_sent_twice_is_one_case() -> None:
    first = drafts.begin({"what": "kind=access"}, network="192.0.2.1", now=cast.NOW)
    cases.send(first, asked(), now=cast.NOW)
    kept = drafts.read(first, now=cast.NOW)
    cases.send(first, asked(), now=cast.NOW)
    assert Case.objects.count() == 1
    assert drafts.read(first, now=cast.NOW) == kept
    assert cases.follow(kept[cases.SENT]).stage is Stage.RECEIVED


def test_words_and_reference_are_nowhere_in_the_clear() -> None:
    reference = came_in()
    held = [bytes(row.sealed) for row in Words.objects.all()] + [bytes(the_case().follow)]
    assert not any(b"Kelly" in blob or reference.encode() in blob for blob in held)
    assert reference not in "".join(str(vars(event)) for event in Event.objects.all())
    assert the_case().reference != reference


def test_words_of_one_step_do_not_open_at_another() -> None:
    came_in()
    step(Act.TAKEN, words="Look at the other case as well")
    first, second = Words.objects.order_by("pk")
    with pytest.raises(crypto.SealBroken):
        crypto.unseal(first.sealed, context=cases._context(second.step))


@pytest.mark.parametrize("kind", Kind)
def test_a_case_waits_with_a_clock_at_once(kind: Kind) -> None:
    came_in(kind)
    (listed,) = cases.waiting(by=cast.searcher("rita"), now=cast.NOW)
    assert listed.kind is kind
    assert listed.due is not None
    assert not listed.is_overdue


def test_what_is_due_first_comes_first() -> None:
    for kind in (Kind.ACCESS, Kind.COMPLAINT, Kind.WORRY):
        came_in(kind)
    listed = cases.waiting(by=cast.searcher("rita"), now=cast.NOW)
    assert listed[0].kind is Kind.WORRY
    assert [one.due for one in listed] == sorted(one.due for one in listed if one.due)


def test_another_council_neither_sees_nor_moves_it() -> None:
    came_in(authority=cast.EASTMARCH)
    rita = cast.searcher("rita")
    assert cases.waiting(by=rita, now=cast.NOW) == []
    for attempt in (
        lambda: cases.read(the_case().reference, by=rita, now=cast.NOW),
        lambda: cases.advance(the_case().reference, Act.TAKEN, "", by=rita, now=cast.NOW),
        lambda: cases.read("0" * 32, by=rita, now=cast.NOW),
    ):
        with pytest.raises(cases.NoSuchCase):
            attempt()
    with pytest.raises(policy.OutOfScope):
        cases.enter(asked(authority=cast.EASTMARCH), sent_once="x", by=rita, now=cast.NOW)


def test_an_answer_goes_out_when_a_second_officer_has_agreed() -> None:
    reference = came_in()
    step(Act.TAKEN)
    step(Act.PROPOSED)
    assert ANSWER not in str(cases.follow(reference)), "nobody reads an answer that may still change"
    with pytest.raises(cases.NotAsThingsAre):
        step(Act.ANSWERED, by="rita")
    step(Act.ANSWERED, by="ruth")
    followed = cases.follow(reference)
    assert followed.stage is Stage.ANSWERED
    assert ANSWER in str(followed)
    assert cases.waiting(by=cast.searcher("rita"), now=cast.NOW) == []


def test_an_answer_that_was_sent_back_is_read_by_nobody_else() -> None:
    reference = came_in()
    step(Act.TAKEN)
    step(Act.PROPOSED, words="An answer that says too much")
    step(Act.SENT_BACK, by="ruth", words="This is about the other parent")
    step(Act.PROPOSED)
    step(Act.ANSWERED, by="ruth", words="Now it is right")
    said = str(cases.follow(reference))
    assert ANSWER in said
    for hidden in ("too much", "other parent", "Now it is right", "Rita", "Ruth"):
        assert hidden not in said


def test_second_stage_is_by_somebody_else_and_the_last() -> None:
    reference = answered()
    cases.answer_back(reference, Act.ASKED_AGAIN, "I do not think that this is right", now=cast.NOW)
    with pytest.raises(cases.NotAsThingsAre):
        step(Act.SETTLED, by="rita")
    step(Act.SETTLED, by="ruth", words="We looked at it again and it stays so")
    assert cases.follow(reference).may == ()


def test_taking_back_and_asking_after_all_lose_no_time() -> None:
    reference = came_in()
    due = the_case().due
    cases.answer_back(reference, Act.WITHDRAWN, "", now=cast.NOW + timedelta(hours=1))
    assert the_case().due is None
    cases.answer_back(reference, Act.RESTORED, "", now=cast.NOW + timedelta(hours=2))
    assert the_case().due == due
    assert the_case().ended_at is None


@pytest.mark.parametrize("words", ["", " ", "no", "?" * 50, "x" * 4001])
def test_a_step_that_needs_words_has_some(words: str) -> None:
    came_in()
    step(Act.TAKEN)
    with pytest.raises(cases.NothingSaid):
        step(Act.PROPOSED, words=words)
    assert Step.objects.count() == 2


def test_an_answer_takes_longer_only_if_that_is_said_in_the_first_month() -> None:
    came_in()
    step(Act.TAKEN)
    with pytest.raises(cases.TooLateToExtend):
        step(Act.EXTENDED, days=60)
    step(Act.EXTENDED, days=20)
    opened = cases.read(the_case().reference, by=cast.searcher("rita"), now=cast.NOW)
    assert Act.EXTENDED not in opened.may


def test_stored_due_is_what_the_clocks_say_after_every_step() -> None:
    answered()
    case = the_case()
    assert case.due is None
    other = came_in(Kind.COMPLAINT)
    case = Case.objects.get(kind=Kind.COMPLAINT)
    for act, by in ((Act.TAKEN, "rita"), (Act.TOLD, "rita"), (Act.PROPOSED, "rita"), (Act.SENT_BACK, "ruth")):
        cases.advance(case.reference, act, ANSWER, by=cast.searcher(by), now=cast.NOW)
        case.refresh_from_db()
        assert case.due == deadlines.next_due(Kind.COMPLAINT, cases._done(case))
    assert other


def test_reading_a_case_is_one_event_and_so_is_each_step() -> None:
    came_in()
    before = Event.objects.count()
    cases.read(the_case().reference, by=cast.searcher("rita"), now=cast.NOW)
    step(Act.TAKEN)
    assert Event.objects.count() == before + 2


def test_a_draft_is_gone_after_an_hour_and_opens_with_its_key_alone() -> None:
    key = drafts.begin({"what": "kind=worry"}, network="192.0.2.1", now=cast.NOW)
    drafts.put(key, {"who": "asker=oneself"}, now=cast.NOW + timedelta(minutes=50))
    later = cast.NOW + timedelta(minutes=100)
    assert drafts.read(key, now=later) == {"what": "kind=worry", "who": "asker=oneself"}
    row = Draft.objects.get()
    assert key.encode() not in bytes(row.key) + bytes(row.sealed)
    for gone in (
        lambda: drafts.read("0" * 32, now=later),
        lambda: drafts.read(key, now=later + timedelta(hours=1)),
    ):
        with pytest.raises(drafts.DraftGone):
            gone()
    drafts.forget_old(now=later)
    assert Draft.objects.count() == 1
    drafts.forget_old(now=later + timedelta(hours=1))
    assert Draft.objects.count() == 0


def test_a_school_may_begin_many_forms_and_a_machine_not_any_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "MOST_FROM_ONE_NETWORK", 3)
    for _ in range(3):
        drafts.begin({}, network="192.0.2.1", now=cast.NOW)
    with pytest.raises(drafts.TooManyForms):
        drafts.begin({}, network="192.0.2.1", now=cast.NOW)
    drafts.begin({}, network="192.0.2.2", now=cast.NOW)
    drafts.begin({}, network="192.0.2.1", now=cast.NOW + timedelta(hours=2))
