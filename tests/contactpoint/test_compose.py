"""docker-compose.yml, the entrypoint and the image say the same as the settings, the roles and the worker."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.urls import reverse

from contactpoint import settings
from contactpoint.celery import app
from workshop.embedded import postgres

ROOT = Path(__file__).resolve().parent.parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
ENTRYPOINT = (ROOT / "deploy" / "entrypoint").read_text()
DOCKERFILE = (ROOT / "Dockerfile").read_text()
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "contactpoint"}

SECRET_OF = {
    "CONTACTPOINT_SECRET_KEY": "secret_key",
    "CONTACTPOINT_FIELD_KEY": "field_key",
    "CONTACTPOINT_FINGERPRINT_KEY": "fingerprint_key",
    "CONTACTPOINT_REDIS_URL": "redis_password",
}


def variables_of(service: dict[str, Any]) -> set[str]:
    """What a container of ours finds in its environment: from the file, and from its secrets by the entrypoint."""
    found = {name for name in service["environment"] if name.startswith("CONTACTPOINT_")}
    found |= {name for name, secret in SECRET_OF.items() if secret in service["secrets"]}
    if {"web_password", "worker_password"} & set(service["secrets"]):
        found.add("CONTACTPOINT_DATABASE_URL")
    if "owner_password" in service["secrets"]:
        found.add("CONTACTPOINT_OWNER_DATABASE_URL")
    return found


def test_the_parts_of_the_system_are_these():
    assert set(SERVICES) == {"prepare", "web", "worker", "beat", "postgres", "redis", "proxy"}
    assert set(OURS) == {"prepare", "web", "worker", "beat"}


@pytest.mark.parametrize("name", sorted(OURS))
def test_every_required_variable_is_given(name: str):
    required = {variable.name for variable in settings.VARIABLES if variable.required}
    assert required <= variables_of(OURS[name])


@pytest.mark.parametrize("name", sorted(OURS))
def test_no_variable_is_given_that_the_settings_do_not_know(name: str):
    assert variables_of(OURS[name]) <= {variable.name for variable in settings.VARIABLES}


def test_entrypoint_exports_what_the_settings_read():
    exported = set(re.findall(r"\bCONTACTPOINT_[A-Z_]+\b", ENTRYPOINT))
    assert exported == {*SECRET_OF, "CONTACTPOINT_DATABASE_URL", "CONTACTPOINT_OWNER_DATABASE_URL"}
    for name, secret in SECRET_OF.items():
        assert re.search(rf"^{name}=.*\$\(secret {secret}\)", ENTRYPOINT, re.MULTILINE), name


def test_production_never_runs_as_the_demonstration():
    assert all("DJANGO_SETTINGS_MODULE" not in service["environment"] for service in OURS.values())
    assert re.findall(r"DJANGO_SETTINGS_MODULE=(\S+)", DOCKERFILE + ENTRYPOINT) == ["contactpoint.settings"]


def test_every_secret_is_a_file_that_is_made_and_never_committed():
    used = {secret for service in SERVICES.values() for secret in service.get("secrets", [])}
    maker = (ROOT / "deploy" / "make-secrets").read_text()
    assert set(COMPOSE["secrets"]) == used
    for name, secret in COMPOSE["secrets"].items():
        assert secret == {"file": f"deploy/secrets/{name}"}
        assert re.search(rf"\b{name}\b", maker), name
    assert "/deploy/secrets/" in (ROOT / ".gitignore").read_text().splitlines()
    assert "deploy/secrets" in (ROOT / ".dockerignore").read_text().splitlines()


def test_each_process_knows_the_password_of_its_own_role_alone():
    passwords = {
        name: {secret for secret in service["secrets"] if secret.endswith("_password")} - {"redis_password"}
        for name, service in OURS.items()
    }
    assert passwords == {
        "prepare": {"owner_password", "worker_password"},
        "web": {"web_password"},
        "worker": {"worker_password"},
        "beat": {"worker_password"},
    }


def test_database_is_made_with_the_roles_of_the_demonstration_and_the_tests():
    roles_sql = (ROOT / "deploy" / "postgres" / "roles.sql").read_text()
    mounted = dict(volume.split(":")[:2] for volume in SERVICES["postgres"]["volumes"])
    assert mounted["./deploy/postgres/roles.sql"] == "/deploy/roles.sql"
    assert mounted["./deploy/postgres/10-roles.sh"].startswith("/docker-entrypoint-initdb.d/")
    assert postgres.ROLES_SQL == ROOT / "deploy" / "postgres" / "roles.sql"
    for role in (postgres.OWNER, postgres.WEB, postgres.WORKER):
        assert f"ALTER ROLE {role} " in roles_sql
        assert "postgres://contactpoint_$1:" in ENTRYPOINT
    assert SERVICES["postgres"]["environment"]["POSTGRES_USER"] == postgres.SUPERUSER
    assert SERVICES["postgres"]["image"] == "postgres:18"


def test_migrations_run_before_anything_serves():
    assert OURS["prepare"]["command"] == ["python", "manage.py", "prepare_database"]
    for name in ("web", "worker", "beat"):
        assert OURS[name]["depends_on"]["prepare"] == {"condition": "service_completed_successfully"}


@pytest.mark.parametrize("name", ["worker", "beat"])
def test_worker_and_timetable_run_the_app(name: str):
    command = OURS[name]["command"]
    assert command[:4] == ["celery", "--app", "contactpoint.celery", name]
    assert app.main == "contactpoint"


def test_web_is_healthy_when_healthz_says_so():
    assert f"http://localhost:8000{reverse('healthz')}" in OURS["web"]["healthcheck"]["test"][-1]
    assert "localhost" in OURS["web"]["environment"]["CONTACTPOINT_HOSTS"]
    assert 'bind = "0.0.0.0:8000"' in (ROOT / "deploy" / "gunicorn.conf.py").read_text()
    assert SERVICES["proxy"]["depends_on"]["web"] == {"condition": "service_healthy"}


def test_every_part_that_stays_says_how_it_is():
    assert all(
        "healthcheck" in service for name, service in SERVICES.items() if name not in {"prepare", "beat"}
    )


def test_only_the_proxy_is_reached_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert all(COMPOSE["networks"][name] == {"internal": True} for name in ("inside", "behind"))
    for name, service in SERVICES.items():
        assert ("front" in service["networks"]) == (name == "proxy")
        assert ("inside" in service["networks"]) == (name != "proxy")


def test_proxy_speaks_tls_and_limits_what_comes_in():
    caddy = (ROOT / "deploy" / "proxy" / "Caddyfile").read_text()
    for words in (
        "protocols tls1.2 tls1.3",
        "Strict-Transport-Security",
        "max_size 128KiB",
        "request_buffers",
        "web:8000",
    ):
        assert words in caddy
    assert "max-age=63072000" in caddy
    assert OURS["web"]["environment"]["CONTACTPOINT_TRUSTED_PROXIES"] == "1"


def test_containers_of_ours_hold_no_rights():
    for service in OURS.values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
    assert "USER contactpoint" in DOCKERFILE


def test_image_is_made_from_locks():
    installs = [line for line in DOCKERFILE.splitlines() if "pip install" in line]
    assert installs
    assert all("--require-hashes" in line for line in installs)
    assert "npm ci" in DOCKERFILE
