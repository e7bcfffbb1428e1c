"""The homes of the roles that read, shield, look after accounts and audit, and the work that waits for them."""

from collections.abc import Mapping
from datetime import date

from access import accounts, accreditation, work, wrong_numbers
from access.homes import Home, Way
from access.permissions import Permission
from access.roles import Role
from audit.oversight import denials, investigations
from shielding import shields, transfers
from shielding.disclosure import brokering
from shielding.publication import proposals, quarantine


def _first_ends(since: date, today: date) -> str:
    ends = accreditation.ends_on(since)
    has_ended = "ended" if ends <= today else "ends"
    return f"The first {has_ended} on {ends.day} {ends:%B %Y}."


KINDS = (
    work.Kind(
        name="contact-requests",
        title="Contact requests to answer",
        permission=Permission.BROKER_CONTACT,
        rows=lambda by, _: brokering.waiting_for(by=by),
        since="asked_at",
        url_name="shielding:brokering",
        beside="shielding:brokering",
    ),
    work.Kind(
        name="updates",
        title="Updates to check",
        permission=Permission.DECIDE_QUARANTINE,
        rows=lambda by, _: quarantine.waiting_for(by=by),
        counted="statement",
        since="statement__received_at",
        url_name="shielding:quarantine",
        beside="shielding:quarantine",
    ),
    work.Kind(
        name="proposals",
        title="Proposed records to check",
        permission=Permission.DECIDE_PROPOSAL,
        rows=lambda by, _: proposals.waiting_for(by=by),
        since="proposed_at",
        url_name="shielding:proposals-waiting",
        beside="shielding:proposals-waiting",
    ),
    work.Kind(
        name="transfers",
        title="Records that another council asks you to take over",
        permission=Permission.TRANSFER_RECORD,
        rows=lambda by, _: transfers.to_take_over(by),
        since="opened_at",
        url_name="shielding:transfers",
        beside="shielding:transfers",
    ),
    work.Kind(
        name="transfers-to-offer",
        title="Shielded records that belong to another council, to offer or to keep",
        permission=Permission.TRANSFER_RECORD,
        rows=lambda by, _: transfers.to_offer(by),
        since="opened_at",
        url_name="shielding:transfers",
        beside="shielding:transfers",
    ),
    work.Kind(
        name="lifts",
        title="Shields that another officer asks to lift",
        permission=Permission.LIFT_SHIELD,
        rows=lambda by, _: shields.lifts_to_agree(by=by),
        since="lift_asked_at",
        url_name="shielding:shields",
        beside="shielding:shields",
    ),
    work.Kind(
        name="reviews",
        title="Shields to review",
        permission=Permission.IMPOSE_SHIELD,
        rows=lambda by, today: shields.reviews_due(by=by, today=today),
        since="review_due",
        tells=work.was_due,
        url_name="shielding:shields",
        beside="shielding:shields",
    ),
    work.Kind(
        name="denials",
        title="People who say that something was not them",
        permission=Permission.MANAGE_ACCOUNTS,
        rows=lambda by, _: denials.waiting_for(by=by),
        since="denied_at",
        url_name="audit:denials",
        beside="audit:denials",
    ),
    work.Kind(
        name="wrong-numbers",
        title="Wrong numbers that were reported",
        permission=Permission.MANAGE_ACCOUNTS,
        rows=lambda by, _: wrong_numbers.waiting_for(by=by),
        since="reported_at",
        url_name="access:wrong-numbers",
        beside="access:accounts",
    ),
    work.Kind(
        name="accreditation",
        title="Accounts whose criminal-records certificate ends soon",
        permission=Permission.MANAGE_ACCOUNTS,
        rows=lambda by, today: accounts.certificates_ending(by=by, today=today),
        since="dbs_issued_on",
        tells=_first_ends,
        url_name="access:certificates",
        beside="access:accounts",
    ),
    work.Kind(
        name="denials-to-follow",
        title="Things that somebody says were not them",
        permission=Permission.READ_TRAIL,
        rows=lambda by, _: denials.seen_by_auditor(by=by),
        since="denied_at",
        url_name="audit:trail",
        query="verb=act-denied",
        beside="audit:trail",
    ),
    work.Kind(
        name="search-terms",
        title="Search terms that another auditor asks to open",
        permission=Permission.OPEN_SEARCH_TERMS,
        rows=lambda by, _: investigations.waiting_for(by=by),
        since="asked_at",
        url_name="audit:terms-requests",
        beside="audit:terms-requests",
    ),
    work.Kind(
        name="own-contact-requests",
        title="Contact requests of yours that wait for an answer",
        permission=Permission.ASK_FOR_CONTACT,
        rows=lambda by, _: brokering.waiting_of(by=by),
        since="asked_at",
        url_name="shielding:contact-requests",
    ),
)
"""Every kind of work that waits for people, in the order in which a home shows it."""


_FIND = Way("shielding:search", "Find a child, and see who else is working with them")
_ACTIVITY = Way("audit:my-activity", "See what is written down about you, and say if something was not you")
_PROPOSALS = Way("shielding:proposals", "See what became of the records you proposed")
_CONTACT = Way("shielding:contact-requests", "See what came of your contact requests")

HOMES: Mapping[Role, Home] = {
    Role.PRACTITIONER: Home(
        "You find out who else is working with a child, and say that you are.",
        (_FIND, _CONTACT, _PROPOSALS, _ACTIVITY),
        first="shielding:search",
    ),
    Role.SENSITIVE_PRACTITIONER: Home(
        "You find out who else is working with a child. What you record is shown to nobody else without consent.",
        (_FIND, _CONTACT, _PROPOSALS, _ACTIVITY),
        first="shielding:search",
    ),
    Role.SHIELDING_OFFICER: Home(
        "You keep hidden where a child is while showing it is a danger, and pass on requests for contact.",
        (
            Way("shielding:search", "Find a child of your authority"),
            Way("shielding:shields", "See the shields in force"),
            Way("shielding:brokering", "Answer contact requests"),
            Way("shielding:quarantine", "Check updates of which nobody can be sure"),
            Way("shielding:proposals-waiting", "Check proposed records"),
            Way("shielding:transfers", "Take records over from another council, and hand them over"),
        ),
    ),
    Role.ACCOUNT_ADMINISTRATOR: Home(
        "You decide who comes in: accounts, roles and credentials of the people of your authority.",
        (
            Way("access:create-account", "Create an account"),
            Way("access:accounts", "Look after the accounts of your authority"),
            Way("access:certificates", "See whose criminal-records certificate ends soon"),
            Way("access:wrong-numbers", "See which numbers were reported as wrong"),
            Way("audit:denials", "Look into what people say was not them"),
        ),
    ),
    Role.LOCAL_AUDITOR: Home(
        "You check how the people of your authority use the register. No child is named to you.",
        (
            Way("audit:trail", "Read the trail, filter it, and take a report away"),
            Way(
                "audit:terms-requests",
                "See whose search terms are asked for, and answer with a second auditor",
            ),
        ),
    ),
}
"""A role that works and has no home makes a test red."""
