"""Passwords and PINs are hashed as the OWASP password storage guidance says."""

import re

import pytest
from django.conf import settings
from django.contrib.auth import hashers

from access.hashers import Argon2
from tests.conftest import REAL_MEMORY_COST


def test_argon2id_with_forty_six_mebibytes_one_pass_and_one_lane(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings.PASSWORD_HASHERS == ["access.hashers.Argon2"]
    monkeypatch.setattr(Argon2, "memory_cost", REAL_MEMORY_COST)
    encoded = hashers.make_password("three quiet herons wading")
    assert re.match(r"argon2\$argon2id\$v=19\$m=47104,t=1,p=1\$", encoded)
    assert hashers.check_password("three quiet herons wading", encoded)
    assert not hashers.check_password("three quiet herons wading ", encoded)
