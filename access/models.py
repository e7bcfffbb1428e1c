"""People and where they work. There is no superuser, no staff flag and no group: only roles granted one by one."""

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.auth import hashers
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django_otp import oath
from django_otp.models import Device, ThrottlingMixin

from access import policy
from access.occupations import Occupation
from access.roles import Role
from ground import crypto, references, statute
from ground.governance import (
    ADD,
    CHANGE,
    CHILD_AND_WORKER,
    DIRECTORY,
    EVERY_FIELD,
    EVERYTHING,
    INTERNAL,
    NOBODY,
    READ,
    STAFF,
    WORKER,
    Clock,
    Ending,
    Governance,
    Retention,
    while_used,
    with_parent,
)

DIRECTORY_KEPT = while_used("directory", "As long as an account, a record or a source names it.")

if TYPE_CHECKING:
    from access.eyes import Searcher, Viewer


class Authority(models.Model):
    """A council with children's services. The unit in which officers act."""

    governance = Governance(
        about=NOBODY,
        classes={INTERNAL: ("id",), DIRECTORY: ("code", "name")},
        web=READ,
        worker=ADD | CHANGE,
        retention=DIRECTORY_KEPT,
        archived=False,
        history=EVERY_FIELD,
    )

    code = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=200)

    class Meta:
        verbose_name_plural = "authorities"

    def __str__(self) -> str:
        return self.code


class Organisation(models.Model):
    """Somebody's employer. A national partner belongs to no authority."""

    governance = Governance(
        about=NOBODY,
        classes={INTERNAL: ("id",), DIRECTORY: ("code", "name", "kind", "authority", "telephone", "email")},
        web=READ,
        worker=ADD | CHANGE,
        retention=DIRECTORY_KEPT,
        archived=False,
        history=EVERY_FIELD,
        reach=("telephone", "email"),
    )

    class Kind(models.TextChoices):
        SCHOOL = "school", "School"
        PRACTICE = "practice", "General practice"
        COUNCIL = "council", "Council"
        HEALTH = "health", "Health service"
        POLICE = "police", "Police"
        VOLUNTARY = "voluntary", "Voluntary organisation"
        NATIONAL_PARTNER = "national_partner", "National partner"

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, null=True, blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)

    authority_path = "authority__code"
    objects = policy.Within["Organisation"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["school", "practice", "council", "health", "police", "voluntary"])
                | Q(kind="national_partner", authority__isnull=True),
                name="organisation_kind_is_known_and_partners_are_national",
            ),
        ]

    def __str__(self) -> str:
        return self.code


def _shown_after_end_days() -> int:
    return statute.INVOLVEMENT_SHOWN_AFTER_END.value


class Service(models.Model):
    """What an organisation does for children. A sensitive service is never named to an ordinary reader."""

    governance = Governance(
        about=NOBODY,
        classes={
            INTERNAL: ("id", "sensitive"),
            DIRECTORY: ("code", "name", "organisation", "telephone", "email", "shown_after_end_days"),
        },
        web=READ,
        worker=ADD | CHANGE,
        retention=DIRECTORY_KEPT,
        archived=False,
        history=EVERY_FIELD,
        reach=("telephone", "email"),
    )

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=200)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    sensitive = models.BooleanField(default=False)
    telephone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    shown_after_end_days = models.PositiveIntegerField(default=_shown_after_end_days)

    authority_path = "organisation__authority__code"
    objects = policy.Within["Service"].as_manager()

    def __str__(self) -> str:
        return self.code


class AccountQuerySet(policy.Within["Account"]):
    def with_eyes(self) -> "AccountQuerySet":
        """Each account with all that a searcher is made of, in one query."""
        held = RoleGrant.objects.filter(account=models.OuterRef("pk"), ended_at__isnull=True).values("role")
        return self.select_related("organisation__authority", "service").annotate(
            open_roles=ArraySubquery(held)  # type: ignore[no-redef]  # ``roles_held`` fills it in otherwise
        )


class AccountManager(BaseUserManager["Account"]):
    """One way to make an account: requested, with nothing that could sign in until credentials are issued."""

    def get_queryset(self) -> AccountQuerySet:
        return AccountQuerySet(self.model, using=self._db)

    def with_eyes(self) -> AccountQuerySet:
        return self.get_queryset().with_eyes()

    def within(self, by: "Searcher | Viewer") -> AccountQuerySet:
        return self.get_queryset().within(by)

    def create_account(
        self, *, username: str, password: str | None = None, pin: str | None = None, **fields: Any
    ) -> "Account":
        """Store an account. Without a password or a PIN it holds an unusable one."""
        account = Account(username=username_of(username), **fields)
        account.set_password(password)
        account.set_pin(pin)
        account.save(using=self._db)
        return account


