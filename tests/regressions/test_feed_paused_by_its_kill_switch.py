"""2009: the only way to stop one wrong feed was to pause them all (Hansard, 12 May 2009). Here each has its switch."""

import pytest

from registry import intake
from registry.models import Child, Name, Source, Statement
from shielding.publication import publication
from tests import cast, steps

pytestmark = pytest.mark.usefixtures("county")
WRONG = "national"


@pytest.fixture
def wrong(county: None) -> None:
    Source.objects.create(code=WRONG, name="National census", kind="school-census")


def switch(live: bool) -> None:
    Source.objects.filter(code=WRONG).update(live=live)


@pytest.mark.usefixtures("wrong")
def test_a_paused_feed_is_not_received_and_the_others_are() -> None:
    switch(False)
    with pytest.raises(intake.SourceStopped):
        cast.send(WRONG, cast.ROBIN)
    assert cast.send(cast.CENSUS, cast.KELLY).applied == 1
    assert list(Name.objects.values_list("given", flat=True)) == ["Kelly"]


@pytest.mark.usefixtures("wrong")
def test_what_it_had_sent_before_stays_in_the_inbox_unseen() -> None:
    steps.receive(WRONG, cast.ROBIN)
    switch(False)
    before = steps.what_shows()
    assert steps.publish() == 0
    publication.try_again()
    assert steps.publish() == 0
    assert steps.what_shows() == before
    assert Statement.objects.get().outcome == "pending"


@pytest.mark.usefixtures("wrong")
def test_when_it_is_switched_on_again_nothing_was_lost() -> None:
    steps.receive(WRONG, cast.ROBIN)
    switch(False)
    steps.publish()
    switch(True)
    assert steps.publish() == 1
    assert Child.objects.count() == 1


@pytest.mark.usefixtures("wrong")
def test_a_file_that_was_cut_off_by_the_switch_goes_on_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "CHUNK_LINES", 1)
    lines = [cast.KELLY, cast.ROBIN]
    stream = cast.file(WRONG, *lines)
    delivery = intake.open_delivery(intake.source_of(WRONG), digest=intake.digest_of(stream), now=cast.NOW)
    stream.seek(0)
    with pytest.raises(intake.SourceStopped):
        intake.receive(delivery, stream, now=cast.NOW, progress=lambda _: switch(False))
    assert intake.balance(delivery).received == 1
    switch(True)
    assert cast.send(WRONG, *lines).received == 2
    assert Child.objects.count() == 2
