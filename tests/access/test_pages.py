"""The pages of signing in and of looking after accounts, as a browser gets them."""

import re
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

import pytest
import time_machine
from django.template import loader
from django.test import Client
from django.utils import timezone

from access import accounts, roles
from access.models import Account, Authority, Service, TotpDevice
from access.roles import Role
from audit.models import Event
from audit.verbs import Verb
from tests import browsing
from tests.access import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(browser: Client) -> Client:
    """A browser in which the account administrator of Westmarch is signed in."""
    return browsing.come_in(browser, people.administrator())


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def address(account: Account, rest: str = "") -> str:
    return f"/accounts/{account.reference}/{rest}"


NINA: dict[str, dict[str, Any]] = {
    "who": {
        "full_name": "Nina Newcomer",
        "username": "Nina.Newcomer",
        "job_title": "Health visitor",
        "occupation": "nurse",
    },
    "contact": {"telephone": "01632 960007", "email": "nina.newcomer@Westmarch.example"},
    "organisation": {"organisation_code": "WM-COUNCIL"},
    "service": {"service_code": "none"},
    "roles": {"granted": ["practitioner"]},
    "accreditation": {},
}
"""What is typed into each step of a new account; the dates of the accreditation are those of the day."""


def parts_of(day: date) -> tuple[int, int, int]:
    return day.day, day.month, day.year


def fill_in(browser: Client, typed: dict[str, dict[str, Any]]) -> Any:
    """Go through the steps. Returns the list of them afterwards."""
    dates = {
        f"{name}_{part}": str(number)
        for name in ("dbs_issued_on", "training_completed_on", "agreement_signed_on")
        for part, number in enumerate(parts_of(timezone.localdate()))
    }
    for step, form in typed.items():
        browser.post(f"/accounts/new/{step}/", form | dates if step == "accreditation" else form)
    return browser.get("/accounts/new/")


PUBLIC = ("/sign-in/", "/signed-out/", "/help/", "/accessibility/", "/cookies/")


class TestEveryPage:
    @pytest.fixture
    def pages(self, ada: Client) -> list[str]:
        petra = people.account("petra", Role.PRACTITIONER)
        susan = people.account("susan", state=Account.State.SUSPENDED)
        addresses = [
            *PUBLIC,
            "/your-account/",
            "/your-account/password/",
            "/accounts/",
            "/your-account/details/",
            "/your-account/service/",
            "/accounts/new/",
            *(f"/accounts/new/{step}/" for step in ("who", "contact", "organisation", "accreditation")),
            *(
                address(petra, rest)
                for rest in (
                    "",
                    "accreditation/",
                    "credentials/",
                    "credentials/once/",
                    "details/",
                    "service/",
                    "suspend/",
                    "close/",
                    "take-back/",
                )
            ),
            address(susan),
            address(susan, "restore/"),
            "/nowhere/",
        ]
        return [self.page(ada, one) for one in addresses] + [self.page(Client(), one) for one in PUBLIC]

    def page(self, browser: Client, one: str) -> str:
        return browser.get(one, follow=True).content.decode()

    def test_has_one_heading_a_title_a_language_and_a_way_past_the_navigation(self, pages: list[str]) -> None:
        for page in pages:
            assert len(re.findall(r"<h1[ >]", page)) == 1
            assert re.search(r"<title>[^<]+ – ContactPoint</title>", page)
            assert '<html lang="en"' in page
            assert '<a href="#main-content" class="govuk-skip-link"' in page
            assert page.count('id="main-content"') == 1

    def test_has_nothing_inline_and_nothing_from_elsewhere(self, pages: list[str]) -> None:
        for page in pages:
            assert not re.search(r"\sstyle=|\son[a-z]+=|<style", page)
            for script in re.findall(r"<script[^>]*>[^<]*</script>", page):
                assert re.search(r'src="/static/', script)
                assert script.endswith("></script>")
            assert not re.search(r'(src|href|action)="(https?:)?//', page)

    def test_has_no_crown_and_no_typeface_of_another_site(self, pages: list[str]) -> None:
        for page in pages:
            assert "crown" not in page.lower()
            assert "gov.uk logo" not in page.lower()

    def test_labels_every_field_and_repeats_no_id(self, pages: list[str]) -> None:
        for page in pages:
            ids = re.findall(r'\sid="([^"]+)"', page)
            assert len(ids) == len(set(ids))
            for tag in re.findall(r"<(?:input|select|textarea)\s[^>]*>", page):
                if 'type="hidden"' not in tag:
                    found = re.search(r'\sid="([^"]+)"', tag)
                    assert found, tag
                    assert f'for="{found.group(1)}"' in page

    def test_offers_signing_out_wherever_somebody_is_signed_in(self, ada: Client) -> None:
        for one in ("/accounts/", "/help/", "/nowhere/", "/your-account/"):
            assert 'action="/sign-out/"' in self.page(ada, one)
        assert 'action="/sign-out/"' not in self.page(Client(), "/help/")

    def test_links_only_to_pages_that_exist(self, pages: list[str], ada: Client) -> None:
        links = {link for page in pages for link in re.findall(r'<a [^>]*href="(/[^"]*)"', page)}
        assert len(links) > 10
        for link in links:
            assert ada.get(link, follow=True).status_code == HTTPStatus.OK, link


