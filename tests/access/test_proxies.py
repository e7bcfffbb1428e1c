"""Whose network address it is."""

from typing import Any

import pytest
from django.test import RequestFactory

from access import proxies


class TestTheAddressOfTheBrowser:
    def address(self, forwarded: str | None, count: int, pytestconfig_settings: Any) -> str:
        pytestconfig_settings.TRUSTED_PROXIES = count
        extra = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
        return proxies.address_of(RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", **extra))

    @pytest.mark.parametrize(
        ("forwarded", "count", "address"),
        [
            (None, 0, "10.0.0.1"),
            ("192.0.2.7", 0, "10.0.0.1"),
            ("192.0.2.7", 1, "192.0.2.7"),
            ("1.1.1.1, 192.0.2.7", 1, "192.0.2.7"),
            ("1.1.1.1, 192.0.2.7, 10.0.0.2", 2, "192.0.2.7"),
            (None, 1, "10.0.0.1"),
            ("192.0.2.7", 2, "10.0.0.1"),
        ],
    )
    def test_is_what_the_outermost_trusted_proxy_saw(
        self, settings: Any, forwarded: str | None, count: int, address: str
    ) -> None:
        assert self.address(forwarded, count, settings) == address
