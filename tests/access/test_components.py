"""Our templates give the markup of GOV.UK Frontend.

The package govuk_frontend_django has the same markup, but builds a template engine for every component it shows: about
20 milliseconds each. So the pages use plain includes, and these tests hold those to what the package renders.
"""

import html
import re
from typing import Any

import pytest
from django import forms
from django.forms import renderers
from django.template import loader
from django.utils.safestring import SafeString
from govuk_frontend_django.components.back_link import GovUKBackLink
from govuk_frontend_django.components.base import GovUKComponent
from govuk_frontend_django.components.button import GovUKButton
from govuk_frontend_django.components.error_message import GovUKErrorMessage
from govuk_frontend_django.components.hint import GovUKHint
from govuk_frontend_django.components.input import GovUKInput
from govuk_frontend_django.components.label import GovUKLabel
from govuk_frontend_django.components.warning_text import GovUKWarningText

from access.questions import DateQuestion, Questions


def outline(markup: str) -> list[str]:
    """The tags with their classes and the plain text, in order: what matters of two pieces of markup."""
    found = []
    for tag, attributes, text in re.findall(r"<(/?\w+)((?:\s[^<>]*)?)/?>|([^<>]+)", markup):
        if tag:
            classes = re.search(r'class="([^"]*)"', attributes)
            modules = re.search(r'data-module="([^"]*)"', attributes)
            names = " ".join(sorted(classes.group(1).split())) if classes else ""
            found.append(f"{tag} {names} {modules.group(1) if modules else ''}".strip())
        elif text.strip():
            found.append(" ".join(text.split()))
    return found


def ours(name: str, **context: Any) -> list[str]:
    return outline(loader.render_to_string(f"components/{name}.html", context))


def theirs(component: GovUKComponent) -> list[str]:
    return outline(str(component.render()))


class Form(Questions):
    name = forms.CharField(
        label="Full name", help_text="As on the register", error_messages={"required": "Enter a name"}
    )
    born = DateQuestion(label="Date of birth", what="the date of birth")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "One"), ("b", "Other")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="The parent agreed", error_messages={"required": "Tick the box"})
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)


def test_button() -> None:
    component = GovUKButton(text="Continue", preventDoubleClick=True, type="submit")
    assert ours("button", text="Continue") == theirs(component)
    assert 'data-prevent-double-click="true"' in loader.render_to_string(
        "components/button.html", {"text": "Go"}
    )


def test_back_link_stands_in_a_landmark_of_its_own() -> None:
    _, *link, _ = ours("back_link", address="/", text="Back")
    assert link == theirs(GovUKBackLink(text="Back", href="/"))


def test_warning() -> None:
    assert ours("warning", text="Mind the gap") == theirs(
        GovUKWarningText(text="Mind the gap", iconFallbackText="Warning")
    )


@pytest.mark.parametrize("sent", [None, {"name": ""}])
def test_text_field_with_hint_and_error(sent: dict[str, str] | None) -> None:
    form = Form(sent)
    component = GovUKInput(
        name="name",
        id="id_name",
        label=GovUKLabel(text="Full name"),
        hint=GovUKHint(text="As on the register"),
        errorMessage=GovUKErrorMessage(text="Enter a name", visuallyHiddenText="Error") if sent else None,
    )
    assert ours("field", field=form["name"]) == theirs(component)


def rendered(form: Form, name: str) -> SafeString:
    return loader.render_to_string("components/field.html", {"field": form[name]})


def test_a_field_in_error_names_its_error_and_hint_for_those_who_cannot_see_them() -> None:
    form = Form({"name": ""})
    markup = rendered(form, "name")
    described = re.search(r'aria-describedby="([^"]+)"', markup)
    assert described
    for part in described.group(1).split():
        assert f'id="{part}"' in markup
    assert len(described.group(1).split()) == 2
    assert 'aria-invalid="true"' in markup


def test_date_is_three_fields_in_a_named_group() -> None:
    markup = rendered(Form(), "born")
    assert markup.count("govuk-date-input__input") == 3
    assert "<fieldset" in markup
    assert re.search(r"<legend[^>]*>Date of birth</legend>", markup)
    for label, part in (("Day", 0), ("Month", 1), ("Year", 2)):
        assert re.search(rf'for="id_born_{part}">{label}</label>', markup)


def test_radios_and_checkboxes_have_labels_of_their_own() -> None:
    radios = rendered(Form(), "kind")
    assert radios.count("govuk-radios__item") == 2
    assert 'for="id_kind_1">Other</label>' in radios
    checkbox = rendered(Form(), "agreed")
    assert 'class="govuk-checkboxes__input"' in checkbox
    assert 'for="id_agreed">The parent agreed</label>' in checkbox


@pytest.mark.parametrize(
    ("day", "month", "year", "message"),
    [
        ("", "", "", "Enter the date of birth"),
        ("1", "", "", "The date of birth must include a month and a year"),
        ("1", "2", "", "The date of birth must include a year"),
        ("30", "2", "2010", "The date of birth must be a real date, such as 27 3 2007"),
        ("1", "13", "2010", "The date of birth must be a real date, such as 27 3 2007"),
        ("a", "b", "c", "The date of birth must be a real date, such as 27 3 2007"),
        ("-1", "2", "2010", "The date of birth must be a real date, such as 27 3 2007"),
        ("١", "2", "2010", "The date of birth must be a real date, such as 27 3 2007"),
        ("1", "2", "10", "Enter the year of the date of birth with all four digits. Did you mean 2010?"),
        ("1", "2", "99999", "The date of birth must be a real date, such as 27 3 2007"),
    ],
)
def test_a_date_that_is_none_says_what_is_wrong(day: str, month: str, year: str, message: str) -> None:
    form = Form({"born_0": day, "born_1": month, "born_2": year})
    assert form.errors["born"] == [message]
    assert ("#id_born_0", message) in form.error_list


def test_a_date_is_read_with_spaces_and_without_leading_noughts() -> None:
    form = Form({"born_0": " 7", "born_1": "03 ", "born_2": "2007"})
    form.full_clean()
    assert form.cleaned_data["born"].isoformat() == "2007-03-07"


def test_the_summary_leads_to_each_field() -> None:
    form = Form({})
    targets = [target for target, _ in form.error_list]
    assert targets == ["#id_name", "#id_born_0", "#id_kind_0", "#id_agreed"]
    page = loader.render_to_string("components/error_summary.html", {"form": form})
    assert page.count("<li>") == 4
    markup = "".join(rendered(form, name) for name in form.fields)
    for target in targets:
        assert f'id="{target[1:]}"' in markup


@pytest.mark.parametrize(
    "sent", [None, {"name": '<O\'Neil> & "co"', "kind": "b", "agreed": "on", "note": "<b>"}, {}]
)
def test_compiled_templates_of_fields_write_what_djangos_own_write(sent: dict[str, str] | None) -> None:
    form, plain = Form(sent), Form(sent, renderer=renderers.DjangoTemplates())
    assert isinstance(form.renderer, renderers.Jinja2)
    for name in form.fields:
        assert "<O" not in rendered(form, name)
        # Each has its own way to write a quotation mark.
        assert html.unescape(rendered(form, name)) == html.unescape(rendered(plain, name))