def test_sign_in_fields_work_with_password_managers_and_telephones(browser: Client) -> None:
    page = text(browser.get("/sign-in/"))
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert 'type="password"' in page
    people.account("petra")
    people.first_step(browser, "petra")
    page = text(browser.get("/sign-in/second/"))
    assert 'autocomplete="one-time-code"' in page
    assert page.count('inputmode="numeric"') == 2


def test_no_page_repeats_a_password_or_a_pin(browser: Client) -> None:
    people.account("petra")
    assert "violet gherkin" not in text(people.first_step(browser, "petra", "violet gherkin dance"))
    people.first_step(browser, "petra")
    assert "987654" not in text(people.second_step(browser, pin="987654", code="000000"))


def test_an_empty_form_says_what_to_enter(browser: Client) -> None:
    page = text(browser.post("/sign-in/", {}))
    assert "<title>Error: Sign in – ContactPoint</title>" in page
    assert '<a href="#id_username">Enter your username</a>' in page
    assert '<a href="#id_password">Enter your password</a>' in page


def test_faults_are_told_without_the_database_and_without_the_navigation() -> None:
    for name, words in (("500.html", "something went wrong"), ("503.html", "not available now")):
        assert words in loader.render_to_string(name)


def test_navigation_offers_what_the_roles_allow(browser: Client, other_browser: Client) -> None:
    browsing.come_in(browser, people.administrator())
    browsing.come_in(other_browser, people.account("petra", Role.PRACTITIONER))
    assert 'href="/accounts/"' in text(browser.get("/help/"))
    assert 'href="/accounts/"' not in text(other_browser.get("/help/"))


