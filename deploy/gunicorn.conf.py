"""The web server in production: threads, because a request waits for the database most of its time."""

import os

bind = "0.0.0.0:8000"  # reached by the proxy alone: no port is published
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "4"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 30
graceful_timeout = 20
keepalive = 5
# a worker is renewed now and then, so that a slow leak never adds up; not all at once
max_requests = 10_000
max_requests_jitter = 1_000
worker_tmp_dir = "/dev/shm"
control_socket_disable = True
# the log names no visitor and no child: the trail is the place for who saw what
accesslog = None
errorlog = "-"
limit_request_line = 2_048
limit_request_fields = 50
limit_request_field_size = 8_190
