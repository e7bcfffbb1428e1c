"""What becomes of somebody's open work when their account is closed or they change service, and taking it back."""

from datetime import timedelta

import pytest
from django.test import Client

from access import accounts, details, eyes, policy
from access.models import Account, Organisation, RoleGrant, Service
from access.roles import Role
from audit.verbs import Verb
from registry import involvements
from registry.models import Involvement
from shielding import caseload
from shielding.models import ConsentReceipt, Departure, SensitiveInvolvement
from shielding.sensitive import involvements as sensitive
from tests import browsing, cast, steps

pytestmark = pytest.mark.usefixtures("county")


@pytest.fixture
def kelly(county: None) -> str:
    return steps.known(cast.KELLY)


def colleague(username: str, of: str, role: Role = Role.PRACTITIONER, service: str = "") -> Account:
    """Somebody who works where this member of the cast works, in the same service unless another is named."""
    other = cast.account(of)
    made = Account.objects.create_account(
        username=username,
        full_name=f"{username.title()} Imaginary",
        job_title="Colleague",
        organisation=other.organisation,
        service=Service.objects.get(code=service) if service else other.service,
        telephone="01632 960222",
        email=f"{username}@westmarch.example",
        state=Account.State.ACTIVE,
        dbs_issued_on=cast.TODAY,
        training_completed_on=cast.TODAY,
        agreement_signed_on=cast.TODAY,
    )
    RoleGrant.objects.create(account=made, role=role, granted_by="the cast", granted_at=cast.NOW)
    return made


def searcher(account: Account) -> eyes.Searcher:
    return eyes.searcher_of(Account.objects.with_eyes().get(pk=account.pk), "a session")


def viewer(account: Account, reference: str) -> eyes.Viewer:
    return eyes.look(
        searcher(account),
        reference=reference,
        purpose="find-others",
        reason="Falling behind at school",
        now=cast.NOW,
    )


def works(username: str, reference: str) -> None:
    assert involvements.start(by=cast.viewer(username, reference), now=cast.NOW)


def works_sensitively(reference: str) -> None:
    spoken = sensitive.Consent(ConsentReceipt.Basis.CHILD, ConsentReceipt.Method.SPOKEN, cast.TODAY)
    assert sensitive.start(by=cast.viewer("sana", reference), consent=spoken, now=cast.NOW)


def close(username: str, successor: str = caseload.NOBODY) -> caseload.Settled:
    return caseload.close_account(
        cast.account(username).reference,
        reason="Left",
        successor=successor,
        by=cast.searcher("ada"),
        now=cast.NOW,
    )


def take_back(username: str, now: timedelta = timedelta()) -> caseload.Settled:
    return caseload.take_back(
        cast.account(username).reference, reason="An error", by=cast.searcher("ada"), now=cast.NOW + now
    )


def now_and_before(reference: str) -> tuple[list[str], list[str]]:
    seen = steps.see("uma", reference)
    return (
        [one.practitioner for one in seen.working_now],
        [one.practitioner for one in seen.worked_before],
    )


# --- closing ----------------------------------------------------------------------------------------------------


def test_administrator_is_told_for_how_many_children_work_is_open_and_who_could_take_it_over(
    kelly: str,
) -> None:
    works("jane", kelly)
    joan = colleague("joan", "jane")
    colleague("jim", "jane", Role.LOCAL_AUDITOR)
    load = caseload.of(cast.account("jane").reference, by=cast.searcher("ada"))
    assert load.children == 1
    assert [reference for reference, _ in load.colleagues] == [joan.reference]


def test_open_work_is_not_left_behind_silently(kelly: str) -> None:
    works("jane", kelly)
    with pytest.raises(caseload.SuccessorMissing):
        close("jane", successor="")
    assert Account.objects.get(username="jane").state == Account.State.ACTIVE
    assert steps.events(Verb.ACCOUNT_CLOSED) == []


def test_work_ends_with_the_account_and_stays_listed_as_finished(kelly: str) -> None:
    works("jane", kelly)
    assert close("jane") == caseload.Settled(1, "")
    assert now_and_before(kelly) == ([], ["Jane Imaginary"])
    (event,) = steps.events(Verb.INVOLVEMENT_FINISHED)
    assert (event.reference, event.account) == (kelly, cast.account("ada").reference)
    assert event.subject == cast.account("jane").reference


