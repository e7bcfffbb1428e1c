"""The worker, and the timetable of the house.

Tasks are one-line calls with references as arguments. A command never enqueues: it writes a row, and a task of this
timetable claims it. So nothing is lost with the broker, and a task that runs twice finds nothing left to do.
"""

import os
from zoneinfo import ZoneInfo

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contactpoint.settings")

from django.conf import settings  # the line above names the settings that this one reads

from ground import house


class LocalTime(crontab):
    """A crontab of local hours, in a timetable that runs in UTC.

    Celery has one time zone for all schedules of an app. Were that the local one, what is due every minute would wait
    an hour in October, when 01:59 is followed by 01:00. So the timetable runs in UTC, and only what is ordered for an
    hour of the local day is worked out in local time: once a day, on the nights when the clocks change as well.
    """

    tz = ZoneInfo(settings.TIME_ZONE)  # type: ignore[assignment]  # the stubs believe it to be a name


TIMETABLE = {
    "publish what is pending": {
        "task": "shielding.publish_pending",
        "schedule": crontab(),  # every minute
        # an unread order is worthless when the next one has been given
        "options": {"expires": 55},
    },
    "forget kept words": {
        "task": "access.forget_kept_words",
        "schedule": crontab(minute="*/15"),
        "options": {"expires": 14 * 60},
    },
    "forget drafts": {
        "task": "complaints.forget_drafts",
        "schedule": crontab(minute="*/15"),
        "options": {"expires": 14 * 60},
    },
    "the nightly work": {
        "task": "shielding.nightly",
        "schedule": LocalTime(hour="2", minute="0"),
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
    timezone="UTC",
    enable_utc=True,
    beat_schedule=TIMETABLE,
    beat_schedule_filename=str(settings.VAR_DIR / "beat-schedule"),
)
app.autodiscover_tasks(lambda: list(house.packages_with("tasks")))
