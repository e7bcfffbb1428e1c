"""What became of a case, for whoever has its reference."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from access import answers, doors, proxies
from access.doors import Request
from complaints import cases, councils, drafts, spoken
from complaints.forms.following import Back, Reference
from complaints.stages import Act

HELD = "followed"
"""In a draft: the reference that was typed, so that it does not stand in a URL."""


@doors.open_to_all
@sensitive_post_parameters()
@doors.read_or_send
def ask_reference(request: Request) -> HttpResponse:
    """Ask for the reference. It is typed, and never part of a URL that a browser remembers."""
    form = Reference(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            cases.follow(form.cleaned_data["reference"])
        except cases.NoSuchCase:
            form.add_error(
                "reference", "There is no request with this reference. Check it, or ring your council"
            )
        else:
            key = drafts.begin(
                {HELD: form.cleaned_data["reference"]}, network=proxies.address_of(request) or "", now=now
            )
            return redirect("complaints:followed", key=key)
    return render(request, "complaints/public/follow.html", {"form": form})


@doors.open_to_all
@sensitive_post_parameters()
@doors.read_or_send
def show_followed(request: Request, key: str) -> HttpResponse:
    """Where it is, what was written, until when what has to be done, and what the person can do themselves."""
    now = timezone.now()
    reference = drafts.read(key, now=now).get(HELD, "")
    if not spoken.read(reference):
        raise drafts.DraftGone
    followed = cases.follow(reference)
    form = Back(request.POST if request.method == "POST" else None)
    form.offer(followed.may)
    if request.method == "POST" and form.is_valid():
        act = Act(form.cleaned_data["act"])
        with answers.shown_in(form):
            cases.answer_back(reference, act, form.cleaned_data["words"], now=now)
            return redirect("complaints:followed", key=key)
    shown = {
        "form": form,
        "key": key,
        "case": followed,
        "reference": reference,
        "council": councils.by_code(followed.authority),
    }
    return render(request, "complaints/public/followed.html", shown)