def test_work_passes_to_a_colleague_of_the_same_service(kelly: str) -> None:
    works("jane", kelly)
    joan = colleague("joan", "jane")
    assert close("jane", joan.reference) == caseload.Settled(1, "Joan Imaginary")
    assert now_and_before(kelly) == (["Joan Imaginary"], ["Jane Imaginary"])
    assert [event.reference for event in steps.events(Verb.INVOLVEMENT_PASSED_ON)] == [kelly]


def test_a_colleague_who_works_with_the_child_already_is_listed_once(kelly: str) -> None:
    works("jane", kelly)
    joan = colleague("joan", "jane")
    involvements.start(by=viewer(joan, kelly), now=cast.NOW)
    close("jane", joan.reference)
    assert now_and_before(kelly) == (["Joan Imaginary"], ["Jane Imaginary"])


def test_work_passes_to_nobody_of_another_service_or_without_the_role_or_suspended(kelly: str) -> None:
    works("jane", kelly)
    auditor = colleague("jim", "jane", Role.LOCAL_AUDITOR)
    suspended = colleague("joan", "jane")
    Account.objects.filter(pk=suspended.pk).update(state=Account.State.SUSPENDED)
    for reference in (
        cast.account("tim").reference,
        auditor.reference,
        suspended.reference,
        cast.account("jane").reference,
        "f" * 32,
    ):
        with pytest.raises(caseload.SuccessorUnsuitable):
            close("jane", reference)
    assert Account.objects.get(username="jane").state == Account.State.ACTIVE


def test_what_a_source_sent_is_left_to_the_source(kelly: str) -> None:
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY)
    assert close("tim") == caseload.Settled(0, "")
    assert now_and_before(kelly) == (["Tim Imaginary"], [])


def test_who_has_left_is_reached_by_their_service(kelly: str) -> None:
    Service.objects.filter(code="MENTORS").update(telephone="01632 960333", email="mentors@school.example")
    works("jane", kelly)
    close("jane")
    (left,) = steps.see("uma", kelly).worked_before
    assert (left.job_title, left.telephone, left.email) == (
        "Learning mentor",
        "01632 960333",
        "mentors@school.example",
    )


# --- sensitive work: the consent was given to the service ---------------------------------------------------------


def test_sensitive_work_passes_as_the_same_entry_with_its_consent(kelly: str) -> None:
    works_sensitively(kelly)
    solo = colleague("solo", "sana", Role.SENSITIVE_PRACTITIONER)
    before = SensitiveInvolvement.objects.get()
    assert close("sana", solo.reference) == caseload.Settled(1, "Solo Imaginary")
    entry = SensitiveInvolvement.objects.get()
    assert (entry.pk, entry.started_on, entry.account, entry.practitioner) == (
        before.pk,
        before.started_on,
        solo,
        "Solo Imaginary",
    )
    assert ConsentReceipt.objects.get().involvement == entry
    assert sensitive.withdraw(by=viewer(solo, kelly), now=cast.NOW)
    assert steps.see("uma", kelly).notice == ""


def test_sensitive_work_passes_to_no_practitioner_of_another_kind(kelly: str) -> None:
    works_sensitively(kelly)
    with pytest.raises(caseload.SuccessorUnsuitable):
        close("sana", colleague("solo", "sana", Role.PRACTITIONER).reference)


def test_sensitive_work_ends_without_a_colleague_and_nobody_reads_more_of_it(kelly: str) -> None:
    works_sensitively(kelly)
    close("sana")
    assert SensitiveInvolvement.objects.get().ended_on == cast.TODAY
    assert steps.see("uma", kelly).notice == sensitive.NOTICE
    assert len(steps.events(Verb.SENSITIVE_INVOLVEMENT_FINISHED)) == 1


def test_both_kinds_of_work_are_one_number(kelly: str) -> None:
    """An administrator cannot tell from it with how many children somebody works confidentially."""
    works("jane", kelly)
    jane = cast.account("jane")
    SensitiveInvolvement.objects.create(
        child_id=Involvement.objects.get().child_id,
        account=jane,
        service=Service.objects.get(code="DRUGS"),
        practitioner=jane.full_name,
        job_title=jane.job_title,
        started_on=cast.TODAY,
    )
    assert caseload.of(jane.reference, by=cast.searcher("ada")).children == 1


# --- another service ----------------------------------------------------------------------------------------------


def move(username: str, service: str, successor: str = caseload.NOBODY) -> caseload.Settled:
    reference = cast.account(username).reference
    return caseload.move(
        reference, service_code=service, successor=successor, by=cast.searcher("ada"), now=cast.NOW
    )


