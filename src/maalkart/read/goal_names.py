"""Which UN goal a picture's alternative text or caption names."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from maalkart.read.flow import clean

LONGEST = 200  # characters: a longer text tells of a goal, it does not label one


@cache
def _names() -> tuple[tuple[tuple[str, int], ...], re.Pattern[str]]:
    data = files("maalkart.read").joinpath("data", "sdg_names.toml")
    table = tomllib.loads(data.read_text(encoding="utf-8"))
    names = [(name, int(goal)) for goal, all_names in table["goals"].items() for name in all_names]
    words = sorted(table["numbered"]["words"], key=len, reverse=True)
    pattern = rf"\b(?:{'|'.join(map(re.escape, words))})\W{{0,3}}(1[0-7]|[1-9])(?![\d%]|[.,]\d)\b"
    return tuple(sorted(names, key=lambda pair: -len(pair[0]))), re.compile(pattern)


def goal_named(text: str) -> int | None:
    """The one goal that a label names by number or title; None where it names none or several.

    >>> goal_named("Ikon for bærekraftsmål 13"), goal_named("Livet på land")
    (13, 15)
    >>> goal_named("Bærekraftsmål 3 og bærekraftsmål 4") is None
    True
    """
    said = clean(text).lower()
    if len(said) > LONGEST:
        return None
    names, numbered = _names()
    found = {int(number) for number in numbered.findall(said)}
    if not found:
        found = {
            goal for name, goal in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said)
        }
    return found.pop() if len(found) == 1 else None


def is_goal_title(text: str, *, capitals: bool = False) -> bool:
    """Whether a text is nothing but a goal's title; with `capitals`, only as tiles print it.

    >>> is_goal_title("MINDRE ULIKHET", capitals=True), is_goal_title("Mindre ulikhet i bygda")
    (True, False)
    """
    if capitals and not text.isupper():
        return False
    said = clean(text).lower().strip(" .:")
    return any(said == name for name, _ in _names()[0])
