"""Leaks within the register: what officers, searches, shields, feeds and the trail could give away.

Each kind is one that once escaped. There are at least two of each.
"""

import dataclasses
import hashlib
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from access import answers, eyes, policy
from access.models import Authority
from audit import trail, views
from audit.models import Event
from audit.oversight import reviews
from audit.verbs import Verb
from ground import refusals
from registry import records
from registry.models import (
    Address,
    Child,
    Death,
    Involvement,
    Name,
    Responsibility,
    Statement,
)
from shielding import keys, shields
from shielding.disclosure import brokering, disclosure, ranking, search
from shielding.disclosure.query import Query
from shielding.forms import officers
from shielding.models import (
    Concern,
    ConsentReceipt,
    ContactRequest,
    NearKey,
    SensitiveInvolvement,
    Shield,
    Tier,
)
from shielding.publication import near_matches, quarantine
from shielding.sensitive import involvements as sensitive
from shielding.views import consent, contact, reason
from shielding.views import shield as shield_views
from tests.house.leaks import OFFICER, READERS, instead, key_of, leak, together, with_held, with_words

Asked = Any


def on_page(module: Any, template: str, say: Callable[[HttpRequest, Mapping[str, Any]], object]) -> Any:
    """Say something more in the heading of this page."""
    render = module.render

    def say_more(request: HttpRequest, name: str, context: Any = None, **kwargs: Any) -> HttpResponse:
        page: HttpResponse = render(request, name, context, **kwargs)
        if name == template:
            words = f" {say(request, context or {})}</h1>"
            page.content = page.content.replace(b"</h1>", words.encode(), 1)
        return page

    return instead(module, "render", say_more)


def _lift_asked(child: int) -> bool:
    return Shield.objects.in_force().filter(child=child).exclude(lift_asked_by="").exists()


def _overdue() -> QuerySet[Shield]:
    return Shield.objects.in_force().filter(review_due__lt=timezone.localdate())


def _named(query: Query) -> QuerySet[Child]:
    return Child.objects.filter(name__given=query.given, name__family=query.family)


# --- officers' branches that stop at a limit ----------------------------------------------------------------------

LIMIT = "officers' branches that stop at a limit"


@leak(*OFFICER, kind=LIMIT)
def officers_branches_stop_before_the_scope() -> Any:
    """The limit of a branch is held against everybody; children of other authorities are left out after it."""
    ask = search._ask

    def limit_first(questions: Asked, within: Any) -> Any:
        branches = ask(questions, None)
        if within is None:
            return branches
        own = {*Responsibility.objects.within(within).values_list("child", flat=True)}
        return {branch: [one for one in found if one.child in own] for branch, found in branches.items()}

    return instead(search, "_ask", limit_first)


@leak(*OFFICER, kind=LIMIT)
def officers_are_asked_for_more_because_of_others() -> Any:
    """A search that is too broad in the country is too broad for an officer."""
    ask = search.candidates

    def broad(query: Query, **kwargs: Any) -> Any:
        return None if ask(query) is None else ask(query, **kwargs)

    return instead(search, "candidates", broad)


@leak(*OFFICER, kind=LIMIT)
def household_is_cut_before_the_scope() -> Any:
    """Of a large household the first ones are taken, then those of other authorities are left out."""
    sharing_with = records.sharing_with

    def first_ones(child: int, *, by: Any) -> Any:
        codes = Authority.objects.order_by("code").values_list("code", flat=True)
        everybody = [dataclasses.replace(by, authority=code) for code in codes]
        found = sorted(
            (one for officer in everybody for one in sharing_with(child, by=officer)),
            key=lambda one: one.child,
        )[: officers.MOST_TICKED]
        own = {one.child for one in sharing_with(child, by=by)}
        return tuple(one for one in found if one.child in own)

    return instead(records, "sharing_with", first_ones)


# --- a card's margin that depends on hidden work ------------------------------------------------------------------

MARGIN = "a card's margin that depends on hidden work"


def _with_margin(is_hard: Callable[[Query], bool]) -> Any:
    find = search._by_facts

    def by_facts(query: Query, by: Any) -> search.Outcome:
        more = 0.5 if is_hard(query) else 0.0
        with (
            instead(search, "MARGIN", search.MARGIN + more),
            instead(search, "THRESHOLD", search.THRESHOLD + more),
        ):
            return find(query, by)

    return instead(search, "_by_facts", by_facts)


