"""Leaks in what officers decide on proposed records, and in what is taken back on the same day."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from access import views
from access.eyes import Searcher
from ground import refusals
from registry import involvements, records
from registry.models import Child, Involvement, Name
from shielding import caseload, shields, transfers
from shielding.disclosure import resemblance
from shielding.models import Concern, Decision, SensitiveInvolvement, Tier
from shielding.publication import proposals, quarantine
from shielding.sensitive import involvements as sensitive
from shielding.views import proposal as proposal_views
from shielding.views import quarantine as quarantine_views
from shielding.views import record as record_views
from tests.house.leaks import OFFICER, instead, key_of, leak
from tests.house.leaks_within import on_page

# --- a decision on a proposed record ------------------------------------------------------------------------------

PROPOSED = "a decision on a proposed record"


def _names_of(reference: str) -> Any:
    own = Name.objects.filter(child__reference=reference)
    return Name.objects.filter(given__in=own.values("given"), family__in=own.values("family"))


@leak(*OFFICER, kind=PROPOSED)
def approval_says_which_shield_the_other_has() -> Any:
    """An approval that is refused because of somebody elsewhere says which of the tiers it is."""
    approve = proposals.approve

    def say(reference: str, **kwargs: Any) -> None:
        try:
            approve(reference, **kwargs)
        except proposals.MayBeHeldElsewhere:
            others = set(_names_of(reference).values_list("child", flat=True)) - {key_of(reference)}
            tiers = sorted(shields.tiers_of(others).values())
            if tiers:
                raise refusals.Conflict(f"Ring the other council. It is {', '.join(tiers)}.") from None
            raise

    return instead(proposals, "approve", say)


@leak(*OFFICER, kind=PROPOSED)
def proposals_page_offers_children_elsewhere() -> Any:
    """Among those who may be meant stand children of other authorities."""
    return instead(
        resemblance, "_in_scope", lambda _: Child.objects.filter(state=Child.State.LIVE).values("pk")
    )


@leak(*OFFICER, kind=PROPOSED)
def proposals_page_counts_namesakes() -> Any:
    """The page says how many in the country bear the name that was proposed."""
    return on_page(
        proposal_views,
        "shielding/proposal.html",
        lambda _, context: _names_of(context["reference"]).exclude(child__shield__lifted_at=None).count(),
    )


@leak(*OFFICER, kind=PROPOSED)
def joining_is_refused_while_a_specialist_works_elsewhere() -> Any:
    """A proposal is not joined to a record while a specialist works with a namesake: it might be that child."""
    merge = proposals.merge

    def unless(reference: str, **kwargs: Any) -> None:
        namesakes = _names_of(reference).values("child")
        if SensitiveInvolvement.objects.filter(child__in=namesakes).exists():
            raise refusals.Conflict("Ask the specialist services first.")
        merge(reference, **kwargs)

    return instead(proposals, "merge", unless)


# --- what is taken back -------------------------------------------------------------------------------------------

BACK = "what is taken back"


@leak(*OFFICER, kind=BACK)
def taking_a_decision_back_counts_all_who_are_meant() -> Any:
    """The page says how many children the update that waits again may be about, elsewhere as well."""
    return on_page(
        quarantine_views,
        "shielding/taken_back.html",
        lambda request, _: Concern.objects.filter(statement__in=_decided_by(request)).count(),
    )


def _decided_by(request: HttpRequest) -> Any:
    by = request.searcher.account  # type: ignore[attr-defined]
    return Decision.objects.filter(decided_by=by).values("statement")


@leak(*OFFICER, kind=BACK)
def decision_is_not_taken_back_where_others_decide_too() -> Any:
    """A decision on an update that another authority's officers decide on as well cannot be taken back."""
    undo = quarantine._undo

    def unless(made: Decision, *, by: Searcher, now: Any) -> list[str]:
        concerned = Concern.objects.filter(statement=made.statement)
        if concerned.exclude(child__responsibility__authority__code=by.authority).exists():
            raise refusals.Conflict("Officers of another council decide on this update as well.")
        return undo(made, by=by, now=now)

    return instead(quarantine, "_undo", unless)


@leak(*OFFICER, kind=BACK)
def decisions_of_the_day_are_those_of_everybody() -> Any:
    """The list of what can be taken back says how much was decided in the country."""
    waits = lambda *_: Concern.objects.count()  # noqa: E731
    return on_page(quarantine_views, "shielding/decided.html", waits)


