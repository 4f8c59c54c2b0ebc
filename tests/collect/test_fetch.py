"""Fetching: limits, patience, politeness, and never the same thing twice."""

from __future__ import annotations

import gzip
import itertools
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from local_web import Reply
from small_web import Memory, fetching, site

PAGE = "<html><body><h1>Planer</h1></body></html>"
PDF = b"%PDF-1.4\n" + b"x" * 2000


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"MZ" + bytes(3000), "a program"),
        (b"\x7fELF" + bytes(3000), "a program"),
        (b"PK\x03\x04" + bytes(3000), "neither a document"),
        (b"\x1f\x8b" + bytes(3000), "an archive"),
        (b"Rar!\x1a\x07" + bytes(3000), "an archive"),
        (b"\xff\xd8\xff\xe0" + bytes(3000), "a picture"),
        (bytes(3000), "neither a document"),
        (b"%PDF-1.4\n" + b"x" * (2 << 20), "larger than 1 MB"),
        (b"", "empty"),
    ],
)
def test_what_is_no_document_is_refused_whatever_it_is_called(body: bytes, said: str) -> None:
    with fetching({"vik.test": site({"/plan.pdf": Reply(body, "application/pdf")})}) as (_, it, _c):
        answer = it.get("http://vik.test/plan.pdf")
        assert (answer.last.outcome, answer.has_content) == ("refused", False)
        assert said in (answer.last.because or "")


def test_content_is_known_by_its_bytes_not_by_its_name() -> None:
    pages = {
        "/plan.exe": Reply(PDF, "text/html"),
        "/plan.pdf": Reply(PAGE.encode(), "application/pdf"),
    }
    with fetching({"vik.test": site(pages)}) as (_, it, _c):
        assert it.get("http://vik.test/plan.exe").last.content == "pdf"
        assert it.get("http://vik.test/plan.pdf").last.content == "html"


def _drip() -> Iterator[bytes]:
    yield b"%PDF-1.4\n"
    for _ in range(100):
        time.sleep(0.05)
        yield b"x"


def _flood() -> Iterator[bytes]:
    yield b"%PDF-1.4\n"
    for _ in range(1000):
        yield b"x" * 65536


def test_answers_that_drip_flood_or_unpack_without_end_are_given_up() -> None:
    bomb = gzip.compress(b"%" * (64 << 20))
    pages = {
        "/drip": Reply(chunks=_drip),
        "/flood": Reply(chunks=_flood),
        "/bomb": Reply(bomb, headers={"Content-Encoding": "gzip"}),
    }
    with fetching({"vik.test": site(pages)}) as (web, it, _c):
        because = {path: it.get(f"http://vik.test{path}").last for path in pages}
        assert {one.outcome for one in because.values()} == {"refused"}
        assert "took more than" in (because["/drip"].because or "")
        assert "larger than" in (because["/flood"].because or "")
        assert "larger than" in (because["/bomb"].because or "")
        assert len(web.asked) <= 4  # robots.txt, and each of them once


def test_every_address_is_asked_for_once() -> None:
    pages = {"/a": PAGE, "/b": Reply(status=301, headers={"Location": "/a"})}
    with fetching({"vik.test": site(pages)}) as (web, it, _c):
        for path in ("/a", "/b", "/a", "/b", "/c", "/c"):
            it.get(f"http://vik.test{path}")
        assert max(web.times_asked().values()) == 1
        assert it.get("http://vik.test/b").moved_to == "http://vik.test/a"


def test_a_site_is_asked_with_pauses_and_says_who_asks() -> None:
    pages = {f"/{n}": PAGE for n in range(5)}
    with fetching({"vik.test": site(pages)}, delay=2.0) as (web, it, clock):
        for path in pages:
            it.get(f"http://vik.test{path}")
        assert clock.waits == [2.0] * 5
        assert all("test@example.org" in one.agent for one in web.asked)