@leak(*READERS, kind=MARGIN)
def margin_is_wider_around_specialist_work() -> Any:
    """Where a specialist works with one of that name, one must be surer to show a card."""
    return _with_margin(
        lambda query: SensitiveInvolvement.objects.filter(child__in=_named(query).values("pk")).exists()
    )


@leak(*READERS, kind=MARGIN)
def margin_is_wider_while_contact_is_asked() -> Any:
    """Where somebody waits for contact with one of that name, one must be surer to show a card."""
    return _with_margin(
        lambda query: ContactRequest.objects.filter(child__in=_named(query).values("pk")).exists()
    )


@leak(*READERS, kind=MARGIN)
def who_has_a_lead_professional_is_likelier() -> Any:
    """Of two who fit, the one with a lead professional is preferred, beneath a shield as well."""
    bonus = ranking._bonus

    def with_lead(query: Query, candidate: ranking.Candidate) -> float:
        led = Involvement.objects.filter(child=candidate.child, lead_professional=True).exists()
        return bonus(query, candidate) + (0.05 if led else 0.0)

    return instead(ranking, "_bonus", with_lead)


# --- what is shown while a lift is asked --------------------------------------------------------------------------

LIFT = "what is shown while a lift is asked"


@leak(*READERS, kind=LIFT)
def shield_opens_when_its_lift_is_asked() -> Any:
    """A shield of which an officer has asked the lift counts as lifted."""
    grant_in = disclosure._grant_in

    def lifted(row: Any, to: Any) -> disclosure.Grant:
        grant = grant_in(row, to)
        return dataclasses.replace(grant, tier=Tier.OPEN) if _lift_asked(grant.anchor.id) else grant

    def lifted_again(held: disclosure.Held, _: Any) -> disclosure.Held:
        return dataclasses.replace(held, tier=Tier.OPEN) if _lift_asked(held.record.anchor.id) else held

    return together(instead(disclosure, "_grant_in", lifted), with_held(lifted_again))


@leak(*READERS, kind=LIFT)
def lift_is_announced() -> Any:
    """A record says that its shield may soon be lifted."""
    return with_words(lambda shown: "under review" if _lift_asked(key_of(shown.reference)) else "")


@leak(*READERS, kind=LIFT)
def no_contact_is_brokered_while_a_lift_is_asked() -> Any:
    """Who asks for contact is told to wait, because the shield is about to be lifted."""
    ask = brokering.ask

    def wait(*, by: Any, **kwargs: Any) -> bool:
        if _lift_asked(key_of(by.reference)):
            raise refusals.Conflict("Wait a few days: more may be shown then.")
        return ask(by=by, **kwargs)

    return instead(brokering, "ask", wait)


@leak(*READERS, kind=LIFT)
def card_shows_the_district_while_a_lift_is_asked() -> Any:
    """The card of a child whose lift is asked shows the first half of the postcode."""
    cards = disclosure.cards

    def with_district(children: Mapping[int, bool], *, to: Any) -> dict[int, Any]:
        found = cards(children, to=to)
        for child, card in found.items():
            if _lift_asked(child):
                held = Address.objects.filter(child=child).first()
                found[child] = dataclasses.replace(card, district=held.postcode[:3] if held else "")
        return found

    return instead(disclosure, "cards", with_district)


# --- a delay ------------------------------------------------------------------------------------------------------

DELAY = "a delay"


@leak(*READERS, kind=DELAY)
def unlisted_records_answer_late() -> Any:
    """Before it is said that there is no such record, the register waits a little where there is one."""
    find = disclosure._find

    def late(column: str, value: str, *, to: Any) -> Any:
        grant = find(column, value, to=to)
        if grant and not grant.classes:
            time.sleep(0.02)
        return grant

    return instead(disclosure, "_find", late)


@leak(*READERS, kind=DELAY)
def hidden_facts_are_fingerprinted() -> Any:
    """A record is sealed with a slow hash for each hidden fact, and the seal is thrown away."""

    def seal(held: disclosure.Held, _: Any) -> disclosure.Held:
        if Address.objects.filter(child=held.record.anchor.id).exists() and held.tier != Tier.OPEN:
            hashlib.pbkdf2_hmac("sha256", b"fact", b"salt", 600_000)
        return held

    return with_held(seal)


