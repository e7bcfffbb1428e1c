"""Transfers: the lists of both sides, and what each may do."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from access import answers, doors
from access.doors import SignedInRequest
from access.permissions import Permission
from shielding import transfers
from shielding.disclosure import transferring
from shielding.templatetags import record


@doors.needs(Permission.TRANSFER_RECORD)
@require_safe
def list_transfers(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    shown = {
        "offered": transferring.offered(by=request.searcher, now=now, page=request.GET.get("offered", "")),
        "handed_over": transferring.handed_over(
            by=request.searcher, now=now, page=request.GET.get("handed_over", "")
        ),
        "today": timezone.localdate(now),
    }
    return render(request, "shielding/transfers.html", shown)


@doors.needs(Permission.TRANSFER_RECORD)
@require_POST
def offer(request: SignedInRequest, reference: str) -> HttpResponse:
    return _act(request, reference, transfers.offer, "Record {record} is offered to the other council.")


@doors.needs(Permission.TRANSFER_RECORD)
@require_POST
def withdraw(request: SignedInRequest, reference: str) -> HttpResponse:
    return _act(request, reference, transfers.withdraw, "Your council goes on looking after record {record}.")


@doors.needs(Permission.TRANSFER_RECORD)
@require_POST
def accept(request: SignedInRequest, reference: str) -> HttpResponse:
    return _act(request, reference, transfers.accept, "Your council looks after record {record} from now on.")


@doors.needs(Permission.TRANSFER_RECORD)
@require_POST
def refuse(request: SignedInRequest, reference: str) -> HttpResponse:
    return _act(request, reference, transfers.refuse, "Record {record} stays with the other council.")


def _act(request: SignedInRequest, reference: str, command: Callable[..., str], done: str) -> HttpResponse:
    with answers.told(request):
        child = command(reference, by=request.searcher, now=timezone.now())
        messages.success(request, done.format(record=record.short(child)))
    return redirect("shielding:transfers")