class TestAccountPages:
    def test_from_a_request_to_the_first_sign_in(self, ada: Client) -> None:
        people.organisation()
        done = fill_in(ada, NINA)
        assert text(done).count("Completed") == len(NINA)
        checked = text(ada.get("/accounts/new/check/"))
        for said in ("Nina Newcomer", "nina.newcomer@westmarch.example", "Health visitor", "Practitioner"):
            assert said in checked
        made = ada.post("/accounts/new/check/", follow=True)
        assert "The account is created" in text(made)
        nina = Account.objects.get(username="nina.newcomer")
        assert [grant.role for grant in nina.grants.all()] == ["practitioner"]
        assert "Completed" not in text(ada.get("/accounts/new/"))
        issued = ada.post(address(nina, "credentials/"))
        assert issued["Location"] == address(nina, "credentials/once/")
        shown = ada.get(issued["Location"])
        assert shown["Cache-Control"] == "no-store"
        page = shown.content.decode()
        password, pin, seed = re.findall(r'cp-code">([^<]+)<', page)[1:]
        assert 'src="data:image/svg+xml;base64,' in page
        assert password not in text(ada.get(address(nina)))

        theirs = Client()
        people.first_step(theirs, "nina.newcomer", password)
        token = TotpDevice.objects.get(user=nina, confirmed=True)
        from base64 import b32decode

        from access.tokens import code_at

        assert token.seed == b32decode(seed)
        assert (
            people.second_step(theirs, pin=pin, code=code_at(token.seed, timezone.now()))["Location"] == "/"
        )
        assert theirs.get("/your-account/")["Location"] == "/your-account/password/"

    def test_a_username_that_is_taken_is_told_beside_it_and_what_was_typed_is_kept(self, ada: Client) -> None:
        people.account("petra")
        page = text(ada.post("/accounts/new/who/", NINA["who"] | {"username": "petra"}))
        assert '<a href="#id_username">That username was already given to somebody' in page
        assert 'value="Nina Newcomer"' in page
        assert "Completed" not in text(ada.get("/accounts/new/"))

    def test_a_username_that_was_taken_meanwhile_is_told_on_the_page_that_creates(self, ada: Client) -> None:
        people.organisation()
        fill_in(ada, NINA)
        people.account("nina.newcomer")
        assert "That username was already given to somebody" in text(ada.post("/accounts/new/check/"))
        assert Account.objects.filter(username="nina.newcomer").count() == 1

    def test_steps_keep_what_was_typed_between_them(self, ada: Client) -> None:
        ada.post("/accounts/new/who/", NINA["who"])
        assert 'value="Nina Newcomer"' in text(ada.get("/accounts/new/who/"))
        assert "Completed" in text(ada.get("/accounts/new/"))

    def test_services_are_those_of_the_chosen_organisation(self, ada: Client) -> None:
        people.service("WM-SOCIAL", sensitive=False)
        school = people.organisation("WM-SCHOOL", kind="school")
        Service.objects.create(code="WM-MENTORS", name="Learning mentors", organisation=school)
        assert ada.get("/accounts/new/service/")["Location"] == "/accounts/new/"
        sent = ada.post("/accounts/new/organisation/", {"organisation_code": "WM-SCHOOL"}, follow=True)
        assert "WM-MENTORS" in text(sent)
        assert "WM-SOCIAL" not in text(sent)
        refused = text(ada.post("/accounts/new/service/", {"service_code": "WM-SOCIAL"}))
        assert "Choose a service from the list" in refused

    def test_another_organisation_asks_for_the_service_again(self, ada: Client) -> None:
        people.service("WM-SOCIAL", sensitive=False)
        people.organisation("WM-SCHOOL", kind="school")
        fill_in(ada, NINA | {"service": {"service_code": "WM-SOCIAL"}})
        page = ada.post("/accounts/new/organisation/", {"organisation_code": "WM-SCHOOL"}, follow=True)
        assert "Choose a service from the list" in text(page)
        assert text(ada.get("/accounts/new/")).count("Completed") == len(NINA) - 2
        assert ada.post("/accounts/new/check/")["Location"] == "/accounts/new/"
        assert not Account.objects.filter(username="nina.newcomer").exists()

    def test_only_roles_that_the_person_can_have_are_offered(self, ada: Client) -> None:
        people.organisation()
        fill_in(ada, NINA | {"who": NINA["who"] | {"occupation": "reception"}})
        page = text(ada.get("/accounts/new/roles/"))
        assert 'value="practitioner"' not in page
        assert "not for receptionists" in page
        assert "Choose roles from the list" in text(
            ada.post("/accounts/new/roles/", {"granted": "practitioner"})
        )

    def test_roles_that_watch_each_other_are_refused_together(self, ada: Client) -> None:
        people.organisation()
        fill_in(ada, NINA)
        page = text(ada.post("/accounts/new/roles/", {"granted": ["local-auditor", "practitioner"]}))
        assert "Nobody may be both" in page

    def test_throwing_away_says_whether_there_was_something(self, ada: Client) -> None:
        ada.post("/accounts/new/who/", NINA["who"])
        assert "is thrown away" in text(ada.post("/accounts/new/discard/", follow=True))
        again = text(ada.post("/accounts/new/discard/", follow=True))
        assert "Nothing was changed" in again
        assert "govuk-notification-banner--success" not in again

    def test_credentials_are_shown_once_whatever_is_pressed(self, ada: Client) -> None:
        petra = people.account("petra")
        ada.post(address(petra, "credentials/"))
        ada.head(address(petra, "credentials/once/"))
        first = text(ada.get(address(petra, "credentials/once/")))
        (_, password, *_) = re.findall(r'cp-code">([^<]+)<', first)
        again = text(ada.get(address(petra, "credentials/once/")))
        assert password not in again
        assert "issue them again" in again

    def test_credentials_of_one_account_are_not_shown_as_anothers(self, ada: Client) -> None:
        petra, paul = people.account("petra"), people.account("paul")
        ada.post(address(petra, "credentials/"))
        assert "cp-code" not in text(ada.get(address(paul, "credentials/once/")))
        assert "cp-code" in text(ada.get(address(petra, "credentials/once/")))

    def test_credentials_wait_ten_minutes_sealed(self, ada: Client, clock: time_machine.Traveller) -> None:
        petra = people.account("petra")
        browsing.come_in(ada, Account.objects.get(username="ada"))
        ada.post(address(petra, "credentials/"))
        kept = str(dict(ada.session))
        assert petra.username not in kept
        clock.shift(timedelta(minutes=11))
        assert "cp-code" not in text(ada.get(address(petra, "credentials/once/")))

    def test_the_same_dates_again_are_no_success(self, ada: Client) -> None:
        petra = people.account("petra")
        dates = {
            f"{name}_{part}": str(number)
            for name in ("dbs_issued_on", "training_completed_on", "agreement_signed_on")
            for part, number in enumerate(parts_of(getattr(petra, name)))
        }
        page = text(ada.post(address(petra, "accreditation/"), dates, follow=True))
        assert "Nothing was changed" in page
        assert "govuk-notification-banner--success" not in page
        assert not Event.objects.filter(verb=Verb.ACCOUNT_ACCREDITED).exists()

    def test_credentials_without_accreditation_are_refused_in_words(self, ada: Client) -> None:
        petra = people.account("petra", state=Account.State.REQUESTED, agreement_signed_on=None)
        page = text(ada.post(address(petra, "credentials/")))
        assert "This account cannot be active without a signed user agreement" in page

    def test_suspending_asks_why_and_then_says_it_is_done(self, ada: Client) -> None:
        petra = people.account("petra")
        assert "Say why, in a few words" in text(ada.post(address(petra, "suspend/"), {"reason": ""}))
        page = text(ada.post(address(petra, "suspend/"), {"reason": "Unusual use"}, follow=True))
        assert "The account of Petra Fictional is suspended." in page
        assert Event.objects.get(verb=Verb.ACCOUNT_SUSPENDED).reason == "Unusual use"

    def test_pressing_twice_suspends_once_and_says_what_is_the_case(self, ada: Client) -> None:
        petra = people.account("petra")
        for _ in range(2):
            response = ada.post(address(petra, "suspend/"), {"reason": "Unusual use"})
        assert "because the account is suspended" in text(response)
        assert Event.objects.filter(verb=Verb.ACCOUNT_SUSPENDED).count() == 1

    def test_a_conflicting_role_is_refused_at_its_field(self, ada: Client) -> None:
        petra = people.account("petra", Role.LOCAL_AUDITOR)
        page = text(ada.post(address(petra, "roles/"), {"role": "shielding-officer"}))
        assert (
            '<a href="#id_role">Nobody may be both local auditor and shielding and brokering officer, because one of '
            "them watches over the other. End the role that this person holds first</a>" in page
        )

    @pytest.mark.parametrize(
        ("held", "some_are_offered"), [(Role.LOCAL_AUDITOR, False), (Role.PRACTITIONER, True)]
    )
    def test_page_offers_the_roles_that_can_be_given_and_says_why_not_the_others(
        self, ada: Client, held: Role, some_are_offered: bool
    ) -> None:
        """A role that is held is not offered, nor is one that would be refused."""
        petra = people.account("petra", held)
        page = text(ada.get(address(petra)))
        assert '<option value="user-manager"' not in page  # no such role works yet
        assert f'<option value="{held}"' not in page
        found = set()
        for role in roles.ROLES.values():
            if not role.working or role.role == held:
                continue
            offered = f'<option value="{role.role.value}"' in page
            explained = f'<dt class="govuk-!-font-weight-bold">{role.title}</dt>' in page
            other = people.account(f"p{role.role}", held)
            answer = ada.post(address(other, "roles/"), {"role": role.role})
            assert offered == (answer.status_code == HTTPStatus.FOUND), role
            assert offered != explained, role
            found.add(offered)
        assert found == ({True, False} if some_are_offered else {False})

    def test_a_role_is_ended_from_the_page(self, ada: Client) -> None:
        petra = people.account("petra", Role.PRACTITIONER)
        page = text(ada.post(address(petra, "roles/end/"), {"role": "practitioner"}, follow=True))
        assert "The role is ended: Practitioner." in page

    def test_a_web_process_may_suspend_restore_and_close_an_account_and_end_its_role(
        self, ada: Client, request: pytest.FixtureRequest
    ) -> None:
        petra = people.account("petra", Role.PRACTITIONER)
        request.getfixturevalue("as_web_role")
        ada.post(address(petra, "roles/end/"), {"role": "practitioner"})
        for act in ("suspend/", "restore/", "close/"):
            ada.post(address(petra, act), {"reason": "A test of what a page may write"})
        verbs = set(Event.objects.values_list("verb", flat=True))
        assert verbs >= {
            Verb.ROLE_ENDED,
            Verb.ACCOUNT_SUSPENDED,
            Verb.ACCOUNT_RESTORED,
            Verb.ACCOUNT_CLOSED,
        }

    @pytest.mark.parametrize(
        "rest",
        [
            "",
            "accreditation/",
            "credentials/",
            "credentials/once/",
            "details/",
            "service/",
            "take-back/",
            "suspend/",
            "restore/",
            "close/",
            "roles/",
            "roles/end/",
        ],
    )
    def test_another_authoritys_account_is_not_found_by_any_of_them(self, ada: Client, rest: str) -> None:
        east = people.organisation("EM", of=Authority.objects.create(code="EM", name="Eastmarch"))
        edgar = people.account("edgar", Role.PRACTITIONER, organisation=east)
        form = {"reason": "Because", "role": "practitioner"}
        method = "get" if rest in ("", "credentials/once/") else "post"
        theirs = getattr(ada, method)(address(edgar, rest), form)
        nobodys = getattr(ada, method)(f"/accounts/{'f' * 32}/{rest}", form)
        assert theirs.status_code == nobodys.status_code == HTTPStatus.NOT_FOUND
        assert browsing.body(theirs) == browsing.body(nobodys)

    def test_the_own_account_offers_no_changes(self, ada: Client) -> None:
        page = text(ada.get(address(Account.objects.get(username="ada"))))
        assert "This is your own account" in page
        assert "Give this role" not in page
        assert "Suspend" not in page

    def test_hostile_names_are_shown_as_text(self, ada: Client) -> None:
        petra = people.account("petra", full_name='<script>alert("x")</script>')
        for one in ("/accounts/", address(petra), address(petra, "suspend/")):
            page = ada.get(one).content.decode()
            assert "<script>alert" not in page
            assert "&lt;script&gt;alert" in page

    def test_the_number_of_accounts_does_not_change_the_number_of_queries(
        self, ada: Client, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(10):
            people.account(f"person{number}")
        # one of them counts, for the list has pages
        with django_assert_max_num_queries(5):
            ada.get("/accounts/")


def test_accounts_page_says_when_nobody_is_there() -> None:
    page = loader.render_to_string("access/accounts.html", {"entries": [], "searcher": None})
    assert "There are no accounts in your authority yet." in page


def test_a_change_of_password_says_what_is_wrong_at_the_right_field(browser: Client) -> None:
    browsing.come_in(browser, people.account("petra"))
    new = "seven loud geese landing"

    def send(**changed: str) -> str:
        form = {"current": people.PASSWORD, "new": new, "again": new, **changed}
        return text(browser.post("/your-account/password/", form))

    assert '<a href="#id_current">Enter your current password correctly</a>' in send(current="wrong")
    assert '<a href="#id_again">The two new passwords differ' in send(again="something else")
    assert '<a href="#id_new">Your new password must have 15 characters' in send(new="short", again="short")
    assert accounts.Account.objects.get(username="petra").check_password(people.PASSWORD)