@leak(*READERS, kind=DELAY)
def database_rests_where_a_child_is_hidden() -> Any:
    """To level the times, the database rests a moment; only where a specialist works with the child."""

    def rest(held: disclosure.Held, _: Any) -> disclosure.Held:
        if SensitiveInvolvement.objects.filter(child=held.record.anchor.id).exists():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.001)")
        return held

    return with_held(rest)


# --- a lead professional's name on the contact form ---------------------------------------------------------------

LEAD = "a lead professional's name on the contact form"


def _lead(context: Mapping[str, Any]) -> Involvement | None:
    led = Involvement.objects.filter(child__reference=context["reference"], lead_professional=True)
    return led.order_by("pk").first()


@leak(*READERS, kind=LEAD)
def contact_form_names_the_lead_professional() -> Any:
    """The page says who will get the request."""
    return on_page(
        contact,
        "shielding/contact.html",
        lambda _, context: f"of {lead.practitioner}" if (lead := _lead(context)) else "",
    )


@leak(*READERS, kind=LEAD)
def contact_form_says_that_there_is_a_lead_professional() -> Any:
    """The page says that somebody leads, and does not name them."""
    return on_page(
        contact,
        "shielding/contact.html",
        lambda _, context: "with the lead professional" if _lead(context) else "",
    )


@leak(*READERS, kind=LEAD)
def contact_form_says_how_many_will_be_asked() -> Any:
    """The page says how many people work with the child."""
    return on_page(
        contact,
        "shielding/contact.html",
        lambda _, context: Involvement.objects.filter(child__reference=context["reference"]).count(),
    )


# --- consent pages that know of other consent ---------------------------------------------------------------------

CONSENT = "consent pages that know of other consent"


def _receipts(reference: str) -> QuerySet[ConsentReceipt]:
    return ConsentReceipt.objects.filter(involvement__child__reference=reference).order_by("pk")


@leak("sana", kind=CONSENT)
def consent_page_counts_other_consent() -> Any:
    """The page says how often the child has been asked for consent."""
    return on_page(
        consent, "shielding/consent.html", lambda _, context: _receipts(context["reference"]).count()
    )


@leak("sana", kind=CONSENT)
def consent_is_taken_over_from_another_service() -> Any:
    """Where another service holds consent, it is said to be recorded already."""
    start = sensitive.start

    def take_over(*, by: Any, **kwargs: Any) -> bool:
        others = _receipts(by.reference).exclude(involvement__account__reference=by.searcher.account)
        return False if others.filter(involvement__service__code="MINDS").exists() else start(by=by, **kwargs)

    return instead(sensitive, "start", take_over)


@leak("sana", kind=CONSENT)
def consent_page_says_how_it_was_given_before() -> Any:
    """The page offers the day of the last consent, whoever holds it."""
    given = lambda context: _receipts(context["reference"]).values_list("given_on", flat=True).last()  # noqa: E731
    return on_page(consent, "shielding/consent.html", lambda _, context: given(context) or "")


# --- an error message that names the child ------------------------------------------------------------------------

NAMING = "an error message that names the child"


def _name_of(reference: str) -> str:
    name = Name.objects.filter(child__reference=reference).first()
    return f"{name.given} {name.family}" if name else ""


@leak(*READERS, *OFFICER, kind=NAMING)
def not_found_names_whom_it_did_not_find() -> Any:
    """The page "not found" says which record is not for this person."""
    not_found = answers.not_found

    def name(request: HttpRequest) -> HttpResponse:
        place = next((part for part in request.path.split("/") if len(part) == 32), "")
        page = not_found(request)
        page.content = page.content.replace(b"</h1>", f" {_name_of(place)}</h1>".encode(), 1)
        return page

    return instead(answers, "not_found", name)


@leak(*OFFICER, kind=NAMING)
def refused_shield_names_the_child_elsewhere() -> Any:
    """A shield that would cover a child of another authority is refused with the child's name."""
    impose = shields.impose

    def name(reference: str, *, also: Collection[str] = (), **kwargs: Any) -> None:
        try:
            impose(reference, also=also, **kwargs)
        except records.NoSuchChild:
            named = ", ".join(filter(None, map(_name_of, also)))
            raise refusals.Conflict(f"{named} cannot be covered by you.") from None

    return instead(shields, "impose", name)


