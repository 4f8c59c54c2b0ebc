"""Which machines may be touched: checked after the name is resolved, at every connection."""

from __future__ import annotations

import httpcore
import pytest
from local_web import OPEN, SECRET, Reply
from small_web import fetching, site

from maalkart.collect.guard import ForbiddenError, Guard, GuardedBackend


@pytest.mark.parametrize(
    "place",
    [
        "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1",
        "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1",
    ],
)  # fmt: skip
def test_only_the_open_internet_is_let_through(place: str) -> None:
    guard = Guard(lambda host, port: [(place, port)])
    with pytest.raises(ForbiddenError, match="not on the open internet"):
        guard.places("vik.test", 443)


@pytest.mark.parametrize("place", ["8.8.8.8", "193.69.180.10", "2a02:20c8::10"])
def test_addresses_of_the_open_internet_are(place: str) -> None:
    assert Guard(lambda host, port: [(place, port)]).places("vik.test", 443) == [(place, 443)]


def test_one_bad_address_among_several_forbids_them_all() -> None:
    guard = Guard(lambda host, port: [("8.8.8.8", port), ("127.0.0.1", port)])
    with pytest.raises(ForbiddenError):
        guard.places("vik.test", 80)


def test_a_network_that_a_setting_names_is_allowed_and_no_other() -> None:
    guard = Guard(lambda host, port: [(host, port)], ["10.1.0.0/16"])
    assert guard.places("10.1.2.3", 80) == [("10.1.2.3", 80)]
    with pytest.raises(ForbiddenError):
        guard.places("10.2.2.3", 80)


def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    answers = iter([[("127.0.1.1", 9)], [(SECRET, 80)]])
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[tuple[str, int]]:
        asked.append(host)
        return next(answers)

    backend = GuardedBackend(Guard(rebinding, (OPEN,)), max_seconds=1.0)
    with pytest.raises(httpcore.ConnectError):  # nobody listens there, but there it went
        backend.connect_tcp("vik.test", 80, timeout=1.0)
    assert asked == ["vik.test"]
    with pytest.raises(ForbiddenError):
        backend.connect_tcp("vik.test", 80, timeout=1.0)


def test_sockets_of_this_machine_are_never_opened() -> None:
    backend = GuardedBackend(Guard(), max_seconds=1.0)
    with pytest.raises(ForbiddenError):
        backend.connect_unix_socket("/run/any.sock")


@pytest.mark.parametrize(
    "target",
    [
        "http://intern.test/x", f"http://{SECRET}/x", "http://169.254.169.254/x", "http://[::1]/x",
        "http://10.0.0.7/x",
    ],
)  # fmt: skip
def test_redirects_are_checked_like_the_first_address(target: str) -> None:
    pages = {"/": Reply(status=302, headers={"Location": target})}
    with fetching({"vik.test": site(pages)}) as (web, fetcher, _):
        answer = fetcher.get("http://vik.test/")
        assert answer.last.outcome in ("forbidden", "failed")
        assert "not on the open internet" in (answer.last.because or "")
        assert not answer.has_content
        assert web.touched == []


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://vik.test/x", "javascript:1"])
def test_redirects_lead_to_the_web_only(target: str) -> None:
    pages = {"/": Reply(status=302, headers={"Location": target})}
    with fetching({"vik.test": site(pages)}) as (_, fetcher, _clock):
        assert fetcher.get("http://vik.test/").last.outcome == "refused"
