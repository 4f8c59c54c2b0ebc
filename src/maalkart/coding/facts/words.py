"""The cue words of document facts, read from data and compiled once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """One of the files of cue words, as it stands."""
    source = files("maalkart.coding").joinpath(f"data/facts/{name}.toml")
    return tomllib.loads(source.read_text("utf-8"))


def either(patterns: Iterable[str]) -> str:
    """A group of alternatives, the longest first; a space stands for any white space."""
    ordered = sorted(patterns, key=lambda pattern: (-len(pattern), pattern))
    loose = (p.replace(" ?", r"\s*").replace(" ", r"\s+") for p in ordered)
    return f"(?:{'|'.join(loose)})"


def whole(patterns: Iterable[str]) -> re.Pattern[str]:
    """Any of the patterns as whole words, in large or small letters."""
    return re.compile(rf"(?<!\w){either(patterns)}(?!\w)", re.IGNORECASE)


@cache
def cues(name: str, *keys: str) -> re.Pattern[str]:
    """The patterns under `keys` of one file, as whole words."""
    found: Any = table(name)
    for key in keys:
        found = found[key]
    return whole(found)