@leak(*READERS, *OFFICER, kind=NAMING)
def reason_is_asked_for_again_by_name() -> Any:
    """Who gives no good reason is told whose record it is that needs one."""
    look = eyes.look

    def name(searcher: Any, *, reference: str, **kwargs: Any) -> eyes.Viewer:
        try:
            return look(searcher, reference=reference, **kwargs)
        except eyes.ReasonMissing:
            raise eyes.ReasonMissing(
                f"Say why you need to see the record of {_name_of(reference)}."
            ) from None

    return instead(reason.eyes, "look", name)


# --- an answer before the scope -----------------------------------------------------------------------------------

SCOPE = "an answer before the scope"


@leak(*OFFICER, kind=SCOPE)
def answered_requests_are_said_before_the_scope() -> Any:
    """Whether a request is answered already is asked before whose it is."""
    answer = brokering.answer

    def state_first(reference: str, **kwargs: Any) -> None:
        asked = ContactRequest.objects.filter(reference=reference).first()
        if asked and asked.outcome != ContactRequest.Outcome.WAITING:
            raise brokering.AlreadyAnswered
        answer(reference, **kwargs)

    return instead(brokering, "answer", state_first)


@leak(*OFFICER, kind=SCOPE)
def shields_are_said_before_the_scope() -> Any:
    """Whether a child has a shield already is asked before whose it is."""
    impose = shields.impose

    def state_first(reference: str, *, also: Collection[str] = (), **kwargs: Any) -> None:
        if Shield.objects.in_force().filter(child__reference__in=also).exists():
            raise shields.AlreadyShielded
        impose(reference, also=also, **kwargs)

    return instead(shields, "impose", state_first)


@leak(*OFFICER, kind=SCOPE)
def updates_are_said_before_the_scope() -> Any:
    """An officer is told that an update waits for somebody else, not that there is none."""
    read = quarantine.read

    def state_first(statement: str, **kwargs: Any) -> Any:
        try:
            return read(statement, **kwargs)
        except quarantine.NoSuchStatement:
            if Statement.objects.filter(reference=statement).exists():
                raise refusals.Conflict("This update waits for another officer.") from None
            raise

    return instead(quarantine, "read", state_first)


# --- an officer elsewhere -----------------------------------------------------------------------------------------

ELSEWHERE = "an officer elsewhere"


@leak(*OFFICER, kind=ELSEWHERE)
def shields_of_everybody_are_listed() -> Any:
    """The list of shields is that of the country."""
    return _with_scope_of_all(Shield)


@leak(*OFFICER, kind=ELSEWHERE)
def requests_of_everybody_are_listed() -> Any:
    """The list of requests is that of the country."""
    return _with_scope_of_all(ContactRequest)


@leak(*OFFICER, kind=ELSEWHERE)
def updates_of_everybody_are_listed() -> Any:
    """The list of updates is that of the country."""
    return _with_scope_of_all(Concern)


def _with_scope_of_all(model: Any) -> Any:
    within = policy.within

    def everybody(rows: Any, by: Any, *, path: str = "") -> Any:
        return rows if rows.model is model else within(rows, by, path=path)

    return instead(policy, "within", everybody)


@leak(*OFFICER, kind=ELSEWHERE)
def officers_read_nationally_where_a_shield_is() -> Any:
    """An officer may look beneath any shield, whoever looks after the child."""
    find = disclosure._eyes

    def anywhere(anchor: Any, looked_after_by: str, to: Any) -> Any:
        stands = find(anchor, looked_after_by, to)
        may = to.may(disclosure.Permission.SEE_BENEATH_SHIELD) and shields.tier_of(anchor.id) != Tier.OPEN
        return disclosure.Eyes.OFFICER if stands is None and may else stands

    return instead(disclosure, "_eyes", anywhere)


@leak(*OFFICER, kind=ELSEWHERE)
def shields_of_the_country_are_counted() -> Any:
    """The page of shields says how many there are in all."""
    return on_page(
        shield_views, "shielding/shields.html", lambda *_: f"of {Shield.objects.in_force().count()}"
    )


