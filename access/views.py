"""The pages of coming in, going out, the own account, and looking after accounts."""

import base64
import math
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import qrcode
import qrcode.image.svg
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from access import (
    accounts,
    answers,
    details,
    doors,
    drafts,
    envelopes,
    forms,
    kept,
    questions,
    roles,
    sessions,
    signin,
    wrong_numbers,
)
from access.forms import steps
from access.permissions import Permission
from ground import references
from shielding import caseload

FIRST_STEP_FAILED = (
    "The username or the password is wrong, or the account may not sign in now. Check both and try again, or ask your "
    "account administrator for help"
)
SECOND_STEP_FAILED = (
    "The PIN or the code is wrong, or the code was used before. {wait} Wait until your token shows a new code, then "
    "enter both again"
)


@doors.open_to_all
@sensitive_post_parameters()
@doors.read_or_send
def sign_in(request: doors.Request) -> HttpResponse:
    """Step one: username and password."""
    if request.searcher:
        return redirect("home")
    form = forms.SignIn(_sent(request))
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        if signin.first_step(
            request, username=facts["username"], password=facts["password"], now=timezone.now()
        ):
            return redirect("access:sign-in-second")
        form.add_error(None, FIRST_STEP_FAILED)
    return render(
        request,
        "access/sign_in.html",
        {
            "form": form,
            "ended": sessions.words_of(request.GET.get("ended", "")),
            "is_kept": request.GET.get("kept") == "yes",
        },
    )


@doors.open_to_all
@sensitive_post_parameters()
@doors.read_or_send
def sign_in_second(request: doors.Request) -> HttpResponse:
    """Step two: the PIN and the token's code."""
    if request.searcher:
        return redirect("home")
    if not signin.half_way(request, now=timezone.now()):
        return redirect("access:sign-in")
    form = forms.SecondStep(_sent(request))
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        if signin.second_step(request, pin=facts["pin"], code=facts["code"], now=timezone.now()):
            return _back(request)
        wait = signin.second_step_after(request, now=timezone.now())
        form.add_error(None, SECOND_STEP_FAILED.format(wait=_try_again_in(wait)))
    return render(request, "access/sign_in_second.html", {"form": form})


def locked_out(request: HttpRequest, *_: Any) -> HttpResponse:
    """Too many tries for this username at this address. Says how long to wait and who helps."""
    minutes = math.ceil(signin.locked_for(request, now=timezone.now()) / timedelta(minutes=1))
    return render(request, "access/locked_out.html", {"minutes": minutes}, status=429)


@doors.open_to_all
@require_POST
def sign_out(request: doors.Request) -> HttpResponse:
    if request.searcher:
        sessions.end(request, request.searcher, now=timezone.now())
    else:
        request.session.flush()
    response = redirect("access:signed-out")
    kept.leave(response)
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@doors.open_to_all
@require_safe
def signed_out(request: doors.Request) -> HttpResponse:
    return render(request, "access/signed_out.html")


@doors.signed_in
@doors.before_password_change
@require_POST
def stay(request: doors.SignedInRequest) -> HttpResponse:
    """Somebody is there. That they asked is all that keeps the session; there is nothing to show."""
    response = HttpResponse(status=HTTPStatus.NO_CONTENT)
    del response["Content-Type"]
    return response


@doors.open_to_all
@require_safe
def ask_for_help(request: doors.Request) -> HttpResponse:
    return render(request, "access/help.html")


@doors.open_to_all
@require_safe
def accessibility(request: doors.Request) -> HttpResponse:
    return render(request, "access/accessibility.html")


@doors.open_to_all
@require_safe
def cookies(request: doors.Request) -> HttpResponse:
    return render(request, "access/cookies.html")


@doors.signed_in
@require_safe
def own_account(request: doors.SignedInRequest) -> HttpResponse:
    """The person's own account: who they are here, how they are reached, and what their roles allow."""
    facts = {
        "username": request.account.username,
        "held": [roles.ROLES[role] for role in sorted(request.searcher.roles)],
        "details": details.own(by=request.searcher),
        "recent": caseload.own_recent(by=request.searcher, now=timezone.now()),
    }
    return render(request, "access/own_account.html", facts)