def test_work_for_the_service_that_is_left_ends(kelly: str) -> None:
    works("uma", kelly)
    assert move("uma", "HOUSING") == caseload.Settled(1, "")
    assert Account.objects.get(username="uma").service == Service.objects.get(code="HOUSING")
    seen = steps.see("jane", kelly)
    assert [one.service for one in seen.worked_before] == ["Children's social care"]
    assert not seen.working_now


def test_a_person_moves_between_ordinary_services_of_their_organisation(kelly: str) -> None:
    works("uma", kelly)
    by = cast.searcher("uma")
    caseload.move_self(service_code="HOUSING", successor=cast_social().reference, by=by, now=cast.NOW)
    assert now_and_before(kelly)[0] == ["Sol Imaginary"]
    assert caseload.own_recent(by=by, now=cast.NOW) is not None
    caseload.take_back_own(by=by, now=cast.NOW)
    assert now_and_before(kelly) == (["Uma Imaginary"], [])
    assert Account.objects.get(username="uma").service == Service.objects.get(code="SOCIAL")


def cast_social() -> Account:
    return colleague("sol", "uma")


@pytest.mark.parametrize("service", ["", "DRUGS", "EASTSOCIAL", "SECRET", "MENTORS"])
def test_nobody_moves_themselves_into_a_sensitive_service_or_another_organisation(service: str) -> None:
    uma = cast.account("uma")
    Service.objects.create(code="SECRET", name="Minds", organisation=uma.organisation, sensitive=True)
    with pytest.raises(details.ServiceNotOffered):
        caseload.move_self(service_code=service, by=cast.searcher("uma"), now=cast.NOW)


def test_nobody_moves_themselves_out_of_a_sensitive_service() -> None:
    harbour = Organisation.objects.get(code="HARBOUR")
    Service.objects.create(code="FRONT", name="Front desk", organisation=harbour)
    with pytest.raises(details.ServiceNotOffered):
        caseload.move_self(service_code="FRONT", by=cast.searcher("sana"), now=cast.NOW)
    with pytest.raises(details.RoleNeedsService):
        move("sana", "FRONT")


def test_staying_where_one_is_changes_nothing(kelly: str) -> None:
    works("uma", kelly)
    with pytest.raises(details.ServiceUnchanged):
        move("uma", "SOCIAL")
    assert now_and_before(kelly) == (["Uma Imaginary"], [])


# --- taking it back -----------------------------------------------------------------------------------------------


def test_closing_is_taken_back_the_same_day(kelly: str) -> None:
    works("jane", kelly)
    joan = colleague("joan", "jane")
    Account.objects.filter(username="jane").update(occupation="teacher")
    before = steps.what_shows()
    close("jane", joan.reference)
    recent = caseload.recent(cast.account("jane").reference, by=cast.searcher("ada"), now=cast.NOW)
    assert recent is not None
    assert (recent.is_closing, recent.children, recent.successor) == (True, 1, "Joan Imaginary")
    assert take_back("jane") == caseload.Settled(1, "Joan Imaginary")
    assert steps.what_shows() == before
    jane = Account.objects.get(username="jane")
    assert jane.state == Account.State.REQUESTED
    assert set(jane.roles_held()) == {Role.PRACTITIONER}
    assert [event.reference for event in steps.events(Verb.INVOLVEMENT_RESUMED)] == [kelly]
    assert len(steps.events(Verb.ACCOUNT_REOPENED)) == 1


def test_sensitive_work_comes_back_under_the_first_name(kelly: str) -> None:
    works_sensitively(kelly)
    close("sana", colleague("solo", "sana", Role.SENSITIVE_PRACTITIONER).reference)
    take_back("sana")
    entry = SensitiveInvolvement.objects.get()
    assert (entry.account, entry.practitioner, entry.ended_on) == (
        cast.account("sana"),
        "Sana Imaginary",
        None,
    )


def test_consent_that_was_taken_back_meanwhile_stays_so(kelly: str) -> None:
    works_sensitively(kelly)
    solo = colleague("solo", "sana", Role.SENSITIVE_PRACTITIONER)
    close("sana", solo.reference)
    sensitive.withdraw(by=viewer(solo, kelly), now=cast.NOW)
    assert take_back("sana") == caseload.Settled(0, "Solo Imaginary")
    assert steps.see("uma", kelly).notice == ""


def test_what_the_colleague_ended_meanwhile_stays_so(kelly: str) -> None:
    works("jane", kelly)
    joan = colleague("joan", "jane")
    close("jane", joan.reference)
    involvements.finish(by=viewer(joan, kelly), now=cast.NOW)
    take_back("jane")
    assert now_and_before(kelly) == (["Jane Imaginary"], ["Joan Imaginary"])


