"""The steps of a new account: what each asks, which are done, and which have to wait for another.

Nothing of them is stored but what was typed (``access.drafts``). Whether a step is done is worked out each time from
its form, so a list never says "done" of something that is not right any more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict
from django.utils.formats import date_format

from access import accounts, drafts, eyes, forms, questions
from access.roles import Role

STEPS: Mapping[str, tuple[str, str]] = {
    "who": ("Who the person is", "Name, username and job"),
    "contact": ("Contact details", "How others reach them at work"),
    "organisation": ("Organisation", "Where they work"),
    "service": ("Service", "The service of that organisation they work for, if any"),
    "roles": ("Roles", "What they may do here"),
    "accreditation": ("Accreditation", "Certificate, training and agreement"),
}
"""The steps in their order: title, and what each asks."""


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the list. ``state``: "done", "to do", or "not yet" where another step comes first."""

    step: str
    title: str
    hint: str
    state: str

    @property
    def url_name(self) -> str:
        return f"access:new-{self.step}"


def tasks(session: SessionBase, *, by: eyes.Searcher) -> list[Task]:
    """All the steps, with how far each is."""
    found = []
    for step, (title, hint) in STEPS.items():
        form = form_of(step, drafts.kept(session, step), session=session, by=by)
        state = "not yet" if form is None else "done" if _is_right(form) else "to do"
        found.append(Task(step, title, hint, state))
    return found


def form_of(
    step: str, typed: QueryDict | None, *, session: SessionBase, by: eyes.Searcher
) -> questions.Questions | None:
    """The form of a step with what was typed; ``None`` while another step has to be done before."""
    form: questions.Questions | None = None
    match step:
        case "who":
            form = forms.Who(typed)
        case "contact":
            form = forms.Reached(typed)
        case "organisation":
            form = forms.Workplace(typed, organisations=accounts.organisations(by=by))
        case "accreditation":
            form = forms.Accreditation(typed)
        case "service" if (workplace := _done("organisation", session=session, by=by)) is not None:
            services = accounts.services_of(workplace.cleaned_data["organisation_code"], by=by)
            form = forms.WorksFor(typed, services=services)
        case "roles" if (found := _roles_for(session, by=by)) is not None:
            form = forms.RolesToGive(typed, grantable=found[0])
    return form


def refused(session: SessionBase, *, by: eyes.Searcher) -> tuple[accounts.Refused, ...]:
    """The roles that the person cannot be given, and why."""
    found = _roles_for(session, by=by)
    return found[1] if found else ()


def filled_in(session: SessionBase, *, by: eyes.Searcher) -> dict[str, questions.Questions] | None:
    """The forms of all steps, each answered and right; ``None`` while one is not."""
    found = {step: _done(step, session=session, by=by) for step in STEPS}
    right = {step: form for step, form in found.items() if form is not None}
    return right if right.keys() == STEPS.keys() else None


def names_in(form: questions.Questions) -> list[str]:
    """The names under which a form's answers are sent; a date has three."""
    names: list[str] = []
    for field, question in form.fields.items():
        is_date = isinstance(question, questions.DateQuestion)
        names += [f"{field}_{part}" for part in range(3)] if is_date else [field]
    return names


def answers_in(form: questions.Questions) -> list[tuple[str, str]]:
    """Each question of a step that is right, with its answer in words."""
    found = []
    for name, question in form.fields.items():
        value, raw = form.cleaned_data[name], form[name].value()
        labels = {str(code): str(label) for code, label in getattr(question, "choices", ())}
        if isinstance(value, date):
            words = date_format(value, "j F Y")
        elif labels:
            chosen = raw if isinstance(raw, list) else [raw]
            words = ", ".join(labels.get(str(one), str(one)) for one in chosen or ())
        else:
            words = str(value or "")
        found.append((str(question.label), words or "Not given"))
    return found


def _done(step: str, *, session: SessionBase, by: eyes.Searcher) -> questions.Questions | None:
    form = form_of(step, drafts.kept(session, step), session=session, by=by)
    return form if form is not None and _is_right(form) else None


def _is_right(form: questions.Questions) -> bool:
    return bool(form.is_bound and form.is_valid())


def _roles_for(
    session: SessionBase, *, by: eyes.Searcher
) -> tuple[tuple[Role, ...], tuple[accounts.Refused, ...]] | None:
    """What the person can and cannot be; ``None`` while it is not said who they are and where they work."""
    forms_before = [_done(step, session=session, by=by) for step in ("who", "organisation", "service")]
    answers = {name: value for form in forms_before if form for name, value in form.cleaned_data.items()}
    if None in forms_before:
        return None
    names = ("occupation", "organisation_code", "service_code")
    return accounts.roles_for(**{name: answers[name] for name in names}, by=by)