@doors.signed_in
@doors.read_or_send
def change_own_details(request: doors.SignedInRequest) -> HttpResponse:
    now = details.own(by=request.searcher)
    form = forms.ContactDetails(_sent(request), initial=_reached(now))
    if request.method == "POST" and form.is_valid():
        with answers.shown_in(form):
            changed = details.change_own(**form.cleaned_data, by=request.searcher, now=timezone.now())
            _tell(
                request, changed, "Your contact details are changed. Records show the new ones from now on."
            )
            return redirect("access:own-account")
    return render(request, "access/details.html", {"form": form, "details": now})


@doors.signed_in
@doors.read_or_send
def move_self(request: doors.SignedInRequest) -> HttpResponse:
    """To another service of one's own organisation; what becomes of the open work is asked and said."""
    now = details.own(by=request.searcher)
    load = caseload.own(by=request.searcher)
    form = forms.Move(_sent(request), services=_others(now), none="", load=load)
    if request.method == "POST" and form.is_valid():
        with answers.shown_in(form):
            settled = caseload.move_self(**form.cleaned_data, by=request.searcher, now=timezone.now())
            messages.success(request, f"Your service is changed. {_said_of(settled)}")
            return redirect("access:own-account")
    return render(request, "access/move.html", {"form": form, "details": now, "load": load})


@doors.signed_in
@require_POST
def take_back_own_move(request: doors.SignedInRequest) -> HttpResponse:
    with answers.told(request):
        settled = caseload.take_back_own(by=request.searcher, now=timezone.now())
        messages.success(request, f"You work for the service from before again. {_given_back(settled)}")
    return redirect("access:own-account")


@doors.signed_in
@doors.before_password_change
@doors.keeps_nothing
@sensitive_post_parameters()
@doors.read_or_send
def change_password(request: doors.SignedInRequest) -> HttpResponse:
    form = forms.ChangePassword(_sent(request))
    if request.method == "POST" and form.is_valid() and _change_password(request, form):
        messages.success(request, "Your password is changed.")
        return redirect("home")
    return render(
        request, "access/change_password.html", {"form": form, "first": request.account.must_change_password}
    )


@doors.needs(Permission.OPEN_RECORD)
@doors.read_or_send
def report_wrong_number(request: doors.SignedInRequest) -> HttpResponse:
    """From a record, with what it shows filled in, and back to it; or by itself. Nothing about a child is asked."""
    typed = _sent(request) or QueryDict()
    is_answered = "fault" in typed or "sent" in typed
    form = forms.WrongNumber(typed if is_answered else None, initial=typed.dict())
    back = typed.get("back", "") if references.is_reference(typed.get("back", "")) else ""
    if request.method == "POST" and is_answered and form.is_valid():
        with answers.shown_in(form):
            is_new = wrong_numbers.report(**form.cleaned_data, by=request.searcher, now=timezone.now())
            if is_new:
                messages.success(
                    request,
                    "The ContactPoint team is told. What the record shows changes once it is put right.",
                )
            else:
                messages.info(request, "You have told the ContactPoint team already. Nothing was changed.")
            return redirect("shielding:record", reference=back) if back else redirect("access:wrong-number")
    return render(request, "access/wrong_number.html", {"form": form, "back": back})


@doors.needs(Permission.MANAGE_ACCOUNTS)
@require_safe
def list_wrong_numbers(request: doors.SignedInRequest) -> HttpResponse:
    reports = wrong_numbers.waiting(by=request.searcher)
    return render(request, "access/wrong_numbers.html", {"reports": reports})


