"""Addresses: one form for each, and the signs of those that never end."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

LONGEST = 1000  # characters; longer addresses are made by programs that go round in circles
SAME_PART = 2  # /a/b/a/b/… : a part of a path that comes more often is a loop
MAX_PARTS = 12

_SESSION = re.compile(
    r"^(?:php|asp\.?net_?|j)?sess(?:ion)?_?(?:id)?$|^s?id$(?<=sid)|^utm_|^(?:fbclid|gclid|cfid|cftoken)$",
    re.IGNORECASE,
)
_SESSION_IN_PATH = re.compile(r";jsessionid=[^/?]*|/\(S\([^)]*\)\)", re.IGNORECASE)


def normal(address: str, base: str = "") -> str | None:
    """The address in the form in which it is known, or None where it is not one of the web.

    Without fragment, session and default port; host in small letters, other letters escaped,
    query in the order of its names. Addresses that hold a name and password are none.

    >>> normal("../Planer?b=2&PHPSESSID=3&a=1#topp", "HTTP://Vik.Test:80/om/oss/")
    'http://vik.test/om/Planer?a=1&b=2'
    >>> normal("mailto:post@vik.test") is None
    True
    """
    try:
        parts = urlsplit(urljoin(base, address.strip()))
        host, port = parts.hostname, parts.port
        named = _host(host or "")
    except (ValueError, UnicodeError):
        return None
    if parts.scheme not in ("http", "https") or not named or "@" in parts.netloc:
        return None
    usual = {"http": 80, "https": 443}[parts.scheme]
    place = named if port in (None, usual) else f"{named}:{port}"
    path = quote(unquote(_SESSION_IN_PATH.sub("", parts.path)) or "/", safe="/:;=@!$&'()*+,~-._")
    told = SplitResult(parts.scheme, place, path, _query(parts.query), "").geturl()
    return told if len(told) <= LONGEST else None


def _host(host: str) -> str:
    if ":" in host:
        return f"[{host.lower()}]"
    host = host.rstrip(".").lower()
    return host if host.isascii() else host.encode("idna").decode("ascii")


def _query(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    return urlencode(sorted(pair for pair in pairs if not _SESSION.search(pair[0])))


def host_of(address: str) -> str:
    """The host, with its port where it is not the usual one: what politeness counts by."""
    return urlsplit(address).netloc


def words_of(address: str) -> str:
    """The words of an address: those of its path and query, without signs between them."""
    parts = urlsplit(address)
    return re.sub(r"[-_/.+=&?%]+", " ", unquote(f"{parts.path} {parts.query}")).strip().lower()


def shape(address: str) -> str:
    """Addresses that differ only in their numbers have one shape: those of a calendar, say.

    >>> shape("http://vik.test/kalender/2031/04?dag=7")
    'http://vik.test/kalender/#/#?dag=#'
    """
    parts = urlsplit(address)
    return parts._replace(
        path=re.sub(r"\d+", "#", parts.path), query=re.sub(r"\d+", "#", parts.query)
    ).geturl()


def endless(address: str) -> bool:
    """Whether a path goes round in circles.

    >>> endless("http://vik.test/om/oss/om/oss/om/oss"), endless("http://vik.test/om/oss")
    (True, False)
    """
    parts = [part for part in urlsplit(address).path.split("/") if part]
    return len(parts) > MAX_PARTS or any(parts.count(part) > SAME_PART for part in parts)
