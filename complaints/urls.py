"""The URLs of what the public may ask, and of those who answer."""

from django.urls import path

from complaints.cases import BY_OFFICERS
from complaints.forms.asking import STEPS
from complaints.views import asking, cases, following, telling

app_name = "complaints"

_DRAFT = "ask/<reference:key>"
_CASE = "cases/<reference:reference>"

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
]
