"""The URLs of what the public may ask, and of those who answer."""

from django.urls import path

from complaints.cases import BY_OFFICERS
from complaints.consultation import Move
from complaints.forms.asking import STEPS
from complaints.views import asking, cases, consulting, following, surveys, telling

app_name = "complaints"

_DRAFT = "ask/<reference:key>"
_CASE = "cases/<reference:reference>"
_SAY = "have-your-say"
_SURVEY = "consultations/<reference:reference>"

urlpatterns = [
    path("councils/", asking.list_councils, name="councils"),
    path("ask/", asking.begin, name="ask"),
    path("ask/on-paper/", asking.print_form, name="paper"),
    path("ask/on-paper/large/", asking.print_form, {"is_large": True}, name="paper-large"),
    path("ask/deleted/", asking.deleted, name="deleted"),
    path(f"{_DRAFT}/check/", asking.check, name="check"),
    path(f"{_DRAFT}/sent/", asking.sent, name="sent"),
    path(f"{_DRAFT}/delete/", asking.leave, name="delete"),
    *(path(f"{_DRAFT}/{step}/", asking.ask, {"step": step}, name=f"ask-{step}") for step in STEPS),
    path("follow/", following.ask_reference, name="follow"),
    path("follow/<reference:key>/", following.show_followed, name="followed"),
    *(path(f"about/{page}/", telling.show_page, {"page": page}, name=page) for page in telling.PAGES),
    path("about/sources/", telling.show_senders, name="sources"),
    path("about/steps/", telling.show_steps, name="steps"),
    path("you-asked/", telling.show_promises, name="promises"),
    path("cases/", cases.list_cases, name="cases"),
    path(f"{_CASE}/", cases.show_case, name="case"),
    *(path(f"{_CASE}/{act}/", cases.take_step, {"act": act}, name=f"case-{act}") for act in BY_OFFICERS),
    path(f"{_SAY}/", consulting.list_surveys, name="say"),
    path(f"{_SAY}/password/", consulting.enter, name="say-password"),
    path(f"{_SAY}/thanks/", consulting.thanks, name="say-thanks"),
    path(f"{_SAY}/answer/<reference:key>/", consulting.fill_in, name="say-sheet"),
    path(f"{_SAY}/answer/<reference:key>/check/", consulting.check, name="say-check"),
    path(f"{_SAY}/results/<reference:reference>/", consulting.show_results, name="say-results"),
    path("consultations/", surveys.list_surveys, name="surveys"),
    path("consultations/new/", surveys.make, name="new-survey"),
    path(f"{_SURVEY}/", surveys.show, name="survey"),
    *(path(f"{_SURVEY}/{to}/", surveys.move, {"to": to}, name=f"survey-{to}") for to in Move),
    path(f"{_SURVEY}/places/new/", surveys.add_place, name="new-place"),
    path(f"{_SURVEY}/paper/", surveys.enter_sheet, name="enter-sheet"),
    path(f"{_SURVEY}/meeting/", surveys.enter_meeting, name="enter-meeting"),
    path(f"{_SURVEY}/changes/new/", surveys.write_change, name="write-change"),
    path(
        "consultations/places/<reference:reference>/password/", surveys.renew_password, name="renew-password"
    ),
    path(
        "consultations/places/<reference:reference>/password/once/",
        surveys.show_password,
        name="place-password",
    ),
    path("consultations/questions/<reference:reference>/", surveys.put_together, name="voices"),
    path("consultations/comments/<reference:reference>/quote/", surveys.quote, name="quote"),
    path("consultations/comments/<reference:reference>/unquote/", surveys.unquote, name="unquote"),
]
