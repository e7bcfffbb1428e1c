"""The web process: what gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from contactpoint import limits

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contactpoint.settings")

limits.install()

application = get_wsgi_application()
