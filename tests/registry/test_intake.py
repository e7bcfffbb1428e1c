"""Intake: every line is accounted for exactly once, whatever is sent and wherever it is cut off."""

import io
import itertools
import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from access.models import Organisation, Service
from audit.models import Event
from registry import feeds, intake
from registry.feeds import layout
from registry.models import (
    Address,
    Child,
    Delivery,
    Involvement,
    MatchKey,
    Name,
    OutboxEntry,
    Reject,
    Source,
    SourceRecord,
    Statement,
)
from tests import cast, steps

pytestmark = pytest.mark.usefixtures("county")


def test_a_good_file_balances_and_is_published() -> None:
    balance = cast.send(cast.CENSUS, cast.KELLY, cast.ROBIN)
    assert balance == intake.Balance(2, 2, 0, 0, 0, 0, 0)
    assert balance.holds


def test_the_same_file_again_changes_nothing() -> None:
    cast.send(cast.CENSUS, cast.KELLY, cast.ROBIN)
    before = steps.what_shows(), steps.outcomes(), Child.objects.count(), Delivery.objects.count()
    again = cast.send(cast.CENSUS, cast.KELLY, cast.ROBIN, now=cast.NOW + timedelta(days=1))
    assert again == intake.Balance(2, 2, 0, 0, 0, 0, 0)
    assert (steps.what_shows(), steps.outcomes(), Child.objects.count(), Delivery.objects.count()) == before


def test_the_same_lines_in_another_file_are_duplicates() -> None:
    cast.send(cast.CENSUS, cast.KELLY)
    before = steps.what_shows()
    balance = cast.send(cast.CENSUS, cast.KELLY, cast.ROBIN, cast.ROBIN)
    assert (balance.applied, balance.duplicate) == (1, 2)
    assert balance.holds
    kelly = cast.reference_of("Kelly")
    assert {k: v for k, v in steps.what_shows().items() if kelly in k} == {
        k: v for k, v in before.items() if kelly in k
    }


def test_a_line_that_comes_late_is_overtaken() -> None:
    cast.send(cast.CENSUS, cast.KELLY)
    late = cast.KELLY | {"as_at": "2026-09-01", "address_line_1": "1 Former Row"}
    assert cast.send(cast.CENSUS, late).superseded == 1
    assert Address.objects.get().line_1 == "7 Invented Row"


def test_a_late_line_is_no_duplicate_of_what_it_once_said() -> None:
    moved = cast.KELLY | {"as_at": "2026-09-20", "address_line_1": "2 New Row"}
    cast.send(cast.CENSUS, cast.KELLY)
    cast.send(cast.CENSUS, moved)
    balance = cast.send(cast.CENSUS, cast.KELLY, cast.ROBIN)
    assert (balance.superseded, balance.duplicate) == (1, 0)
    assert Address.objects.get(child__reference=cast.reference_of("Kelly")).line_1 == "2 New Row"


def test_of_two_lines_true_on_the_same_day_the_later_received_stands() -> None:
    corrected = cast.KELLY | {"address_line_1": "8 Invented Row"}
    cast.send(cast.CENSUS, cast.KELLY, corrected)
    assert Address.objects.get().line_1 == "8 Invented Row"


def test_two_sources_may_use_the_same_key() -> None:
    Source.objects.create(code="other-schools", name="Another census", kind="school-census")
    cast.send(cast.CENSUS, cast.KELLY)
    cast.send("other-schools", cast.ROBIN | {"record_id": cast.KELLY["record_id"]})
    assert SourceRecord.objects.filter(key=cast.KELLY["record_id"]).count() == 2
    assert Child.objects.count() == 2


def test_nothing_is_visible_before_publication() -> None:
    delivery = steps.receive(cast.CENSUS, cast.KELLY)
    assert intake.balance(delivery).pending == 1
    assert not intake.balance(delivery).holds
    assert Child.objects.count() == 0
    assert steps.find(**steps.kelly()) == steps.search.NotFound()


def test_an_empty_file_balances() -> None:
    balance = cast.send(cast.CENSUS)
    assert balance.received == 0
    assert balance.holds


def test_an_unknown_source_is_refused_by_name() -> None:
    with pytest.raises(intake.UnknownSource):
        intake.source_of("nowhere")


