"""Looking after accounts: who may, for whom, and what happens."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from access import accounts, accreditation, eyes, passwords, policy, tokens
from access.models import Account, Authority, Organisation, RoleGrant, TotpDevice
from access.occupations import Occupation
from access.roles import Role
from audit.models import Event
from audit.verbs import Verb
from tests.access import people

pytestmark = pytest.mark.django_db

NOWHERE = "f" * 32


def now() -> datetime:
    return timezone.now()


@pytest.fixture
def ada() -> eyes.Searcher:
    """The account administrator of Westmarch."""
    return people.searcher(people.administrator())


@pytest.fixture
def next_door() -> Organisation:
    """The council of another authority."""
    return people.organisation("EM-COUNCIL", of=Authority.objects.create(code="EM", name="Eastmarch"))


def facts(**changed: Any) -> dict[str, Any]:
    people.organisation()
    return {
        "username": "newcomer",
        "full_name": "Nina Newcomer",
        "job_title": "Health visitor",
        "occupation": Occupation.NURSE,
        "organisation_code": "WM-COUNCIL",
        **changed,
    }


COMMANDS: dict[str, Callable[[str, eyes.Searcher], object]] = {
    "accredit": lambda ref, by: accounts.accredit(
        ref,
        dbs_issued_on=timezone.localdate(),
        training_completed_on=timezone.localdate(),
        agreement_signed_on=timezone.localdate(),
        by=by,
        now=now(),
    ),
    "issue_credentials": lambda ref, by: accounts.issue_credentials(ref, by=by, now=now()),
    "suspend": lambda ref, by: accounts.suspend(ref, reason="Because", by=by, now=now()),
    "restore": lambda ref, by: accounts.restore(ref, reason="Because", by=by, now=now()),
    "close": lambda ref, by: accounts.close(ref, reason="Because", by=by, now=now()),
    "grant_role": lambda ref, by: accounts.grant_role(ref, role=Role.PRACTITIONER, by=by, now=now()),
    "end_role": lambda ref, by: accounts.end_role(ref, role=Role.PRACTITIONER, by=by, now=now()),
}
every_command = pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)


class TestWhoMay:
    @every_command
    @pytest.mark.parametrize(
        "role", [Role.PRACTITIONER, Role.SENSITIVE_PRACTITIONER, Role.SHIELDING_OFFICER, Role.LOCAL_AUDITOR]
    )
    def test_nobody_but_an_account_administrator(
        self, command: Callable[[str, eyes.Searcher], object], role: Role
    ) -> None:
        petra = people.account("petra")
        other = people.searcher(people.account("other", role, service=people.service()))
        with pytest.raises(policy.NotPermitted):
            command(petra.reference, other)
        assert not Event.objects.exists()

    @every_command
    def test_permission_is_asked_before_anything_is_looked_up(
        self, command: Callable[[str, eyes.Searcher], object]
    ) -> None:
        with pytest.raises(policy.NotPermitted):
            command(NOWHERE, people.searcher(people.account("petra", Role.PRACTITIONER)))

    @every_command
    def test_another_authoritys_account_is_answered_like_one_that_does_not_exist(
        self, command: Callable[[str, eyes.Searcher], object], ada: eyes.Searcher, next_door: Organisation
    ) -> None:
        theirs = people.account("edgar", Role.PRACTITIONER, organisation=next_door)
        messages = set()
        for reference in (theirs.reference, NOWHERE):
            with pytest.raises(accounts.AccountNotFound) as refusal:
                command(reference, ada)
            messages.add((type(refusal.value), refusal.value.words, refusal.value.args))
        assert len(messages) == 1
        before = (theirs.state, theirs.password, theirs.dbs_issued_on)
        theirs.refresh_from_db()
        assert (theirs.state, theirs.password, theirs.dbs_issued_on) == before
        assert not Event.objects.exists()

    @every_command
    def test_a_national_partners_account_is_in_no_councils_hands(
        self, command: Callable[[str, eyes.Searcher], object], ada: eyes.Searcher
    ) -> None:
        partner = people.organisation("PARTNER", kind="national_partner", authority=None)
        with pytest.raises(accounts.AccountNotFound):
            command(people.account("nat", organisation=partner).reference, ada)

    @every_command
    def test_nobody_changes_their_own_account(
        self, command: Callable[[str, eyes.Searcher], object], ada: eyes.Searcher
    ) -> None:
        with pytest.raises(accounts.OwnAccount):
            command(ada.account, ada)
        assert not Event.objects.exists()

    def test_the_list_holds_the_own_authority_alone(
        self, ada: eyes.Searcher, next_door: Organisation
    ) -> None:
        people.account("petra")
        people.account("edgar", organisation=next_door)
        assert [entry.username for entry in accounts.listed(by=ada)] == ["ada", "petra"]
        assert [code for code, _ in accounts.organisations(by=ada)] == ["WM-COUNCIL"]

    def test_an_administrator_without_an_authority_sees_nobody(self) -> None:
        partner = people.organisation("PARTNER", kind="national_partner", authority=None)
        lost = people.searcher(people.administrator("lost", organisation=partner))
        assert list(accounts.listed(by=lost)) == []
        assert accounts.organisations(by=lost) == []
        assert accounts.services(by=lost) == []


class TestCreating:
    def test_makes_a_requested_account_that_cannot_sign_in(self, ada: eyes.Searcher) -> None:
        reference = accounts.create(**facts(), by=ada, now=now())
        made = Account.objects.get(reference=reference)
        assert made.state == Account.State.REQUESTED
        assert not made.has_usable_password()
        assert not made.check_pin("")
        assert not made.check_password("")
        event = Event.objects.get(verb=Verb.ACCOUNT_CREATED)
        assert (event.account, event.subject) == (ada.account, reference)

    def test_in_another_authority_is_refused_like_an_organisation_that_does_not_exist(
        self, ada: eyes.Searcher, next_door: Organisation
    ) -> None:
        for code in ("EM-COUNCIL", "NOWHERE"):
            with pytest.raises(accounts.OrganisationNotFound):
                accounts.create(**facts(organisation_code=code), by=ada, now=now())

    def test_needs_a_service_of_the_same_organisation(self, ada: eyes.Searcher) -> None:
        people.service("WM-CAMHS")
        people.organisation("WM-SCHOOL", kind="school")
        with pytest.raises(accounts.OrganisationNotFound):
            accounts.create(
                **facts(organisation_code="WM-SCHOOL", service_code="WM-CAMHS"), by=ada, now=now()
            )

    @pytest.mark.parametrize("username", ["petra", "PETRA", " Petra "])
    def test_never_gives_a_username_twice_not_even_that_of_a_closed_account(
        self, ada: eyes.Searcher, username: str
    ) -> None:
        petra = people.account("petra")
        accounts.close(petra.reference, reason="Left", by=ada, now=now())
        with pytest.raises(accounts.UsernameTaken):
            accounts.create(**facts(username=username), by=ada, now=now())


class TestIssuingCredentials:
    def in_order(self) -> dict[str, date]:
        today = timezone.localdate()
        return dict.fromkeys(("dbs_issued_on", "training_completed_on", "agreement_signed_on"), today)

    def test_activates_and_gives_what_opens_the_door_once(self, ada: eyes.Searcher) -> None:
        reference = accounts.create(**facts(**self.in_order()), by=ada, now=now())
        issued = accounts.issue_credentials(reference, by=ada, now=now())
        made = Account.objects.get(reference=reference)
        assert made.is_active
        assert made.check_password(issued.password)
        assert made.check_pin(issued.pin)
        assert made.must_change_password
        assert made.initial_password_until == issued.valid_until
        assert len(issued.password) >= passwords.SHORTEST
        assert len(issued.pin) == 6
        assert TotpDevice.objects.filter(user=made, confirmed=True).count() == 1
        assert Event.objects.get(verb=Verb.CREDENTIALS_ISSUED).subject == reference

    def test_leaves_no_secret_in_the_database_or_the_trail(self, ada: eyes.Searcher) -> None:
        petra = people.account("petra")
        issued = accounts.issue_credentials(petra.reference, by=ada, now=now())
        rows = [
            *Account.objects.get_queryset().values(),
            *TotpDevice.objects.values(),
            *Event.objects.values(),
        ]
        stored = " ".join(repr(row) for row in rows)
        for secret in (issued.password, issued.pin, issued.seed):
            assert secret not in stored

    def test_ends_the_old_password_pin_and_token(self, ada: eyes.Searcher) -> None:
        petra = people.account("petra")
        accounts.issue_credentials(petra.reference, by=ada, now=now())
        petra.refresh_from_db()
        assert not petra.check_password(people.PASSWORD)
        assert not petra.check_pin(people.PIN)
        assert not tokens.verify(petra, pin=people.PIN, code=people.code())

    @pytest.mark.parametrize(
        ("lacking", "words"),
        [
            ("dbs_issued_on", accreditation.CERTIFICATE),
            ("training_completed_on", accreditation.TRAINING),
            ("agreement_signed_on", accreditation.AGREEMENT),
        ],
    )
    def test_is_refused_without_each_part_of_the_accreditation(
        self, ada: eyes.Searcher, lacking: str, words: str
    ) -> None:
        reference = accounts.create(**facts(**{**self.in_order(), lacking: None}), by=ada, now=now())
        with pytest.raises(accreditation.NotAccredited) as refusal:
            accounts.issue_credentials(reference, by=ada, now=now())
        assert refusal.value.missing == (words,)
        assert not Account.objects.get(reference=reference).is_active

    @pytest.mark.parametrize("state", [Account.State.SUSPENDED, Account.State.CLOSED])
    def test_is_refused_to_an_account_that_was_stopped(self, ada: eyes.Searcher, state: str) -> None:
        petra = people.account("petra", state=state)
        with pytest.raises(accounts.WrongState):
            accounts.issue_credentials(petra.reference, by=ada, now=now())

    def test_makes_different_credentials_each_time(self) -> None:
        assert len({passwords.make_readable() for _ in range(500)}) == 500
        assert len({passwords.make_pin() for _ in range(500)}) > 450


class TestAccreditation:
    @pytest.mark.parametrize(
        ("issued_on", "valid"),
        [
            (date(2023, 3, 3), True),
            (date(2023, 3, 2), False),
            (date(2026, 3, 2), True),
            (date(2026, 3, 3), False),
            (None, False),
        ],
    )
    def test_a_certificate_is_valid_for_less_than_three_years(
        self, issued_on: date | None, valid: bool
    ) -> None:
        assert accreditation.certificate_is_valid(issued_on, today=date(2026, 3, 2)) is valid

    def test_a_leap_days_certificate_lasts_through_february_three_years_on(self) -> None:
        assert accreditation.certificate_is_valid(date(2024, 2, 29), today=date(2027, 2, 28))
        assert not accreditation.certificate_is_valid(date(2024, 2, 29), today=date(2027, 3, 1))

    def test_new_dates_are_written_down_with_an_event(self, ada: eyes.Searcher) -> None:
        petra = people.account("petra")
        COMMANDS["accredit"](petra.reference, ada)
        petra.refresh_from_db()
        assert petra.dbs_issued_on == timezone.localdate()
        assert Event.objects.get(verb=Verb.ACCOUNT_ACCREDITED).subject == petra.reference

    def test_an_active_account_cannot_lose_a_date(self, ada: eyes.Searcher) -> None:
        petra = people.account("petra")
        with pytest.raises(accreditation.NotAccredited):
            accounts.accredit(
                petra.reference,
                dbs_issued_on=None,
                training_completed_on=timezone.localdate(),
                agreement_signed_on=timezone.localdate(),
                by=ada,
                now=now(),
            )


class TestSuspendingRestoringClosing:
    def test_suspended_then_restored_with_reasons_in_the_trail(self, ada: eyes.Searcher) -> None:
        petra = people.account("petra")
        accounts.suspend(petra.reference, reason="  Unusual   use ", by=ada, now=now())
        petra.refresh_from_db()
        assert petra.state == Account.State.SUSPENDED
        accounts.restore(petra.reference, reason="Explained", by=ada, now=now())
        petra.refresh_from_db()
        assert petra.is_active
        told = Event.objects.order_by("pk").values_list("verb", "subject", "reason")
        assert list(told) == [
            (Verb.ACCOUNT_SUSPENDED, petra.reference, "Unusual use"),
            (Verb.ACCOUNT_RESTORED, petra.reference, "Explained"),
        ]

    @pytest.mark.parametrize("command", [accounts.suspend, accounts.close])
    def test_needs_a_reason(self, ada: eyes.Searcher, command: Callable[..., None]) -> None:
        petra = people.account("petra")
        with pytest.raises(accounts.ReasonMissing):
            command(petra.reference, reason="  \n ", by=ada, now=now())
        petra.refresh_from_db()
        assert petra.is_active

    def test_restoring_asks_for_the_accreditation_again(self, ada: eyes.Searcher) -> None:
        old = timezone.localdate() - timedelta(days=3 * 366)
        petra = people.account("petra", state=Account.State.SUSPENDED, dbs_issued_on=old)
        with pytest.raises(accreditation.NotAccredited):
            accounts.restore(petra.reference, reason="Explained", by=ada, now=now())

    @pytest.mark.parametrize(
        ("command", "state"),
        [
            ("suspend", Account.State.SUSPENDED),
            ("suspend", Account.State.REQUESTED),
            ("suspend", Account.State.CLOSED),
            ("restore", Account.State.ACTIVE),
            ("restore", Account.State.CLOSED),
            ("close", Account.State.CLOSED),
            ("accredit", Account.State.CLOSED),
            ("grant_role", Account.State.CLOSED),
        ],
    )
    def test_is_refused_from_the_wrong_state_and_says_which(
        self, ada: eyes.Searcher, command: str, state: str
    ) -> None:
        petra = people.account("petra", state=state)
        with pytest.raises(accounts.WrongState) as refusal:
            COMMANDS[command](petra.reference, ada)
        assert f"the account is {Account.State(state).label.lower()}" in refusal.value.words

    def test_a_closed_account_stays_for_attribution_but_opens_nothing(self, ada: eyes.Searcher) -> None:
        petra = people.account("petra", Role.PRACTITIONER)
        accounts.close(petra.reference, reason="Left the council", by=ada, now=now())
        petra.refresh_from_db()
        assert petra.full_name == "Petra Fictional"
        assert petra.state == Account.State.CLOSED
        assert not petra.check_password(people.PASSWORD)
        assert not petra.check_pin(people.PIN)
        assert not TotpDevice.objects.filter(user=petra, confirmed=True).exists()
        grant = RoleGrant.objects.get(account=petra)
        assert (grant.ended_by, grant.ended_at is not None) == (ada.account, True)


class TestRoles:
    def test_a_role_is_given_once_and_ended_with_who_and_when(self, ada: eyes.Searcher) -> None:
        petra = people.account("petra")
        accounts.grant_role(petra.reference, role=Role.PRACTITIONER, by=ada, now=now())
        with pytest.raises(accounts.RoleAlreadyHeld):
            accounts.grant_role(petra.reference, role=Role.PRACTITIONER, by=ada, now=now())
        accounts.end_role(petra.reference, role=Role.PRACTITIONER, by=ada, now=now())
        with pytest.raises(accounts.RoleNotHeld):
            accounts.end_role(petra.reference, role=Role.PRACTITIONER, by=ada, now=now())
        grant = RoleGrant.objects.get(account=petra)
        assert (grant.granted_by, grant.ended_by) == (ada.account, ada.account)
        told = Event.objects.order_by("pk").values_list("verb", "outcome")
        assert list(told) == [(Verb.ROLE_GRANTED, "practitioner"), (Verb.ROLE_ENDED, "practitioner")]

    def test_a_role_may_be_given_again_after_it_ended(self, ada: eyes.Searcher) -> None:
        petra = people.account("petra")
        for _ in range(2):
            accounts.grant_role(petra.reference, role=Role.PRACTITIONER, by=ada, now=now())
            accounts.end_role(petra.reference, role=Role.PRACTITIONER, by=ada, now=now())
        assert RoleGrant.objects.filter(account=petra).count() == 2

    @pytest.mark.parametrize(
        ("held", "new"),
        [
            (Role.LOCAL_AUDITOR, Role.ACCOUNT_ADMINISTRATOR),
            (Role.ACCOUNT_ADMINISTRATOR, Role.LOCAL_AUDITOR),
            (Role.LOCAL_AUDITOR, Role.SHIELDING_OFFICER),
            (Role.SHIELDING_OFFICER, Role.LOCAL_AUDITOR),
            (Role.RIGHTS_OFFICER, Role.LOCAL_AUDITOR),
            (Role.LOCAL_AUDITOR, Role.PRACTITIONER),
            (Role.PRACTITIONER, Role.LOCAL_AUDITOR),
            (Role.SENSITIVE_PRACTITIONER, Role.LOCAL_AUDITOR),
            (Role.NATIONAL_AUDITOR, Role.PRACTITIONER),
            (Role.NATIONAL_AUDITOR, Role.LOCAL_AUDITOR),
        ],
    )
    def test_who_watches_is_never_made_who_is_watched(
        self, ada: eyes.Searcher, held: Role, new: Role
    ) -> None:
        petra = people.account("petra", held)
        with pytest.raises(accounts.RolesConflict) as refusal:
            accounts.grant_role(petra.reference, role=new, by=ada, now=now())
        assert f"both {held.label.lower()} and {new.label.lower()}, because" in refusal.value.words
        assert RoleGrant.objects.get(account=petra).role == held

    def test_a_role_that_is_over_hinders_nobody(self, ada: eyes.Searcher) -> None:
        petra = people.account("petra", Role.PRACTITIONER)
        accounts.end_role(petra.reference, role=Role.PRACTITIONER, by=ada, now=now())
        accounts.grant_role(petra.reference, role=Role.LOCAL_AUDITOR, by=ada, now=now())
        assert people.searcher(petra).roles == {Role.LOCAL_AUDITOR}

    @pytest.mark.parametrize("occupation", [Occupation.RECEPTION, Occupation.CLERICAL, Occupation.OTHER])
    @pytest.mark.parametrize("role", [Role.PRACTITIONER, Role.SENSITIVE_PRACTITIONER, Role.SHIELDING_OFFICER])
    def test_a_receptionist_is_never_given_a_role_that_reads_records(
        self, ada: eyes.Searcher, occupation: Occupation, role: Role
    ) -> None:
        rosa = people.account("rosa", occupation=occupation, service=people.service())
        with pytest.raises(accounts.JobDoesNotAllow):
            accounts.grant_role(rosa.reference, role=role, by=ada, now=now())

    @pytest.mark.parametrize("role", [Role.ACCOUNT_ADMINISTRATOR, Role.SHIELDING_OFFICER, Role.LOCAL_AUDITOR])
    def test_a_councils_roles_are_for_its_own_staff(self, ada: eyes.Searcher, role: Role) -> None:
        school = people.organisation("WM-SCHOOL", kind="school")
        teacher = people.account("tess", organisation=school, occupation=Occupation.TEACHER)
        with pytest.raises(accounts.NotCouncilStaff):
            accounts.grant_role(teacher.reference, role=role, by=ada, now=now())

    @pytest.mark.parametrize("sensitive", [None, False])
    def test_sensitive_practitioners_work_for_a_sensitive_service(
        self, ada: eyes.Searcher, sensitive: bool | None
    ) -> None:
        service = None if sensitive is None else people.service("WM-PLAIN", sensitive=sensitive)
        petra = people.account("petra", service=service)
        with pytest.raises(accounts.NotOfSensitiveService):
            accounts.grant_role(petra.reference, role=Role.SENSITIVE_PRACTITIONER, by=ada, now=now())

    @pytest.mark.parametrize("role", [Role.MEDIATOR, Role.OVERRIDE_PRACTITIONER, Role.CHILD, Role.FEED])
    def test_a_role_that_does_not_work_yet_is_not_given(self, ada: eyes.Searcher, role: Role) -> None:
        with pytest.raises(accounts.RoleNotWorking):
            accounts.grant_role(people.account("petra").reference, role=role, by=ada, now=now())


class TestChangingTheOwnPassword:
    NEW = "seven loud geese landing"

    def change(self, current: str = people.PASSWORD, new: str = NEW) -> Account:
        petra = people.account("petra", must_change_password=True, initial_password_until=now())
        accounts.change_password(current=current, new=new, by=people.searcher(petra), now=now())
        petra.refresh_from_db()
        return petra

    def test_replaces_it_and_forgets_that_it_was_the_first(self) -> None:
        petra = self.change()
        assert petra.check_password(self.NEW)
        assert (petra.must_change_password, petra.initial_password_until) == (False, None)
        event = Event.objects.get(verb=Verb.PASSWORD_CHANGED)
        assert event.account == event.subject == petra.reference

    def test_needs_the_current_one(self) -> None:
        with pytest.raises(accounts.WrongPassword):
            self.change(current="three quiet herons flying")
        assert not Event.objects.filter(verb=Verb.PASSWORD_CHANGED).exists()

    def test_needs_another_one(self) -> None:
        with pytest.raises(passwords.PasswordRefused):
            self.change(new=people.PASSWORD)
