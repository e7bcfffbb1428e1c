"""Leaks around the register: accounts, sessions, logs, tasks, mails, the health page, and what a sender is told."""

import logging
from typing import Any

from django.core import mail
from django.http import HttpRequest, HttpResponse

from access import accounts, views
from access.eyes import Searcher
from audit.models import Event
from contactpoint import health
from contactpoint.celery import app
from ground import refusals
from registry import intake
from registry.models import Child, Delivery, Involvement, Name, OutboxEntry, Statement
from shielding import shields
from shielding.disclosure import brokering, disclosure, reasons, search
from shielding.disclosure.query import Query
from shielding.models import ContactRequest, SensitiveInvolvement, Shield, Tier
from shielding.publication import publication, tasks
from shielding.views import finding
from tests.house.leaks import EVERYBODY, OFFICER, READERS, instead, key_of, leak, with_headers
from tests.house.leaks_within import on_page

_log = logging.getLogger("contactpoint.leak")


def _namesakes(query: Query) -> int:
    return Name.objects.filter(given=query.given, family=query.family).count()


# --- pages of accounts --------------------------------------------------------------------------------------------

ACCOUNTS = "pages of accounts"


@leak("ada", kind=ACCOUNTS)
def account_says_how_much_work_there_is() -> Any:
    """The page of an account says with how many children the person works."""
    return on_page(
        views,
        "access/account.html",
        lambda _, context: Involvement.objects.filter(
            practitioner=context["page"].entry.full_name, ended_on__isnull=True
        ).count(),
    )


@leak("ada", kind=ACCOUNTS)
def account_says_how_many_records_were_opened() -> Any:
    """The page of an account says how often the person was shown a record."""
    return on_page(
        views,
        "access/account.html",
        lambda _, context: Event.objects.filter(
            account=context["page"].entry.reference, verb="disclosed"
        ).count(),
    )


@leak("ada", kind=ACCOUNTS)
def accounts_are_listed_by_activity() -> Any:
    """The busiest people come first in the list of accounts."""
    listed = accounts.listed

    def busiest_first(*, by: Searcher, page: str = "") -> Any:
        events = [*Event.objects.values_list("account", flat=True)]
        return sorted(listed(by=by, page=page), key=lambda entry: -events.count(entry.reference))

    return instead(accounts, "listed", busiest_first)


@leak("ada", kind=ACCOUNTS)
def account_with_open_requests_is_not_suspended() -> Any:
    """An account whose requests still wait cannot be suspended."""
    suspend = accounts.suspend

    def unless_waiting(reference: str, **kwargs: Any) -> None:
        if ContactRequest.objects.filter(asked_by=reference, outcome="waiting").exists():
            raise refusals.Conflict("Requests of this person are still waiting.")
        suspend(reference, **kwargs)

    return instead(accounts, "suspend", unless_waiting)


@leak("ada", kind=ACCOUNTS)
def accounts_page_counts_withheld_openings() -> Any:
    """The list of accounts says how many records were refused to its people."""
    return on_page(
        views,
        "access/accounts.html",
        lambda request, _: Event.objects.filter(
            verb="refused",
            authority=request.searcher.authority,  # type: ignore[attr-defined]
        ).count(),
    )


# --- a session ----------------------------------------------------------------------------------------------------

SESSION = "what a session contains"


@leak(*READERS, kind=SESSION)
def session_keeps_the_tier() -> Any:
    """With the reason the session keeps the tier of the record, to spare a question."""
    keep = reasons.keep

    def with_tier(session: Any, viewer: Any, **kwargs: Any) -> None:
        keep(session, viewer, **kwargs)
        session["tiers"] = session.get("tiers", {}) | {
            viewer.reference: str(shields.tier_of(key_of(viewer.reference)))
        }

    return instead(reasons, "keep", with_tier)


@leak(*READERS, *OFFICER, kind=SESSION)
def session_keeps_the_internal_key() -> Any:
    """With the reason the session keeps the row's number, to spare a look-up."""
    keep = reasons.keep

    def with_key(session: Any, viewer: Any, **kwargs: Any) -> None:
        keep(session, viewer, **kwargs)
        session["key"] = key_of(viewer.reference)

    return instead(reasons, "keep", with_key)


@leak(*READERS, *OFFICER, kind=SESSION)
def session_keeps_how_many_were_like() -> Any:
    """After a search the session remembers how many bear the name."""
    find = finding._find

    def and_count(request: Any, form: Any, typed: Any) -> Any:
        outcome = find(request, form, typed)
        request.session["namesakes"] = _namesakes(form.query)
        return outcome

    return instead(finding, "_find", and_count)


# --- a log line ---------------------------------------------------------------------------------------------------

LOG = "what a log line contains"


