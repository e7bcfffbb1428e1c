"""The settings under test, as they are, with the addresses of the tests' own servers."""

import os

from tests import stack

os.environ.update(stack.STACK.environment())

from contactpoint.settings import *  # the environment had to be there first

# Pages are rendered without a build of the static files; the running system of the journeys has one.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
SECURE_SSL_REDIRECT = False