def test_a_stopped_source_is_not_received() -> None:
    Source.objects.filter(code=cast.CENSUS).update(live=False)
    with pytest.raises(intake.SourceStopped):
        cast.send(cast.CENSUS, cast.KELLY)


def test_a_file_without_the_columns_of_its_format_is_refused_whole() -> None:
    with pytest.raises(layout.HeaderError):
        receive_bytes(b"name,where\nKelly,here\n")
    assert Statement.objects.count() == Reject.objects.count() == Delivery.objects.count() == 0


def test_a_file_with_the_same_fault_in_all_lines_leaves_nothing_of_itself_behind() -> None:
    good = [line for line in many(8) if line["birth_date"] != "never"]
    with pytest.raises(layout.FileRefused, match="all 6 lines of the file the same is wrong in authority"):
        cast.send(cast.CENSUS, *(line | {"authority": "X99"} for line in good))
    with pytest.raises(layout.FileRefused, match="all 5 lines of the file the same is wrong in birth_date"):
        cast.send(cast.CENSUS, *(many(5)[0] | {"record_id": f"p-{n}"} for n in range(5)))
    for table in (Statement, Reject, SourceRecord, Delivery):
        assert table.objects.count() == 0
    assert cast.send(cast.CENSUS, *many(7)).received == 7


def test_the_look_at_a_file_is_told_of_and_takes_all_its_lines_before_one_is_stored() -> None:
    told: list[tuple[str, int, int]] = []
    stream = cast.file(cast.CENSUS, *many(9))
    source = intake.source_of(cast.CENSUS)
    delivery = intake.open_delivery(source, digest=intake.digest_of(stream), now=cast.NOW)
    stream.seek(0)
    intake.receive(
        delivery,
        stream,
        now=cast.NOW,
        looked=lambda lines: told.append(("looked", lines, Delivery.objects.count())),
        progress=lambda lines: told.append(("stored", lines, Delivery.objects.count())),
    )
    assert told == [("looked", 9, 0), ("stored", 9, 1)]


def test_a_code_that_a_spreadsheet_robbed_of_its_zeros_is_named_as_such() -> None:
    Organisation.objects.filter(code="SCH1").update(code="00417")
    cast.send(cast.CENSUS, cast.KELLY | {"school_code": "417"})
    reject = Reject.objects.get()
    assert reject.problem == "This code has lost the zeros in front."
    assert "format the whole column as text" in reject.remedy


@pytest.mark.parametrize("code", ["V81997", "V81998", "V81999"])
def test_a_practice_that_is_not_known_keeps_the_involvement(code: str) -> None:
    cast.send(cast.CENSUS, cast.KELLY)
    balance = cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY | {"practice_code": code})
    assert (balance.applied, balance.rejected) == (1, 0)
    shown = steps.see("jane", cast.reference_of("Kelly"))
    assert [work.practitioner for work in shown.involvements] == ["Tim Imaginary"]
    assert shown.practice is None


def test_a_practice_that_is_not_known_any_more_is_shown_no_more() -> None:
    cast.send(cast.CENSUS, cast.KELLY)
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY)
    assert steps.see("jane", cast.reference_of("Kelly")).practice is not None
    later = {"as_at": "2026-09-21", "practice_code": "V81997"}
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY | later)
    assert steps.see("jane", cast.reference_of("Kelly")).practice is None


def test_an_involvement_is_ended_after_the_18th_birthday_and_none_is_begun() -> None:
    born = {"birth_date": "2008-09-15"}
    cast.send(cast.CENSUS, cast.KELLY | born)
    works = cast.TIM_WORKS_WITH_KELLY | born | {"as_at": "2026-09-14"}
    assert cast.send(cast.SERVICES, works).applied == 1
    assert Involvement.objects.get().ended_on is None
    goes_on = works | {"as_at": "2026-09-20"}
    assert cast.send(cast.SERVICES, goes_on).rejected == 1
    assert cast.send(cast.SERVICES, goes_on | {"end_date": "2026-09-10"}).applied == 1
    assert Involvement.objects.get().ended_on == date(2026, 9, 10)
    assert cast.send(cast.CENSUS, cast.KELLY | born | {"as_at": "2026-09-15"}).rejected == 1
    assert Child.objects.count() == 1


