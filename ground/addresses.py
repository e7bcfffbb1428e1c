"""Addresses that stand on every page and are always the same: worked out once.

Only addresses without a value in them are kept. They follow from the settings, and are forgotten when those change.
"""

import functools
from typing import Any

from django.core.signals import setting_changed
from django.dispatch import receiver
from django.templatetags.static import static
from django.urls import reverse


@functools.cache
def of_page(name: str) -> str:
    """The address of a page by its name, such as ``access:help``. Raises ``NoReverseMatch``."""
    return reverse(name)


@functools.cache
def of_file(path: str) -> str:
    """The address of a static file."""
    return static(path)


@receiver(setting_changed)
def _forget(**_: Any) -> None:
    of_page.cache_clear()
    of_file.cache_clear()
