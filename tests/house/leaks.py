"""Leaks: ways in which what is withheld could show, each planted into the running product from outside.

The product has no switch for any of them. Each is a few lines that somebody might write with the best of intentions: a
helpful hint, a count, a header, a shortcut. The harness must find every one of them, or it proves nothing.
"""

import contextlib
import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from unittest import mock

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from access import middleware, policy
from access.eyes import Searcher
from access.models import Account, Authority
from access.permissions import Permission
from registry import records
from registry.classes import METADATA, WHEREABOUTS
from registry.models import (
    Address,
    Carer,
    Child,
    Education,
    Involvement,
    Name,
    Responsibility,
    Statement,
)
from shielding import keys, shields, transfers
from shielding.disclosure import disclosure, ranking, reasons, search
from shielding.disclosure.disclosure import Disclosure, Eyes
from shielding.disclosure.query import Fact, Query
from shielding.models import ContactRequest, SensitiveInvolvement, Shield, Tier, Transfer
from shielding.publication import proposals, publication, quarantine

READERS = ("jane", "nia", "sana")
OFFICER = ("otto",)
Planter = Callable[[], contextlib.AbstractContextManager[Any]]


@dataclass(frozen=True, slots=True)
class Leak:
    """One leak: what gives it away, who could notice, and how it is planted."""

    words: str
    observers: tuple[str, ...]
    plant: Planter


LEAKS: dict[str, Leak] = {}


def _leak(*observers: str) -> Callable[[Planter], Planter]:
    def register(plant: Planter) -> Planter:
        words = " ".join((plant.__doc__ or "").split())
        LEAKS[plant.__name__.replace("_", "-")] = Leak(words, observers, plant)
        return plant

    return register


@contextlib.contextmanager
def planted(name: str) -> Iterator[None]:
    """While this holds, the product has this leak."""
    with LEAKS[name].plant():
        yield


def _instead(module: Any, name: str, new: Any) -> contextlib.AbstractContextManager[Any]:
    return mock.patch.object(module, name, new)


def _key_of(reference: str) -> int:
    anchor = records.find(reference)
    return anchor.id if anchor else 0


def _with_held(change: Callable[[disclosure.Held, Any], disclosure.Held]) -> Any:
    """Change what was read of a record, for this person, before it is shown."""
    read = disclosure._read

    def otherwise(grant: disclosure.Grant, *, to: Any, now: Any) -> disclosure.Held | None:
        held = read(grant, to=to, now=now)
        return change(held, to) if held else None

    return _instead(disclosure, "_read", otherwise)


def _with_words(say: Callable[[Disclosure], object]) -> contextlib.AbstractContextManager[Any]:
    """Say something more of every record shown: after the child's name."""
    project = disclosure.project

    def say_more(held: disclosure.Held, **kwargs: Any) -> Disclosure:
        shown = project(held, **kwargs)
        first, *rest = shown.names
        more = dataclasses.replace(first, family=f"{first.family} {say(shown)}")
        return dataclasses.replace(shown, names=(more, *rest))

    return _instead(disclosure, "project", say_more)


# --- search -----------------------------------------------------------------------------------------------------


@_leak(*READERS)
def search_by_hidden_postcode() -> Any:
    """The search keys of a shielded child keep its facts."""
    rewrite = keys.rewrite

    def keep_facts(children: Any, *, tiers: Mapping[int, Tier]) -> None:
        unlisted = {child: tier for child, tier in tiers.items() if tier == Tier.UNLISTED}
        rewrite(children, tiers=unlisted)

    return _instead(keys, "rewrite", keep_facts)


@_leak(*READERS)
def search_by_hidden_school() -> Any:
    """A shielded child is found where the school that was typed is the hidden one."""
    find = search._by_facts

    def by_school(query: Query, by: Any) -> search.Outcome:
        outcome = find(query, by)
        wanted = Education.objects.filter(school__name=query.school, child__name__family=query.family)
        shielded = wanted.filter(
            child__shield__lifted_at=None, child__shield__tier__in=("raised", "shielded")
        )
        return search.Several(()) if shielded.exists() else outcome

    return _instead(search, "_by_facts", by_school)


