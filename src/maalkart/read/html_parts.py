"""Which parts of a web page are its text: not menus, not banners, not what stays hidden."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from selectolax.lexbor import LexborHTMLParser, LexborNode

_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WORDS = re.compile(r"[a-zæøå]+|[A-ZÆØÅ][a-zæøå]*")


@cache
def _data() -> Mapping[str, frozenset[str]]:
    data = files("maalkart.read").joinpath("data", "html_boilerplate.toml")
    return {name: frozenset(said) for name, said in tomllib.loads(data.read_text("utf-8")).items()}


def openable(tree: LexborHTMLParser) -> frozenset[str]:
    """The ids of the parts that a button or a link on the page opens."""
    found: set[str] = set()
    toggles = "[aria-controls], [data-target], [data-bs-target], [data-toggle], a[aria-expanded]"
    for node in tree.css(toggles):
        said = node.attributes
        for name in ("aria-controls", "data-target", "data-bs-target", "href"):
            found.update((said.get(name) or "").replace("#", " ").split())
    return frozenset(found)


def left_out(node: LexborNode, openable: frozenset[str], *, in_main: bool) -> bool:
    """Whether an element and all in it is no text of the page."""
    data = _data()
    name, said = node.tag or "", node.attributes
    if name in data["elements"] or (said.get("role") or "").lower() in data["roles"]:
        return True
    if name in ("header", "footer", "aside") and not in_main:
        return True
    if name not in data["never_on"] and _words(said) & data["words"]:
        return True
    return _is_hidden(said) and not _opens(said, openable)


def _is_hidden(said: Mapping[str, str | None]) -> bool:
    if "hidden" in said and said["hidden"] != "until-found":
        return True
    return said.get("aria-hidden") == "true" or bool(_UNSEEN.search(said.get("style") or ""))


def _opens(said: Mapping[str, str | None], openable: frozenset[str]) -> bool:
    opens = _data()["opens"]
    return (
        said.get("id") in openable
        or bool(_words(said) & opens)
        or (said.get("role") or "") in opens
        or (said.get("role") == "region" and "aria-labelledby" in said)
    )


def _words(said: Mapping[str, str | None]) -> frozenset[str]:
    """The words of class and id: «siteNav-top» holds «site», «nav», «top» and «sitenav»."""
    found: set[str] = set()
    for name in f"{said.get('class') or ''} {said.get('id') or ''}".split():
        found.add(name.lower())
        found.update(word.lower() for word in re.split(r"[-_:.]+", name))
        found.update(word.lower() for word in _WORDS.findall(name))
    return frozenset(found)
