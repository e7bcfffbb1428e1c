"""The cast of the tests: who works in Westmarch, who works next door, and the children they ask for.

Everybody has a meaning. Jane and Tim are inside and ordinary; Sana works for a sensitive service; Olive shields and
brokers; Ada administers accounts; Lou and Gail audit; Nia practises and Otto shields next door, outside. Kelly is an
ordinary child; Robin is shielded by the tests that need it, and Mia is the sister at the same address.
"""

import csv
import io
from datetime import UTC, date, datetime, timedelta

from access import eyes
from access.models import Account, Authority, Organisation, RoleGrant, Service
from access.roles import Role
from audit.models import Event
from complaints.models import District, Team
from ground.statute import Purpose
from registry import feeds, intake, names
from registry.models import Child, Name, Source
from shielding.publication import publication

NOW = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
TODAY = NOW.date()
WESTMARCH, EASTMARCH = "X01", "X02"
CENSUS, SERVICES = "westmarch-schools", "westmarch-services"
EAST_CENSUS = "eastmarch-schools"


def county() -> None:
    """Two authorities with their teams, their organisations and services, and the sources."""
    west, east = Authority.objects.bulk_create(
        [Authority(code=WESTMARCH, name="Westmarch"), Authority(code=EASTMARCH, name="Eastmarch")]
    )
    Team.objects.bulk_create(
        Team(
            authority=council,
            name=f"{council.name} ContactPoint team",
            telephone="01632 960100",
            email=f"contactpoint@{council.name.lower()}.example",
            hours="Monday to Friday, 9am to 5pm",
            address=f"Town Hall, {council.name}",
        )
        for council in (west, east)
    )
    District.objects.bulk_create(
        District(authority=council, outward=outward)
        for outward, councils in (("ZZ1", (west,)), ("ZZ2", (east,)), ("ZZ3", (west, east)))
        for council in councils
    )
    organisations = {
        made.code: made
        for made in Organisation.objects.bulk_create(
            Organisation(code=code, name=name, kind=kind, authority=authority, telephone="01632 960100")
            for code, name, kind, authority in (
                ("SCH1", "Brook School", "school", west),
                ("SCH2", "Hill School", "school", west),
                ("GP1", "Mill Practice", "practice", west),
                ("COUNCIL", "Westmarch Council", "council", west),
                ("HARBOUR", "Harbour", "health", west),
                ("EAST", "Eastmarch Council", "council", east),
            )
        )
    }
    Service.objects.bulk_create(
        Service(code=code, name=name, organisation=organisations[organisation], sensitive=sensitive)
        for code, name, organisation, sensitive in (
            ("MENTORS", "Learning mentors", "SCH1", False),
            ("SOCIAL", "Children's social care", "COUNCIL", False),
            ("HOUSING", "Housing", "COUNCIL", False),
            ("DRUGS", "Young people's drug and alcohol service", "HARBOUR", True),
            ("EASTSOCIAL", "Children's social care", "EAST", False),
        )
    )
    Source.objects.bulk_create(
        Source(code=code, name=name, kind=kind, authority=authority)
        for code, name, kind, authority in (
            (CENSUS, "School census", "school-census", west),
            (EAST_CENSUS, "School census", "school-census", east),
            (SERVICES, "Service involvements", "service-involvements", west),
        )
    )


_PEOPLE = {
    "jane": ("Jane Imaginary", "Learning mentor", "SCH1", "MENTORS", Role.PRACTITIONER),
    "tim": ("Tim Imaginary", "Housing officer", "COUNCIL", "HOUSING", Role.PRACTITIONER),
    "sana": ("Sana Imaginary", "Drug and alcohol worker", "HARBOUR", "DRUGS", Role.SENSITIVE_PRACTITIONER),
    "olive": ("Olive Imaginary", "Shielding officer", "COUNCIL", None, Role.SHIELDING_OFFICER),
    "oscar": ("Oscar Imaginary", "Shielding officer", "COUNCIL", None, Role.SHIELDING_OFFICER),
    "rita": ("Rita Imaginary", "Rights officer", "COUNCIL", None, Role.RIGHTS_OFFICER),
    "ruth": ("Ruth Imaginary", "Rights officer", "COUNCIL", None, Role.RIGHTS_OFFICER),
    "rex": ("Rex Imaginary", "Rights officer", "EAST", None, Role.RIGHTS_OFFICER),
    "ada": ("Ada Imaginary", "Account administrator", "COUNCIL", None, Role.ACCOUNT_ADMINISTRATOR),
    "lou": ("Lou Imaginary", "Auditor", "COUNCIL", None, Role.LOCAL_AUDITOR),
    "gail": ("Gail Imaginary", "Auditor", "COUNCIL", None, Role.LOCAL_AUDITOR),
    "nia": ("Nia Imaginary", "Social worker", "EAST", "EASTSOCIAL", Role.PRACTITIONER),
    "otto": ("Otto Imaginary", "Shielding officer", "EAST", None, Role.SHIELDING_OFFICER),
    "orla": ("Orla Imaginary", "Shielding officer", "EAST", None, Role.SHIELDING_OFFICER),
    "nora": ("Nora Imaginary", "National auditor", "EAST", None, Role.NATIONAL_AUDITOR),
    "lena": ("Lena Imaginary", "Auditor", "EAST", None, Role.LOCAL_AUDITOR),
    "uma": ("Uma Imaginary", "Social worker", "COUNCIL", "SOCIAL", Role.PRACTITIONER),
}