@_leak(*READERS)
def search_by_hidden_carer() -> Any:
    """An exact name of a parent counts towards the ranking even where carers are withheld."""
    bonus = ranking._bonus

    def with_carers(query: Query, candidate: ranking.Candidate) -> float:
        held = Carer.objects.filter(child=candidate.child).values_list("given", "family")
        fits = query.carer in {f"{given} {family}" for given, family in held}
        return bonus(query, candidate) + (0.2 if query.carer and fits else 0.0)

    return _together(
        _instead(ranking, "_bonus", with_carers),
        _instead(Query, "gives_withheld_fact", property(lambda _: False)),
    )


@_leak(*READERS)
def search_by_worker() -> Any:
    """Typing the name of a specialist finds the child whom that person works with."""
    find = search._by_facts

    def by_worker(query: Query, by: Any) -> search.Outcome:
        known = SensitiveInvolvement.objects.filter(child__name__family=query.family)
        return search.NotFound() if known.filter(service__code="MINDS").exists() else find(query, by)

    return _instead(search, "_by_facts", by_worker)


@_leak(*READERS)
def too_broad_counted_over_everybody() -> Any:
    """Whether a search is too broad is decided by counting hidden children too."""
    ask = search.candidates

    def count_all(query: Query, **kwargs: Any) -> Any:
        raw = Name.objects.filter(family=query.family, kind=Name.Kind.CURRENT).count()
        return None if raw > 2 else ask(query, **kwargs)

    return _instead(search, "candidates", count_all)


@_leak(*READERS)
def order_by_activity() -> Any:
    """Of two who fit equally well, the one with more recorded work is preferred."""
    rank = ranking.rank

    def busiest_first(query: Query, found: Any) -> list[ranking.Scored]:
        work = [
            *SensitiveInvolvement.objects.values_list("child_id", flat=True),
            *Involvement.objects.values_list("child_id", flat=True),
        ]
        lifted = [
            dataclasses.replace(one, score=one.score + 0.05 * work.count(one.child))
            for one in rank(query, found)
        ]
        return sorted(lifted, key=lambda one: (-one.score, one.child))

    return _instead(ranking, "rank", busiest_first)


@_leak(*READERS)
def hints_from_hidden_facts() -> Any:
    """Only facts that would really tell the candidates apart are said to help."""
    find = search._by_facts

    def fewer_hints(query: Query, by: Any) -> search.Outcome:
        outcome = find(query, by)
        if isinstance(outcome, search.Several) and not Address.objects.filter(
            child__name__family=query.family, postcode="ZZ9 9ZZ"
        ):
            return search.Several(tuple(f for f in outcome.would_help if f != Fact.POSTCODE))
        return outcome

    return _instead(search, "_by_facts", fewer_hints)


@_leak(*READERS)
def did_you_mean_somebody_hidden() -> Any:
    """Where nobody is found, the register says whether anybody of that name and birth date is held at all."""
    find = search._by_facts

    def suggest(query: Query, by: Any) -> search.Outcome:
        outcome = find(query, by)
        known = Name.objects.filter(given=query.given, family=query.family, child__birth__first=query.born)
        return search.Several(()) if isinstance(outcome, search.NotFound) and known.exists() else outcome

    return _instead(search, "_by_facts", suggest)


@_leak(*READERS)
def number_finds_the_unlisted() -> Any:
    """A search by the number of an unlisted child says that more facts are needed."""
    find = search._by_number

    def say_more(query: Query, by: Any) -> search.Outcome:
        outcome = find(query, by)
        held = Child.objects.filter(number=query.number).exists()
        return search.Several(()) if held and isinstance(outcome, search.NotFound) else outcome

    return _instead(search, "_by_number", say_more)


@_leak(*READERS)
def provisional_records_of_others_are_found() -> Any:
    """A record that somebody else proposed is found by its number before it is checked."""
    find = disclosure._find

    def in_any_state(column: str, value: str, *, to: Any) -> Any:
        held = Child.objects.filter(**{column: value}).values_list("reference", flat=True)
        return find("reference", held.first() or value, to=to)

    return _together(
        _instead(disclosure, "_find", in_any_state),
        _instead(
            disclosure,
            "_eyes",
            lambda anchor, _, to: (
                Eyes.READER if not anchor.is_retired and to.may(Permission.READ_NATIONALLY) else None
            ),
        ),
    )


