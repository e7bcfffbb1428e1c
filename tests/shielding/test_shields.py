"""Shields: imposed by one at once, lifted by two, never lapsing, and never anybody else's business."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from access import policy
from access.models import Authority
from audit import trail
from audit.verbs import Verb
from ground import crypto
from registry import records
from registry.models import Child, Responsibility
from shielding import shields
from shielding.disclosure import disclosure
from shielding.models import SearchKey, Shield, ShieldStep, Tier
from tests import cast, steps

pytestmark = pytest.mark.usefixtures("county")
NOWHERE = "0" * 32
SHIELDING = [tier for tier in Tier if tier != Tier.OPEN]


@pytest.fixture
def robin(county: None) -> str:
    return steps.known(cast.ROBIN)


def ask(reference: str, username: str = "olive") -> None:
    shields.ask_lift(reference, reason=steps.WHY_NOW, by=cast.searcher(username), now=cast.NOW)


def agree(reference: str, username: str = "oscar") -> None:
    shields.agree_lift(reference, reason=steps.WHY_NOW, by=cast.searcher(username), now=cast.NOW)


def test_without_a_shield_a_child_is_open(robin: str) -> None:
    assert shields.tier_of(Child.objects.get().pk) == Tier.OPEN
    assert shields.tiers_of([Child.objects.get().pk]) == {}


@pytest.mark.parametrize("tier", SHIELDING)
def test_a_shield_stands_at_once_with_its_who_and_when(robin: str, tier: Tier) -> None:
    steps.shield(robin, tier)
    shield = Shield.objects.get()
    assert shields.tier_of(shield.child_id) == tier
    assert (shield.imposed_at, shield.imposed_by) == (cast.NOW, cast.account("olive").reference)
    (event,) = steps.events(Verb.SHIELD_IMPOSED)
    assert (event.reference, event.outcome, event.reason) == (robin, tier, Shield.Grounds.HARM_TO_CHILD.label)


@pytest.mark.parametrize("tier", SHIELDING)
def test_the_search_keys_change_in_the_same_commit(robin: str, tier: Tier) -> None:
    by_place = steps.robin(postcode="ZZ9 9ZZ")
    assert steps.cards(steps.find(**by_place)) == ["Robin Madeup"]
    steps.shield(robin, tier)
    assert steps.find(**by_place) == steps.search.NotFound()
    keys = list(SearchKey.objects.values_list("withheld", "postcode", "school", "carers"))
    assert keys == ([] if tier == Tier.UNLISTED else [(True, "", "", "")])


def test_a_shield_that_cannot_be_written_down_is_not_imposed(
    robin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise trail.TrailUnavailable

    cast.searcher("olive")
    monkeypatch.setattr(trail, "record", fail)
    with pytest.raises(trail.TrailUnavailable):
        steps.shield(robin)
    assert Shield.objects.count() == 0
    assert not SearchKey.objects.get().withheld


def test_the_statement_lies_sealed_and_opens_for_its_child_alone(robin: str) -> None:
    steps.shield(robin)
    sealed = bytes(Shield.objects.get().justification)
    assert b"refuge" not in sealed
    assert crypto.unseal(sealed, context=f"shield:{robin}") == steps.WHY
    with pytest.raises(crypto.SealBroken):
        crypto.unseal(sealed, context=f"shield:{NOWHERE}")


def test_why_a_child_is_shielded_stands_in_no_event(robin: str) -> None:
    steps.shield(robin)
    assert "refuge" not in repr([event.__dict__ for event in steps.events(Verb.SHIELD_IMPOSED)])


@pytest.mark.parametrize("statement", ["", "   ", "Please shield.", "1234567890 1234567890", "x " * 19])
def test_a_shield_needs_a_sentence(robin: str, statement: str) -> None:
    with pytest.raises(shields.JustificationMissing):
        shields.impose(
            robin,
            tier=Tier.SHIELDED,
            grounds=Shield.Grounds.PLACEMENT,
            justification=statement,
            by=cast.searcher("olive"),
            now=cast.NOW,
        )
    assert Shield.objects.count() == 0


def test_one_shield_is_in_force_at_a_time(robin: str) -> None:
    steps.shield(robin)
    with pytest.raises(shields.AlreadyShielded):
        steps.shield(robin, Tier.UNLISTED, by="oscar")
    assert Shield.objects.get().tier == Tier.SHIELDED


def test_the_database_too_holds_one_shield_in_force_per_child(robin: str) -> None:
    steps.shield(robin)
    row = Shield.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError, match="one_shield_in_force_per_child"), transaction.atomic():
        row.save(force_insert=True)


# --- lifting ----------------------------------------------------------------------------------------------------


def test_a_shield_is_lifted_by_two(robin: str) -> None:
    steps.shield(robin)
    ask(robin)
    assert shields.tier_of(Child.objects.get().pk) == Tier.SHIELDED
    agree(robin)
    assert shields.tier_of(Child.objects.get().pk) == Tier.OPEN
    assert steps.see("jane", robin).address
    assert steps.cards(steps.find(**steps.robin(postcode="ZZ9 9ZZ"))) == ["Robin Madeup"]
    shield = Shield.objects.get()
    assert (shield.lift_asked_by, shield.lifted_by) == (
        cast.account("olive").reference,
        cast.account("oscar").reference,
    )
    assert len(steps.events(Verb.SHIELD_LIFT_ASKED)) == len(steps.events(Verb.SHIELD_LIFTED)) == 1


def test_nobody_agrees_with_themselves(robin: str) -> None:
    steps.shield(robin)
    ask(robin)
    with pytest.raises(shields.SecondPersonNeeded):
        agree(robin, "olive")
    assert shields.tier_of(Child.objects.get().pk) == Tier.SHIELDED


def test_nobody_agrees_to_what_nobody_asked(robin: str) -> None:
    steps.shield(robin)
    with pytest.raises(shields.SecondPersonNeeded):
        agree(robin)


def test_asking_twice_leaves_the_first_who_asked(robin: str) -> None:
    steps.shield(robin)
    ask(robin)
    ask(robin, "oscar")
    assert Shield.objects.get().lift_asked_by == cast.account("olive").reference
    assert len(steps.events(Verb.SHIELD_LIFT_ASKED)) == 1
    with pytest.raises(shields.SecondPersonNeeded):
        agree(robin, "olive")


@pytest.mark.parametrize(
    "columns",
    [
        {"lifted_at": cast.NOW, "lifted_by": "b"},
        {"lifted_at": cast.NOW, "lifted_by": "a", "lift_asked_at": cast.NOW, "lift_asked_by": "a"},
        {"lifted_at": cast.NOW, "lift_asked_at": cast.NOW, "lift_asked_by": "a"},
        {"lifted_by": "b", "lift_asked_at": cast.NOW, "lift_asked_by": "a"},
        {"lift_asked_at": cast.NOW},
        {"lift_asked_by": "a"},
    ],
)
def test_the_database_too_holds_that_two_people_lift(robin: str, columns: dict[str, Any]) -> None:
    steps.shield(robin)
    with pytest.raises(IntegrityError, match="shield_"), transaction.atomic():
        Shield.objects.update(**columns)


def test_each_decision_is_kept_with_its_reason_for_the_next_officer(robin: str) -> None:
    steps.shield(robin)
    shields.review(robin, reason="The father is still looking.", by=cast.searcher("oscar"), now=cast.NOW)
    later = cast.NOW + timedelta(days=1)
    shields.ask_lift(robin, reason="He has moved abroad for good.", by=cast.searcher("olive"), now=later)
    shown = shields.read(robin, by=cast.searcher("oscar"), now=later)
    assert (shown.justification, shown.imposed_by) == (steps.WHY, "Olive Imaginary")
    assert [(step.what, step.reason, step.done_by) for step in shown.steps] == [
        ("Asked for it to be lifted", "He has moved abroad for good.", "Olive Imaginary"),
        ("Reviewed: the shield stays", "The father is still looking.", "Oscar Imaginary"),
    ]
    assert (shown.lift_asked, shown.lift_asked_by_me) == (True, False)
    assert shields.read(robin, by=cast.searcher("olive"), now=later).lift_asked_by_me
    assert {event.outcome for event in steps.events(Verb.SHIELD_READ)} == {"shown"}
    agree(robin)
    assert [bytes(step.reason) for step in ShieldStep.objects.all() if b"abroad" in bytes(step.reason)] == []
    assert ShieldStep.objects.count() == 3
    with pytest.raises(shields.NotShielded):
        shields.read(robin, by=cast.searcher("olive"), now=later)


@pytest.mark.parametrize("reason", ["", "because", "1 2 3 4 5 6 7 8 9 10 11"])
@pytest.mark.parametrize("act", ["review", "ask_lift", "agree_lift"])
def test_each_decision_needs_a_reason(robin: str, act: str, reason: str) -> None:
    steps.shield(robin)
    if act == "agree_lift":
        ask(robin)
    with pytest.raises(shields.NoReasonGiven):
        getattr(shields, act)(robin, reason=reason, by=cast.searcher("oscar"), now=cast.NOW)
    assert ShieldStep.objects.filter(done_by=cast.account("oscar").reference).count() == 0
    assert Shield.objects.in_force().exists()


def test_after_a_lift_a_new_shield_can_be_imposed(robin: str) -> None:
    steps.shield(robin)
    ask(robin)
    agree(robin)
    steps.shield(robin, Tier.UNLISTED)
    assert Shield.objects.count() == 2
    assert SearchKey.objects.count() == 0


# --- review -----------------------------------------------------------------------------------------------------


def test_the_review_is_due_in_six_months_and_a_review_moves_it(robin: str) -> None:
    steps.shield(robin)
    assert Shield.objects.get().review_due == date(2027, 5, 2)
    shields.review(robin, reason=steps.WHY_NOW, by=cast.searcher("oscar"), now=cast.NOW + timedelta(days=100))
    assert Shield.objects.get().review_due == date(2027, 8, 10)
    assert len(steps.events(Verb.SHIELD_REVIEWED)) == 1


def test_the_review_of_a_shield_from_the_end_of_august_is_due_at_the_end_of_february(robin: str) -> None:
    steps.shield(robin, now=cast.NOW.replace(month=8, day=31))
    assert Shield.objects.get().review_due == date(2027, 2, 28)


def test_a_review_takes_back_what_was_asked(robin: str) -> None:
    steps.shield(robin)
    ask(robin)
    shields.review(robin, reason=steps.WHY_NOW, by=cast.searcher("oscar"), now=cast.NOW)
    assert Shield.objects.get().lift_asked_by == ""
    with pytest.raises(shields.SecondPersonNeeded):
        agree(robin)


def test_an_overdue_shield_never_lapses(robin: str) -> None:
    steps.shield(robin)
    Shield.objects.update(review_due=date(2000, 1, 1))
    shown = disclosure.disclose(robin, to=cast.viewer("jane", robin), now=cast.NOW + timedelta(minutes=1))
    assert shown.address is disclosure.WITHHELD


# --- scope and permission ---------------------------------------------------------------------------------------

ACTS = {
    "impose": lambda reference, username: steps.shield(reference, by=username),
    "review": lambda reference, username: shields.review(
        reference, reason=steps.WHY_NOW, by=cast.searcher(username), now=cast.NOW
    ),
    "ask": ask,
    "agree": agree,
    "read": lambda reference, username: shields.read(reference, by=cast.searcher(username), now=cast.NOW),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("is_shielded", [True, False])
def test_another_authoritys_child_is_answered_as_no_child(robin: str, act: str, is_shielded: bool) -> None:
    if is_shielded:
        steps.shield(robin)
    answers = []
    for reference in (robin, NOWHERE):
        with pytest.raises(records.NoSuchChild) as refusal:
            ACTS[act](reference, "otto")
        answers.append((type(refusal.value), str(refusal.value)))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("username", ["jane", "sana", "ada", "lou"])
def test_only_shielding_officers_decide_on_shields(robin: str, act: str, username: str) -> None:
    steps.shield(robin)
    with pytest.raises(policy.NotPermitted):
        ACTS[act](robin, username)


@pytest.mark.parametrize("act", ["review", "ask", "agree", "read"])
def test_where_no_shield_is_in_force_there_is_nothing_to_review_or_lift(robin: str, act: str) -> None:
    with pytest.raises(shields.NotShielded):
        ACTS[act](robin, "oscar")


def test_the_scope_moves_with_the_responsibility(robin: str) -> None:
    steps.shield(robin)
    Responsibility.objects.update(authority=Authority.objects.get(code=cast.EASTMARCH))
    ask(robin, "otto")
    with pytest.raises(records.NoSuchChild):
        agree(robin, "olive")


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_impose_one_shield() -> None:
    robin = steps.known(cast.ROBIN)
    for username in ("olive", "oscar"):
        cast.searcher(username)

    def impose(username: str) -> str:
        try:
            steps.shield(robin, by=username)
        except shields.AlreadyShielded:
            return "already"
        return "imposed"

    assert sorted(map(str, steps.at_once(lambda: impose("olive"), lambda: impose("oscar")))) == [
        "already",
        "imposed",
    ]
