"""The settings of the product, with the fictional county beside it: its commands, its sign-in cards, its banner."""

import copy

from django.core.exceptions import ImproperlyConfigured

from contactpoint.settings import *  # the demonstration is the product, and a little more

LOOPBACK_HOSTS = {"localhost", "127.0.0.1", "[::1]"}
if not set(ALLOWED_HOSTS) <= LOOPBACK_HOSTS:
    raise ImproperlyConfigured(
        "The demonstration prints everybody's password. It starts only where CONTACTPOINT_HOSTS names loopback hosts "
        f"({', '.join(sorted(LOOPBACK_HOSTS))})."
    )

DEMO = True
# It has no certificate: it answers on this machine, over plain HTTP, and asks no browser to remember otherwise.
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
INSTALLED_APPS = [*INSTALLED_APPS, "workshop"]
ROOT_URLCONF = "workshop.demo.urls"
TEMPLATES = copy.deepcopy(TEMPLATES)
TEMPLATES[0]["OPTIONS"]["context_processors"].append("workshop.demo.navigation.shown")
TEMPLATES[0]["DIRS"].append(BASE_DIR / "workshop" / "templates")