@_leak(*READERS)
def district_of_the_shielded_on_the_card() -> Any:
    """The card shows the first half of a hidden postcode."""
    cards = disclosure.cards

    def with_district(children: Mapping[int, bool], *, to: Any) -> dict[int, Any]:
        return {
            child: dataclasses.replace(card, district=_postcode_of(child).partition(" ")[0])
            for child, card in cards(children, to=to).items()
        }

    return _instead(disclosure, "cards", with_district)


def _postcode_of(child: int) -> str:
    return Address.objects.filter(child=child).values_list("postcode", flat=True).first() or ""


@_leak(*OFFICER)
def officers_search_stops_at_strangers() -> Any:
    """An officer's search ends early where a child of another authority fits well."""
    ask = search.candidates

    def stop_early(query: Query, **kwargs: Any) -> Any:
        raw = Name.objects.filter(given=query.given, family=query.family, child__birth__first=query.born)
        return [] if raw.exists() else ask(query, **kwargs)

    return _instead(search, "candidates", stop_early)


# --- the record -------------------------------------------------------------------------------------------------


@_leak(*READERS)
def mask_as_long_as_the_value() -> Any:
    """The hidden postcode is masked letter by letter."""
    return _with_words(lambda shown: "" if shown.is_open else "•" * len(_address_of(shown)))


def _address_of(shown: Disclosure) -> str:
    row = Address.objects.filter(child__reference=shown.reference).first()
    return f"{row.line_1}{row.postcode}" if row else ""


@_leak(*READERS)
def error_where_a_hidden_fact_is_missing() -> Any:
    """The page stumbles over a shielded child without a school."""
    return _with_words(
        lambda shown: (
            ""
            if shown.is_open
            else Education.objects.get(child__reference=shown.reference).school.name and ""
        )
    )


@_leak(*READERS)
def siblings_at_the_address() -> Any:
    """A record names how many others live at the same address, hidden ones too."""
    return _with_words(
        lambda shown: Address.objects.filter(
            dwelling__in=Address.objects.filter(
                child__reference=shown.reference, dwelling__isnull=False
            ).values("dwelling")
        ).count()
    )


@_leak(*OFFICER)
def household_across_the_border() -> Any:
    """The household is worked out across all authorities; who is not the officer's is left out at the end."""
    sharing_with = records.sharing_with

    def anywhere(child: int, *, by: Searcher) -> tuple[records.Sharing, ...]:
        codes = Authority.objects.order_by("code").values_list("code", flat=True)
        everybody = [dataclasses.replace(by, authority=code) for code in codes]
        return tuple(one for officer in everybody for one in sharing_with(child, by=officer))

    return _instead(records, "sharing_with", anywhere)


@_leak(*READERS)
def siblings_by_the_same_carer() -> Any:
    """A record of an open child lists others who name the same parent."""
    return _with_words(
        lambda shown: (
            Carer.objects.filter(
                carer__in=Carer.objects.filter(child__reference=shown.reference).values("carer")
            ).count()
            if shown.is_open
            else ""
        )
    )


@_leak(*READERS)
def school_roll_counts_the_hidden() -> Any:
    """Beside the school stands how many children go there."""
    return _with_words(
        lambda shown: (
            Education.objects.filter(
                school__in=Education.objects.filter(child__reference=shown.reference).values("school")
            ).count()
            if shown.is_open
            else ""
        )
    )


@_leak(*READERS)
def extra_question_for_the_shielded() -> Any:
    """Nothing shows, but hidden involvements are looked at one by one."""

    def look(shown: Disclosure) -> str:
        if not shown.is_open:
            for row in Involvement.objects.filter(child__reference=shown.reference):
                row.service.organisation.refresh_from_db()
        return ""

    return _with_words(look)


@_leak(*READERS)
def specialists_counted() -> Any:
    """The neutral line says how many specialist services there are."""
    return _with_words(
        lambda shown: (
            SensitiveInvolvement.objects.filter(child__reference=shown.reference).count()
            if shown.is_open
            else ""
        )
    )