# --- what is refused, and how it is said ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "line", "field"),
    [
        (cast.CENSUS, cast.KELLY | {"school_code": "NOWHERE9"}, "school_code"),
        (cast.CENSUS, cast.KELLY | {"authority": "X99"}, "authority"),
        (cast.SERVICES, cast.TIM_WORKS_WITH_KELLY | {"practice_code": "NOWHERE9"}, "practice_code"),
        (cast.SERVICES, cast.TIM_WORKS_WITH_KELLY | {"service_code": "NOWHERE9"}, "service_code"),
    ],
)
def test_a_code_that_is_in_no_directory_is_rejected_with_a_remedy(
    source: str, line: dict[str, str], field: str
) -> None:
    balance = cast.send(source, line)
    assert balance.rejected == 1
    assert balance.holds
    reject = Reject.objects.get()
    assert (reject.line, reject.field) == (2, field)
    assert "directory" in reject.remedy
    assert "NOWHERE9" not in reject.problem + reject.remedy
    assert "X99" not in reject.problem + reject.remedy


def test_a_line_with_several_faults_is_one_rejected_line_with_several_reports() -> None:
    balance = cast.send(
        cast.CENSUS, cast.KELLY | {"given_name": "", "postcode": "nowhere", "birth_date": "x"}
    )
    assert balance.rejected == 1
    assert balance.holds
    assert set(Reject.objects.values_list("field", flat=True)) == {"given_name", "postcode", "birth_date"}


def test_a_refused_line_leaves_nothing_of_itself_behind() -> None:
    secret = "Sesame1234567"
    lines = [
        cast.KELLY | {field: f"{secret}<>"}
        for field in cast.KELLY
        if field not in ("school_start_date", "town", "address_line_1")
    ]
    lines += [
        cast.KELLY | {"given_name": secret, "birth_date": "2099-01-01"},
        cast.KELLY | {"given_name": secret * 30},
    ]
    balance = cast.send(cast.CENSUS, *lines)
    assert balance.rejected == len(lines)
    told = " ".join(
        " ".join(map(str, row)) for row in Reject.objects.values_list("field", "problem", "remedy")
    )
    assert secret not in told
    assert "Kelly" not in told
    assert SourceRecord.objects.count() == Statement.objects.count() == 0


def test_every_report_of_every_format_fits_its_column() -> None:
    for form in feeds.FORMATS.values():
        rows = [
            dict.fromkeys(form.columns, text) for text in ("", "\x00", "x" * 10_000, "<b>", "٣", "2099-99-99")
        ]
        rows += [{"Ünknown" * 30: "x"}, {"a_column_that_is_forty_letters_long_xxxxx": "x"}]
        for row in rows:
            problems = form.parse(row, today=cast.TODAY)
            assert isinstance(problems, list)
            for problem in problems:
                assert len(problem.field) <= Reject._meta.get_field("field").max_length
                assert len(problem.problem) <= Reject._meta.get_field("problem").max_length
                assert len(problem.remedy) <= Reject._meta.get_field("remedy").max_length
                assert problem.remedy


HEADER = ",".join(feeds.FORMATS["school-census"].columns).encode()
GOOD = b",".join(cast.KELLY.get(column, "").encode() for column in feeds.FORMATS["school-census"].columns)


def receive_bytes(content: bytes, source: str = cast.CENSUS) -> intake.Balance:
    stream = io.BytesIO(content)
    delivery = intake.open_delivery(intake.source_of(source), digest=intake.digest_of(stream), now=cast.NOW)
    stream.seek(0)
    intake.receive(delivery, stream, now=cast.NOW)
    steps.publish()
    return intake.balance(delivery)


@pytest.mark.parametrize(
    "bad",
    [
        b"\x00" * 50,
        b"\xff\xfe" + b"x" * 40,
        b"," * 500,
        b'"' + b"x" * 200,
        b"x" * 200_000,
        GOOD.replace(b"Kelly", b"Kel\x00ly"),
        GOOD.replace(b"Kelly", b"K" * 10_000),
        GOOD.replace(b"Kelly", "Kelly\u202e".encode()),
        GOOD.replace(b"Kelly", b"\xed\xa0\x80"),
        GOOD.replace(b"2011-03-14", "2011-03-1４".encode()),
    ],
    ids=[
        "nul",
        "utf-16",
        "commas",
        "quote",
        "huge",
        "nul in name",
        "long name",
        "bidi",
        "surrogate",
        "wide digit",
    ],
)
def test_hostile_bytes_cost_their_own_line_and_no_other(bad: bytes) -> None:
    robin = b",".join(
        cast.ROBIN.get(column, "").encode() for column in feeds.FORMATS["school-census"].columns
    )
    balance = receive_bytes(b"\n".join([HEADER, GOOD, bad, robin, b""]))
    assert balance.applied == 2
    assert balance.received == balance.rejected + 2
    assert balance.holds
    assert sorted(Name.objects.values_list("given", flat=True)) == ["Kelly", "Robin"]


