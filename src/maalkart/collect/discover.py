"""Looking for plans on the website of a body: the most promising link first, within a budget."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from urllib.parse import urlsplit

from maalkart.collect.address import endless, host_of, normal, shape, words_of
from maalkart.collect.fetch import Fetcher
from maalkart.collect.page import Link, Page, read_page, sitemap_places
from maalkart.collect.words import Said, kinds_of, said_by
from maalkart.core.fetch import Answer
from maalkart.core.study import DocumentKind

MAX_DEPTH = 6  # clicks from the front page; beyond, only what names a plan
ALIKE = 12  # addresses that differ in numbers only: enough for a list, not for a calendar
BLIND = 15  # pages that are opened though nothing says that plans are near
PER_KIND = 6  # documents of a kind that are fetched to choose among
MAX_SITEMAPS = 10
PARTS = 40  # chapters of a plan that is published as web pages
WHOLE_PLAN = 250  # words of a page that can be a plan itself; news of one have fewer
PART = 40  # words of a chapter
MOST_LINKED = 0.35  # of the words of a plan; lists of links have more

NAMED, ADDRESSED, UNDER, NEAR, FAR, AWAY, DEEP = 6.0, 4.0, 2.0, 3.0, 1.0, -4.0, 0.4
AMONG = 1.0  # a link on a page about plans, whatever its own words: «Neste»
LEAST = -1.0  # a lead worth following at all
_FILES = (".pdf", ".docx", ".odt", ".doc", ".rtf")
_NO_FILES = (".jpg", ".jpeg", ".png", ".gif", ".svg", ".css", ".js", ".zip", ".exe", ".mp4", ".ics")


@dataclass(frozen=True, slots=True)
class Lead:
    """A link that may be followed: what it promises, how far from the start, from which page."""

    link: Link
    depth: int
    promise: float
    named: Said
    addressed: Said
    under: Said
    parent: str = ""

    @property
    def kinds(self) -> frozenset[DocumentKind]:
        """The kinds that the words of the link name, or else its address, or its heading."""
        return self.named.kinds or self.addressed.kinds or self.under.kinds


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that may be a plan of some kind, by the words that lead to it.

    `addresses` are all under which the same content was found. `parts` are the chapters of a plan
    that is published as web pages, in their order.
    """

    answer: Answer
    lead: Lead
    addresses: tuple[str, ...]
    title: str = ""
    parts: tuple[Answer, ...] = ()


@dataclass(slots=True)
class Search:
    """What looking at one website gave."""

    candidates: dict[str, Candidate] = field(default_factory=dict)
    pages: int = 0
    trouble: str | None = None
    gone: list[str] = field(default_factory=list)