@_leak(*READERS)
def specialists_kind_in_a_class() -> Any:
    """The neutral line carries the kind of service, for styling."""
    first = SensitiveInvolvement.objects.order_by("service__code").values_list("service__code", flat=True)
    return _with_words(
        lambda shown: (
            f"service-{first.filter(child__reference=shown.reference).first()}" if shown.is_open else ""
        )
    )


@_leak(*READERS)
def specialists_dated() -> Any:
    """The neutral line says since when."""
    started = SensitiveInvolvement.objects.order_by("started_on").values_list("started_on", flat=True)
    return _with_words(
        lambda shown: started.filter(child__reference=shown.reference).first() if shown.is_open else ""
    )


@_leak(*READERS)
def specialists_of_the_shielded() -> Any:
    """The neutral line stands on shielded records too."""
    return _with_words(
        lambda shown: SensitiveInvolvement.objects.filter(child__reference=shown.reference).exists()
    )


@_leak(*READERS)
def specialists_after_consent_was_taken_back() -> Any:
    """The neutral line goes on counting work to which the consent was taken back."""

    def or_was(held: disclosure.Held, _: Any) -> disclosure.Held:
        withdrawn = SensitiveInvolvement.objects.filter(
            child=held.record.anchor.id, receipt__withdrawn_on__isnull=False
        )
        return dataclasses.replace(held, specialist=held.specialist or withdrawn.exists())

    return _with_held(or_was)


@_leak(*READERS)
def provenance_beneath_a_shield() -> Any:
    """The dates of the open fields of a shielded child are those of its last hidden change."""
    grants = dict(disclosure.GRANTS)
    for tier in (Tier.ASK_FIRST, Tier.RAISED, Tier.SHIELDED):
        grants[tier, Eyes.READER] = grants[tier, Eyes.READER] | {METADATA}
    return _together(
        _instead(disclosure, "GRANTS", grants),
        _with_words(lambda shown: shown.birth.provenance and shown.birth.provenance.as_at),
    )


@_leak(*READERS)
def whereabouts_for_ask_first() -> Any:
    """One tier is forgotten in the table of grants."""
    grants = dict(disclosure.GRANTS)
    row = grants[Tier.ASK_FIRST, Eyes.READER]
    grants[Tier.ASK_FIRST, Eyes.READER] = row | {WHEREABOUTS}
    return _instead(disclosure, "GRANTS", grants)


@_leak(*READERS)
def tier_named() -> Any:
    """The page names which kind of shield it is."""
    tier_of = Shield.objects.in_force().values_list("tier", flat=True)
    return _with_words(lambda shown: tier_of.filter(child__reference=shown.reference).first())


@_leak(*READERS)
def authority_named() -> Any:
    """The page of a shielded child names the council to ask."""
    code = Responsibility.objects.values_list("authority__code", flat=True)
    return _with_words(lambda shown: code.filter(child__reference=shown.reference).first())


@_leak(*READERS)
def unlisted_is_refused_in_other_words() -> Any:
    """An unlisted record is answered by "not permitted" instead of "not found"."""
    disclose = disclosure.disclose

    def refuse(reference: str, *, to: Any, now: Any) -> Disclosure:
        if shields.tier_of(_key_of(reference)) == Tier.UNLISTED:
            raise PermissionDenied
        return disclose(reference, to=to, now=now)

    return _instead(disclosure, "disclose", refuse)


@_leak(*READERS)
def shield_lapses_at_its_review() -> Any:
    """A shield whose review is overdue stops working."""
    grant_in = disclosure._grant_in

    def is_overdue(child: int) -> bool:
        return Shield.objects.in_force().filter(child=child, review_due__lt=timezone.localdate()).exists()

    def lapse(row: Any, to: Any) -> disclosure.Grant:
        grant = grant_in(row, to)
        return dataclasses.replace(grant, tier=Tier.OPEN) if is_overdue(grant.anchor.id) else grant

    def lapse_again(held: disclosure.Held, _: Any) -> disclosure.Held:
        return dataclasses.replace(held, tier=Tier.OPEN) if is_overdue(held.record.anchor.id) else held

    return _together(_instead(disclosure, "_grant_in", lapse), _with_held(lapse_again))


@_leak(*READERS)
def others_who_asked_are_counted() -> Any:
    """A record says that somebody else has asked for contact."""
    asked = ContactRequest.objects.filter(outcome=ContactRequest.Outcome.WAITING)
    return _with_words(lambda shown: asked.filter(child__reference=shown.reference).exists())


