"""Transfers: a feed that names another council moves nothing; the other council accepts, or it stays."""

from datetime import timedelta
from http import HTTPStatus

import pytest

from access import policy
from audit.verbs import Verb
from registry import records
from registry.models import Source
from shielding import transfers
from shielding.disclosure import transferring
from shielding.models import Tier, Transfer
from tests import browsing, cast, steps

pytestmark = pytest.mark.usefixtures("county")

MOVED = cast.KELLY | {"as_at": "2026-10-01", "authority": cast.EASTMARCH}
BACK = MOVED | {"as_at": "2026-10-05", "authority": cast.WESTMARCH}
AGAIN = MOVED | {"as_at": "2026-10-09", "town": "Eastmarch"}


@pytest.fixture
def kelly(county: None) -> str:
    return steps.known(cast.KELLY)


def authority_of(reference: str) -> str:
    anchor = records.find(reference)
    assert anchor
    return records.authority_of(anchor.id)


def offered(username: str = "otto") -> list[transferring.Offered]:
    return list(transferring.offered(by=cast.searcher(username), now=cast.NOW))


def handed_over(username: str = "olive") -> list[transferring.Handed]:
    return list(transferring.handed_over(by=cast.searcher(username), now=cast.NOW))


def act(command: str, username: str, transfer: str = "") -> None:
    reference = transfer or Transfer.objects.latest("pk").reference
    getattr(transfers, command)(reference, by=cast.searcher(username), now=cast.NOW)


def test_source_that_names_another_council_moves_nothing_and_both_are_told(kelly: str) -> None:
    cast.send(cast.CENSUS, MOVED)
    assert authority_of(kelly) == cast.WESTMARCH
    assert steps.see("olive", kelly).address
    with pytest.raises(records.NoSuchChild):
        steps.see("otto", kelly)
    (one,) = offered()
    assert (one.card.name, one.holder, one.source) == ("Kelly Example", "Westmarch", "School census")
    assert not one.card.district
    (other,) = handed_over()
    assert (other.child, other.receiving, other.is_waiting) == (kelly, "Eastmarch", True)
    assert (offered("olive"), handed_over("otto")) == ([], [])
    (event,) = steps.events(Verb.TRANSFER_OPENED)
    assert (event.reference, event.subject) == (kelly, one.reference)
    listed = [event for event in steps.events(Verb.WORK_LISTED) if event.subject == "transfers-offered"]
    assert (listed[0].shown, listed[0].fields) == ([kelly], ["birth", "gender", "known_before_as", "name"])


def test_accepted_record_changes_hands_at_once(kelly: str) -> None:
    cast.send(cast.CENSUS, MOVED)
    act("accept", "otto")
    assert authority_of(kelly) == cast.EASTMARCH
    assert steps.see("otto", kelly).address
    with pytest.raises(records.NoSuchChild):
        steps.see("olive", kelly)
    (told,) = handed_over()
    assert (told.is_waiting, told.outcome) == (False, "Accepted")
    assert offered() == []
    (event,) = steps.events(Verb.TRANSFER_ACCEPTED)
    assert (event.reference, event.account) == (kelly, cast.account("otto").reference)


def test_accepted_record_stays_where_it_is_whatever_its_first_source_goes_on_to_say(kelly: str) -> None:
    cast.send(cast.CENSUS, MOVED)
    act("accept", "otto")
    cast.send(cast.CENSUS, AGAIN)
    assert authority_of(kelly) == cast.EASTMARCH
    cast.send(cast.CENSUS, BACK | {"as_at": "2026-10-20"})
    assert authority_of(kelly) == cast.EASTMARCH
    assert [one.card.name for one in offered("olive")] == ["Kelly Example"]


@pytest.mark.parametrize(
    ("command", "username", "verb"),
    [("refuse", "otto", Verb.TRANSFER_REFUSED), ("withdraw", "olive", Verb.TRANSFER_WITHDRAWN)],
)
def test_what_was_refused_or_withdrawn_stays_and_is_not_opened_again_for_the_same_saying(
    kelly: str, command: str, username: str, verb: Verb
) -> None:
    cast.send(cast.CENSUS, MOVED)
    act(command, username)
    assert authority_of(kelly) == cast.WESTMARCH
    assert len(steps.events(verb)) == 1
    cast.send(cast.CENSUS, AGAIN)
    assert offered() == []
    cast.send(cast.CENSUS, BACK | {"as_at": "2026-10-20"})
    cast.send(cast.CENSUS, AGAIN | {"as_at": "2026-10-25"})
    assert [one.card.name for one in offered()] == ["Kelly Example"]


def test_what_the_source_takes_back_waits_no_longer(kelly: str) -> None:
    cast.send(cast.CENSUS, MOVED)
    cast.send(cast.CENSUS, BACK)
    assert offered() == []
    assert handed_over()[0].outcome == "The source says otherwise now"


