"""Building: a world of the specification put into the database, and what happens there behind the observer's back.

Worlds are built in bulk, from statements of sources and through publication, so that what a page reads was made by the
code that makes it in service. Everything goes into the running transaction, which the caller rolls back.
"""

import io
import tempfile
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import override_settings

from access import eyes, sessions
from access.models import Account, Authority, Organisation, Service
from ground import crypto, references
from registry import linking
from registry.involvements import PRACTITIONERS
from registry.matching import people
from registry.models import (
    Child,
    Death,
    Involvement,
    OutboxEntry,
    Responsibility,
    Source,
    SourceRecord,
    Statement,
)
from shielding.models import (
    ConsentReceipt,
    ContactRequest,
    Decision,
    Proposal,
    SensitiveInvolvement,
    Shield,
    Tier,
    Transfer,
)
from shielding.publication import proposals, publication
from tests import cast
from tests.house import worlds
from tests.house.spec import Plain

_BEFORE = datetime.combine(date(2026, 10, 5), worlds.START.timetz())


class NotAWorld(AssertionError):
    """The product does not make of it what the plain world says. A fault of the story."""


class County:
    """What every world has: the cast's county, and everybody's session. Made once, before any world."""

    def __init__(self) -> None:
        cast.county()
        Service.objects.create(
            code="MINDS",
            name="Young people's mental health",
            sensitive=True,
            organisation=Organisation.objects.get(code="HARBOUR"),
        )
        Service.objects.create(
            code="TUTORS", name="Tutors", organisation=Organisation.objects.get(code="SCH1")
        )
        people = worlds.SIGNED_IN
        self.accounts = {name: cast.account(name) for name in (*people, *worlds.OTHERS, *worlds.OFFICERS)}
        self.sources = dict(Source.objects.values_list("code", "pk"))
        self.authorities = dict(Authority.objects.values_list("code", "pk"))
        self.services = dict(Service.objects.values_list("code", "pk"))
        self.keys = {name: f"session-of-{name}".ljust(32, "x") for name in people}
        for name in people:
            self.plant_session(name, now=worlds.START)

    def plant_session(self, name: str, *, now: datetime) -> None:
        """Let this person be signed in from now on, as the second step leaves them."""
        account = self.accounts[name]
        content = {
            SESSION_KEY: str(account.pk),
            BACKEND_SESSION_KEY: "access.backends.AccountBackend",
            HASH_SESSION_KEY: account.get_session_auth_hash(),
            sessions._SIGNED_IN_AT: now.isoformat(),
        }
        Session.objects.update_or_create(
            session_key=self.keys[name],
            defaults={"session_data": SessionStore().encode(content), "expire_date": now + sessions.LONGEST},
        )
        digest = eyes.session_digest(self.keys[name])
        Account.objects.filter(pk=account.pk).update(session_digest=digest, last_seen_at=now)

    def keep_signed_in(self, name: str, *, now: datetime, again: bool) -> None:
        """Time has passed and the person is still there; after long they have signed in again."""
        if again:
            self.plant_session(name, now=now)
        else:
            Account.objects.filter(pk=self.accounts[name].pk).update(last_seen_at=now)

    def searcher(self, name: str) -> eyes.Searcher:
        """A person who acts behind the observer's back."""
        return eyes.searcher_of(self.accounts[name], f"other session of {name}")

    # --- a world ------------------------------------------------------------------------------------------------

    def build(self, world: Plain) -> None:
        """Put the world's children, shields, specialist work, requests and set-aside statements into the database."""
        children = world["children"]
        if any(child["born"] > child["born_to"] for child in children):
            raise NotAWorld("a child was born before the first day on which it may have been born")
        made = Child.objects.bulk_create(
            [
                Child(
                    reference=child["reference"],
                    number=child["number"],
                    state=child["state"],
                    proposed_by=self._reference_of(child["proposed_by"]),
                )
                for child in children
            ]
        )
        keys = {child["reference"]: row.pk for child, row in zip(children, made, strict=True)}
        self._make_statements(children, keys)
        tiers = {
            keys[child["reference"]]: Tier(child["tier"]) for child in children if child["tier"] != "open"
        }
        publication.rewrite(set(keys.values()), tiers=tiers)
        self._tell_of_deaths(children, keys)
        self._look_after(children, keys)
        self._shield(children, keys)
        self._record_work(children, keys)
        self._record_specialists(children, keys)
        self._ask(world["requests"], keys)
        if world["quarantine"]:
            self._set_aside(world)

    def _set_aside(self, world: Plain) -> None:
        by_reference = {child["reference"]: child for child in world["children"]}
        for line in world["quarantine"]:
            child = by_reference[line["child"]]
            self._receive(self._stranger(child, line["postcode"]), now=_BEFORE, reference=line["reference"])
        publication.publish_waiting(now=_BEFORE)
        lines = Statement.objects.filter(reference__in=[line["reference"] for line in world["quarantine"]])
        set_aside = (Statement.Quarantine.SHIELDED, Statement.Quarantine.POTENTIAL)
        if lines.exclude(quarantine__in=set_aside).exists():
            raise NotAWorld("a line that should have been set aside was not")

    def _reference_of(self, name: str) -> str:
        return self.accounts[name].reference if name else ""

    def _make_statements(self, children: list[Plain], keys: dict[str, int]) -> None:
        said = [(child, census_line(child)) for child in children]
        said += [
            (child, service_line(child, number, line))
            for child in children
            for number, line in enumerate(child["involvements"])
            if not line["account"]
        ]
        records = SourceRecord.objects.bulk_create(
            [
                SourceRecord(source_id=self._source_of(child, line), key=line["record_id"])
                for child, line in said
            ]
        )
        Statement.objects.bulk_create(
            [
                Statement(
                    record=record,
                    payload=line,
                    digest=b"",
                    as_at=line["as_at"],
                    received_at=_received(line),
                    outcome=Statement.Outcome.APPLIED,
                    current=True,
                )
                for record, (_, line) in zip(records, said, strict=True)
            ]
        )
        made = dict(Statement.objects.filter(record__in=records).values_list("record_id", "pk"))
        Proposal.objects.bulk_create(
            [
                Proposal(
                    child_id=keys[child["reference"]],
                    statement_id=made[record.pk],
                    proposed_by=self._reference_of(child["proposed_by"]),
                    proposed_by_name=f"{child['proposed_by'].title()} Imaginary",
                    proposed_at=_BEFORE,
                )
                for record, (child, line) in zip(records, said, strict=True)
                if child["state"] == "provisional" and "service_code" not in line
            ]
        )
        linking.link(
            [
                linking.Decision(
                    record=record.pk,
                    child=keys[child["reference"]],
                    rule="newcomer",
                    keys=people.keys_of(people.person_in(line)),
                )
                for record, (child, line) in zip(records, said, strict=True)
            ],
            made_by="rule",
            now=_BEFORE,
        )

    def _source_of(self, child: Plain, line: dict[str, str]) -> int:
        if "service_code" in line:
            return self.sources[cast.SERVICES]
        return self.sources[PRACTITIONERS if child["proposed_by"] else child["source"]]

    def _tell_of_deaths(self, children: list[Plain], keys: dict[str, int]) -> None:
        Death.objects.bulk_create(
            [
                Death(
                    child_id=keys[child["reference"]],
                    source_id=self.sources[child["source"]],
                    as_at=child["died_on"],
                    received_at=_BEFORE,
                    died_on=child["died_on"],
                )
                for child in children
                if child["died_on"]
            ]
        )

    def _look_after(self, children: list[Plain], keys: dict[str, int]) -> None:
        """Each record is looked after where its source, or who proposed it, belongs."""
        Responsibility.objects.bulk_create(
            [
                Responsibility(
                    child_id=keys[child["reference"]],
                    authority_id=self.authorities[child["authority"]],
                    source_id=self._source_of(child, {}),
                    as_at=child["as_at"],
                    received_at=_BEFORE,
                )
                for child in children
            ]
        )

    def _shield(self, children: list[Plain], keys: dict[str, int]) -> None:
        """The shields in force, some of which an officer has asked to lift, and those that were lifted before."""
        Shield.objects.bulk_create(
            [
                Shield(
                    child_id=keys[child["reference"]],
                    tier=child["tier"] if in_force else "shielded",
                    grounds=child["grounds"],
                    justification=crypto.seal(
                        "A placement is at risk while this is known", context=f"shield:{child['reference']}"
                    ),
                    imposed_at=_BEFORE,
                    imposed_by=self._reference_of("olive"),
                    review_due=child["review_due"],
                    **(self._asked_to_lift(child) if in_force else self._lifted()),
                )
                for child in children
                for in_force in (False, True)
                if (child["tier"] != "open" if in_force else child.get("was_shielded"))
            ]
        )

    def _asked_to_lift(self, child: Plain) -> Plain:
        by = self._reference_of(child.get("lift_asked", ""))
        return {"lift_asked_at": _BEFORE if by else None, "lift_asked_by": by}

    def _lifted(self) -> Plain:
        officers = {"lift_asked_by": self._reference_of("olive"), "lifted_by": self._reference_of("oscar")}
        return {"lift_asked_at": _BEFORE, "lifted_at": _BEFORE, **officers}

    def _record_work(self, children: list[Plain], keys: dict[str, int]) -> None:
        Involvement.objects.bulk_create(
            [
                Involvement(
                    child_id=keys[child["reference"]],
                    account=self.accounts[line["account"]],
                    source_id=self.sources[PRACTITIONERS],
                    as_at=line["started_on"],
                    received_at=_BEFORE,
                    service_id=self.services[line["service"]],
                    practitioner=line["practitioner"],
                    job_title="Worker",
                    started_on=line["started_on"],
                )
                for child in children
                for line in child["involvements"]
                if line["account"]
            ]
        )

    def _record_specialists(self, children: list[Plain], keys: dict[str, int]) -> None:
        lines = [
            (child, number, line) for child in children for number, line in enumerate(child["sensitive"])
        ]
        records = SourceRecord.objects.bulk_create(
            [
                SourceRecord(
                    source_id=self.sources[cast.SERVICES], key=f"specialist-{child['slot']}-{number}"
                )
                for child, number, _ in lines
            ]
        )
        work = SensitiveInvolvement.objects.bulk_create(
            [
                SensitiveInvolvement(
                    child_id=keys[child["reference"]],
                    record=None if line["account"] else record,
                    account=self.accounts[line["account"]] if line["account"] else None,
                    service_id=self.services[line["service"]],
                    practitioner=line["practitioner"],
                    job_title="Specialist",
                    started_on=line["started_on"],
                    ended_on=line["ended_on"],
                )
                for record, (child, _, line) in zip(records, lines, strict=True)
            ]
        )
        ConsentReceipt.objects.bulk_create(
            [
                ConsentReceipt(
                    involvement=row,
                    basis="child",
                    method="spoken",
                    given_on=row.started_on,
                    withdrawn_on=row.started_on if line.get("withdrawn") else None,
                )
                for row, (_, _, line) in zip(work, lines, strict=True)
            ]
        )

    def _ask(self, requests: Iterable[Plain], keys: dict[str, int]) -> None:
        ContactRequest.objects.bulk_create(
            [
                ContactRequest(
                    reference=request["reference"],
                    child_id=keys[request["child"]],
                    asked_by=self._reference_of(request["asked_by"]),
                    asked_by_name=request["asked_by"].title(),
                    asked_by_organisation="Westmarch Council",
                    asked_by_contact="01632 960199",
                    asked_at=_BEFORE,
                    urgency=request["urgency"],
                    reason=request["reason"],
                    outcome=request["outcome"],
                    answered_at=None if request["outcome"] == "waiting" else _BEFORE,
                    answered_by="" if request["outcome"] == "waiting" else self._reference_of("olive"),
                )
                for request in requests
            ]
        )

    # --- what happens there -------------------------------------------------------------------------------------

    def hear(self, child: Plain, *, as_at: str, now: datetime) -> None:
        """The child's own school says how things are now."""
        self._say(census_line(child) | {"as_at": as_at}, now=now)

    def hear_of_move(self, child: Plain, to: str, *, as_at: str, now: datetime) -> None:
        """The child's own school says that another council (its code) looks after the child now."""
        self._say(census_line(child) | {"authority": to, "as_at": as_at}, now=now)

    def decide_on_proposal(self, child: Plain, into: str, *, now: datetime) -> None:
        """An officer joins the proposed record to another one (its reference), or refuses it where there is none."""
        by = self.searcher("olive")
        if into:
            proposals.merge(child["reference"], into=into, by=by, now=now)
        else:
            proposals.refuse(child["reference"], words="We could not reach you about it", by=by, now=now)

    def named_by_work(self, name: str, observer: str) -> str:
        """The reference of the observer's newest decision, or of the newest transfer of a child of their authority."""
        if observer not in self.accounts:
            return worlds.UNKNOWN
        by = self.searcher(observer)
        found = (
            Decision.objects.filter(decided_by=by.account)
            if name == "decision"
            else Transfer.objects.filter(child__responsibility__authority__code=by.authority)
        )
        return found.order_by("-pk").values_list("reference", flat=True).first() or worlds.UNKNOWN

    def hear_of_stranger(self, child: Plain, postcode: str, *, now: datetime) -> None:
        """Another school speaks of somebody of the same name and birth date, at this postcode."""
        self._say(self._stranger(child, postcode), now=now)

    def hear_of_specialist(self, child: Plain, line: Plain, *, now: datetime) -> None:
        """A specialist service sends an involvement about which the child consented."""
        said = service_line(child, 9, line) | {
            "practice_code": "",
            "consent_given_by": "child",
            "consent_on": line["started_on"],
            "consent_method": "spoken",
        }
        cast.send(cast.SERVICES, said, now=now)

    def load(self, lines: list[dict[str, str]]) -> str:
        """The schools next door send a file by the command, and are told what became of it."""
        with tempfile.TemporaryDirectory() as place, override_settings(VAR_DIR=Path(place)):
            file, printed = Path(place) / "lines.csv", io.StringIO()
            file.write_bytes(cast.file(worlds.EAST_CENSUS, *lines).getvalue())
            try:
                call_command("load_feed", worlds.EAST_CENSUS, str(file), verbosity=0, stdout=printed)
            except CommandError as refused:
                return str(refused)
            told = [line for line in printed.getvalue().splitlines() if line.startswith("For the sender")]
            return "\n".join(told + [report.read_text() for report in Path(place).glob("rejects/*.csv")])

    def _stranger(self, child: Plain, postcode: str) -> dict[str, str]:
        line = census_line(child | {"address": {"line": "Elsewhere", "postcode": postcode}})
        return line | {"record_id": f"stranger-{child['slot']}-{postcode}", "carer_1_given_name": ""}

    def _say(self, line: dict[str, str], *, now: datetime) -> None:
        """A statement of a census comes into the inbox and is published at once."""
        self._receive(line, now=now)
        publication.publish_waiting(now=now)

    def _receive(self, line: dict[str, str], *, now: datetime, reference: str = "") -> None:
        """A statement of a census comes into the inbox."""
        source = self.sources[cast.CENSUS if line["authority"] == cast.WESTMARCH else worlds.EAST_CENSUS]
        known = SourceRecord.objects.filter(key=line["record_id"]).first()
        record = known or SourceRecord.objects.create(source_id=source, key=line["record_id"])
        statement = Statement.objects.create(
            reference=reference or references.new(),
            record=record,
            payload=line,
            digest=crypto.fingerprint(repr(line), kind="statement"),
            as_at=line["as_at"],
            received_at=now,
        )
        OutboxEntry.objects.create(statement=statement)