# --- near matches that forget an overdue shield -------------------------------------------------------------------

OVERDUE = "near matches that forget an overdue shield"


@leak(*READERS, kind=OVERDUE)
def publication_forgets_an_overdue_shield() -> Any:
    """To publication a shield whose review is overdue is none."""
    tiers_of = shields.tiers_of

    def in_time(children: Collection[int]) -> dict[int, Tier]:
        overdue = {*_overdue().values_list("child", flat=True)}
        return {child: tier for child, tier in tiers_of(children).items() if child not in overdue}

    return instead(shields, "tiers_of", in_time)


def _near_without(left_out: Callable[[], QuerySet[Shield]]) -> Any:
    near = near_matches._near_withheld

    def some(asked: Any) -> Iterable[tuple[int, int]]:
        gone = {*left_out().values_list("child", flat=True)}
        return [pair for pair in near(asked) if pair[1] not in gone]

    return instead(near_matches, "_near_withheld", some)


@leak(*READERS, kind=OVERDUE)
def near_matches_forget_an_overdue_shield() -> Any:
    """Near matches are asked only of children whose shield is reviewed in time."""
    return _near_without(_overdue)


@leak(*READERS, kind=OVERDUE)
def near_matches_forget_the_unlisted() -> Any:
    """Near matches are asked only of children whom a search may show."""
    return _near_without(lambda: Shield.objects.in_force().filter(tier=Tier.UNLISTED))


@leak(*READERS, kind=OVERDUE)
def near_keys_are_not_made_for_all_tiers() -> Any:
    """The near keys of children who ask for more privacy are left out: nobody is in danger."""
    rewrite = keys.near_keys.rewrite

    def some(children: Collection[int], *, withheld: Collection[int]) -> None:
        rewrite(children, withheld=withheld)
        lesser = Shield.objects.in_force().filter(tier__in=(Tier.ASK_FIRST, Tier.RAISED))
        NearKey.objects.filter(child__in=lesser.values("child")).delete()

    return together(
        instead(keys.near_keys, "rewrite", some),
        _near_without(lambda: Shield.objects.in_force().filter(tier__in=(Tier.ASK_FIRST, Tier.RAISED))),
    )


# --- whom an event belongs to -------------------------------------------------------------------------------------

BELONGS = "whom an event belongs to"


def _with_actor(change: Callable[[trail.Actor, str, Any], trail.Actor]) -> Any:
    record = trail.record

    def otherwise(verb: Any, *, actor: trail.Actor, reference: str | None = None, **kwargs: Any) -> Event:
        return record(verb, actor=change(actor, reference or "", verb), reference=reference, **kwargs)

    return instead(trail, "record", otherwise)


def _authority_of(reference: str) -> str:
    return records.authority_of(key_of(reference)) if reference else ""


@leak("lena", kind=BELONGS)
def events_of_the_system_belong_to_the_childs_authority() -> Any:
    """What the system does stands in the trail of the authority that looks after the child."""
    return _with_actor(
        lambda actor, reference, _: (
            actor if actor.account else dataclasses.replace(actor, authority=_authority_of(reference))
        )
    )


@leak("lena", kind=BELONGS)
def openings_belong_to_the_childs_authority() -> Any:
    """That a record was opened stands in the trail of the authority that looks after the child."""
    return _with_actor(
        lambda actor, reference, verb: (
            dataclasses.replace(actor, authority=_authority_of(reference) or actor.authority)
            if verb in ("disclosed", "contact-asked", "involvement-started")
            else actor
        )
    )


@leak("jane", "nia", "sana", kind=BELONGS)
def own_activity_has_who_else_looked() -> Any:
    """One's own activity says who else has opened the records that one has opened."""

    def others(request: HttpRequest, _: Any) -> int:
        mine = Event.objects.filter(account=request.searcher.account).exclude(reference="")  # type: ignore[attr-defined]
        opened = Event.objects.filter(reference__in=mine.values("reference"))
        return opened.exclude(account=request.searcher.account).count()  # type: ignore[attr-defined]

    return on_page(views, "audit/my_activity.html", others)


# --- the auditor's page -------------------------------------------------------------------------------------------

