"""Whose network address it is, and that nothing which a browser writes about it is believed or breaks anything."""

from http import HTTPStatus
from typing import Any

import pytest
from auditlog.models import LogEntry
from axes.models import AccessAttempt
from django.test import Client, RequestFactory
from django.utils import timezone

from access import proxies
from tests import browsing
from tests.access import people

PEER = "10.0.0.1"

WRITTEN = {
    "192.0.2.7": "192.0.2.7",
    " 192.0.2.7 ": "192.0.2.7",
    "192.0.2.7:51234": "192.0.2.7",
    "2001:db8::7": "2001:db8::7",
    "2001:DB8:0:0:0::7": "2001:db8::7",
    "[2001:db8::7]": "2001:db8::7",
    "[2001:db8::7]:443": "2001:db8::7",
    '"[2001:db8::7]:443"': "2001:db8::7",
    "::ffff:192.0.2.7": "192.0.2.7",
    "[::ffff:192.0.2.7]:51234": "192.0.2.7",
    "fe80::7%eth0": "fe80::7",
    "[fe80::7%eth0]:443": "fe80::7",
}
"""Ways to write an address, and the address."""

NO_ADDRESS = {
    "nothing": "",
    "a blank": " ",
    "commas": ",,,",
    "nothing after an address": "203.0.113.9,",
    "a blank after an address": "203.0.113.9, ",
    "unknown": "unknown",
    "unknown with a port": "unknown:443",
    "hidden": "_hidden",
    "a host's name": "localhost",
    "a number too large": "192.0.2.256",
    "three numbers": "192.0.2",
    "hexadecimal": "0xC0.0.2.7",
    "leading noughts": "192.000.002.007",
    "a network": "192.0.2.0/24",
    "a colon without a port": "192.0.2.7:",
    "a port that is none": "192.0.2.7:http",
    "a port too long": "192.0.2.7:443443",
    "a bracket that stays open": "[2001:db8::7",
    "a bracket that was never opened": "2001:db8::7]",
    "words after the bracket": "[2001:db8::7]x443",
    "nothing in brackets": "[]",
    "nothing in brackets with a port": "[]:443",
    "colons": ":::::::::",
    "a percent sign": "%",
    "markup": "<script>alert(7)</script>",
    "a quotation mark": "'; DROP TABLE access_account; --",
    "a NUL": "192.0.2.7\x00",
    "high bytes": "\xff\xfe\xc3\x28",
    "digits of another script": "\u0661\u0669\u0662.0.2.7",
    "one very long word": "1" * 8_000,
    "a very long address": "192.0.2.7" + " " * 8_000,
    "very many commas": "," * 8_000,
}
"""What may be in the place where the outermost trusted proxy should have written an address."""

SPOOFED = "203.0.113.9"


def address(settings: Any, forwarded: str | None, count: int, peer: str = PEER) -> str | None:
    settings.TRUSTED_PROXIES = count
    extra = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return proxies.address_of(RequestFactory().get("/", REMOTE_ADDR=peer, **extra))


class TestTheAddressOfTheBrowser:
    @pytest.mark.parametrize(
        ("forwarded", "count", "expected"),
        [
            (None, 0, PEER),
            ("192.0.2.7", 0, PEER),
            ("192.0.2.7", 1, "192.0.2.7"),
            ("1.1.1.1, 192.0.2.7", 1, "192.0.2.7"),
            ("1.1.1.1, 192.0.2.7, 10.0.0.2", 2, "192.0.2.7"),
            (None, 1, PEER),
            ("192.0.2.7", 2, PEER),
        ],
    )
    def test_is_what_the_outermost_trusted_proxy_saw(
        self, settings: Any, forwarded: str | None, count: int, expected: str
    ) -> None:
        assert address(settings, forwarded, count) == expected

    @pytest.mark.parametrize("written", WRITTEN)
    def test_is_the_same_however_it_is_written(self, settings: Any, written: str) -> None:
        assert address(settings, written, 1) == WRITTEN[written]
        assert address(settings, f"{SPOOFED}, {written}, 10.0.0.2:80", 2) == WRITTEN[written]
        assert address(settings, None, 0, peer=written) == WRITTEN[written]

    @pytest.mark.parametrize("kind", NO_ADDRESS)
    def test_is_the_peers_where_the_proxy_wrote_none(self, settings: Any, kind: str) -> None:
        written = NO_ADDRESS[kind]
        assert address(settings, written, 1) == PEER
        assert address(settings, f"{SPOOFED}, {written}", 1) == PEER
        assert address(settings, f"{SPOOFED}, {written.rpartition(',')[2]}, 10.0.0.2", 2) == PEER

    @pytest.mark.parametrize("written", [*WRITTEN, *NO_ADDRESS.values()])
    @pytest.mark.parametrize("count", [0, 3])
    def test_is_the_peers_where_no_proxy_wrote_it(self, settings: Any, written: str, count: int) -> None:
        assert address(settings, written.replace(",", ""), count) == PEER

    @pytest.mark.parametrize("peer", ["", "unix:", "unknown"])
    def test_is_none_where_the_peer_has_none(self, settings: Any, peer: str) -> None:
        """A server that listens at a socket of the file system has no peer with an address."""
        assert address(settings, None, 0, peer=peer) is None
        assert address(settings, "unknown", 1, peer=peer) is None


