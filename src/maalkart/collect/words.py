"""What the words of a link or an address promise: which kinds of plans, or the way to them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from maalkart.core.study import DocumentKind


@dataclass(frozen=True, slots=True)
class Said:
    """What a piece of text says of what is behind it."""

    kinds: frozenset[DocumentKind] = frozenset()
    near: bool = False
    far: bool = False
    away: bool = False
    draft: bool = False
    aside: bool = False
    old: bool = False


@cache
def _table() -> dict[str, Any]:
    source = files("maalkart.collect").joinpath("data/words.toml")
    return tomllib.loads(source.read_text("utf-8"))


@cache
def _pattern(section: str, name: str) -> re.Pattern[str]:
    return _whole(_table()[section][name])


def _whole(patterns: Iterable[str]) -> re.Pattern[str]:
    loose = (pattern.replace(" ?", r"\W*").replace(" ", r"\W+") for pattern in patterns)
    return re.compile(rf"(?<!\w)(?:{'|'.join(loose)})(?!\w)")


def kinds_of(text: str) -> frozenset[DocumentKind]:
    """The kinds of plans that a text names."""
    names: Iterable[DocumentKind] = _table()["kinds"]
    low = text.lower()
    return frozenset(kind for kind in names if _pattern("kinds", kind).search(low))


def said_by(text: str) -> Said:
    """What a text promises."""
    low = text.lower()

    def says(section: str, name: str) -> bool:
        return _pattern(section, name).search(low) is not None

    return Said(
        kinds=kinds_of(low),
        **{name: says("ways", name) for name in ("near", "far", "away")},
        **{name: says("signs", name) for name in ("draft", "aside", "old")},
    )


def says_gone(title: str) -> bool:
    """Whether the title of a page says that there is no such page.

    >>> says_gone("Siden finnes ikke – Vik kommune"), says_gone("Planer – Vik kommune")
    (True, False)
    """
    return _pattern("gone", "title").search(title.lower()) is not None


def years_of(text: str) -> tuple[int, int] | None:
    """The years that a link gives its plan, the first and the last.

    >>> years_of("Økonomiplan 2018–2021"), years_of("samfunnsdel 2030"), years_of("planer")
    ((2018, 2021), (2030, 2030), None)
    """
    found = [int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)]
    return (min(found), max(found)) if found else None