def account(username: str) -> Account:
    """The account of a member of the cast; it cannot sign in, tests plant its session."""
    found = Account.objects.filter(username=username).first()
    if found:
        return found
    full_name, job_title, organisation, service, role = _PEOPLE[username]
    made = Account.objects.create_account(
        username=username,
        full_name=full_name,
        job_title=job_title,
        organisation=Organisation.objects.get(code=organisation),
        service=Service.objects.get(code=service) if service else None,
        telephone="01632 960123",
        email=f"{username}@westmarch.example",
        state=Account.State.ACTIVE,
        dbs_issued_on=TODAY - timedelta(days=100),
        training_completed_on=TODAY - timedelta(days=90),
        agreement_signed_on=TODAY - timedelta(days=90),
    )
    RoleGrant.objects.create(account=made, role=role, granted_by="the cast", granted_at=NOW)
    return made


def searcher(username: str) -> eyes.Searcher:
    return eyes.searcher_of(account(username), f"session-of-{username}")


def viewer(
    username: str, reference: str, *, purpose: Purpose = Purpose.FIND_OTHERS, now: datetime = NOW
) -> eyes.Viewer:
    return eyes.look(
        searcher(username), reference=reference, purpose=purpose, reason="Falling behind at school", now=now
    )


KELLY = {
    "record_id": "pupil-1",
    "as_at": "2026-09-10",
    "given_name": "Kelly",
    "family_name": "Example",
    "birth_date": "2011-03-14",
    "gender": "F",
    "whereabouts": "current",
    "address_line_1": "7 Invented Row",
    "town": "Westmarch",
    "postcode": "ZZ1 1AA",
    "carer_1_given_name": "Maria",
    "carer_1_family_name": "Example",
    "carer_1_responsibility": "parental-responsibility",
    "school_code": "SCH1",
    "school_start_date": "2022-09-01",
    "education": "school",
    "authority": WESTMARCH,
}
ROBIN = KELLY | {
    "record_id": "pupil-2",
    "given_name": "Robin",
    "family_name": "Madeup",
    "birth_date": "2014-05-06",
    "gender": "M",
    "address_line_1": "Hidden House",
    "postcode": "ZZ9 9ZZ",
    "carer_1_family_name": "Madeup",
    "school_code": "SCH2",
}
MIA = ROBIN | {
    "record_id": "pupil-3",
    "given_name": "Mia",
    "birth_date": "2017-02-03",
    "gender": "F",
    "school_code": "SCH1",
}
TIM_WORKS_WITH_KELLY = {
    "record_id": "case-1",
    "as_at": "2026-09-20",
    "given_name": "Kelly",
    "family_name": "Example",
    "birth_date": "2011-03-14",
    "postcode": "ZZ1 1AA",
    "practice_code": "GP1",
    "service_code": "HOUSING",
    "practitioner_name": "Tim Imaginary",
    "job_title": "Housing officer",
    "telephone": "01632 960123",
    "email": "tim@westmarch.example",
    "start_date": "2026-06-01",
}
SANA_WORKS_WITH_KELLY = TIM_WORKS_WITH_KELLY | {
    "record_id": "case-2",
    "service_code": "DRUGS",
    "practice_code": "",
    "practitioner_name": "Sana Imaginary",
    "job_title": "Drug and alcohol worker",
    "consent_given_by": "child",
    "consent_on": "2026-06-01",
    "consent_method": "spoken",
}


def file(source_code: str, *lines: dict[str, str]) -> io.BytesIO:
    """A feed file of the source's format with these lines."""
    source = Source.objects.get(code=source_code)
    columns = [field.name for field in feeds.FORMATS[source.kind].fields]
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows(lines)
    return io.BytesIO(text.getvalue().encode())


def send(source_code: str, *lines: dict[str, str], now: datetime = NOW) -> intake.Balance:
    """Send a file by the real way: intake, then publication. Returns its balance."""
    stream = file(source_code, *lines)
    delivery = intake.open_delivery(intake.source_of(source_code), digest=intake.digest_of(stream), now=now)
    stream.seek(0)
    intake.receive(delivery, stream, now=now)
    publication.publish_waiting(now=now)
    return intake.balance(delivery)


def reference_of(given: str) -> str:
    """The reference of the one child with this given name."""
    found = {n.child_id for n in Name.objects.all() if names.normalise(n.given) == names.normalise(given)}
    (child,) = found
    return Child.objects.get(pk=child).reference


def born(text: str) -> date:
    return date.fromisoformat(text)


def last_event() -> Event:
    """The newest event of the trail."""
    return Event.objects.order_by("-pk")[0]
