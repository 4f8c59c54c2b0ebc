"""A web page as a crawler sees it: what it is called, what it says, where it leads."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from maalkart.collect.address import normal
from maalkart.collect.words import says_gone

MOST_LINKS = 2000  # a page of a plan register has some hundred
MOST_PLACES = 20_000  # addresses of one sitemap; the protocol allows 50,000
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_PLACE = re.compile(r"<loc>\s*(?:<!\[CDATA\[)?\s*([^<\]\s]+)")
_HIDDEN = "script, style, noscript, template, svg"
_FRAME = "nav, header, footer, aside, form"


@dataclass(frozen=True, slots=True)
class Link:
    """Where a page leads, in what words, and under which heading of the page."""

    address: str
    text: str
    under: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """`title` is the page's own, `heading` its first heading, `words` how many its main part has.

    `linked` is how many of these words are links.
    """

    address: str
    title: str
    heading: str
    words: int
    linked: int
    links: tuple[Link, ...]

    @property
    def gone(self) -> bool:
        """A page that says that there is no such page, with whatever code the server sends."""
        return says_gone(self.heading) or says_gone(self.title.split(" - ")[0].split(" – ")[0])


def read_page(data: bytes, address: str, charset: str = "") -> Page:
    """Read a page; what is hidden or broken is passed over."""
    tree = LexborHTMLParser(_decoded(data, charset))
    tree.strip_tags(_HIDDEN.split(", "))
    base = tree.css_first("base[href]")
    root = (base.attributes.get("href") if base is not None else None) or ""
    links = tuple(_links(tree, normal(root, address) or address))
    title, heading = tree.css_first("title"), tree.css_first("h1")
    told = (_text(title), _text(heading))
    tree.strip_tags(_FRAME.split(", "))
    main = tree.css_first("main, [role=main], article") or tree.body
    linked = sum(len(_text(node).split()) for node in main.css("a")) if main is not None else 0
    return Page(address, *told, len(_text(main).split()), linked, links)


def _links(tree: LexborHTMLParser, base: str) -> Iterator[Link]:
    """Links in their order, each address once, with the last heading before them."""
    under = ""
    seen: set[str] = set()
    for node in tree.css("h1, h2, h3, h4, a[href], area[href], iframe[src], frame[src]"):
        if node.tag in ("h1", "h2", "h3", "h4"):
            under = _text(node)
        told = node.attributes.get("href") or node.attributes.get("src") or ""
        address = normal(told, base) if told else None
        if address is not None and address not in seen and len(seen) < MOST_LINKS:
            seen.add(address)
            text = _text(node) or node.attributes.get("title") or ""
            yield Link(address, text[:300], under[:300])


def _text(node: LexborNode | None) -> str:
    return " ".join(node.text(separator=" ").split()) if node is not None else ""


def _decoded(data: bytes, charset: str) -> str:
    declared = _CHARSET.search(data[:4096])
    names = [charset, declared.group(1).decode("ascii") if declared else "", "utf-8"]
    for name in filter(None, names):
        try:
            return data.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("cp1252", errors="replace")


def sitemap_places(data: bytes, address: str) -> tuple[list[str], list[str]]:
    """The further sitemaps and the pages that a sitemap names; no parser is led astray by it."""
    text = data.decode("utf-8", errors="replace")
    found = (html.unescape(one) for one in _PLACE.findall(text)[:MOST_PLACES])
    places = [place for one in found if (place := normal(one, address)) is not None]
    return (places, []) if "<sitemapindex" in text[:2000] else ([], places)
