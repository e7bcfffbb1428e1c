"""Forms that ask questions as the GOV.UK Design System does: plain errors, a summary, dates in three fields.

A form that inherits from ``Questions`` is shown by ``templates/components``: ``error_summary.html`` with the form and
``field.html`` with one of its fields.
"""

import datetime
import re
from typing import Any

from django import forms
from django.template import loader
from django.utils import timezone
from django.utils.safestring import SafeString

from ground import writing

_INPUT_CLASSES: dict[type[forms.Widget], str] = {
    forms.Select: "govuk-select",
    forms.Textarea: "govuk-textarea",
    forms.RadioSelect: "govuk-radios__input",
    forms.CheckboxInput: "govuk-checkboxes__input",
    forms.CheckboxSelectMultiple: "govuk-checkboxes__input",
}
_CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)


class Questions(forms.Form):
    """A form in the GOV.UK manner. Its errors say what to do; the browser's own checks are left out, because they are
    not read aloud reliably."""

    use_required_attribute = False

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


LINE_LENGTH = 100


class Line(forms.CharField):
    """A line of plain words, as it can be seen.

    Every kind of space, and a line break, is a space; what cannot be seen is dropped, because it comes with what people
    paste and they cannot know of it; the joiners that a script needs stay.
    """

    def __init__(self, *, what: str, max_length: int = LINE_LENGTH, **kwargs: Any) -> None:
        self.what = what
        messages = {
            "required": f"Enter {what}",
            "max_length": f"{sentence(what)} must be {max_length} characters or fewer",
        }
        kwargs["error_messages"] = messages | kwargs.get("error_messages", {})
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        return writing.clean_display(str(super().to_python(value)))


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


MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_SHORTEST_MONTH = 3
"""A month is known by its first three letters."""
_EARLIEST, _LATEST = 1900, 2100
_DAY = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s./,\u2010-\u2015-]+|(?<=[0-9])(?=[A-Za-z]{3})|(?<=[A-Za-z])(?=[0-9])")
"""What stands between the parts of a whole date; between a digit and a word nothing need stand."""

_BESIDE = re.compile(r"the|of|(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?")
"""Words that stand in a whole date and say nothing more of it."""


class DateQuestion(forms.MultiValueField):
    """A date typed as day, month and year, or as a whole into the first field.

    The month may be a word or its first three letters. A year of two digits is asked back, never guessed. The answer is
    a real date between the years 1900 and 2100, or None.
    """

    def __init__(
        self,
        *,
        what: str,
        required: bool = True,
        autocomplete: tuple[str, str, str] = ("", "", ""),
        **kwargs: Any,
    ) -> None:
        self.what = what
        parts = [forms.CharField() for _ in range(3)]
        super().__init__(
            parts, required=required, require_all_fields=False, widget=DateParts(autocomplete), **kwargs
        )
        for part in self.fields:
            part.required = False

    def clean(self, value: Any) -> datetime.date | None:
        day, month, year = (writing.clean_display(str(part or "")) for part in (value or ["", "", ""]))
        if not (day or month or year):
            if self.required:
                raise forms.ValidationError(f"Enter {self.what}")
            return None
        if day and not (month or year):
            day, month, year = _parts_of(day)
        absent = [name for name, part in (("day", day), ("month", month), ("year", year)) if not part]
        if absent:
            raise forms.ValidationError(f"{sentence(self.what)} must include a {' and a '.join(absent)}")
        return self._real_date(day, month, year)

    def _real_date(self, day: str, month: str, year: str) -> datetime.date:
        year = year.strip("'’")
        if is_short := _is_digits(year) and len(year) == 2:
            year = str(_likeliest_century(int(year)))
        try:
            found = datetime.date(_number(year, 4), _month(month), _day(day))
        except ValueError:
            found = datetime.date.min
        if not _EARLIEST <= found.year <= _LATEST:
            raise forms.ValidationError(f"{sentence(self.what)} must be a real date, such as 27 3 2007")
        if is_short:
            raise forms.ValidationError(
                f"Enter the year of {self.what} with all four digits. Did you mean {found.year}?"
            )
        return found


def _parts_of(whole: str) -> tuple[str, str, str]:
    """Day, month and year of a date that was pasted as a whole; the text alone as the day where it is none.

    As people here write it, the day comes first, unless the month is a word or the year leads.
    """
    parts = [part for part in _BETWEEN.split(whole.lower()) if part and not _BESIDE.fullmatch(part)]
    if len(parts) == 1 and _is_digits(whole, 8) and len(whole) == 8:
        parts = [whole[:2], whole[2:4], whole[4:]]
    if len(parts) != 3:
        return whole, "", ""
    first, second, third = parts
    if _is_digits(first) and len(first) == 4:
        return third, second, first
    return (second, first, third) if first.isalpha() else (first, second, third)


def _likeliest_century(year: int) -> int:
    """The year that two digits may stand for: the latest that is not in the future."""
    this_year = timezone.localdate().year
    return this_year - (this_year - year) % 100


def _day(text: str) -> int:
    found = _DAY.fullmatch(text)
    return int(found[1]) if found else 0


def _month(text: str) -> int:
    word = text.lower().rstrip(".")
    if len(word) >= _SHORTEST_MONTH and word.isalpha():
        return next((n for n, name in enumerate(MONTHS, start=1) if name.startswith(word)), 0)
    return _number(text, 2)


def _number(text: str, length: int) -> int:
    return int(text) if _is_digits(text, length) else 0


def _is_digits(text: str, length: int = 4) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= length


def sentence(text: str) -> str:
    """The text with a capital letter at its beginning."""
    return text[:1].upper() + text[1:]
