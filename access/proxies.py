"""Which network address a request came from, where reverse proxies stand in front of this process."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The network address of the browser, as the nearest trusted proxy saw it.

    Each trusted proxy appends the address it saw to X-Forwarded-For; with n of them in front, the n-th from the right
    is the browser's. What stands further left was written by the browser itself and is not believed.
    """
    if settings.TRUSTED_PROXIES:
        forwarded = [
            part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()
        ]
        if len(forwarded) >= settings.TRUSTED_PROXIES:
            return forwarded[-settings.TRUSTED_PROXIES]
    return request.META.get("REMOTE_ADDR", "")
