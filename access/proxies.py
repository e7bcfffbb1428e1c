"""Which network address a request came from, where reverse proxies are in front of this process.

What is in X-Forwarded-For was written by a browser, except for what the trusted proxies added. It is read here alone:
the counting of failed sign-ins and the history of changes both ask this module.
"""

import ipaddress
import re

from django.conf import settings
from django.http import HttpRequest

#: The longest thing that can be an address: IPv6 with an IPv4 ending, a scope, brackets and a port.
_LONGEST = 100
_PORT = re.compile(r":[0-9]{1,5}")


def address_of(request: HttpRequest) -> str | None:
    """The network address of the browser, as the outermost trusted proxy saw it; None where there is none.

    Each trusted proxy appends the address it saw to X-Forwarded-For; with n of them in front, the n-th from the right
    is the browser's. What is further left was written by the browser itself and is not believed. Where that place holds
    no address ("unknown", nothing, anything else), or there is no such place because the request came past the proxies,
    the address is that of the peer which connected to this process.

    Written as PostgreSQL and Python write it: without port, brackets and scope, and IPv4 as IPv4.
    """
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    count = settings.TRUSTED_PROXIES
    believed = seen[-count] if 0 < count <= len(seen) else ""
    return _address(believed) or _address(request.META.get("REMOTE_ADDR", ""))


def _address(text: str) -> str | None:
    """The address in ``192.0.2.7``, ``192.0.2.7:443``, ``2001:db8::7``, ``[2001:db8::7]`` or ``[2001:db8::7]:443``."""
    if len(text) > _LONGEST:
        return None
    text = text.strip().strip('"')
    if text.startswith("["):
        host, closed, port = text[1:].partition("]")
        well_formed = bool(closed) and (not port or _PORT.fullmatch(port))
    else:
        host, colon, port = text.partition(":") if text.count(":") == 1 else (text, "", "")
        well_formed = not colon or _PORT.fullmatch(f":{port}")
    if not well_formed:
        return None
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None
    return str(getattr(address, "ipv4_mapped", None) or address)
