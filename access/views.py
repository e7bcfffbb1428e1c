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
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import resolve
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from access import accounts, answers, doors, forms, kept, questions, roles, sessions, signin
from access.permissions import Permission

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
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


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
    """The person's own account: who they are here, and what their roles allow."""
    held = [roles.ROLES[role] for role in sorted(request.searcher.roles)]
    return render(request, "access/own_account.html", {"username": request.account.username, "held": held})


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


@doors.needs(Permission.MANAGE_ACCOUNTS)
@require_safe
def list_accounts(request: doors.SignedInRequest) -> HttpResponse:
    return render(request, "access/accounts.html", {"entries": accounts.listed(by=request.searcher)})


@doors.needs(Permission.MANAGE_ACCOUNTS)
@doors.read_or_send
def create_account(request: doors.SignedInRequest) -> HttpResponse:
    form = forms.NewAccount(
        _sent(request),
        organisations=accounts.organisations(by=request.searcher),
        services=accounts.services(by=request.searcher),
    )
    if request.method == "POST" and form.is_valid():
        with answers.shown_in(form):
            made = accounts.create(**form.cleaned_data, by=request.searcher, now=timezone.now())
            messages.success(request, "The account is created. Give it a role, then issue its credentials.")
            return redirect("access:account", reference=made)
    return render(request, "access/create_account.html", {"form": form})


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
            accounts.accredit(reference, **form.cleaned_data, by=request.searcher, now=timezone.now())
            messages.success(request, "The dates are written down.")
            return redirect("access:account", reference=reference)
    return render(request, "access/accredit.html", {"page": page, "form": form})


@doors.needs(Permission.MANAGE_ACCOUNTS)
@sensitive_variables("issued", "picture")
@doors.read_or_send
def issue_credentials(request: doors.SignedInRequest, reference: str) -> HttpResponse:
    """Asks first; then shows the new credentials once. They stand in no redirect, message or store."""
    page = _page(request, reference)
    form = questions.Questions(_sent(request))
    if request.method == "POST":
        with answers.shown_in(form):
            issued = accounts.issue_credentials(reference, by=request.searcher, now=timezone.now())
            picture = qr_picture(issued.token_uri)
            return render(
                request, "access/credentials.html", {"page": page, "issued": issued, "picture": picture}
            )
    return render(request, "access/issue_credentials.html", {"page": page, "form": form})


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
    return _with_reason(request, reference, accounts.close, "close")


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
    "close": ("Close", "closed"),
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
    return render(request, "access/account.html", {"page": page, "grant": grant, "form": form})


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


def _takes_words(path: str) -> bool:
    """Whether the page at this path is for people who have signed in, and keeps what they type."""
    try:
        view = resolve(path).func
    except Http404:
        return False
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
