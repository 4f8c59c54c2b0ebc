"""Web pages: the text of the page itself, with its headings, lists and tables.

Menus, banners and scripts are left out, and what is hidden; what a reader can open is taken in.
"""

from __future__ import annotations

import re
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from maalkart.core.document import Document
from maalkart.read.fakes import with_levels
from maalkart.read.flow import File, clean, sectioned
from maalkart.read.html_body import Body
from maalkart.read.html_parts import openable

_META = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE
)
_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_.-]{2,40})")
_LOOKED_AT = 4096  # bytes; the standard looks at 1,024, some portals put the charset later
MAIN_SHARE = 0.3  # of the page's text; a main part with less is a frame for something else


def read(path: Path, *, name: str, id: str) -> Document:
    """Read an HTML file; its sections are the pages, labelled by heading and anchor."""
    tree = LexborHTMLParser(decoded(path.read_bytes()))
    title = tree.css_first("title")
    main = _main(tree)
    pieces = [] if main is None else Body(openable(tree), linked=main.tag == "body").pieces(main)
    said = clean(title.text()) if title is not None else ""
    known = File(id=id, name=name, format="html", title=said or None, created=_created(tree))
    return sectioned(with_levels(pieces), known)


def decoded(data: bytes) -> str:
    """The text by its byte order mark, by what it declares, as UTF-8, or as Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    start = data[:_LOOKED_AT]
    declared = _META.search(start) or _DECLARED.search(start)
    names = ["utf-8-sig"]
    if declared and not data.startswith(b"\xef\xbb\xbf"):
        names.insert(0, declared.group(1).decode("ascii").lower())
    for name in names:
        try:
            return data.decode("cp1252" if name in ("iso-8859-1", "latin1", "ascii") else name)
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("cp1252", errors="replace")


def _main(tree: LexborHTMLParser) -> LexborNode | None:
    """The main part or the only article, where it holds a fair share of the text."""
    body = tree.body
    if body is None:
        return None
    whole = len(clean(body.text()))
    for query in ("main", "[role=main]", "article", "#main-content", "#content"):
        found = tree.css(query)
        if len(found) == 1 and len(clean(found[0].text())) >= MAIN_SHARE * whole:
            return found[0]
    return body


def _created(tree: LexborHTMLParser) -> str | None:
    for query in (
        'meta[property="article:published_time"]',
        'meta[name="DC.Date"]',
        'meta[name="dcterms.created"]',
        'meta[name="date"]',
    ):
        node = tree.css_first(query)
        said = clean(node.attributes.get("content") or "") if node is not None else ""
        if said:
            return said
    return None
