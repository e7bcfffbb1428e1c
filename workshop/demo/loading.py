"""Bringing the fictional county in: its directory and its people, then its files by the real way, then its shields."""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from access import eyes, tokens
from access.models import Account, Authority, Organisation, RoleGrant, Service
from access.roles import Role
from complaints.models import District, Team
from registry import feeds, intake
from registry.models import Link, Source
from shielding import shields
from shielding.models import Shield, Tier
from shielding.publication import publication
from workshop.demo import cast, county, credentials

SHIELDED = (cast.ROWAN, cast.ISLA, cast.FINN)
"""A shield covers the household: a brother or sister left open would give the place away."""

_SESSION = "the demonstration"


def write_directory(directory: county.Directory) -> None:
    """Authorities, organisations, services and sources. Doing it again changes nothing."""
    for authority in directory.authorities:
        Authority.objects.update_or_create(code=authority.code, defaults={"name": authority.name})
    authorities = {authority.code: authority for authority in Authority.objects.all()}
    for organisation in directory.organisations:
        Organisation.objects.update_or_create(
            code=organisation.code,
            defaults={
                "name": organisation.name,
                "kind": organisation.kind,
                "authority": authorities.get(organisation.authority),
                "telephone": organisation.telephone,
                "email": organisation.email,
            },
        )
    organisations = {organisation.code: organisation for organisation in Organisation.objects.all()}
    for service in directory.services:
        Service.objects.update_or_create(
            code=service.code,
            defaults={
                "name": service.name,
                "organisation": organisations[service.organisation],
                "sensitive": service.sensitive,
                "telephone": service.telephone,
                "email": service.email,
            },
        )
    for source in directory.sources:
        Source.objects.update_or_create(
            code=source.code,
            defaults={"name": source.name, "kind": source.format, "authority": authorities[source.authority]},
        )
    _write_teams(authorities)


def _write_teams(authorities: Mapping[str, Authority]) -> None:
    """How the public reaches each council's team, and which postcodes lead to it."""
    for code, council in authorities.items():
        desk = Service.objects.select_related("organisation").get(code=f"{code}-TEAM")
        Team.objects.update_or_create(
            authority=council,
            defaults={
                "name": f"{council.name} {desk.name}",
                "telephone": desk.telephone,
                "email": desk.email,
                "hours": "Monday to Friday, 9am to 5pm",
                "address": f"{desk.organisation.name}, 1 Invented Square, {council.name}",
            },
        )
        for outward in county.districts(code):
            District.objects.get_or_create(authority=council, outward=outward)


def open_accounts(now: datetime) -> None:
    """An account for everybody of the cast, with the credentials on their card. Doing it again changes nothing."""
    for person in cast.PEOPLE:
        with transaction.atomic():
            if not Account.objects.filter(username=person.username).exists():
                _open_account(person, now)


def _open_account(person: cast.Person, now: datetime) -> None:
    today = timezone.localdate(now)
    account = Account.objects.create_account(
        username=person.username,
        password=credentials.password_of(person),
        pin=credentials.pin_of(person),
        full_name=person.full_name,
        job_title=person.job_title,
        occupation=person.occupation,
        organisation=Organisation.objects.get(code=person.organisation),
        service=Service.objects.get(code=person.service),
        telephone=person.telephone,
        email=person.email,
        state=Account.State.ACTIVE,
        dbs_issued_on=today - timedelta(days=200),
        training_completed_on=today - timedelta(days=60),
        agreement_signed_on=today - timedelta(days=59),
    )
    for role in person.roles:
        RoleGrant.objects.create(
            account=account, role=Role(role), granted_by="the demonstration", granted_at=now
        )
    tokens.place(account, seed=credentials.seed_of(person), now=now)


def impose_shields(now: datetime) -> None:
    """The shields of the story, imposed by the officer as on her page. Doing it again changes nothing."""
    olive = eyes.searcher_of(Account.objects.with_eyes().get(username=cast.OLIVE.username), _SESSION)
    links = _links_of(SHIELDED)
    for child in SHIELDED:
        try:
            shields.impose(
                links[child.key].child.reference,
                tier=Tier.SHIELDED,
                grounds=Shield.Grounds.HARM_TO_ADULT,
                justification="The family has fled from violence and lives at an address that must not be found.",
                by=olive,
                now=now,
            )
        except shields.AlreadyShielded:
            continue


def send_updates_to_check(now: datetime, *, made_on: date) -> None:
    """Some lines of which nobody can be sure, so that there is something to decide on. Again it changes nothing.

    Somebody almost called Rowan, at a new home: perhaps he has moved. Kelly's little sister by another spelling. A girl
    whose school says that she lives next door now.
    """
    rowan, jade, tansy = (child.row(made_on) for child in (cast.ROWAN, cast.JADE, cast.TANSY))
    newest = {"as_at": made_on.isoformat()}
    _send(
        county.CENSUS,
        rowan
        | {"record_id": "CAST-0901", "upn": "", "given_name": "Rowen"}
        | {"address_line_1": "5 Sedge Close", "town": "Withy Bridge", "postcode": "ZZ8 9QT"}
        | newest,
        tansy | {"authority": county.NEIGHBOUR} | newest,
        now=now,
    )
    of_whom = {name: jade[name] for name in ("family_name", "birth_date", "postcode")}
    work = next(row for row in county.cast_involvements(made_on) if not row["consent_given_by"])
    own = {"record_id": "CAST-0902", "given_name": "Jayde", "nhs_number": ""}
    _send(county.SERVICES, work | of_whom | own | newest, now=now)


def _send(system: county.Source, *lines: Mapping[str, str], now: datetime) -> None:
    """Send these lines as a file of this system, by the real way."""
    columns = [field.name for field in feeds.FORMATS[system.format].fields]
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows(lines)
    stream = io.BytesIO(text.getvalue().encode())
    source = intake.source_of(system.code)
    delivery = intake.open_delivery(source, digest=intake.digest_of(stream), now=now)
    stream.seek(0)
    intake.receive(delivery, stream, now=now)
    publication.publish_waiting(now=now)


def numbers_of_the_story() -> dict[str, str]:
    """The number of each child of the story, by its key in the census."""
    links = _links_of(cast.CHILDREN)
    return {child.key: links[child.key].child.number for child in cast.CHILDREN if child.key in links}


def _links_of(children: Iterable[cast.Child]) -> dict[str, Link]:
    found = Link.objects.select_related("child", "record").filter(
        record__source=intake.source_of(county.CENSUS.code),
        record__key__in=[child.key for child in children],
        ended_at=None,
    )
    return {link.record.key: link for link in found}