@_leak(*READERS)
def update_pending() -> Any:
    """A record says that an update of it was set aside."""
    return _with_words(
        lambda shown: (
            Statement.objects.filter(
                outcome=Statement.Outcome.QUARANTINED, payload__given_name=shown.names[0].given
            ).exists()
            if shown.names
            else ""
        )
    )


@_leak(*READERS)
def internal_key_on_the_page() -> Any:
    """The page carries the row's own number, which counts everybody who came before."""
    return _with_words(lambda shown: _key_of(shown.reference))


@_leak(*OFFICER)
def update_waits_for_the_officers_of_the_shielded_alone() -> Any:
    """An update about an open child waits for its officers only where no shielded child is meant elsewhere."""
    concerned = publication._concerned

    def shielded_first(case: Any, batch: Any) -> tuple[int, ...]:
        meant = concerned(case, batch)
        return tuple(child for child in meant if child in batch.tiers) or meant

    return _instead(publication, "_concerned", shielded_first)


@_leak(*OFFICER)
def update_says_why_it_waits_elsewhere() -> Any:
    """The list says of an update about an open child that it may concern a shielded one."""
    return _instead(quarantine, "_cause", lambda statement, _: statement.get_quarantine_display())


@_leak(*OFFICER)
def update_lists_all_who_are_meant() -> Any:
    """The page of an update shows beside the officer's own children the others whom it may be about."""
    ask = quarantine._concerns

    def all_of_them(by: Searcher) -> Any:
        everybody = quarantine.Concern.objects.filter(statement__in=ask(by).values("statement"))
        named = everybody.select_related("child", "statement__record__source__authority")
        return named.annotate(tier=shields.tier_at(OuterRef("child"))).order_by("statement_id", "child_id")

    return _instead(quarantine, "_concerns", all_of_them)


@_leak(*OFFICER)
def decision_is_refused_where_somebody_else_is_meant() -> Any:
    """Applying an update to an open child is refused at once where a shielded one is meant elsewhere."""
    apply = quarantine._apply

    def refuse(row: Any, anchor: Any, **kwargs: Any) -> None:
        others = quarantine.Concern.objects.filter(statement=row).exclude(child=anchor.id)
        if shields.tiers_of(list(others.values_list("child_id", flat=True))):
            raise quarantine.NoSuchStatement
        apply(row, anchor, **kwargs)

    return _instead(quarantine, "_apply", refuse)


@_leak(*OFFICER)
def transfer_of_the_shielded_is_told_at_once() -> Any:
    """The other council is told that a shielded child is to move there before its officer has offered the record."""

    def told(by: Searcher) -> Any:
        waiting = policy.within(Transfer.objects.all(), by, path=Transfer.receiving_path)
        return waiting.filter(outcome="waiting").select_related(*transfers._WITH).order_by("pk")

    return _instead(transfers, "to_take_over", told)


@_leak(*OFFICER)
def updates_are_looked_through_one_by_one() -> Any:
    """The officer's list looks at every statement that was set aside anywhere, to leave out what is not for them."""
    ask = quarantine._concerns

    def look_through(by: Searcher) -> Any:
        for statement in Statement.objects.filter(outcome=Statement.Outcome.QUARANTINED):
            publication.linked_child(statement)
        return ask(by)

    return _instead(quarantine, "_concerns", look_through)


# --- acts -------------------------------------------------------------------------------------------------------


@_leak(*READERS)
def feed_makes_an_unshielded_twin() -> Any:
    """Publication does not look at shields: what another school says of the child makes a second, open record."""
    decide = publication._decide

    def blindly(case: Any, proposal: Any, batch: Any, now: Any) -> None:
        batch.tiers, tiers = {}, batch.tiers
        decide(case, publication._NO_PROPOSAL, batch, now)
        batch.tiers = tiers

    return _instead(publication, "_decide", blindly)


