"""What the settings read, made up for a system that runs out of one directory."""

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from workshop.embedded import postgres

LOOPBACK_HOSTS = "localhost,127.0.0.1"


def keep_keys(directory: Path) -> dict[str, str]:
    """The secret keys of this data directory: made once, readable by their owner alone."""
    kept = directory / "keys.json"
    if not kept.exists():
        new = directory / "keys.json.new"
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(
                {
                    "CONTACTPOINT_SECRET_KEY": secrets.token_hex(32),
                    "CONTACTPOINT_FIELD_KEY": secrets.token_hex(32),
                    "CONTACTPOINT_FINGERPRINT_KEY": secrets.token_hex(32),
                },
                file,
            )
        new.replace(kept)
    keys: dict[str, str] = json.loads(kept.read_text())
    return keys


def bare(environment: Mapping[str, str]) -> dict[str, str]:
    """An environment without a word of ours: what a person has set for another installation must not leak in."""
    return {
        name: value
        for name, value in environment.items()
        if not name.startswith(("CONTACTPOINT_", "DJANGO_", "PG", "GUNICORN_", "CELERY_"))
    }


def keeping_compiled(environment: Mapping[str, str], directory: Path) -> dict[str, str]:
    """The same environment, in which Python keeps what it has compiled.

    Where it may not keep that beside the source (PYTHONDONTWRITEBYTECODE), each process would compile the whole system
    again, which takes as long as everything else that it does at its start. So it is kept in this directory.
    """
    if not environment.get("PYTHONDONTWRITEBYTECODE"):
        return dict(environment)
    kept = {name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {"PYTHONPYCACHEPREFIX": str(directory / "compiled")} | kept


def urls(server: postgres.EmbeddedPostgres, role: str, redis_url: str) -> dict[str, str]:
    """Where database and broker are; the owner's address is for the owner alone."""
    found = {"CONTACTPOINT_REDIS_URL": redis_url}
    if role == postgres.OWNER:
        found["CONTACTPOINT_OWNER_DATABASE_URL"] = server.url(postgres.OWNER)
        found["CONTACTPOINT_DATABASE_URL"] = server.url(postgres.WORKER)
    else:
        found["CONTACTPOINT_DATABASE_URL"] = server.url(role)
    return found