@doors.needs(Permission.MANAGE_ACCOUNTS)
@require_POST
def settle_wrong_number(request: doors.SignedInRequest, reference: str) -> HttpResponse:
    wrong_numbers.settle(reference, by=request.searcher, now=timezone.now())
    messages.success(request, "The report is settled.")
    return redirect("access:wrong-numbers")


@doors.needs(Permission.MANAGE_ACCOUNTS)
@require_safe
def list_accounts(request: doors.SignedInRequest) -> HttpResponse:
    facts = {
        "entries": accounts.listed(by=request.searcher, page=request.GET.get("page", "")),
        "wrong_numbers": len(wrong_numbers.waiting(by=request.searcher)),
    }
    return render(request, "access/accounts.html", facts)


@doors.needs(Permission.MANAGE_ACCOUNTS)
@require_safe
def create_account(request: doors.SignedInRequest) -> HttpResponse:
    """The list of what a new account needs, with what is done of it."""
    tasks = steps.tasks(request.session, by=request.searcher)
    facts = {"tasks": tasks, "is_whole": all(task.state == "done" for task in tasks)}
    return render(request, "access/create_account.html", facts)


@doors.needs(Permission.MANAGE_ACCOUNTS)
@require_safe
def list_certificates(request: doors.SignedInRequest) -> HttpResponse:
    """Whose certificate ends soon: without a new one they cannot sign in."""
    today = timezone.localdate()
    endings = accounts.with_certificates_ending(by=request.searcher, today=today)
    return render(request, "access/certificates.html", {"endings": endings, "today": today})


@doors.needs(Permission.MANAGE_ACCOUNTS)
@doors.read_or_send
def fill_in_step(request: doors.SignedInRequest, step: str) -> HttpResponse:
    """One step of a new account. What is right is kept; an organisation leads on to its services."""
    sent = kept.sent(request)
    typed = drafts.kept(request.session, step) if sent is None else sent
    form = steps.form_of(step, typed, session=request.session, by=request.searcher)
    if form is None:
        return redirect("access:create-account")
    if request.method == "POST" and form.is_valid():
        with answers.shown_in(form):
            if step == "who":
                accounts.require_free(form.cleaned_data["username"], by=request.searcher)
            drafts.keep(request.session, step, request.POST, steps.names_in(form))
            return redirect("access:new-service" if step == "organisation" else "access:create-account")
    facts = {"form": form, "title": steps.STEPS[step][0]}
    if step == "roles":
        facts["refused"] = steps.refused(request.session, by=request.searcher)
    return render(request, "access/new_step.html", facts)


@doors.needs(Permission.MANAGE_ACCOUNTS)
@doors.read_or_send
def check_new_account(request: doors.SignedInRequest) -> HttpResponse:
    """All that was answered, to be checked; then the account is created."""
    filled = steps.filled_in(request.session, by=request.searcher)
    if filled is None:
        messages.warning(request, "Some steps are not done yet. Nothing was created.")
        return redirect("access:create-account")
    form = questions.Questions(_sent(request))
    if request.method == "POST":
        with answers.shown_in(form):
            facts = {name: value for one in filled.values() for name, value in one.cleaned_data.items()}
            made = accounts.create(**facts, by=request.searcher, now=timezone.now())
            drafts.drop(request.session)
            messages.success(
                request, "The account is created. Issue its credentials when you can hand them over."
            )
            return redirect("access:account", reference=made)
    shown = [(step, steps.STEPS[step][0], steps.answers_in(one)) for step, one in filled.items()]
    return render(request, "access/check_new_account.html", {"form": form, "steps": shown})


@doors.needs(Permission.MANAGE_ACCOUNTS)
@require_POST
def discard_new_account(request: doors.SignedInRequest) -> HttpResponse:
    dropped = drafts.drop(request.session)
    _tell(request, dropped, "What you had filled in is thrown away. No account was created.")
    return redirect("access:accounts")


@doors.needs(Permission.MANAGE_ACCOUNTS)
@require_safe
def show_account(request: doors.SignedInRequest, reference: str) -> HttpResponse:
    return _account_page(request, reference, grant=forms.GrantRole())