def username_of(text: str) -> str:
    """A username as it is stored and compared: without surrounding spaces, in lower case."""
    return text.strip().lower()


class Account(AbstractBaseUser):  # type: ignore[django-manager-missing]  # of the token, whose base is untyped
    """One person's account. A closed account is kept, because the trail names it, and its username is never reused."""

    governance = Governance(
        about=WORKER,
        classes={
            INTERNAL: ("id", "password", "pin", "initial_password_until", "session_digest"),
            STAFF: (
                "reference",
                "username",
                "full_name",
                "job_title",
                "occupation",
                "organisation",
                "service",
                "telephone",
                "email",
                "state",
                "dbs_issued_on",
                "training_completed_on",
                "agreement_signed_on",
                "must_change_password",
                "last_seen_at",
            ),
        },
        web=READ | ADD | CHANGE,
        retention=while_used(
            "account", "Closed, as long as the trail names it. A username is never given again."
        ),
        archived=False,
        told=WORKER,
        reach=("telephone", "email"),
    )

    class State(models.TextChoices):
        REQUESTED = "requested", "Requested"
        ACTIVE = "active", "Active"
        SUSPENDED = "suspended", "Suspended"
        CLOSED = "closed", "Closed"

    last_login = None

    reference = models.CharField(max_length=32, unique=True, default=references.new, editable=False)
    username = models.CharField(max_length=64, unique=True)
    full_name = models.CharField(max_length=200)
    job_title = models.CharField(max_length=200)
    occupation = models.CharField(max_length=20, choices=Occupation.choices, default=Occupation.OTHER)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    pin = models.CharField(max_length=128)
    state = models.CharField(max_length=10, choices=State.choices, default=State.REQUESTED)
    dbs_issued_on = models.DateField(null=True, blank=True)
    training_completed_on = models.DateField(null=True, blank=True)
    agreement_signed_on = models.DateField(null=True, blank=True)
    must_change_password = models.BooleanField(default=False)
    initial_password_until = models.DateTimeField(null=True, blank=True)
    session_digest = models.CharField(max_length=64, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)

    authority_path = "organisation__authority__code"
    objects = AccountManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name", "job_title"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["requested", "active", "suspended", "closed"]),
                name="account_state_is_known",
            ),
            models.CheckConstraint(condition=Q(username=Lower("username")), name="username_is_in_lower_case"),
            models.CheckConstraint(
                condition=~Q(state="active")
                | Q(
                    dbs_issued_on__isnull=False,
                    training_completed_on__isnull=False,
                    agreement_signed_on__isnull=False,
                ),
                name="active_account_has_all_accreditation_dates",
            ),
            models.CheckConstraint(
                condition=Q(initial_password_until__isnull=True) | Q(must_change_password=True),
                name="only_an_initial_password_expires",
            ),
            models.UniqueConstraint(
                fields=["session_digest"],
                condition=~Q(session_digest=""),
                name="one_account_per_session_in_force",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # the base class has it as a plain attribute
        return self.state == self.State.ACTIVE

    def set_pin(self, pin: str | None) -> None:
        self.pin = hashers.make_password(pin)

    def check_pin(self, pin: str) -> bool:
        return hashers.check_password(pin, self.pin)

    def roles_held(self) -> Iterable[str]:
        """The values of the roles held now; without a query where ``with_eyes`` loaded the account."""
        if "open_roles" not in self.__dict__:
            self.open_roles = list(self.grants.filter(ended_at__isnull=True).values_list("role", flat=True))
        return self.open_roles


class RoleGrant(models.Model):
    """A role that somebody holds or once held. Ended grants stay, so that it can be said who was what, and when."""

    governance = Governance(
        about=WORKER,
        classes={
            INTERNAL: ("id",),
            STAFF: ("account", "role", "granted_by", "granted_at", "ended_by", "ended_at"),
        },
        web=READ | ADD | CHANGE,
        retention=with_parent("account", "role", "As long as the account, ended or not."),
        archived=False,
        history=EVERY_FIELD,
        told=WORKER,
    )

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=30, choices=Role.choices)
    granted_by = models.CharField(max_length=200)
    granted_at = models.DateTimeField()
    ended_by = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "role"],
                condition=Q(ended_at__isnull=True),
                name="one_open_grant_per_role_and_account",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="")
                | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
                name="ended_grant_says_who_and_when",
            ),
            models.CheckConstraint(condition=~Q(granted_by=""), name="grant_says_who_gave_it"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="granted_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.account_id}"


class TotpDevice(ThrottlingMixin, Device):
    """The small device (or an app in its place) that shows a new six-digit code every 30 seconds.

    Its seed is sealed at rest for this one row. Together with the PIN it makes one passcode, checked as a whole: both
    halves are always worked out, either being wrong is one failure, and a right code is used up even when the PIN is
    wrong. Verify only through ``django_otp.verify_token``, which locks the row: a code then works exactly once.
    """

    governance = Governance(
        about=WORKER,
        classes={
            INTERNAL: (
                "id",
                "user",
                "name",
                "confirmed",
                "throttling_failure_timestamp",
                "throttling_failure_count",
                "sealed_seed",
                "last_t",
                "issued_at",
            )
        },
        web=EVERYTHING,
        retention=with_parent(
            "user", "token", "As long as the account. Once out of use it has no seed any more."
        ),
        archived=False,
        not_told="It is a secret of the sign-in.",
    )

    STEP_SECONDS = 30
    DIGITS = 6
    TOLERANCE = 1
    #: After this many failures in a row the wait stops growing: 2**8 seconds, a little over four minutes. People were
    #: locked out of the original for long periods.
    WAITS_GROW_UNTIL = 9

    throttling_failure_count: int
    sealed_seed = models.BinaryField()
    last_t = models.BigIntegerField(default=-1)
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(confirmed=True), name="one_token_in_use_per_account"
            ),
        ]

    def __str__(self) -> str:
        return f"token {self.pk}"

    @property
    def seed(self) -> bytes:
        return bytes.fromhex(crypto.unseal(bytes(self.sealed_seed), context=self.place))

    @property
    def place(self) -> str:
        """The one place for which the seed is sealed."""
        return f"token:{self.pk}"

    def seal_seed(self, seed: bytes) -> None:
        self.sealed_seed = crypto.seal(seed.hex(), context=self.place)

    def verify_token(self, token: str) -> bool:
        """Whether this is the PIN followed by a current code that was not used before. Call under the row's lock."""
        pin, code = token[: -self.DIGITS], token[-self.DIGITS :]
        allowed, _ = self.verify_is_allowed()
        pin_right = self.user.check_pin(pin)
        used_at = self._time_step_of(code)
        if not allowed:
            return False
        if used_at is not None:
            self.last_t = used_at
        if pin_right and used_at is not None:
            self.throttle_reset(commit=False)
            self.save(update_fields=["last_t", "throttling_failure_timestamp", "throttling_failure_count"])
            return True
        self.throttle_increment(commit=False)
        self.throttling_failure_count = min(self.throttling_failure_count, self.WAITS_GROW_UNTIL)
        self.save(update_fields=["last_t", "throttling_failure_timestamp", "throttling_failure_count"])
        return False

    def get_throttle_factor(self) -> int:
        return 1

    def _time_step_of(self, code: str) -> int | None:
        """The time step whose code this is, if it is near now and later than the last one used."""
        if len(code) != self.DIGITS or not (code.isascii() and code.isdigit()):
            return None
        totp = oath.TOTP(self.seed, step=self.STEP_SECONDS, digits=self.DIGITS)
        totp.time = time.time()
        return totp.t() if totp.verify(int(code), self.TOLERANCE, self.last_t + 1) else None


class KeptWords(models.Model):
    """What a person typed, sealed for them alone, until they come back to it (``access.kept``)."""

    governance = Governance(
        about=CHILD_AND_WORKER,
        classes={INTERNAL: ("id", "key", "account", "place", "sealed", "kept_at", "until")},
        web=EVERYTHING,
        retention=Retention(
            name="kept-words",
            words="Until it is sent, until the person signs out, or for the hours of the rule at most.",
            ending=Ending.DELETE,
            clocks=(Clock(number=statute.WORDS_KEPT, starts="kept_at"),),
        ),
        archived=False,
        not_archived="It was not sent. Nothing has come of it.",
        not_told="Nobody has acted on it or read it but the person who typed it, and it is gone within the day.",
    )

    key = models.CharField(max_length=32, unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="kept_words")
    place = models.CharField(max_length=200, blank=True)
    sealed = models.BinaryField()
    kept_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=models.F("kept_at")), name="kept_words_end_after_they_begin"
            ),
        ]
        indexes = [models.Index(fields=["until"], name="kept_words_by_end")]

    def __str__(self) -> str:
        return f"kept words {self.pk}"
