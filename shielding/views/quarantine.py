"""Updates that were set aside: the officer's list, the decision on one of them in two steps, and taking it back."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from access import answers, doors, eyes, kept
from access.doors import SignedInRequest
from access.eyes import Searcher
from access.permissions import Permission
from ground.statute import Purpose
from registry import records
from shielding.disclosure import disclosure
from shielding.forms import officers
from shielding.publication import quarantine
from shielding.publication.quarantine import Decision
from shielding.views import comparing

REASON = "To decide on an update that may be about this child"


@doors.needs(Permission.DECIDE_QUARANTINE)
@require_safe
def list_waiting(request: SignedInRequest) -> HttpResponse:
    page = request.GET.get("page", "")
    waiting = quarantine.waiting(by=request.searcher, now=timezone.now(), page=page)
    return render(request, "shielding/quarantine.html", {"waiting": waiting, "today": timezone.localdate()})


@doors.needs(Permission.DECIDE_QUARANTINE)
@doors.read_or_send
def decide(request: SignedInRequest, statement: str) -> HttpResponse:
    """All of one update beside what is held. What is chosen here is done on the next page, where it is confirmed."""
    now = timezone.now()
    try:
        opened = quarantine.read(statement, by=request.searcher, now=now)
    except quarantine.NoSuchStatement as gone:
        return _gone(request, gone)
    form = officers.Decide(kept.sent(request))
    compared = _compared(opened, request.searcher, now)
    form.offer(opened.item, {one.reference: one.name for one in compared})
    if request.method == "POST" and form.is_valid() and _is_one_chosen(form, opened):
        chosen = {name: value for name, value in form.cleaned_data.items() if value}
        return redirect(f"{reverse('shielding:confirm-decision', args=[statement])}?{urlencode(chosen)}")
    shown = {
        "form": form,
        "item": opened.item,
        "sent": opened.sent,
        "compared": compared,
        "consequences": _consequences(opened, compared),
        "today": timezone.localdate(now),
    }
    return render(request, "shielding/decide.html", shown)


@doors.needs(Permission.DECIDE_QUARANTINE)
@doors.read_or_send
def confirm(request: SignedInRequest, statement: str) -> HttpResponse:
    """What was chosen once more, with what it publishes and to whom; sending it does it."""
    now = timezone.now()
    form = officers.Decide(request.POST if request.method == "POST" else request.GET)
    try:
        opened = quarantine.read(statement, by=request.searcher, now=now)
        if not form.is_valid() or not _is_one_chosen(form, opened):
            return redirect("shielding:decide", statement=statement)
        if request.method == "POST":
            return _decide(request, opened, form, now)
    except quarantine.NoSuchStatement as gone:
        return _gone(request, gone)
    decision, child = form.cleaned_data["decision"], form.cleaned_data["child"]
    compared = _compared(opened, request.searcher, now)
    about = [one for one in compared if child in ("", one.reference)]
    shown = {
        "form": form,
        "item": opened.item,
        "decision": decision,
        "about": about,
        "consequences": [words for made, words in _consequences(opened, about) if made == decision],
        "today": timezone.localdate(now),
    }
    return render(request, "shielding/confirm_decision.html", shown)


@doors.needs(Permission.DECIDE_QUARANTINE)
@require_safe
def list_decided(request: SignedInRequest) -> HttpResponse:
    decided = quarantine.decided_today(by=request.searcher, now=timezone.now())
    return render(request, "shielding/decided.html", {"decided": decided})


@doors.needs(Permission.DECIDE_QUARANTINE)
@require_POST
def take_back(request: SignedInRequest, reference: str) -> HttpResponse:
    """Hides at once what a decision published, and says who was shown it meanwhile."""
    taken: list[quarantine.TakenBack] = []
    with answers.told(request):
        taken.append(quarantine.take_back(reference, by=request.searcher, now=timezone.now()))
    if not taken:
        return redirect("shielding:decided")
    return render(request, "shielding/taken_back.html", {"taken": taken[0]})


def _gone(request: SignedInRequest, gone: quarantine.NoSuchStatement) -> HttpResponse:
    messages.warning(request, gone.words)
    return redirect("shielding:quarantine")


def _compared(opened: quarantine.Opened, by: Searcher, now: datetime) -> Sequence[comparing.Compared]:
    """Each record that may be meant as this officer may read it: one disclosure, with its event, for each of them."""
    found = []
    for candidate in opened.item.candidates:
        viewer = eyes.look(
            by, reference=candidate.child, purpose=Purpose.PROTECT.value, reason=REASON, now=now
        )
        try:
            held = disclosure.disclose(candidate.child, to=viewer, now=now)
        except records.NoSuchChild:
            continue  # it has gone to another authority since the update was read
        found.append(comparing.compare(opened, candidate, held, today=timezone.localdate(now)))
    return found


def _consequences(
    opened: quarantine.Opened, compared: Sequence[comparing.Compared]
) -> list[tuple[Decision, str]]:
    names = {one.reference: one.name for one in compared}
    told = [
        (decision, comparing.consequence(decision, opened, candidate, names[candidate.child]))
        for decision in Decision
        for candidate in opened.item.candidates
        if candidate.child in names
    ]
    return list(dict.fromkeys(told))


def _is_one_chosen(form: officers.Decide, opened: quarantine.Opened) -> bool:
    """Of several children it is said which one it is about. Adds the error where it is not."""
    candidates = [candidate.child for candidate in opened.item.candidates]
    is_asked = form.cleaned_data["decision"] == Decision.APPLY and len(candidates) > 1
    if is_asked and form.cleaned_data["child"] not in candidates:
        form.add_error("child", quarantine.ChildMissing().beside_a_question)
    return not form.errors


def _decide(
    request: SignedInRequest, opened: quarantine.Opened, form: officers.Decide, now: datetime
) -> HttpResponse:
    """Do it; where it cannot be done as things are, the update is shown again and says why."""
    statement = opened.item.statement
    done = []
    with answers.told(request):
        done.append(quarantine.decide(statement, **form.cleaned_data, by=request.searcher, now=now))
        messages.success(request, "Your decision is recorded. You can take it back until midnight.")
    return redirect("shielding:quarantine") if done else redirect("shielding:decide", statement=statement)