@doors.needs(Permission.MANAGE_ACCOUNTS)
@doors.read_or_send
def accredit_account(request: doors.SignedInRequest, reference: str) -> HttpResponse:
    page = _page(request, reference)
    dates = {name: getattr(page, name) for name in forms.Accreditation.base_fields}
    form = forms.Accreditation(_sent(request), initial=dates)
    if request.method == "POST" and form.is_valid():
        with answers.shown_in(form):
            changed = accounts.accredit(
                reference, **form.cleaned_data, by=request.searcher, now=timezone.now()
            )
            _tell(request, changed, "The dates are written down.")
            return redirect("access:account", reference=reference)
    return render(request, "access/accredit.html", {"page": page, "form": form})


@doors.needs(Permission.MANAGE_ACCOUNTS)
@sensitive_variables("issued")
@doors.read_or_send
def issue_credentials(request: doors.SignedInRequest, reference: str) -> HttpResponse:
    """Asks first; then leads on to the page that shows the new credentials once."""
    page = _page(request, reference)
    form = questions.Questions(_sent(request))
    if request.method == "POST":
        now = timezone.now()
        with answers.shown_in(form):
            issued = accounts.issue_credentials(reference, by=request.searcher, now=now)
            envelopes.put(request.session, issued, reference=reference, now=now)
            return redirect("access:credentials", reference=reference)
    return render(request, "access/issue_credentials.html", {"page": page, "form": form})


@doors.needs(Permission.MANAGE_ACCOUNTS)
@sensitive_variables("issued", "picture")
@require_safe
def show_credentials(request: doors.SignedInRequest, reference: str) -> HttpResponse:
    """New credentials, once. Whoever comes again is told what to do if they were missed."""
    page = _page(request, reference)
    if request.method == "HEAD":
        return HttpResponse()
    issued = envelopes.open_once(request.session, reference=reference, now=timezone.now())
    if issued is None:
        return render(request, "access/credentials_gone.html", {"page": page})
    picture = qr_picture(issued.token_uri)
    return render(request, "access/credentials.html", {"page": page, "issued": issued, "picture": picture})


@doors.needs(Permission.MANAGE_ACCOUNTS)
@doors.read_or_send
def change_details(request: doors.SignedInRequest, reference: str) -> HttpResponse:
    page, now = _page(request, reference), details.of(reference, by=request.searcher)
    form = forms.ContactDetails(_sent(request), initial=_reached(now))
    if request.method == "POST" and form.is_valid():
        with answers.shown_in(form):
            changed = details.change(reference, **form.cleaned_data, by=request.searcher, now=timezone.now())
            _tell(request, changed, "The contact details are changed. Records show the new ones from now on.")
            return redirect("access:account", reference=reference)
    return render(request, "access/details.html", {"page": page, "form": form, "details": now})


@doors.needs(Permission.MANAGE_ACCOUNTS)
@doors.read_or_send
def move_account(request: doors.SignedInRequest, reference: str) -> HttpResponse:
    """To another service of the organisation; what becomes of the open work is asked and said."""
    page, now = _page(request, reference), details.of(reference, by=request.searcher)
    load = caseload.of(reference, by=request.searcher)
    none = "No service" if now.service else ""
    form = forms.Move(_sent(request), services=_others(now), none=none, load=load)
    if request.method == "POST" and form.is_valid():
        with answers.shown_in(form):
            settled = caseload.move(reference, **form.cleaned_data, by=request.searcher, now=timezone.now())
            messages.success(request, f"The service is changed. {_said_of(settled)}")
            return redirect("access:account", reference=reference)
    return render(request, "access/move.html", {"page": page, "form": form, "details": now, "load": load})


@doors.needs(Permission.MANAGE_ACCOUNTS)
@doors.read_or_send
def suspend_account(request: doors.SignedInRequest, reference: str) -> HttpResponse:
    return _with_reason(request, reference, accounts.suspend, "suspend")


