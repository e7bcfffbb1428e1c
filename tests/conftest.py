"""What every test may ask for: a real database of its own, and no network beyond this machine."""

import gc
import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection, connections
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis_settings

from access.hashers import Argon2
from tests import cast
from tests.stack import STACK

#: What the product uses, kept before the tests make it cheap.
REAL_MEMORY_COST = Argon2.memory_cost

pytest_plugins = ("tests.house.watch", "tests.balance")

hypothesis_settings.register_profile("contactpoint", deadline=None, print_blob=True)
hypothesis_settings.load_profile("contactpoint")


def pytest_configure(config: pytest.Config) -> None:
    if STACK.owned and config.getoption("numprocesses", None):
        # the controller of xdist starts the servers that its workers use
        STACK.start_postgres()
        STACK.start_redis()


def pytest_unconfigure(config: pytest.Config) -> None:
    STACK.stop()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What is there by now, all modules and thousands of tests, stays to the end: garbage is not looked for in it."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """The database is made by the command that production uses, and reached as the role of the worker."""
    STACK.make_database()
    yield
    with django_db_blocker.unblock():
        connections.close_all()


def _restore_database(test_case: TransactionTestCase) -> None:
    """After a test with real transactions: a fresh copy instead of Django's flush.

    The flush would TRUNCATE, which the worker's role may not and the trail refuses to everybody, and would take with it
    what migrations have written.
    """
    connections.close_all()
    STACK.restore_database()


TransactionTestCase._fixture_teardown = _restore_database


@pytest.fixture(scope="session", autouse=True)
def cheap_hashes() -> Iterator[None]:
    """The same hash with a hundredth of the memory: what a real one costs is tested in test_hashers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Argon2, "memory_cost", 512)
        yield


@pytest.fixture
def as_web_role(db: None) -> Iterator[None]:
    """Run with the rights of a web process. (The tests' own role, the worker's, is a member of it.)"""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE contactpoint_web")
    yield
    if not connection.in_atomic_block:
        # inside a test's transaction the rollback puts the role back
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")


@pytest.fixture
def county(db: None) -> None:
    """Westmarch and its neighbour, with their organisations, services and sources; no children yet."""
    cast.county()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The Monday on which the stories of the cast happen; it passes only when the test says so."""
    with time_machine.travel(cast.NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(scope="session")
def redis_server() -> str:
    """The address of a running broker."""
    STACK.start_redis()
    return STACK.redis.url


class NetworkUsed(AssertionError):
    """A test reached for a machine other than this one."""


def _refuse_strangers(address: Any) -> None:
    if isinstance(address, tuple):
        host = address[0]
        try:
            loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
        except ValueError:
            loopback = False
        if not loopback:
            raise NetworkUsed(f"Tests may talk to this machine only, not to {host}.")


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Sockets connect to this machine or not at all."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded_connect(self: socket.socket, address: Any) -> None:
        _refuse_strangers(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        _refuse_strangers(address)
        return connect_ex(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        yield
