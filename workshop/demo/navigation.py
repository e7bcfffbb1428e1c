"""What the demonstration adds to every page: the way to the page that says what to try."""

from django.http import HttpRequest
from django.urls import reverse


def shown(_request: HttpRequest) -> dict[str, str]:
    """For every template. The product's pages show the link where there is one."""
    return {"page_to_try": reverse("demo:start")}