class Site:
    """The search on one website; the same answers give the same search."""

    def __init__(
        self, fetcher: Fetcher, start: str, *, kinds: Sequence[DocumentKind], max_pages: int
    ) -> None:
        self._fetcher, self._kinds, self._left = fetcher, frozenset(kinds), max_pages
        self._start = start
        self._home: set[str] = set()
        self._queue: list[tuple[float, int, Lead]] = []
        self._order = count()
        self._seen: set[str] = set()
        self._contents: set[str] = set()
        self._shapes: Counter[str] = Counter()
        self._documents: Counter[DocumentKind] = Counter()
        self._blind = BLIND
        self.found = Search()

    def search(self) -> Search:
        """Follow leads until none is left that promises something, or the budget is used up."""
        first = self._fetcher.get(self._start)
        if not first.has_content:
            self.found.trouble = first.last.because or "it could not be read"
            return self.found
        self._home = {host_of(self._start), host_of(first.last.address)}
        self._seen |= {self._start, first.last.address}
        self._look(first, _lead(Link(self._start, ""), 0))
        self._push(_lead(Link(place, ""), 1) for place in self._sitemaps(first.last.address))
        while self._queue and self._left > 0:
            *_, lead = heapq.heappop(self._queue)
            if self._worth(lead):
                self._left -= 1
                self._look(self._fetcher.get(lead.link.address), lead)
        return self.found

    def _sitemaps(self, home: str) -> Iterator[str]:
        """The pages that the site itself lists."""
        usual = normal("/sitemap.xml", home)
        waiting = list(self._fetcher.rules(home).sitemaps) or [usual or home]
        for asked in range(MAX_SITEMAPS):
            if asked >= len(waiting):
                return
            address = normal(waiting[asked], home)
            if address is None or host_of(address) not in self._home or address in self._seen:
                continue
            self._seen.add(address)
            answer = self._fetcher.get(address)
            if answer.last.content == "xml":
                further, places = sitemap_places(self._fetcher.content(answer.last), address)
                waiting += further
                yield from (place for place in places if host_of(place) in self._home)

    def _push(self, leads: Iterable[Lead]) -> None:
        for lead in leads:
            address = lead.link.address
            if address in self._seen or lead.promise < LEAST or endless(address):
                continue
            if urlsplit(address).path.lower().endswith(_NO_FILES):
                continue
            if host_of(address) not in self._home and not lead.kinds & self._kinds:
                continue
            if lead.depth > MAX_DEPTH and not lead.kinds & self._kinds:
                continue
            heapq.heappush(self._queue, (-lead.promise, next(self._order), lead))

    def _worth(self, lead: Lead) -> bool:
        """Whether to spend a request on a lead, now that it is its turn."""
        address = lead.link.address
        if address in self._seen:
            return False
        self._seen.add(address)
        wanted = lead.kinds & self._kinds
        if self._shapes[shape(address)] >= ALIKE and not wanted:
            return False
        if _is_file(address):
            enough = all(self._documents[kind] >= PER_KIND for kind in wanted)
            if not wanted or enough:
                return False
        if lead.promise < FAR and not wanted:
            self._blind -= 1
            if self._blind < 0:
                return False
        self._shapes[shape(address)] += 1
        return True

    def _look(self, answer: Answer, lead: Lead) -> None:
        last = answer.last
        self._seen.add(last.address)
        if last.outcome == "vanished" and lead.kinds & self._kinds:
            self.found.gone.append(lead.link.address)
        if last.sha256 is None:
            return
        if last.sha256 in self._contents:
            self._known_already(last.sha256, answer.asked)
            return
        self._contents.add(last.sha256)
        if last.content in ("pdf", "docx", "odt"):
            self._offer(answer, lead)
        elif last.content == "html":
            self.found.pages += 1
            self._page(answer, lead)

    def _known_already(self, sha256: str, address: str) -> None:
        """The same document under another address: kept once, both addresses told."""
        known = self.found.candidates.get(sha256)
        if known is not None and address not in known.addresses:
            both = (*known.addresses, address)
            self.found.candidates[sha256] = replace(known, addresses=both)

    def _page(self, answer: Answer, lead: Lead) -> None:
        page = read_page(self._fetcher.content(answer.last), answer.last.address, charset(answer))
        if page.gone:
            if lead.kinds & self._kinds:
                self.found.gone.append(lead.link.address)
            return
        at_home = host_of(page.address) in self._home
        parts = [link for link in page.links if _is_part(link.address, page.address)]
        whole = page.words >= WHOLE_PLAN and page.linked <= MOST_LINKED * page.words
        if kinds_of(page.heading or page.title) & self._kinds:
            chapters = self._chapters(parts) if len(parts) >= 3 else ()
            if whole or len(chapters) >= 3:
                self._offer(answer, lead, page=page, parts=chapters)
        under = page.heading or page.title
        links = page.links if at_home else (one for one in page.links if kinds_of(one.text))
        for link in links:
            turned = link.address.partition("?")[0] == page.address.partition("?")[0]
            depth = lead.depth if turned else lead.depth + 1  # the next page of one list
            self._push([_lead(link, depth, page.address, under)])

    def _chapters(self, links: Sequence[Link]) -> tuple[Answer, ...]:
        """The pages below a page that carry text of their own."""
        found = []
        for link in links[:PARTS]:
            if link.address in self._seen or _is_file(link.address):
                continue
            answer = self._fetcher.get(link.address)
            if answer.last.content != "html":
                continue
            data = self._fetcher.content(answer.last)
            page = read_page(data, answer.last.address, charset(answer))
            if page.words >= PART and page.linked <= MOST_LINKED * page.words and not page.gone:
                self._seen.add(link.address)
                found.append(answer)
        return tuple(found)

    def _offer(
        self,
        answer: Answer,
        lead: Lead,
        *,
        page: Page | None = None,
        parts: tuple[Answer, ...] = (),
    ) -> None:
        sha256 = answer.last.sha256 or ""
        for kind in lead.kinds:
            self._documents[kind] += 1
        addresses = tuple(dict.fromkeys((answer.asked, answer.last.address)))
        title = (page.heading or page.title) if page is not None else ""
        self.found.candidates[sha256] = Candidate(answer, lead, addresses, title, parts)


def _lead(link: Link, depth: int, parent: str = "", page: str = "") -> Lead:
    """What a link promises, from its words, its address, and the headings that it stands under."""
    named, addressed = said_by(link.text), said_by(words_of(link.address))
    under = said_by(f"{page} {link.under}")
    promise = -DEEP * depth
    promise += NAMED * bool(named.kinds) + ADDRESSED * bool(addressed.kinds)
    promise += UNDER * bool(under.kinds) + NEAR * (named.near or addressed.near)
    promise += AMONG * (under.near or bool(under.kinds))
    promise += FAR * (named.far or addressed.far) + AWAY * (named.away or addressed.away)
    promise -= 1.0 * (named.draft or addressed.draft) + 2.0 * (named.aside or addressed.aside)
    return Lead(link, depth, promise, named, addressed, under, parent)


def _is_file(address: str) -> bool:
    return urlsplit(address).path.lower().endswith(_FILES)


def _is_part(address: str, page: str) -> bool:
    """Whether an address lies below that of a page."""
    root = page.rstrip("/")
    root = root.removesuffix(".html").removesuffix("/index")
    return address.startswith(f"{root}/") and "?" not in address


def charset(answer: Answer) -> str:
    """The charset that the server names."""
    return answer.last.headers.get("content-type", "").partition("charset=")[2].strip("\"' ;")