def census_line(child: Plain) -> dict[str, str]:
    """What a school would send of this child."""
    address, education = child["address"], child["education"]
    line = {
        "record_id": f"pupil-{child['slot']}",
        "as_at": child["as_at"],
        "given_name": child["given"],
        "family_name": child["family"],
        "former_family_name": child["former"],
        "birth_date": child["born"],
        "birth_date_to": child["born_to"] if child["born_to"] != child["born"] else "",
        "gender": child["gender"],
        "authority": child["authority"],
        "practice_code": child["practice"],
        "nhs_number": child["nhs_number"],
    }
    if address:
        line |= {
            "whereabouts": "current",
            "address_line_1": address["line"],
            "town": "Westmarch",
            "postcode": address["postcode"],
        }
    if education:
        line |= {"education": "school", "school_code": education["school"]}
    for position, (given, family) in enumerate(child["carers"], start=1):
        line |= {
            f"carer_{position}_given_name": given,
            f"carer_{position}_family_name": family,
            f"carer_{position}_responsibility": "care",
        }
    return {name: text for name, text in line.items() if text}


def service_line(child: Plain, number: int, line: Plain) -> dict[str, str]:
    """What a service would send of its work with this child."""
    said = {
        "record_id": f"case-{child['slot']}-{number}",
        "as_at": child["as_at"],
        "given_name": child["given"],
        "family_name": child["family"],
        "birth_date": child["born"],
        "birth_date_to": child["born_to"] if child["born_to"] != child["born"] else "",
        "service_code": line["service"],
        "practitioner_name": line["practitioner"],
        "job_title": "Worker",
        "start_date": line["started_on"],
        "end_date": line["ended_on"] or "",
        "lead_professional": "Y" if line.get("lead") else "",
    }
    return {name: text for name, text in said.items() if text}


def _received(line: dict[str, str]) -> datetime:
    """A statement comes in on the day it speaks of, at noon."""
    return datetime.combine(date.fromisoformat(line["as_at"]), _BEFORE.timetz())
