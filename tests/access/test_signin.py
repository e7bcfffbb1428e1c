"""Coming in, in two steps."""

import re
import threading
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
import time_machine
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connections
from django.test import Client
from django.utils import timezone

from access import eyes, signin, tokens
from access.models import Account, TotpDevice
from access.roles import Role
from audit.models import Event
from audit.verbs import Verb
from tests import browsing
from tests.access import people

pytestmark = pytest.mark.django_db


def is_home(response: Any) -> bool:
    return response.status_code == HTTPStatus.FOUND and response["Location"] == "/"


def test_both_steps_lead_in(browser: Client) -> None:
    petra = people.account("petra", Role.PRACTITIONER)
    assert people.first_step(browser, "petra")["Location"] == "/sign-in/second/"
    assert is_home(people.second_step(browser))
    event = Event.objects.get(verb=Verb.SIGNED_IN)
    petra.refresh_from_db()
    assert (event.account, event.subject, event.session) == (
        petra.reference,
        petra.reference,
        petra.session_digest,
    )
    assert event.roles == ["practitioner"]
    assert browser.get("/your-account/").status_code == HTTPStatus.OK


def test_username_is_compared_without_case_and_outer_spaces(browser: Client) -> None:
    people.account("petra")
    assert people.first_step(browser, "  PeTra ")["Location"] == "/sign-in/second/"


@pytest.mark.parametrize(
    "wrong", ["Three quiet herons wading", people.PASSWORD + " ", " " + people.PASSWORD, "x" * 1000]
)
def test_password_is_compared_exactly_as_typed(browser: Client, wrong: str) -> None:
    people.account("petra")
    assert people.first_step(browser, "petra", wrong).status_code == HTTPStatus.OK


def test_first_step_alone_opens_nothing(browser: Client) -> None:
    people.account("petra", Role.ACCOUNT_ADMINISTRATOR)
    people.first_step(browser, "petra")
    for address in ("/accounts/", "/your-account/", "/your-account/password/"):
        response = browser.get(address)
        assert response.status_code == HTTPStatus.FOUND
        assert response["Location"].startswith("/sign-in/")


def test_second_step_without_the_first_goes_back_to_it(browser: Client) -> None:
    people.account("petra")
    assert people.second_step(browser)["Location"] == "/sign-in/"
    assert browser.get("/sign-in/second/")["Location"] == "/sign-in/"


def test_second_step_must_follow_within_five_minutes(browser: Client, clock: time_machine.Traveller) -> None:
    people.account("petra")
    people.first_step(browser, "petra")
    clock.shift(timedelta(minutes=5))
    response = people.second_step(browser)
    assert response["Location"] == "/sign-in/"
    assert not Event.objects.filter(verb=Verb.SIGNED_IN).exists()