@doors.needs(Permission.MANAGE_ACCOUNTS)
@doors.read_or_send
def restore_account(request: doors.SignedInRequest, reference: str) -> HttpResponse:
    return _with_reason(request, reference, accounts.restore, "restore")


@doors.needs(Permission.MANAGE_ACCOUNTS)
@doors.read_or_send
def close_account(request: doors.SignedInRequest, reference: str) -> HttpResponse:
    """Says before the press for how many children the person's work is open, and afterwards what became of it."""
    page, load = _page(request, reference), caseload.of(reference, by=request.searcher)
    form = forms.Close(_sent(request), load=load)
    if request.method == "POST" and form.is_valid():
        with answers.shown_in(form):
            settled = caseload.close_account(
                reference, **form.cleaned_data, by=request.searcher, now=timezone.now()
            )
            messages.success(request, f"The account of {page.entry.full_name} is closed. {_said_of(settled)}")
            return redirect("access:account", reference=reference)
    return render(request, "access/close.html", {"page": page, "form": form, "load": load})


@doors.needs(Permission.MANAGE_ACCOUNTS)
@doors.read_or_send
def take_back_leaving(request: doors.SignedInRequest, reference: str) -> HttpResponse:
    """A press in error is taken back the same day: account and work are as they were."""
    now = timezone.now()
    page, recent = _page(request, reference), caseload.recent(reference, by=request.searcher, now=now)
    form = forms.Reason(_sent(request))
    if request.method == "POST" and form.is_valid():
        with answers.shown_in(form):
            settled = caseload.take_back(reference, **form.cleaned_data, by=request.searcher, now=now)
            messages.success(request, f"It is taken back. {_given_back(settled)}")
            return redirect("access:account", reference=reference)
    return render(request, "access/take_back.html", {"page": page, "form": form, "recent": recent})


@doors.needs(Permission.MANAGE_ACCOUNTS)
@require_POST
def grant_role(request: doors.SignedInRequest, reference: str) -> HttpResponse:
    form = forms.GrantRole(request.POST)
    if form.is_valid():
        role = form.cleaned_data["role"]
        with answers.shown_in(form):
            accounts.grant_role(reference, role=role, by=request.searcher, now=timezone.now())
            messages.success(request, f"The role is given: {role.label}.")
            return redirect("access:account", reference=reference)
    return _account_page(request, reference, grant=form, form=form)


@doors.needs(Permission.MANAGE_ACCOUNTS)
@require_POST
def end_role(request: doors.SignedInRequest, reference: str) -> HttpResponse:
    form = forms.EndRole(request.POST)
    if form.is_valid():
        role = form.cleaned_data["role"]
        with answers.shown_in(form):
            accounts.end_role(reference, role=role, by=request.searcher, now=timezone.now())
            messages.success(request, f"The role is ended: {role.label}.")
            return redirect("access:account", reference=reference)
    return _account_page(request, reference, grant=forms.GrantRole(), form=form)