# --- sensitive services -----------------------------------------------------------------------------------------


def test_a_sensitive_line_lies_sealed_from_the_first_moment() -> None:
    steps.receive(cast.SERVICES, cast.SANA_WORKS_WITH_KELLY, cast.TIM_WORKS_WITH_KELLY)
    sealed, plain = Statement.objects.order_by("line")
    assert sealed.payload == {}
    assert sealed.sealed is not None
    assert plain.sealed is None
    assert intake.said_in(sealed)["practitioner_name"] == "Sana Imaginary"
    assert "DRUGS" not in str(list(Statement.objects.values("payload")))


def test_no_table_of_the_registry_names_a_sensitive_service() -> None:
    cast.send(cast.CENSUS, cast.KELLY)
    cast.send(cast.SERVICES, cast.SANA_WORKS_WITH_KELLY)
    cast.send(cast.SERVICES, cast.SANA_WORKS_WITH_KELLY | {"record_id": "case-3", "email": "not an address"})
    cast.send(cast.SERVICES, cast.SANA_WORKS_WITH_KELLY | {"record_id": "case-4", "consent_given_by": ""})
    assert Reject.objects.count() > 0
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table.startswith("registry_") or table in ("audit_event", "shielding_searchkey"):
                cursor.execute(f'SELECT * FROM "{table}"')
                written = str(cursor.fetchall())
                for secret in ("DRUGS", "Sana", "drug and alcohol", "Drug and alcohol"):
                    assert secret not in written, table


def test_a_sealed_line_cannot_be_moved_to_another_line() -> None:
    steps.receive(
        cast.SERVICES, cast.SANA_WORKS_WITH_KELLY, cast.SANA_WORKS_WITH_KELLY | {"record_id": "case-3"}
    )
    one, other = Statement.objects.order_by("line")
    one.sealed = other.sealed
    with pytest.raises(intake.crypto.SealBroken):
        intake.said_in(one)


def test_what_a_service_is_today_decides_whether_its_line_is_sealed() -> None:
    Service.objects.filter(code="HOUSING").update(sensitive=True)
    steps.receive(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY)
    assert Statement.objects.get().payload == {}


# --- cut off and run again --------------------------------------------------------------------------------------


class CutOff(Exception):
    pass


def many(count: int) -> list[dict[str, str]]:
    return [
        cast.KELLY | {"record_id": f"p-{n}", "given_name": f"Kelly{chr(97 + n % 26)}", "postcode": "ZZ1 1AA"}
        if n % 5
        else cast.KELLY | {"record_id": f"p-{n}", "birth_date": "never"}
        for n in range(count)
    ]


@pytest.mark.parametrize("after", [0, 1, 3, 6])
def test_a_load_that_is_cut_off_goes_on_where_it_stopped(after: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "CHUNK_LINES", 4)
    stored = itertools.count()

    def cut(_: int) -> None:
        if next(stored) == after:
            raise CutOff

    lines = many(27)
    stream = cast.file(cast.CENSUS, *lines)
    source = intake.source_of(cast.CENSUS)
    for attempt in range(2):
        stream.seek(0)
        delivery = intake.open_delivery(source, digest=intake.digest_of(stream), now=cast.NOW)
        stream.seek(0)
        if attempt == 0:
            with pytest.raises(CutOff):
                intake.receive(delivery, stream, now=cast.NOW, progress=cut)
            assert intake.balance(delivery).received == min(4 * (after + 1), 27)
        else:
            intake.receive(delivery, stream, now=cast.NOW)
    assert (delivery.received, delivery.rejected, delivery.last_line) == (27, 6, 28)
    assert list(Statement.objects.order_by("line").values_list("line", flat=True)) == [
        n + 2 for n in range(27) if n % 5
    ]
    assert Reject.objects.count() == 6
    assert OutboxEntry.objects.count() == 21