class TestFirstStepFailures:
    """An unknown username, a wrong password and an account that may not come in: alike."""

    @pytest.fixture
    def failures(self) -> dict[str, tuple[str, str]]:
        today = timezone.localdate()
        people.account("petra")
        people.account("susan", state=Account.State.SUSPENDED)
        people.account("clara", state=Account.State.CLOSED)
        people.account("rita", state=Account.State.REQUESTED)
        people.account("dora", dbs_issued_on=today - timedelta(days=3 * 366))
        people.account(
            "ina", must_change_password=True, initial_password_until=timezone.now() - timedelta(seconds=1)
        )
        return {
            "unknown": ("nobody", people.PASSWORD),
            "wrong": ("petra", "three quiet herons flying"),
            "suspended": ("susan", people.PASSWORD),
            "closed": ("clara", people.PASSWORD),
            "requested": ("rita", people.PASSWORD),
            "lapsed": ("dora", people.PASSWORD),
            "first password expired": ("ina", people.PASSWORD),
        }

    def test_look_alike_in_body_status_and_headers(self, failures: dict[str, tuple[str, str]]) -> None:
        answers = set()
        for username, password in failures.values():
            response = people.first_step(Client(), username, password)
            page = browsing.body(response).replace(f'value="{username}"', 'value="…"')
            headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
            answers.add((response.status_code, page, tuple(sorted(headers.items()))))
        assert len(answers) == 1
        status, page, _ = answers.pop()
        assert status == HTTPStatus.OK
        assert "The username or the password is wrong, or the account may not sign in now" in page
        assert "<title>Error: Sign in" in page

    def test_hash_a_password_the_same_number_of_times(
        self, failures: dict[str, tuple[str, str]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from access.hashers import Argon2

        counts = set()
        for username, password in failures.values():
            work: list[str] = []
            encode, verify = Argon2.encode, Argon2.verify
            with monkeypatch.context() as patch:
                patch.setattr(Argon2, "encode", lambda *a, _f=encode, _w=work: _w.append("hash") or _f(*a))
                patch.setattr(Argon2, "verify", lambda *a, _f=verify, _w=work: _w.append("hash") or _f(*a))
                people.first_step(Client(), username, password)
            counts.add(len(work))
        assert counts == {1}

    def test_are_recorded_without_what_was_typed(self, browser: Client) -> None:
        petra = people.account("petra")
        people.first_step(browser, "petra", "wrong, wrong, wrong")
        people.first_step(browser, "my secret password", "petra")
        known, unknown = Event.objects.filter(verb=Verb.SIGN_IN_FAILED).order_by("pk")
        assert (known.subject, known.outcome, known.account) == (petra.reference, "first-step", "")
        assert unknown.subject == signin.fingerprint_of("my secret password")
        assert len(unknown.subject) == 64

    def test_leave_no_username_in_the_counting_table(self, browser: Client) -> None:
        people.first_step(browser, "my secret password", "another secret")
        attempt = AccessAttempt.objects.get()
        everything = " ".join(str(value) for value in vars(attempt).values())
        assert "secret" not in everything
        assert attempt.username == signin.fingerprint_of("my secret password")


class TestSecondStepFailures:
    """A wrong PIN, a wrong code, a used code: alike, and both halves always worked out."""

    def test_look_alike(self, clock: time_machine.Traveller) -> None:
        people.account("petra")
        answers = set()
        for pin, code in [("000000", None), (people.PIN, "000000"), ("000000", "000000")]:
            browser = Client()
            people.first_step(browser, "petra")
            clock.shift(timedelta(seconds=60))
            # each failure by itself: how long the wait is follows from how many there were
            TotpDevice.objects.update(throttling_failure_count=0)
            response = people.second_step(browser, pin=pin, code=code)
            page = re.sub(r'(name="code" value=)"\d+"', r"\1", browsing.body(response))
            answers.add((response.status_code, page))
        assert len(answers) == 1
        status, page = answers.pop()
        assert status == HTTPStatus.OK
        assert "The PIN or the code is wrong, or the code was used before" in page

    def test_always_work_out_both_halves(
        self, browser: Client, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        people.account("petra")
        people.first_step(browser, "petra")
        work: list[str] = []
        check_pin, time_step = Account.check_pin, TotpDevice._time_step_of
        monkeypatch.setattr(Account, "check_pin", lambda *a: work.append("pin") or check_pin(*a))
        monkeypatch.setattr(TotpDevice, "_time_step_of", lambda *a: work.append("code") or time_step(*a))
        for pin, code in [("000000", None), (people.PIN, "000000"), ("000000", "000000")]:
            clock.shift(timedelta(seconds=60))
            work.clear()
            people.second_step(browser, pin=pin, code=code)
            assert sorted(work) == ["code", "pin"]

    def test_are_recorded(self, browser: Client) -> None:
        petra = people.account("petra")
        people.first_step(browser, "petra")
        people.second_step(browser, code="000000")
        event = Event.objects.get(verb=Verb.SIGN_IN_FAILED)
        assert (event.subject, event.outcome) == (petra.reference, "second-step")

    def test_account_without_a_token_fails_the_same_way(self, browser: Client) -> None:
        tokens.retire(people.account("petra"))
        people.first_step(browser, "petra")
        response = people.second_step(browser)
        assert "The PIN or the code is wrong" in browsing.body(response)

    def test_account_suspended_between_the_steps_does_not_come_in(self, browser: Client) -> None:
        people.account("petra")
        people.first_step(browser, "petra")
        Account.objects.get_queryset().update(state=Account.State.SUSPENDED)
        assert "The PIN or the code is wrong" in browsing.body(people.second_step(browser))
        assert not Event.objects.filter(verb=Verb.SIGNED_IN).exists()

    def test_a_missing_figure_is_said_at_its_field_and_costs_no_try(self, browser: Client) -> None:
        people.account("petra")
        people.first_step(browser, "petra")
        page = browsing.body(people.second_step(browser, pin="12345", code="1234567"))
        assert "Your PIN has 6 digits" in page
        assert "The code has 6 digits" in page
        assert TotpDevice.objects.get().throttling_failure_count == 0


class TestTheToken:
    def test_a_code_works_once(self, clock: time_machine.Traveller) -> None:
        people.account("petra")
        code = people.code()
        first, second = Client(), Client()
        people.first_step(first, "petra")
        people.first_step(second, "petra")
        assert is_home(people.second_step(first, code=code))
        clock.shift(timedelta(seconds=2))
        assert "was used before" in browsing.body(people.second_step(second, code=code))

    def test_a_right_code_beside_a_wrong_pin_is_used_up(
        self, browser: Client, clock: time_machine.Traveller
    ) -> None:
        people.account("petra")
        people.first_step(browser, "petra")
        code = people.code()
        people.second_step(browser, pin="000000", code=code)
        clock.shift(timedelta(seconds=2))
        assert not is_home(people.second_step(browser, code=code))

    @pytest.mark.parametrize(
        ("steps", "accepted"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
    )
    def test_a_code_is_good_for_one_step_either_side(
        self, browser: Client, clock: time_machine.Traveller, steps: int, accepted: bool
    ) -> None:
        people.account("petra")
        people.first_step(browser, "petra")
        code = tokens.code_at(people.SEED, timezone.now() + timedelta(seconds=30 * steps))
        assert is_home(people.second_step(browser, code=code)) is accepted

    def test_spaces_in_a_code_are_overlooked(self, browser: Client, clock: time_machine.Traveller) -> None:
        people.account("petra")
        people.first_step(browser, "petra")
        code = people.code()
        assert is_home(people.second_step(browser, code=f" {code[:3]} {code[3:]} "))

    @pytest.mark.parametrize("code", ["١٢٣٤٥٦", "12345a", "-12345", "+12345", "1e1000", "0x12ab"])
    def test_six_signs_that_are_not_digits_fail(self, browser: Client, code: str) -> None:
        people.account("petra")
        people.first_step(browser, "petra")
        assert not is_home(people.second_step(browser, code=code))

    def test_each_failure_doubles_the_wait_until_about_four_minutes(
        self, browser: Client, clock: time_machine.Traveller
    ) -> None:
        petra = people.account("petra")
        waits = []
        for _ in range(12):
            assert not tokens.verify(petra, pin=people.PIN, code="000000")
            is_allowed, why = TotpDevice.objects.get().verify_is_allowed()
            assert not is_allowed
            until = why["locked_until"]
            waits.append((until - timezone.now()).total_seconds())
            clock.move_to(until)
        assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 256, 256, 256]
        assert tokens.verify(petra, pin=people.PIN, code=people.code())
        assert TotpDevice.objects.get().verify_is_allowed() == (True, None)

    def test_the_page_says_how_long_the_wait_is(self, browser: Client, clock: time_machine.Traveller) -> None:
        people.account("petra")
        people.first_step(browser, "petra")
        told = []
        for _ in range(8):
            page = browsing.words(people.second_step(browser, code="000000"))
            told.append(re.findall(r"You can try again in ([^.]+)\.", page)[0])
            clock.move_to(TotpDevice.objects.get().verify_is_allowed()[1]["locked_until"])
        assert told == [
            *("1 second", "2 seconds", "4 seconds", "8 seconds", "16 seconds", "32 seconds"),
            *("1 minute and 4 seconds", "2 minutes and 8 seconds"),
        ]

    def test_who_tries_too_early_is_told_what_is_left_of_the_wait(
        self, browser: Client, clock: time_machine.Traveller
    ) -> None:
        petra = people.account("petra")
        people.first_step(browser, "petra")
        for _ in range(4):
            tokens.verify(petra, pin=people.PIN, code="000000")
            clock.move_to(TotpDevice.objects.get().verify_is_allowed()[1]["locked_until"])
        people.second_step(browser, code="000000")
        clock.shift(timedelta(seconds=6))
        assert "You can try again in 10 seconds." in browsing.words(people.second_step(browser))

    def test_nothing_is_accepted_while_waiting_not_even_what_is_right(
        self, clock: time_machine.Traveller
    ) -> None:
        petra = people.account("petra")
        tokens.verify(petra, pin=people.PIN, code="000000")
        assert not tokens.verify(petra, pin=people.PIN, code=people.code())
        clock.shift(timedelta(seconds=1))
        assert tokens.verify(petra, pin=people.PIN, code=people.code())

    def test_wrong_pins_wait_too_even_with_right_codes(self, clock: time_machine.Traveller) -> None:
        petra = people.account("petra")
        for _ in range(3):
            clock.shift(timedelta(seconds=60))
            tokens.verify(petra, pin="000000", code=people.code())
        assert TotpDevice.objects.get().throttling_failure_count == 3

    def test_the_seed_is_sealed_for_its_own_row(self) -> None:
        people.account("petra")
        people.account("susan")
        petra, susan = TotpDevice.objects.order_by("pk")
        assert petra.seed == people.SEED
        assert people.SEED.hex().encode() not in bytes(petra.sealed_seed)
        susan.sealed_seed = petra.sealed_seed
        from ground.crypto import SealBroken

        with pytest.raises(SealBroken):
            _ = susan.seed

    def test_a_new_token_ends_the_old_one(self, clock: time_machine.Traveller) -> None:
        petra = people.account("petra")
        tokens.issue(petra, now=timezone.now())
        assert not tokens.verify(petra, pin=people.PIN, code=people.code())
        assert TotpDevice.objects.filter(user=petra, confirmed=True).count() == 1

    def test_the_set_up_address_names_the_service_and_the_person(self) -> None:
        issued = tokens.issue(people.account("petra"), now=timezone.now())
        assert issued.uri.startswith(
            f"otpauth://totp/ContactPoint%3Apetra?secret={issued.seed}&issuer=ContactPoint"
        )
        assert len(issued.seed) == 32


class TestLockOut:
    """Five failures for a username at an address; fifteen minutes; by itself."""

    def fail(self, username: str = "petra", times: int = 5, address: str = "192.0.2.1") -> Any:
        for _ in range(times):
            response = people.first_step(Client(), username, "wrong, wrong, wrong", REMOTE_ADDR=address)
        return response

    def test_says_how_long_to_wait_and_who_helps(self) -> None:
        people.account("petra")
        assert self.fail(times=4).status_code == HTTPStatus.OK
        response = self.fail(times=1)
        assert response.status_code == HTTPStatus.TOO_MANY_REQUESTS
        page = response.content.decode()
        assert "Too many tries: wait 15 minutes" in page
        assert "account administrator" in page
        assert "/help/" in page

    def test_says_what_is_left_of_the_wait(self, clock: time_machine.Traveller) -> None:
        people.account("petra")
        self.fail()
        clock.shift(timedelta(minutes=13, seconds=30))
        assert "Too many tries: wait 2 minutes" in browsing.words(self.fail(times=1))
        clock.shift(timedelta(seconds=50))
        assert "Too many tries: wait 1 minute" in browsing.words(self.fail(times=1))

    def test_is_the_same_for_a_username_that_does_not_exist(self) -> None:
        people.account("petra")
        assert browsing.body(self.fail("petra")) == browsing.body(self.fail("nobody"))

    def test_holds_against_the_right_password(self) -> None:
        people.account("petra")
        self.fail()
        response = people.first_step(Client(), "petra", REMOTE_ADDR="192.0.2.1")
        assert response.status_code == HTTPStatus.TOO_MANY_REQUESTS

    def test_ends_by_itself_after_fifteen_minutes_even_if_tried_meanwhile(
        self, clock: time_machine.Traveller
    ) -> None:
        people.account("petra")
        self.fail()
        clock.shift(timedelta(minutes=14))
        assert self.fail(times=1).status_code == HTTPStatus.TOO_MANY_REQUESTS
        clock.shift(timedelta(minutes=1, seconds=1))
        response = people.first_step(Client(), "petra", REMOTE_ADDR="192.0.2.1")
        assert response["Location"] == "/sign-in/second/"

    def test_leaves_colleagues_at_the_same_address_alone(self) -> None:
        people.account("petra")
        people.account("susan")
        self.fail("petra")
        response = people.first_step(Client(), "susan", REMOTE_ADDR="192.0.2.1")
        assert response["Location"] == "/sign-in/second/"

    def test_by_a_stranger_elsewhere_leaves_the_person_alone(self) -> None:
        people.account("petra")
        self.fail("petra", address="203.0.113.9")
        response = people.first_step(Client(), "petra", REMOTE_ADDR="192.0.2.1")
        assert response["Location"] == "/sign-in/second/"

    def test_is_forgotten_after_signing_in(self, browser: Client) -> None:
        people.account("petra")
        self.fail(times=4, address="127.0.0.1")
        people.first_step(browser, "petra")
        assert is_home(people.second_step(browser))
        assert not AccessAttempt.objects.exists()


def test_settings_count_pairs_of_username_and_address_and_forget_after_fifteen_minutes() -> None:
    assert settings.AXES_LOCKOUT_PARAMETERS == [["username", "ip_address"]]
    assert timedelta(minutes=15) == settings.AXES_COOLOFF_TIME
    assert settings.AXES_FAILURE_LIMIT == 5


def test_session_key_changes_at_each_step_and_the_cookie_is_closed_to_scripts(browser: Client) -> None:
    people.account("petra")
    keys = []
    for step in (lambda: people.first_step(browser, "petra"), lambda: people.second_step(browser)):
        cookie = step().cookies["__Host-session"]
        keys.append(cookie.value)
        assert cookie["httponly"]
        assert cookie["secure"]
        assert cookie["samesite"] == "Strict"
        assert cookie["path"] == "/"
        assert not cookie["domain"]
    assert len(set(keys)) == 2
    assert not Session.objects.filter(session_key=keys[0]).exists()
    assert Account.objects.get(username="petra").session_digest == eyes.session_digest(keys[1])


@pytest.mark.django_db(transaction=True)
def test_fifty_submissions_of_one_code_at_once_give_one_success() -> None:
    petra = people.account("petra")
    code = people.code()
    results: list[bool] = []
    start = threading.Barrier(50)

    def submit() -> None:
        try:
            start.wait()
            results.append(tokens.verify(petra, pin=people.PIN, code=code))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=submit) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 50
    assert sum(results) == 1
