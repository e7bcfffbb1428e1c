"""Forms that ask questions as the GOV.UK Design System does: plain errors, a summary, dates in three fields.

A form that inherits from ``Questions`` is shown by ``templates/components``: ``error_summary.html`` with the form and
``field.html`` with one of its fields.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.template import loader
from django.utils.safestring import SafeString

_INPUT_CLASSES: dict[type[forms.Widget], str] = {
    forms.Select: "govuk-select",
    forms.Textarea: "govuk-textarea",
    forms.RadioSelect: "govuk-radios__input",
    forms.CheckboxInput: "govuk-checkboxes__input",
    forms.CheckboxSelectMultiple: "govuk-checkboxes__input",
}
_CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@dataclass(frozen=True, slots=True)
class Way:
    """One answer to a question with conditional radios, and the questions that it reveals."""

    option: Any
    questions: tuple[forms.BoundField, ...]


class Questions(forms.Form):
    """A form in the GOV.UK manner. Its errors say what to do; the browser's own checks are left out, because they are
    not read aloud reliably."""

    use_required_attribute = False
    forks: ClassVar[str] = ""
    """The question with conditional radios, if there is one."""
    reveals: ClassVar[Mapping[str, Sequence[str]]] = {}
    """The questions that each of its answers reveals. Without JavaScript all of them are seen."""

    @property
    def ways(self) -> list[Way]:
        """The answers to the question with conditional radios, each with what it reveals."""
        asked = {
            answer: tuple(self[name] for name in names if name in self.fields)
            for answer, names in self.reveals.items()
        }
        return [Way(option, asked.get(str(option.data["value"]), ())) for option in self[self.forks]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, DateQuestion):
                continue
            base = next(
                (c for kind, c in _INPUT_CLASSES.items() if type(field.widget) is kind), "govuk-input"
            )
            field.widget.attrs["class"] = f"{base} {field.widget.attrs.get('class', '')}".strip()

    def full_clean(self) -> None:
        super().full_clean()
        for name in self.errors:
            if name in self.fields:
                self._mark_wrong(self.fields[name].widget)

    @property
    def error_list(self) -> list[tuple[str, str]]:
        """For the summary at the top: each error with the anchor of the field where it is put right."""
        found = [("", str(message)) for message in self.non_field_errors()]
        for name in self.fields:
            target = f"#{self._first_id(name)}"
            found += [(target, str(message)) for message in self.errors.get(name, ())]
        return found

    def _first_id(self, name: str) -> str:
        bound = self[name]
        widget = bound.field.widget
        return f"{bound.auto_id}_0" if isinstance(widget, (*_CHOICES, DateParts)) else str(bound.auto_id)

    @staticmethod
    def _mark_wrong(widget: forms.Widget) -> None:
        parts = widget.widgets if isinstance(widget, forms.MultiWidget) else [widget]
        for part in parts:
            classes = part.attrs.get("class", "")
            kind = classes.split(" ")[0]
            if kind in {"govuk-input", "govuk-select", "govuk-textarea"}:
                part.attrs["class"] = f"{classes} {kind}--error"


class DateParts(forms.MultiWidget):
    """Day, month and year as three short fields."""

    template_name = "components/date_parts.html"

    def __init__(self, autocomplete: tuple[str, str, str] = ("", "", "")) -> None:
        widths = ("govuk-input--width-2", "govuk-input--width-2", "govuk-input--width-4")
        parts = []
        for width, token in zip(widths, autocomplete, strict=True):
            attrs = {"class": f"govuk-input govuk-date-input__input {width}", "inputmode": "numeric"}
            parts.append(forms.TextInput(attrs=attrs | ({"autocomplete": token} if token else {})))
        super().__init__(parts)

    def decompress(self, value: datetime.date | None) -> list[int | None]:
        return [value.day, value.month, value.year] if value else [None, None, None]

    def render(  # type: ignore[override]  # the renderer of a form is not asked
        self, name: str, value: Any, attrs: Any = None, **_: Any
    ) -> SafeString:
        """By the site's own templates; a form's renderer knows Django's alone."""
        return loader.render_to_string(self.template_name, self.get_context(name, value, attrs))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, label in zip(context["widget"]["subwidgets"], ("Day", "Month", "Year"), strict=True):
            part["label"] = label
        return context


class DateQuestion(forms.MultiValueField):
    """A date typed as day, month and year. The answer is a real date between the years 1900 and 2100, or None."""

    def __init__(
        self,
        *,
        what: str,
        required: bool = True,
        autocomplete: tuple[str, str, str] = ("", "", ""),
        **kwargs: Any,
    ) -> None:
        self.what = what
        parts = [forms.CharField(max_length=length) for length in (2, 2, 4)]
        super().__init__(
            parts, required=required, require_all_fields=False, widget=DateParts(autocomplete), **kwargs
        )
        for part in self.fields:
            part.required = False

    def clean(self, value: Any) -> datetime.date | None:
        day, month, year = (str(part or "").strip() for part in (value or ["", "", ""]))
        if not (day or month or year):
            if self.required:
                raise forms.ValidationError(f"Enter {self.what}")
            return None
        absent = [name for name, part in (("day", day), ("month", month), ("year", year)) if not part]
        if absent:
            raise forms.ValidationError(f"{_sentence(self.what)} must include a {' and a '.join(absent)}")
        return self._real_date(day, month, year)

    def _real_date(self, *parts: str) -> datetime.date:
        day, month, year = (int(part) if _is_digits(part) else 0 for part in parts)
        try:
            found = datetime.date(year, month, day)
        except ValueError:
            found = datetime.date.min
        if not 1900 <= found.year <= 2100:
            raise forms.ValidationError(f"{_sentence(self.what)} must be a real date, such as 27 3 2007")
        return found


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
