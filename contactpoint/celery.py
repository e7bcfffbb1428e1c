"""The worker, and the timetable of the house.

Tasks are one-line calls with references as arguments. A command never enqueues: it writes a row, and a task of this
timetable claims it. So nothing is lost with the broker, and a task that runs twice finds nothing left to do.
"""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contactpoint.settings")

from django.conf import settings  # the line above names the settings that this one reads

from ground import house

TIMETABLE = {
    "publish what is pending": {
        "task": "shielding.publish_pending",
        "schedule": crontab(),  # every minute
        # an unread order is worthless when the next one has been given
        "options": {"expires": 55},
    },
    "the nightly work": {
        "task": "shielding.nightly",
        "schedule": crontab(hour="2", minute="0"),
        "options": {"expires": 6 * 3600},
    },
}

app = Celery("contactpoint")
app.conf.update(
    broker_url=settings.REDIS_URL,
    broker_connection_retry_on_startup=True,
    # A task that runs longer than this is given out again; the longest, the nightly work, stays far below.
    broker_transport_options={
        "visibility_timeout": 6 * 3600,
        "socket_timeout": 10,
        "socket_connect_timeout": 3,
    },
    # JSON only: a pickle in the broker would be code that we run.
    accept_content=["json"],
    task_serializer="json",
    event_serializer="json",
    result_backend=None,
    task_ignore_result=True,
    # A task is done when it is done: one whose worker was killed is given out again.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
    task_default_queue="contactpoint",
    timezone=settings.TIME_ZONE,
    enable_utc=True,
    beat_schedule=TIMETABLE,
    beat_schedule_filename=str(settings.VAR_DIR / "beat-schedule"),
)
app.autodiscover_tasks(lambda: list(house.packages_with("tasks")))