def test_new_record_is_looked_after_where_its_source_belongs(county: None) -> None:
    reference = steps.known(MOVED)
    assert authority_of(reference) == cast.WESTMARCH
    assert [one.card.name for one in offered()] == ["Kelly Example"]


def test_source_of_the_other_council_does_not_fetch_a_record_by_itself(kelly: str) -> None:
    cast.send(cast.EAST_CENSUS, MOVED)
    assert authority_of(kelly) == cast.WESTMARCH
    assert [one.card.name for one in offered()] == ["Kelly Example"]


def test_source_that_speaks_for_no_council_gives_a_record_to_nobody(county: None) -> None:
    Source.objects.filter(code=cast.CENSUS).update(authority=None)
    reference = steps.known(MOVED)
    assert authority_of(reference) == ""
    (one,) = offered()
    assert one.holder == "No council yet"
    act("accept", "otto")
    assert authority_of(reference) == cast.EASTMARCH


@pytest.mark.parametrize("tier", [tier for tier in Tier if tier != Tier.OPEN])
def test_of_a_shielded_child_the_other_council_hears_nothing_before_its_officer_offers_it(
    kelly: str, tier: Tier
) -> None:
    steps.shield(kelly, tier)
    cast.send(cast.CENSUS, MOVED)
    assert offered() == []
    with pytest.raises(transfers.NoSuchTransfer):
        act("accept", "otto")
    (held,) = handed_over()
    assert held.has_to_be_offered
    act("offer", "olive")
    (one,) = offered()
    assert (one.card.name, bool(one.card.district)) == ("Kelly Example", False)
    act("accept", "otto")
    assert steps.see("otto", kelly).shield
    assert len(steps.events(Verb.TRANSFER_OFFERED)) == 1


def test_shield_that_comes_meanwhile_hides_what_was_offered_at_once(kelly: str) -> None:
    cast.send(cast.CENSUS, MOVED)
    assert offered()
    steps.shield(kelly)
    assert offered() == []
    with pytest.raises(transfers.NoSuchTransfer):
        act("refuse", "otto")


def test_update_that_was_set_aside_opens_a_transfer_when_it_is_applied(kelly: str) -> None:
    steps.shield(kelly)
    cast.send(cast.CENSUS, MOVED | {"given_name": "Kelsey"})
    assert not Transfer.objects.exists()


@pytest.mark.parametrize("command", ["offer", "withdraw", "accept", "refuse"])
def test_each_side_does_its_own_and_the_wrong_side_finds_nothing(kelly: str, command: str) -> None:
    cast.send(cast.CENSUS, MOVED)
    wrong = "olive" if command in ("accept", "refuse") else "otto"
    for reference in ("", "0" * 32):
        with pytest.raises(transfers.NoSuchTransfer):
            act(command, wrong, reference)
    with pytest.raises(policy.NotPermitted):
        act(command, "jane")
    act("withdraw", "olive")
    with pytest.raises(transfers.TransferIsOver):
        act(command, "olive" if wrong == "otto" else "otto")


def test_what_came_of_it_is_told_for_a_month(kelly: str) -> None:
    cast.send(cast.CENSUS, MOVED)
    act("refuse", "otto")
    later = cast.NOW + transferring.TOLD_FOR + timedelta(days=1)
    assert len(handed_over()) == 1
    assert list(transferring.handed_over(by=cast.searcher("olive"), now=later)) == []


@pytest.mark.usefixtures("clock")
def test_page_of_each_side(kelly: str) -> None:
    cast.send(cast.CENSUS, MOVED)
    olive, otto = browsing.browser_of("olive"), browsing.browser_of("otto")
    theirs = browsing.words(otto.get("/transfers/"))
    assert "Kelly Example Female, born 14 March 2011 (15 years old) Westmarch" in theirs
    assert "Invented Row" not in theirs
    ours = browsing.words(olive.get("/transfers/"))
    assert f"Record {kelly[:8]} Eastmarch" in ours
    assert "Kelly" not in ours
    reference = Transfer.objects.get().reference
    assert olive.post(f"/transfers/{reference}/accept/").status_code == HTTPStatus.NOT_FOUND
    done = browsing.words(otto.post(f"/transfers/{reference}/accept/", follow=True))
    assert f"Your council looks after record {kelly[:8]} from now on." in done
    over = browsing.words(otto.post(f"/transfers/{reference}/refuse/", follow=True))
    assert "This transfer is over" in over
    assert "Accepted" in browsing.words(olive.get("/transfers/"))


@pytest.mark.usefixtures("clock")
def test_page_of_the_other_council_is_the_same_whether_a_shielded_child_is_to_move_or_none(
    kelly: str,
) -> None:
    steps.shield(kelly)
    otto = browsing.browser_of("otto")
    before = browsing.body(otto.get("/transfers/"))
    cast.send(cast.CENSUS, MOVED)
    assert Transfer.objects.count() == 1
    assert browsing.body(otto.get("/transfers/")) == before