@leak(*READERS, kind=LOG)
def log_says_the_tier() -> Any:
    """Each opening is logged with the tier of the record."""
    find = disclosure._find

    def and_log(column: str, value: str, *, to: Any) -> Any:
        grant = find(column, value, to=to)
        _log.info("a record is asked for, tier %s", grant.tier if grant else "none")
        return grant

    return instead(disclosure, "_find", and_log)


@leak(*READERS, *OFFICER, kind=LOG)
def log_counts_namesakes() -> Any:
    """Each search is logged with how many bear the name."""
    find = search._by_facts

    def and_log(query: Query, by: Any) -> search.Outcome:
        _log.info("searched among %s", _namesakes(query))
        return find(query, by)

    return instead(search, "_by_facts", and_log)


@leak(*READERS, kind=LOG)
def log_names_whom_a_line_concerns() -> Any:
    """That an update was set aside is logged with what it says."""
    tell = publication._tell_officers

    def and_log(case: Any, batch: Any, now: Any) -> None:
        _log.warning("set aside: %s", case.said)
        tell(case, batch, now)

    return instead(publication, "_tell_officers", and_log)


@leak(*READERS, kind=LOG)
def log_of_a_refusal_says_that_there_is_a_record() -> Any:
    """A refused record is logged as a warning, one that is not there is not."""
    disclose = disclosure.disclose

    def and_log(reference: str, **kwargs: Any) -> Any:
        try:
            return disclose(reference, **kwargs)
        except disclosure.records.NoSuchChild:
            if key_of(reference):
                _log.warning("refused: %s", reference)
            raise

    return instead(disclosure, "disclose", and_log)


# --- a task's arguments -------------------------------------------------------------------------------------------

TASK = "what a task's arguments contain"


@leak(*READERS, kind=TASK)
def task_is_given_the_tier() -> Any:
    """Each opening gives the worker a task with the tier of the record."""
    disclose = disclosure.disclose

    def and_order(reference: str, **kwargs: Any) -> Any:
        shown = disclose(reference, **kwargs)
        app.send_task("shielding.opened", args=[reference, str(shields.tier_of(key_of(reference)))])
        return shown

    return instead(disclosure, "disclose", and_order)


@leak(*READERS, *OFFICER, kind=TASK)
def task_is_given_who_is_like() -> Any:
    """Each search gives the worker a task with the references of all who bear the name."""
    find = search.find

    def and_order(query: Query, **kwargs: Any) -> search.Outcome:
        like = Child.objects.filter(name__given=query.given, name__family=query.family)
        tasks.publish_pending.apply_async(args=[sorted(like.values_list("reference", flat=True))])
        return find(query, **kwargs)

    return instead(search, "find", and_order)


@leak(*READERS, kind=TASK)
def task_is_given_what_a_line_says() -> Any:
    """That an update was set aside gives the worker a task with the name and the birth date."""
    tell = publication._tell_officers

    def and_order(case: Any, batch: Any, now: Any) -> None:
        app.send_task("shielding.tell", kwargs={"who": f"{case.person.given} {case.person.family}"})
        tell(case, batch, now)

    return instead(publication, "_tell_officers", and_order)


# --- a mail -------------------------------------------------------------------------------------------------------

MAIL = "what a mail contains"


@leak(*READERS, kind=MAIL)
def mail_names_whom_a_line_concerns() -> Any:
    """An officer gets a mail with the child's name when an update was set aside."""
    tell = publication._tell_officers

    def and_mail(case: Any, batch: Any, now: Any) -> None:
        words = f"{case.person.given} {case.person.family} may have moved"
        mail.send_mail("An update waits", words, None, ["officers@westmarch.example"])
        tell(case, batch, now)

    return instead(publication, "_tell_officers", and_mail)


@leak(*READERS, kind=MAIL)
def mail_goes_where_an_unlisted_record_is_tried() -> Any:
    """The team gets a mail when somebody tries to open a record that is unlisted."""
    disclose = disclosure.disclose

    def and_mail(reference: str, **kwargs: Any) -> Any:
        if shields.tier_of(key_of(reference)) == Tier.UNLISTED:
            mail.send_mail("Somebody tries", reference, None, ["officers@westmarch.example"])
        return disclose(reference, **kwargs)

    return instead(disclosure, "disclose", and_mail)


@leak(*READERS, kind=MAIL)
def mail_goes_to_who_works_with_the_child() -> Any:
    """Who works with the child gets a mail when somebody asks for contact."""
    ask = brokering.ask

    def and_mail(*, by: Any, **kwargs: Any) -> bool:
        is_new = ask(by=by, **kwargs)
        workers = Involvement.objects.filter(child__reference=by.reference).values_list(
            "practitioner", flat=True
        )
        mail.send_mail("Somebody asks", by.reference, None, [f"{name}@westmarch.example" for name in workers])
        return is_new

    return instead(brokering, "ask", and_mail)


# --- the health page ----------------------------------------------------------------------------------------------