@doors.open_to_all
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without its token: an old page, or another site. Nothing was done.

    A page from before the last sign-in has an old token. What was typed into it is shown again, to be sent again.
    """
    if _takes_words(request.path) and sessions.is_of_page_before(request):
        kept.for_later(request)
        return redirect(request.path)
    return render(request, "403_csrf.html", status=403)


def qr_picture(text: str) -> str:
    """A QR code as an image URL that needs no request: ``data:image/svg+xml;base64,…``."""
    picture = qrcode.make(text, image_factory=qrcode.image.svg.SvgPathFillImage, box_size=12, border=4)
    return "data:image/svg+xml;base64," + base64.b64encode(picture.to_string()).decode()


def _try_again_in(wait: timedelta) -> str:
    """How long to wait, in a sentence. A wait that is nearly over is told as a second."""
    seconds = max(math.ceil(wait.total_seconds()), 1)
    minutes, rest = divmod(seconds, 60)
    said = [f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in ((minutes, "minute"), (rest, "second")) if n]
    return f"You can try again in {' and '.join(said)}."


_VERBS = {
    "suspend": ("Suspend", "suspended. Any session of theirs has ended"),
    "restore": ("Restore", "restored"),
}


def _account_page(
    request: doors.SignedInRequest,
    reference: str,
    *,
    grant: forms.GrantRole,
    form: questions.Questions | None = None,
) -> HttpResponse:
    """One account, with the roles that it can be given. ``form`` is the one that was sent, if it has errors to show."""
    page = _page(request, reference)
    grant.offer(page.grantable)
    recent = caseload.recent(reference, by=request.searcher, now=timezone.now())
    facts = {"page": page, "grant": grant, "form": form, "recent": recent}
    return render(request, "access/account.html", facts)


def _with_reason(
    request: doors.SignedInRequest, reference: str, command: Callable[..., None], verb: str
) -> HttpResponse:
    page = _page(request, reference)
    form = forms.Reason(_sent(request))
    title, done = _VERBS[verb]
    if request.method == "POST" and form.is_valid():
        with answers.shown_in(form):
            command(reference, reason=form.cleaned_data["reason"], by=request.searcher, now=timezone.now())
            messages.success(request, f"The account of {page.entry.full_name} is {done}.")
            return redirect("access:account", reference=reference)
    return render(
        request, "access/with_reason.html", {"page": page, "form": form, "verb": verb, "title": title}
    )


def _tell(request: HttpRequest, changed: bool, words: str) -> None:
    """Success is said only where something changed."""
    if changed:
        messages.success(request, words)
    else:
        messages.info(request, "Nothing was changed.")


def _children(number: int) -> str:
    return "1 child" if number == 1 else f"{number} children"


def _said_of(settled: caseload.Settled) -> str:
    """What became of open work, as a sentence; it is said where there was none, too."""
    if not settled.children:
        return "There was no open work with children."
    if settled.successor:
        return f"The open work with {_children(settled.children)} is passed on to {settled.successor}. Tell them."
    return f"The open work with {_children(settled.children)} has ended."


def _given_back(settled: caseload.Settled) -> str:
    if not settled.children:
        return "There was no work to give back."
    return f"The work with {_children(settled.children)} is open again."


def _reached(now: details.Details) -> dict[str, str]:
    return {"job_title": now.job_title, "telephone": now.telephone, "email": now.email}


def _others(now: details.Details) -> list[tuple[str, str]]:
    """The services to which somebody can be moved: not the one that is theirs already."""
    return [(code, name) for code, name in now.services if code != now.service_code]


def _takes_words(path: str) -> bool:
    """Whether the page at this path is for people who have signed in, and keeps what they type."""
    view = kept.view_at(path)
    needs = getattr(view, "needs", doors.Door.OPEN_TO_ALL)
    return needs is not doors.Door.OPEN_TO_ALL and getattr(view, "takes_words", False)


def _back(request: HttpRequest) -> HttpResponse:
    """To where the person was when their session ended, otherwise to their first page."""
    account = int(request.session[SESSION_KEY])
    now = timezone.now()
    response = redirect(kept.come_back(request, account=account, now=now) or "home")
    kept.remember_here(response, kept.come_in(account=account, now=now))
    return response


def _sent(request: HttpRequest) -> QueryDict | None:
    """What a form shows as typed; None where its page was only asked for."""
    return kept.sent(request)


def _page(request: doors.SignedInRequest, reference: str) -> accounts.Page:
    return accounts.shown(reference, by=request.searcher, today=timezone.localdate())


def _change_password(request: doors.SignedInRequest, form: forms.ChangePassword) -> bool:
    """Returns whether there is nothing left to put right in the form."""
    facts, now = form.cleaned_data, timezone.now()
    with answers.shown_in(form):
        account = accounts.change_password(
            current=facts["current"], new=facts["new"], by=request.searcher, now=now
        )
        sessions.renew(request, account, now=now)
    return not form.errors