def test_the_pause_that_robots_txt_asks_for_is_kept() -> None:
    robots = "User-agent: *\nCrawl-delay: 7\n"
    with fetching({"vik.test": site({"/": PAGE, "/a": PAGE}, robots)}) as (_, it, clock):
        it.get("http://vik.test/")
        it.get("http://vik.test/a")
        assert clock.waits[-1] == 7.0


def test_what_robots_txt_keeps_for_itself_is_not_asked_for() -> None:
    robots = "User-agent: *\nDisallow: /privat\n\nUser-agent: maalkart\nDisallow: /ikke-oss\n"
    with fetching({"vik.test": site({"/ikke-oss/a": PAGE}, robots)}) as (web, it, _c):
        answer = it.get("http://vik.test/ikke-oss/a")
        assert answer.last.outcome == "disallowed"
        assert [one.path for one in web.asked] == ["/robots.txt"]


def test_a_site_whose_robots_txt_is_broken_is_left_alone() -> None:
    def broken(path: str, headers: Mapping[str, str]) -> Reply:
        return Reply(status=500) if path == "/robots.txt" else Reply(PAGE.encode())

    with fetching({"vik.test": broken}) as (web, it, _c):
        assert "robots.txt could not be read" in (it.get("http://vik.test/").last.because or "")
        assert {one.path for one in web.asked} == {"/robots.txt"}


def test_a_server_that_stumbles_is_asked_again_with_growing_pauses() -> None:
    with fetching({"vik.test": site({"/": Reply(status=503)})}, delay=1.0) as (web, it, clock):
        assert it.get("http://vik.test/").last.outcome == "failed"
        assert [one.path for one in web.asked] == ["/robots.txt", "/", "/", "/"]
        assert clock.waits == [1.0, 4.0, 8.0]


def test_a_server_that_names_a_pause_gets_it() -> None:
    answers = itertools.chain(
        [Reply(status=429, headers={"Retry-After": "30"})], itertools.repeat(Reply(PAGE.encode()))
    )

    def busy(path: str, headers: Mapping[str, str]) -> Reply:
        return Reply(status=404) if path == "/robots.txt" else next(answers)

    with fetching({"vik.test": busy}, delay=1.0) as (_, it, clock):
        assert it.get("http://vik.test/").has_content
        assert clock.waits == [1.0, 30.0]


def test_a_host_that_does_not_answer_is_not_asked_for_ever() -> None:
    with fetching({"vik.test": site({f"/{n}": Reply(status=500) for n in range(9)})}) as (
        web,
        it,
        _c,
    ):
        for n in range(9):
            assert it.get(f"http://vik.test/{n}").last.outcome == "failed"
        assert len(web.asked) == 1 + 3 * 3


def test_redirects_that_go_round_in_circles_end() -> None:
    pages = {
        "/a": Reply(status=302, headers={"Location": "/b"}),
        "/b": Reply(status=302, headers={"Location": "/a"}),
    }
    with fetching({"vik.test": site(pages)}) as (_, it, _c):
        assert "lead nowhere" in (it.get("http://vik.test/a").last.because or "")


def test_what_was_fetched_earlier_is_asked_for_with_its_mark() -> None:
    def marked(path: str, headers: Mapping[str, str]) -> Reply:
        if path == "/robots.txt":
            return Reply(status=404)
        same = headers.get("if-none-match") == '"1"'
        return Reply(status=304) if same else Reply(PDF, headers={"ETag": '"1"'})

    memory = Memory()
    with fetching({"vik.test": marked}, memory) as (_, it, _c):
        first = it.get("http://vik.test/plan.pdf").last
    later = Memory({first.address: replace(first)})
    later.put(PDF)
    with fetching({"vik.test": marked}, later) as (_, it, _c):
        again = it.get("http://vik.test/plan.pdf").last
        assert (again.outcome, again.sha256) == ("unchanged", first.sha256)


def test_what_is_not_there_has_vanished() -> None:
    with fetching({"vik.test": site({"/b": Reply(status=410)})}) as (_, it, _c):
        assert it.get("http://vik.test/a").last.outcome == "vanished"
        assert it.get("http://vik.test/b").last.outcome == "vanished"