@_leak(*READERS)
def proposals_are_checked_for_doubles() -> Any:
    """Proposing somebody who is held already is refused, even where that record is unlisted."""
    propose = proposals.propose

    def check(payload: dict[str, str], **kwargs: Any) -> str:
        held = Name.objects.filter(given=payload["given_name"], family=payload["family_name"])
        if held.filter(child__birth__first=payload["birth_date"]).exists():
            raise PermissionDenied
        return propose(payload, **kwargs)

    return _instead(proposals, "propose", check)


@_leak(*READERS)
def references_count_records() -> Any:
    """The reference of a proposed record says how many records there are."""
    counting = SimpleNamespace(new=lambda: f"{Child.objects.count():032x}")
    return _instead(proposals, "references", counting)


@_leak("jane", "nia")
def acts_on_what_was_not_shown() -> Any:
    """An involvement may be recorded on a record that was refused a moment ago."""
    return _together(
        _instead(reasons, "acted_on", reasons.given),
        _instead(reasons, "drop", lambda *_: None),
    )


@_leak(*OFFICER)
def next_door_is_forbidden() -> Any:
    """An officer is told that a record belongs to another council, instead of that there is none."""
    disclose = disclosure.disclose

    def forbid(reference: str, *, to: Any, now: Any) -> Disclosure:
        elsewhere = Responsibility.objects.exclude(authority__code=to.authority)
        if elsewhere.filter(child__reference=reference).exists():
            raise PermissionDenied
        return disclose(reference, to=to, now=now)

    return _instead(disclosure, "disclose", forbid)


@_leak(*READERS)
def involvement_under_anothers_name() -> Any:
    """Whether the page says "you work with this child" depends on anybody's work, not on one's own."""

    def of_anybody(held: disclosure.Held, _: Any) -> disclosure.Held:
        rows = Involvement.objects.filter(child=held.record.anchor.id, ended_on__isnull=True)
        return dataclasses.replace(held, i_am_involved=rows.exists())

    return _with_held(of_anybody)


@_leak(*READERS)
def involvement_of_a_colleague() -> Any:
    """A person who works for a service that a feed tells of is told that they work with the child themselves."""

    def of_the_service(held: disclosure.Held, to: Any) -> disclosure.Held:
        service = Account.objects.values_list("service").get(reference=to.account)
        colleagues = Involvement.objects.filter(
            child=held.record.anchor.id, service__in=service, ended_on__isnull=True
        )
        return dataclasses.replace(held, i_am_involved=held.i_am_involved or colleagues.exists())

    return _with_held(of_the_service)


# --- around the page --------------------------------------------------------------------------------------------


def _with_headers(say: Callable[[HttpRequest, HttpResponse], None]) -> contextlib.AbstractContextManager[Any]:
    call = middleware.SearcherMiddleware.__call__

    def and_say(self: Any, request: HttpRequest) -> HttpResponse:
        response = call(self, request)
        if request.searcher:  # type: ignore[attr-defined]
            say(request, response)
        return response

    return _instead(middleware.SearcherMiddleware, "__call__", and_say)


@_leak("jane", "nia", "sana", "otto", "ada", "lena")
def etag_from_the_last_change() -> Any:
    """Every page has an ETag of the newest statement in the register."""

    def tag(request: HttpRequest, response: HttpResponse) -> None:
        newest = Statement.objects.order_by("-as_at").values_list("as_at", flat=True).first()
        response["ETag"] = f'"{newest}"'

    return _with_headers(tag)


@_leak("jane", "nia", "sana", "otto", "ada", "lena")
def server_timing_counts_rows() -> Any:
    """A header for the operators says how many children there are."""
    return _with_headers(
        lambda _, response: response.__setitem__("Server-Timing", f"rows;dur={Child.objects.count()}")
    )


@_leak(*READERS)
def cookie_after_a_shielded_record() -> Any:
    """A cookie remembers whether the last record had carers, to fold that part of the page."""

    def fold(request: HttpRequest, response: HttpResponse) -> None:
        reference = request.path.split("/")[2] if request.path.startswith("/children/") else ""
        if Carer.objects.filter(child__reference=reference).exists():
            response.set_cookie("fold", "carers")

    return _with_headers(fold)


@contextlib.contextmanager
def _together(*patches: contextlib.AbstractContextManager[Any]) -> Iterator[None]:
    with contextlib.ExitStack() as stack:
        for patch in patches:
            stack.enter_context(patch)
        yield
