"""The URLs of what the public may ask, and of those who answer."""

from django.urls import path, register_converter

from complaints.forms.asking import STEPS
from complaints.stages import MOVES, By
from complaints.views import asking, cases, following


class _OneOf:
    """A converter that takes one of some words."""

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class _Step(_OneOf):
    regex = "|".join(STEPS)


class _Act(_OneOf):
    regex = "|".join(act for act, move in MOVES.items() if move.by is not By.ASKER)


register_converter(_Step, "question")
register_converter(_Act, "act")

app_name = "complaints"

_DRAFT = "ask/<reference:key>"

urlpatterns = [
    path("ask/", asking.begin, name="ask"),
    path("councils/", asking.list_councils, name="councils"),
    path("ask/on-paper/", asking.print_form, name="paper"),
    path("ask/on-paper/large/", asking.print_form, {"is_large": True}, name="paper-large"),
    path("ask/deleted/", asking.deleted, name="deleted"),
    path(f"{_DRAFT}/check/", asking.check, name="check"),
    path(f"{_DRAFT}/sent/", asking.sent, name="sent"),
    path(f"{_DRAFT}/delete/", asking.leave, name="delete"),
    path(f"{_DRAFT}/<question:step>/", asking.ask, name="question"),
    path("follow/", following.ask_reference, name="follow"),
    path("follow/<reference:key>/", following.show_followed, name="followed"),
    path("cases/", cases.list_cases, name="cases"),
    path("cases/<reference:reference>/", cases.show_case, name="case"),
    path("cases/<reference:reference>/<act:act>/", cases.take_step, name="step"),
]