AUDITOR = "the auditor's page"


@leak("lena", kind=AUDITOR)
def trail_says_whether_there_is_such_a_record() -> Any:
    """Who asks for a record's events is told whether there is such a record."""
    return on_page(
        views,
        "audit/trail.html",
        lambda _, context: bool(
            context["form"].cleaned_data.get("reference")
            and key_of(context["form"].cleaned_data["reference"])
        ),
    )


@leak("lena", kind=AUDITOR)
def chart_counts_the_country() -> Any:
    """The last two weeks are counted for all authorities."""
    days = reviews._days
    return instead(reviews, "_days", lambda _, today: days(Event.objects.all(), today))


@leak("lena", kind=AUDITOR)
def next_page_is_offered_because_of_others() -> Any:
    """Whether there are older events is asked of what anybody opened anywhere."""
    read = reviews.page_of

    def offer(events: QuerySet[Event], before: Any) -> tuple[list[Event], reviews.Place | None]:
        rows, older = read(events, before)
        _, older_of_all = read(Event.objects.filter(verb=Verb.DISCLOSED), before)
        return rows, older or older_of_all

    return instead(reviews, "page_of", offer)


@leak("lena", kind=AUDITOR)
def trail_shows_the_tier_of_now() -> Any:
    """Beside each record stands which shield it has."""
    read = reviews._entry

    def with_tier(event: Event) -> reviews.Entry:
        entry = read(event)
        tier = shields.tier_of(key_of(event.reference)) if event.reference else ""
        return dataclasses.replace(entry, outcome=f"{entry.outcome} {tier}")

    return instead(reviews, "_entry", with_tier)


@leak("lena", kind=AUDITOR)
def events_by_record_are_those_of_everybody() -> Any:
    """Who asks for one record gets the events of all authorities about it."""
    within = policy.within

    def anywhere(rows: Any, by: Any) -> Any:
        if rows.model is not Event:
            return within(rows, by)
        looked_after = Child.objects.filter(responsibility__authority__code=by.authority)
        return rows.filter(Q(authority=by.authority) | Q(reference__in=looked_after.values("reference")))

    return instead(reviews.policy, "within", anywhere)


# --- former names and deaths --------------------------------------------------------------------------------------

FORMER = "a former name"
DEATH = "a death"


@leak(*READERS, kind=FORMER)
def card_shows_former_names_beneath_a_shield() -> Any:
    """The card says how a shielded child was called before."""
    cards = disclosure.cards

    def with_names(children: Mapping[int, bool], *, to: Any) -> dict[int, Any]:
        return {
            child: dataclasses.replace(
                card,
                known_before_as=tuple(
                    Name.objects.filter(child=child, kind=Name.Kind.FORMER).values_list("family", flat=True)
                ),
            )
            for child, card in cards(children, to=to).items()
        }

    return instead(disclosure, "cards", with_names)


@leak(*READERS, kind=FORMER)
def shielded_children_are_found_by_former_names() -> Any:
    """Who is asked for by a shielded child's name of before is said to be one of several."""
    find = search._by_facts

    def by_former(query: Query, by: Any) -> search.Outcome:
        outcome = find(query, by)
        former = Name.objects.filter(kind=Name.Kind.FORMER, family=query.family, given=query.given)
        held = former.filter(child__shield__lifted_at=None, child__shield__tier__in=("raised", "shielded"))
        if isinstance(outcome, search.NotFound) and held.exists():
            return search.Several(query.missing())
        return outcome

    return instead(search, "_by_facts", by_former)


@leak(*READERS, kind=DEATH)
def death_is_told_beneath_a_shield() -> Any:
    """A shielded record says that the child has died: nobody can be in danger any more."""
    return with_words(
        lambda shown: "deceased" if Death.objects.filter(child__reference=shown.reference).exists() else ""
    )


@leak(*READERS, kind=DEATH)
def dead_children_are_not_found() -> Any:
    """A search leaves out children who have died, shielded ones as well."""
    rank = ranking.rank

    def living(query: Query, found: Any) -> list[ranking.Scored]:
        dead = {*Death.objects.values_list("child", flat=True)}
        return [one for one in rank(query, found) if one.child not in dead]

    return instead(ranking, "rank", living)
