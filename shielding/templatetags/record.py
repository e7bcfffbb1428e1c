"""How the parts of a record are written on a page: numbers in groups, dates with their age, ways to reach people."""

import functools
import re
from datetime import date

from django import template
from django.utils.html import format_html

from ground import statute
from registry import formats
from registry.parts.birth import BirthHeld
from registry.parts.part import Provenance

register = template.Library()

# As many days, and as many sources of a day, as stand on the pages of some hundred children.
_REMEMBERED = 1 << 12

_AREA_AND_REST = re.compile(r"(0[17]\d{3})(\d{5,6})|(02\d)(\d{4})(\d{4})|(0[389]\d{2})(\d{3})(\d{4})")
_NOT_DIALLED = re.compile(r"[^0-9+]")


@register.filter
def spaced(number: str) -> str:
    """A register number in groups of four, as it is read aloud."""
    return formats.spaced(number)


@register.filter
def short(reference: str) -> str:
    """The first eight characters of a reference, enough to tell the lines of one list apart."""
    return reference[:8]


@register.filter
@functools.lru_cache(maxsize=_REMEMBERED)
def written(day: date) -> str:
    """A day as it is written in a sentence."""
    return f"{day.day} {day:%B %Y}"


@register.filter
@functools.lru_cache(maxsize=_REMEMBERED)
def ago(day: date, today: date) -> str:
    """How long ago a day was, in the words people use."""
    days = (today - day).days
    if days <= 0:
        return "today"
    if days == 1:
        return "yesterday"
    years, months = statute.age_on(today, born=day), statute.months_between(day, today)
    if years >= 2:
        return f"{years} years ago"
    if months == 0:
        return f"{days} days ago"
    return "1 month ago" if months == 1 else f"{months} months ago"


@register.filter
def source(provenance: Provenance | None, today: date) -> str:
    """Where a part came from and how old it is; nothing where that is not said."""
    return _source(provenance.source, provenance.as_at, today) if provenance else ""


@functools.lru_cache(maxsize=_REMEMBERED)
def _source(name: str, as_at: date, today: date) -> str:
    return format_html(
        '<span class="cp-source">{}, {} <span class="cp-whole">({})</span></span>',
        name,
        ago(as_at, today),
        written(as_at),
    )


@register.filter
def born(birth: BirthHeld | None, today: date) -> str:
    """A birth date with the age; an estimate says that it is one."""
    if birth is None:
        return "Not known"
    first, last = written(birth.first), written(birth.last)
    if not birth.is_exact:
        return f"Estimated: between {first} and {last}"
    return f"{first} ({_age(birth.first, today)})"


@register.filter
def telephone(number: str) -> str:
    """A number as it is read aloud: the area first. One that is written in groups already stays as it is."""
    digits, blank, extension = number.partition(" x")
    groups = _AREA_AND_REST.fullmatch(digits)
    return " ".join(filter(None, groups.groups())) + blank + extension if groups else number


@register.filter
def dial(telephone: str) -> str:
    """A telephone number for a ``tel:`` address: the digits alone, an extension after a semicolon."""
    number, _, extension = telephone.partition("x")
    digits, more = _NOT_DIALLED.sub("", number), _NOT_DIALLED.sub("", extension)
    return f"{digits};ext={more}" if more else digits


def _age(day: date, today: date) -> str:
    years, months = statute.age_on(today, born=day), statute.months_between(day, today)
    if years >= 2:
        return f"{years} years old"
    return f"{months} month{'' if months == 1 else 's'} old"