HEALTH = "what the health page contains"


def _with_health(say: Any) -> Any:
    look = health.look

    def and_say() -> dict[str, str]:
        return look() | say()

    return instead(health, "look", and_say)


@leak("nobody", *READERS, kind=HEALTH)
def health_counts_records() -> Any:
    """The health page says how many records there are."""
    return _with_health(lambda: {"records": str(Child.objects.count())})


@leak("nobody", *READERS, kind=HEALTH)
def health_fails_while_updates_wait() -> Any:
    """The health page says that something is wrong while updates wait for officers."""
    waiting = Statement.objects.filter(outcome=Statement.Outcome.QUARANTINED)
    return _with_health(lambda: {"updates": health.FAILED if waiting.exists() else health.OK})


@leak("nobody", *READERS, kind=HEALTH)
def health_says_how_far_the_outbox_is() -> Any:
    """A header of the health page says how many statements have been published."""

    def say(request: HttpRequest, response: HttpResponse) -> None:
        if request.path.startswith("/healthz"):
            response["X-Published"] = str(Statement.objects.count() - OutboxEntry.objects.count())

    return with_headers(say, signed_out=True)


@leak("nobody", *READERS, kind=HEALTH)
def health_knows_overdue_reviews() -> Any:
    """The health page says whether reviews of shields are overdue."""
    shielded = Shield.objects.in_force().filter(review_due__lt="2026-11-02")
    return _with_health(lambda: {"reviews": health.FAILED if shielded.exists() else health.OK})


# --- the sender's report ------------------------------------------------------------------------------------------

SENDER = "what the sender's report contains"


@leak("sender", kind=SENDER)
def sender_is_told_what_was_applied() -> Any:
    """To the sender a line counts as accepted once it is applied."""
    receipt = intake.receipt

    def applied(delivery: Delivery) -> intake.Receipt:
        told, balance = receipt(delivery), intake.balance(delivery)
        return intake.Receipt(told.received, balance.applied, told.duplicate, told.rejected)

    return instead(intake, "receipt", applied)


@leak("sender", kind=SENDER)
def sender_is_told_what_was_set_aside() -> Any:
    """The reject report lists the lines that wait for a person."""
    rejects = intake.rejects

    def and_set_aside(delivery: Delivery) -> Any:
        waiting = Statement.objects.filter(delivery=delivery, outcome=Statement.Outcome.QUARANTINED)
        more = [
            (line, "line", "A person looks at this.", "") for line in waiting.values_list("line", flat=True)
        ]
        return [*rejects(delivery), *more]

    return instead(intake, "rejects", and_set_aside)


@leak("sender", kind=SENDER)
def line_about_a_known_child_is_a_duplicate() -> Any:
    """A line about a child of whom another source has spoken counts as a duplicate."""
    receipt = intake.receipt

    def known(delivery: Delivery) -> intake.Receipt:
        told = receipt(delivery)
        names = Statement.objects.filter(delivery=delivery).values_list(
            "payload__given_name", "payload__family_name"
        )
        more = sum(Name.objects.filter(given=one, family=other).count() > 1 for one, other in names)
        return intake.Receipt(told.received, told.accepted - more, told.duplicate + more, told.rejected)

    return instead(intake, "receipt", known)


@leak("sender", kind=SENDER)
def line_about_a_shielded_child_is_rejected() -> Any:
    """The reject report says that a school must not write about a shielded child."""
    rejects = intake.rejects

    def and_shielded(delivery: Delivery) -> Any:
        hidden = Shield.objects.in_force().values("child")
        names = {*Name.objects.filter(child__in=hidden).values_list("given", "family")}
        lines = Statement.objects.filter(delivery=delivery).values_list(
            "line", "payload__given_name", "payload__family_name"
        )
        more = [(line, "line", "Ring us about this.", "") for line, *name in lines if tuple(name) in names]
        return [*rejects(delivery), *more]

    return instead(intake, "rejects", and_shielded)


# --- a header -----------------------------------------------------------------------------------------------------

HEADER = "what a header contains"


@leak(*EVERYBODY, kind=HEADER)
def header_says_how_many_updates_wait() -> Any:
    """A header for the operators says how many updates wait."""
    waiting = Statement.objects.filter(outcome=Statement.Outcome.QUARANTINED)
    return with_headers(lambda _, response: response.__setitem__("X-Waiting", str(waiting.count())))


@leak(*READERS, kind=HEADER)
def header_says_since_when_specialists_work() -> Any:
    """The page of a record has a date of last change, of hidden work too."""

    def date(request: HttpRequest, response: HttpResponse) -> None:
        reference = request.path.split("/")[2] if request.path.startswith("/children/") else ""
        work = SensitiveInvolvement.objects.filter(child__reference=reference).order_by("-started_on").first()
        if work:
            response["Last-Modified"] = str(work.started_on)

    return with_headers(date)