HEADERS = list(WRITTEN.items()) + [(text, PEER) for text in NO_ADDRESS.values()]
"""What the header holds, and the address that is believed with one trusted proxy in front."""


def said(forwarded: str, peer: str = PEER) -> dict[str, str]:
    """What a request brings along that means to deceive."""
    return {
        "REMOTE_ADDR": peer,
        "HTTP_X_FORWARDED_FOR": forwarded,
        "HTTP_X_FORWARDED_PORT": "9" * 30,
        "HTTP_X_CORRELATION_ID": "x" * 300,
        "HTTP_X_REAL_IP": SPOOFED,
        "HTTP_FORWARDED": f"for={SPOOFED}",
        "HTTP_CLIENT_IP": SPOOFED,
    }


@pytest.mark.django_db
@pytest.mark.parametrize("count", [0, 1], ids=["without a proxy", "behind one proxy"])
class TestThroughTheWholeSite:
    """A failed sign-in is counted, and a change written into the history, at the address that is believed."""

    def test_failed_sign_in_is_counted_there(self, settings: Any, count: int) -> None:
        settings.TRUSTED_PROXIES = count
        for forwarded, theirs in HEADERS:
            answer = people.first_step(Client(), "nobody", "wrong, wrong, wrong", **said(forwarded))
            assert answer.status_code == HTTPStatus.OK, forwarded
            attempt = AccessAttempt.objects.get()
            assert attempt.ip_address == (theirs if count else PEER), forwarded
            attempt.delete()

    def test_change_is_written_down_as_made_there(self, settings: Any, count: int) -> None:
        settings.TRUSTED_PROXIES = count
        ada, petra = browsing.come_in(Client(), people.administrator()), people.account("petra")
        for forwarded, theirs in HEADERS:
            answer = ada.post(
                f"/accounts/{petra.reference}/roles/", {"role": "practitioner"}, **said(forwarded)
            )
            assert answer.status_code == HTTPStatus.FOUND, forwarded
            grant = petra.grants.get(ended_at=None)
            entry = LogEntry.objects.get_for_object(grant).get()
            expected = theirs if count else PEER
            assert (entry.remote_addr, entry.remote_port, entry.cid) == (expected, None, None), forwarded
            petra.grants.update(ended_at=timezone.now(), ended_by="a test")

    def test_peer_without_an_address_is_served_like_any_other(self, settings: Any, count: int) -> None:
        settings.TRUSTED_PROXIES = count
        ada, petra = browsing.come_in(Client(), people.administrator()), people.account("petra")
        nowhere = said("unknown", peer="")
        answer = people.first_step(Client(), "petra", "wrong, wrong, wrong", **nowhere)
        assert answer.status_code == HTTPStatus.OK
        assert AccessAttempt.objects.get().ip_address is None
        answer = ada.post(f"/accounts/{petra.reference}/roles/", {"role": "practitioner"}, **nowhere)
        assert answer.status_code == HTTPStatus.FOUND
        assert LogEntry.objects.get_for_object(petra.grants.get()).get().remote_addr is None

    def test_address_that_changes_with_every_try_does_not_escape_the_counting(
        self, settings: Any, count: int
    ) -> None:
        """What the browser writes itself: all of it without a proxy, all but the last behind one; and the port."""
        settings.TRUSTED_PROXIES = count
        answers = [
            people.first_step(
                Client(), "petra", "wrong, wrong, wrong", **said(f"203.0.113.{n}, 192.0.2.7:{50_000 + n}")
            )
            for n in range(5)
        ]
        assert answers[-1].status_code == HTTPStatus.TOO_MANY_REQUESTS