@leak(*OFFICER, kind=BACK)
def record_is_not_kept_where_somebody_alike_lives() -> Any:
    """A transfer is not withdrawn where a child of the same name is looked after by the receiving council."""
    withdraw = transfers.withdraw

    def unless(transfer: str, *, by: Searcher, now: Any) -> None:
        row = transfers._locked(transfer)
        alike = _names_of(row.child.reference) if row else Name.objects.none()
        if row and alike.filter(child__responsibility__authority=row.receiving).exists():
            raise refusals.Conflict("The other council has a record that may be this child's.")
        withdraw(transfer, by=by, now=now)

    return instead(transfers, "withdraw", unless)


def _with_words_after(command: str, module: Any, say: Callable[[str], object]) -> Any:
    """After this command, say something more of the record on which it was done."""
    act = record_views.act

    def and_say(request: Any, viewer: Any, done_by: Any, *, done: str, nothing: str) -> Any:
        is_meant = done_by is getattr(module, command)
        more = f" {say(viewer.reference)}" if is_meant else ""
        return act(request, viewer, done_by, done=done + more, nothing=nothing)

    return instead(record_views, "act", and_say)


@leak("jane", "nia", kind=BACK)
def resumed_work_says_with_how_many_others() -> Any:
    """Who takes back that their work has ended is told how many others work with the child."""
    return _with_words_after(
        "resume",
        involvements,
        lambda reference: Involvement.objects.filter(
            child__reference=reference, ended_on__isnull=True
        ).count(),
    )


@leak("jane", "nia", kind=BACK)
def retracted_work_says_whether_somebody_else_works_on() -> Any:
    """Who was never involved is asked to tell the specialists who are."""
    work = SensitiveInvolvement.objects.filter(ended_on__isnull=True)
    return _with_words_after(
        "retract",
        involvements,
        lambda reference: f"Tell {work.filter(child__reference=reference).count()} others.",
    )


@leak("sana", kind=BACK)
def retracted_consent_says_that_others_have_one() -> Any:
    """A specialist can take back that they were ever involved only where no other service has been."""
    retract = sensitive.retract

    def unless(*, by: Any, **kwargs: Any) -> bool:
        held = SensitiveInvolvement.objects.filter(child__reference=by.reference)
        others = held.exclude(account__reference=by.searcher.account).values("service").distinct()
        return False if others.count() > 1 else retract(by=by, **kwargs)

    return instead(sensitive, "retract", unless)


@leak("ada", kind=BACK)
def reopened_account_says_whom_it_protects() -> Any:
    """When a closing is taken back the page says for how many shielded children the person worked."""

    def shielded(_: Any, context: Any) -> int:
        name = context["page"].entry.full_name
        work = Involvement.objects.filter(practitioner=name).values_list("child", flat=True)
        return len(shields.tiers_of(set(work)))

    return on_page(views, "access/take_back.html", shielded)


@leak("ada", kind=BACK)
def work_is_not_given_back_on_unlisted_records() -> Any:
    """Of the work that is put back, that on an unlisted record is left out, and so is counted short."""
    give_back = caseload._give_back

    def without(account: Any, departure: Any, **kwargs: Any) -> Any:
        given = give_back(account, departure, **kwargs)
        rows = Involvement.objects.filter(pk__in=departure.ended).values_list("child", flat=True)
        unlisted = [one for one in shields.tiers_of(set(rows)).values() if one == Tier.UNLISTED]
        return caseload.Settled(given.children - len(unlisted), given.successor)

    return instead(caseload, "_give_back", without)


@leak("jane", kind=BACK)
def taking_a_move_back_says_how_many_records_are_hidden() -> Any:
    """Who goes to another service is told on how many of the records they could leave a note."""

    def hidden(request: HttpRequest, _: Any) -> int:
        account = request.searcher.account  # type: ignore[attr-defined]
        work = Involvement.objects.filter(account__reference=account).values_list("child", flat=True)
        anchors = [records.find_by_id(child) for child in set(work)]
        tiers = shields.tiers_of({anchor.id for anchor in anchors if anchor})
        return sum(tier == Tier.SHIELDED for tier in tiers.values())

    return on_page(views, "access/move.html", hidden)