def test_a_chunk_that_fails_leaves_no_half_of_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise CutOff

    monkeypatch.setattr(OutboxEntry.objects, "bulk_create", fail)
    with pytest.raises(CutOff), transaction.atomic():
        steps.receive(cast.CENSUS, cast.KELLY)
    assert Statement.objects.count() == SourceRecord.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_loaders_of_one_file_at_once_count_each_line_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "CHUNK_LINES", 5)
    content = cast.file(cast.CENSUS, *many(60)).getvalue()
    source = intake.source_of(cast.CENSUS)
    start = threading.Barrier(2)

    def load() -> None:
        stream = io.BytesIO(content)
        delivery = intake.open_delivery(source, digest=intake.digest_of(stream), now=cast.NOW)
        stream.seek(0)
        start.wait(10)
        intake.receive(delivery, stream, now=cast.NOW)
        steps.publish()

    steps.at_once(load, load)
    balance = intake.balance(Delivery.objects.get())
    assert balance.received == 60
    assert balance.rejected == 12
    assert balance.holds
    assert Statement.objects.count() == 48
    assert Child.objects.count() == Name.objects.count()


# --- any files in any order -------------------------------------------------------------------------------------

_PUPILS = ("Ann", "Bea", "Cat")


@st.composite
def said(draw: st.DrawFn) -> dict[str, str]:
    """A line about one of three pupils; some are wrong."""
    pupil = draw(st.integers(0, 2))
    day = date(2026, 9, 1) + timedelta(days=draw(st.integers(0, 3)))
    line = cast.KELLY | {
        "record_id": f"pupil-{pupil}",
        "as_at": day.isoformat(),
        "given_name": _PUPILS[pupil],
        "family_name": _PUPILS[pupil] * 2,
        "birth_date": f"201{pupil}-03-14",
        "address_line_1": f"{draw(st.integers(1, 3))} Invented Row",
    }
    fault = draw(st.sampled_from(["", "", "", "", "birth_date", "school_code", "given_name"]))
    return line | ({fault: "?"} if fault else {})


@pytest.mark.parametrize("size", [1, 7])
@settings(
    max_examples=10,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
)
@given(files=st.lists(st.lists(said(), max_size=6), min_size=1, max_size=4))
def test_any_files_balance_and_end_in_the_record_of_the_newest_lines(
    files: list[list[dict[str, str]]], size: int
) -> None:
    with transaction.atomic():
        deliveries = [steps.receive(cast.CENSUS, *lines) for lines in files]
        while steps.publication.publish_waiting(now=cast.NOW, batch=size):
            pass
        for delivery, lines in zip(deliveries, files, strict=True):
            balance = intake.balance(delivery)
            assert balance.received == len(lines)
            assert balance.holds
        newest: dict[str, tuple[str, str]] = {}
        for line in itertools.chain(*files):
            is_good = "?" not in line.values()
            if is_good and line["as_at"] >= newest.get(line["given_name"], ("", ""))[0]:
                newest[line["given_name"]] = (line["as_at"], line["address_line_1"])
        held = {name.given: Address.objects.get(child=name.child_id) for name in Name.objects.all()}
        assert {given: (row.as_at.isoformat(), row.line_1) for given, row in held.items()} == newest
        transaction.set_rollback(True)


def test_the_balance_of_an_older_file_holds_when_newer_ones_overtake_it() -> None:
    first = steps.receive(cast.CENSUS, cast.KELLY)
    second = steps.receive(cast.CENSUS, cast.KELLY | {"as_at": "2026-09-20", "town": "Eastmarch"})
    steps.publish()
    for delivery in (first, second):
        assert intake.balance(delivery) == intake.Balance(1, 1, 0, 0, 0, 0, 0)


def test_a_balance_does_not_hold_while_anything_waits_or_is_missing() -> None:
    even = intake.Balance(
        received=5, applied=1, superseded=1, duplicate=1, rejected=1, quarantined=1, pending=0
    )
    assert even.holds
    assert not replace(even, received=6).holds
    assert not replace(even, pending=1, applied=0).holds


def test_intake_never_says_anything_to_the_trail_of_a_child() -> None:
    steps.receive(cast.CENSUS, cast.KELLY)
    assert Event.objects.count() == 0
    assert MatchKey.objects.count() == 0
