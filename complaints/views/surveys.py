"""The officers' side of a consultation: make, hand out, type in, read, put together, and say what was changed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from access import answers, doors, envelopes, kept
from access.doors import SignedInRequest
from access.questions import Questions
from complaints import consultation, findings
from complaints.consultation import MAY, Move
from complaints.forms.consulting import Grouping, MeetingForm, NewPlace, NewSurvey, Quote, Sheet, WhatChanged

_MOVED = {
    Move.OPEN: "The survey is open. Whoever has the password of a place can answer.",
    Move.CLOSE: "The survey is closed. Nothing more is counted.",
    Move.PUBLISH: "What came out is published. Everybody can read it.",
}


@doors.needs(MAY)
@require_safe
def list_surveys(request: SignedInRequest) -> HttpResponse:
    surveys = consultation.listed(by=request.searcher)
    return render(request, "complaints/consultation/surveys.html", {"surveys": surveys})


@doors.needs(MAY)
@doors.read_or_send
def make(request: SignedInRequest) -> HttpResponse:
    """From a questionnaire of 2007, or with questions of one's own."""
    form = NewSurvey(kept.sent(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with answers.shown_in(form):
            reference = consultation.make(
                said["title"],
                known=said["known"],
                questions=form.lines(),
                by=request.searcher,
                now=timezone.now(),
            )
            messages.success(request, "The survey is made. Give places their passwords, then open it.")
            return redirect("complaints:survey", reference=reference)
    return render(request, "complaints/consultation/new_survey.html", {"form": form})


@doors.needs(MAY)
@require_safe
def show(request: SignedInRequest, reference: str) -> HttpResponse:
    """Where the survey is, its places, and what came out so far."""
    survey = consultation.show(reference, by=request.searcher)
    found = findings.of(reference, by=request.searcher)
    return render(request, "complaints/consultation/survey.html", {"survey": survey, "found": found})


@doors.needs(MAY)
@require_POST
def move(request: SignedInRequest, reference: str, to: Move) -> HttpResponse:
    with answers.told(request):
        consultation.move(reference, to, by=request.searcher, now=timezone.now())
        messages.success(request, _MOVED[to])
    return redirect("complaints:survey", reference=reference)


@doors.needs(MAY)
@sensitive_variables("password")
@doors.read_or_send
def add_place(request: SignedInRequest, reference: str) -> HttpResponse:
    """A place, and on the next page its password, once."""
    survey = consultation.show(reference, by=request.searcher)
    form = NewPlace(kept.sent(request))
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        with answers.shown_in(form):
            place, password = consultation.add_place(
                reference, name=form.cleaned_data["name"], by=request.searcher, now=now
            )
            envelopes.put_words(request.session, password, reference=place, now=now)
            return redirect("complaints:place-password", reference=place)
    return render(request, "complaints/consultation/new_place.html", {"form": form, "survey": survey})


@doors.needs(MAY)
@sensitive_variables("password")
@doors.read_or_send
def renew_password(request: SignedInRequest, reference: str) -> HttpResponse:
    """Asks first; then leads on to the page that shows the new password once."""
    survey, place = consultation.place_shown(reference, by=request.searcher)
    form = Questions(kept.sent(request))
    if request.method == "POST":
        now = timezone.now()
        with answers.shown_in(form):
            password = consultation.renew_password(reference, by=request.searcher, now=now)
            envelopes.put_words(request.session, password, reference=reference, now=now)
            return redirect("complaints:place-password", reference=reference)
    shown = {"form": form, "survey": survey, "place": place}
    return render(request, "complaints/consultation/renew.html", shown)


@doors.needs(MAY)
@sensitive_variables("password")
@require_safe
def show_password(request: SignedInRequest, reference: str) -> HttpResponse:
    """A password, once. Whoever comes again is told what to do if it was missed."""
    survey, place = consultation.place_shown(reference, by=request.searcher)
    if request.method == "HEAD":
        return HttpResponse()
    password = envelopes.open_words(request.session, reference=reference, now=timezone.now())
    shown = {"survey": survey, "place": place, "password": password}
    return render(request, "complaints/consultation/password.html", shown)


@doors.needs(MAY)
@doors.read_or_send
def enter_sheet(request: SignedInRequest, reference: str) -> HttpResponse:
    """A sheet that was filled in on paper."""
    survey = consultation.show(reference, by=request.searcher)
    form = Sheet(kept.sent(request), asked=survey.questions)
    if request.method == "POST" and form.is_valid():
        with answers.shown_in(form):
            is_new = consultation.enter_sheet(
                reference,
                form.filled,
                sent_once=form.cleaned_data["once"],
                by=request.searcher,
                now=timezone.now(),
            )
            return _counted(request, is_new, "complaints:enter-sheet", reference)
    return render(request, "complaints/consultation/sheet.html", {"form": form, "survey": survey})


@doors.needs(MAY)
@doors.read_or_send
def enter_meeting(request: SignedInRequest, reference: str) -> HttpResponse:
    """The hands of a meeting, and what was said."""
    survey = consultation.show(reference, by=request.searcher)
    form = MeetingForm(kept.sent(request), asked=survey.questions)
    if request.method == "POST" and form.is_valid():
        with answers.shown_in(form):
            is_new = consultation.enter_meeting(
                reference,
                form.meeting,
                sent_once=form.cleaned_data["once"],
                by=request.searcher,
                now=timezone.now(),
            )
            return _counted(request, is_new, "complaints:survey", reference)
    return render(request, "complaints/consultation/meeting.html", {"form": form, "survey": survey})


@doors.needs(MAY)
@doors.read_or_send
def put_together(request: SignedInRequest, reference: str) -> HttpResponse:
    """The comments on one question, and the groups into which a person puts them."""
    now = timezone.now()
    read = consultation.read_voices(reference, by=request.searcher, now=now)
    form = Grouping(kept.sent(request)).offer(read.voices)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with answers.shown_in(form):
            changed = consultation.group(
                reference, said["voices"], words=said["words"], by=request.searcher, now=now
            )
            if changed:
                is_one = changed == 1
                messages.success(request, f"{changed} comment{' is' if is_one else 's are'} put there.")
            else:
                messages.info(request, "They are there already. Nothing has changed.")
            return redirect("complaints:voices", reference=reference)
    return render(request, "complaints/consultation/voices.html", {"form": form, "read": read})


@doors.needs(MAY)
@doors.read_or_send
def quote(request: SignedInRequest, reference: str) -> HttpResponse:
    """What of a comment is quoted; somebody has looked that nobody is named."""
    now = timezone.now()
    question, voice = consultation.read_voice(reference, by=request.searcher, now=now)
    form = Quote(kept.sent(request), initial={"words": voice.quoted or voice.words})
    if request.method == "POST" and form.is_valid():
        with answers.shown_in(form):
            consultation.quote(reference, **form.cleaned_data, by=request.searcher, now=now)
            messages.success(request, "It is quoted, word for word.")
            return redirect("complaints:voices", reference=question)
    shown: dict[str, Any] = {"form": form, "voice": voice, "question": question}
    return render(request, "complaints/consultation/quote.html", shown)


@doors.needs(MAY)
@require_POST
def unquote(request: SignedInRequest, reference: str) -> HttpResponse:
    question = consultation.unquote(reference, by=request.searcher, now=timezone.now())
    return redirect("complaints:voices", reference=question)


@doors.needs(MAY)
@doors.read_or_send
def write_change(request: SignedInRequest, reference: str) -> HttpResponse:
    """What was changed because of it."""
    survey = consultation.show(reference, by=request.searcher)
    form = WhatChanged(kept.sent(request))
    if request.method == "POST" and form.is_valid():
        with answers.shown_in(form):
            consultation.write_change(
                reference, form.cleaned_data["words"], by=request.searcher, now=timezone.now()
            )
            return redirect("complaints:survey", reference=reference)
    return render(request, "complaints/consultation/change.html", {"form": form, "survey": survey})


def _counted(request: SignedInRequest, is_new: bool, name: str, reference: str) -> HttpResponse:
    if is_new:
        messages.success(request, "It is counted.")
    else:
        messages.info(request, "It was counted before. Nothing has changed.")
    return redirect(name, reference=reference)
