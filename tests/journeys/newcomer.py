"""A new person: the administrator opens an account, gives a role and issues credentials, all on the pages."""

import base64
import time
from dataclasses import dataclass

from django.utils import timezone
from django_otp import oath

from tests.journeys.desk import Card, Desk

STEP_SECONDS = 30
TYPING_SECONDS = 10
PASSWORD = "three-herons-and-a-lantern"


@dataclass
class Newcomer:
    """What the administrator hands over, and where she finds the account again."""

    username: str
    password: str
    pin: str
    seed: str
    account: str
    last_step: int = 0

    def card(self) -> Card:
        return Card(self.username, self.password, self.pin, self._code)

    def _code(self) -> str:
        """The oldest code that is good and unused: clocks differ, so the one before and the next one are good too.

        So three can be used in half a minute. The oldest is left out where it would grow too old while it is typed.
        """
        now = time.time()
        step, passed = divmod(now, STEP_SECONDS)
        oldest = int(step) - (passed < STEP_SECONDS - TYPING_SECONDS)
        self.last_step = max(oldest, self.last_step + 1)
        time.sleep(max(0.0, (self.last_step - 1) * STEP_SECONDS - now))
        return f"{oath.hotp(base64.b32decode(self.seed), self.last_step):06d}"


def open_account(
    ada: Desk,
    username: str,
    full_name: str,
    *,
    job_title: str = "Education welfare officer",
    kind_of_work: str = "education-welfare",
    organisation: str = "X01-COUNCIL",
    service: str = "X01-WELFARE",
    role: str = "practitioner",
) -> Newcomer:
    """From the empty list of steps to the credentials, which Ada sees once."""
    today = timezone.localdate()
    ada.go("/accounts/").follow("Create an account").is_at("Create an account")
    ada.follow("Who the person is").write("Full name", full_name).write("Username", username)
    ada.write("Job title", job_title)
    ada.page.locator("[name=occupation]").select_option(kind_of_work)
    ada.press("Save and continue").follow("Contact details")
    ada.write("Work telephone number", "01632 960199").press("Save and continue").follow("Organisation")
    ada.page.locator("[name=organisation_code]").select_option(organisation)
    ada.press("Save and continue").is_at("Service")
    ada.page.locator(f"[name=service_code][value={service}]").check()
    ada.press("Save and continue").follow("Roles")
    ada.page.locator(f"[name=granted][value={role}]").check()
    ada.press("Save and continue").follow("Accreditation")
    for name in ("dbs_issued_on", "training_completed_on", "agreement_signed_on"):
        for part, number in enumerate((today.day, today.month, today.year)):
            ada.page.locator(f"[name={name}_{part}]").fill(str(number))
    ada.press("Save and continue").follow("Check answers").is_at("Check your answers").reads(full_name)
    ada.press("Create account").is_told("The account is created")
    account = ada.path
    ada.follow("Issue credentials").press("Issue credentials")
    ada.reads("These are shown once")
    _, password, pin, seed = ada.page.locator("main dd").all_inner_texts()
    return Newcomer(username, password, pin, seed, account)


def settle_in(desk: Desk, newcomer: Newcomer) -> Desk:
    """The first sign-in, which begins with a password of one's own."""
    desk.sign_in(newcomer.card()).is_at("Choose your own password")
    desk.write("Current password", newcomer.password)
    desk.write("New password", PASSWORD).write("New password again", PASSWORD)
    desk.press("Change password").is_told("Your password is changed")
    newcomer.password = PASSWORD
    # not one of the cast: no other story takes this session over
    desk.username = ""
    return desk