@pytest.mark.parametrize("later", [timedelta(days=1), timedelta(hours=14)])
def test_it_is_taken_back_on_the_same_day_alone(kelly: str, later: timedelta) -> None:
    close("jane", "")
    with pytest.raises(caseload.NothingToTakeBack):
        take_back("jane", later)
    assert Account.objects.get(username="jane").state == Account.State.CLOSED


def test_it_is_taken_back_once(kelly: str) -> None:
    close("jane", "")
    take_back("jane", timedelta(hours=1))
    with pytest.raises(caseload.NothingToTakeBack):
        take_back("jane", timedelta(hours=1))
    assert Departure.objects.get().taken_back_by == cast.account("ada").reference


def test_roles_that_somebody_may_not_have_any_more_do_not_come_back(kelly: str) -> None:
    close("jane", "")
    Account.objects.filter(username="jane").update(occupation="reception")
    take_back("jane")
    assert list(Account.objects.get(username="jane").roles_held()) == []


# --- who may, and on the pages ------------------------------------------------------------------------------------


def test_another_authoritys_people_do_not_exist_here(kelly: str) -> None:
    nia, by = cast.account("nia").reference, cast.searcher("ada")
    for call in (
        lambda: caseload.of(nia, by=by),
        lambda: caseload.close_account(nia, reason="Left", by=by, now=cast.NOW),
        lambda: caseload.move(nia, service_code="", by=by, now=cast.NOW),
        lambda: caseload.take_back(nia, reason="Left", by=by, now=cast.NOW),
        lambda: details.of(nia, by=by),
    ):
        with pytest.raises(accounts.AccountNotFound):
            call()
    assert caseload.recent(nia, by=by, now=cast.NOW) is None
    with pytest.raises(policy.NotPermitted):
        caseload.of(nia, by=cast.searcher("jane"))


@pytest.fixture
def ada(county: None) -> Client:
    return browsing.browser_of("ada")


@pytest.mark.usefixtures("clock")
def test_pages_say_it_before_and_after_with_the_rights_of_a_web_process(
    kelly: str, ada: Client, request: pytest.FixtureRequest
) -> None:
    works("jane", kelly)
    works_sensitively(kelly)
    joan = colleague("joan", "jane")
    jane, sana = cast.account("jane").reference, cast.account("sana").reference
    request.getfixturevalue("as_web_role")
    assert "Open work with 1 child" in browsing.words(ada.get(f"/accounts/{jane}/close/"))
    missing = browsing.words(ada.post(f"/accounts/{jane}/close/", {"reason": "Left"}))
    assert "Choose what becomes of the open work" in missing
    closed = ada.post(
        f"/accounts/{jane}/close/", {"reason": "Left", "successor": joan.reference}, follow=True
    )
    assert "The open work with 1 child is passed on to Joan Imaginary" in browsing.words(closed)
    assert "It was a mistake" in browsing.words(closed)
    back = ada.post(f"/accounts/{jane}/take-back/", {"reason": "The wrong person"}, follow=True)
    assert "The work with 1 child is open again" in browsing.words(back)
    again = browsing.words(ada.post(f"/accounts/{jane}/take-back/", {"reason": "Once more"}))
    assert "There is nothing to take back" in again
    ended = ada.post(f"/accounts/{sana}/close/", {"reason": "Left", "successor": "nobody"}, follow=True)
    assert "The open work with 1 child has ended" in browsing.words(ended)
    taken = ada.post(f"/accounts/{sana}/take-back/", {"reason": "The wrong person"}, follow=True)
    assert "The work with 1 child is open again" in browsing.words(taken)


@pytest.mark.usefixtures("clock")
def test_a_person_changes_their_service_and_takes_it_back_on_their_pages(kelly: str) -> None:
    works("uma", kelly)
    uma = browsing.browser_of("uma")
    assert "Open work with 1 child" in browsing.words(uma.get("/your-account/service/"))
    moved = uma.post(
        "/your-account/service/", {"service_code": "HOUSING", "successor": "nobody"}, follow=True
    )
    assert "Your service is changed. The open work with 1 child has ended" in browsing.words(moved)
    back = uma.post("/your-account/service/take-back/", follow=True)
    assert "The work with 1 child is open again" in browsing.words(back)
    again = uma.post("/your-account/service/take-back/", follow=True)
    assert "There is nothing to take back" in browsing.words(again)
    assert "govuk-notification-banner--success" not in again.content.decode()
