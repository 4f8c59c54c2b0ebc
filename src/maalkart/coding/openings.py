"""Lines that only open what follows: «Vi vil:», «Fjordvik skal være:»."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from maalkart.core.statement import Statement

LONGEST = 6  # words; a longer line says something of its own before it opens a list


def only_opens(statement: Statement) -> bool:
    """Whether a statement is no claim, but the beginning of those below it.

    A few words that break off where the list begins: at «skal», «være», «å», «for», or at the one
    who will («For å nå dette skal vi:»).
    """
    text = statement.text.strip()
    said = text.rstrip(": –-").lower().split()
    if not said or len(said) > LONGEST:
        return False
    words, last = _words(), said[-1]
    if last in words["modals"]:
        return True
    if not (text.endswith(":") or statement.context.carries_list):
        return False
    asked = len(said) > 1 and said[-2] in words["modals"] and last in words["who"]
    return asked or last in words["unfinished"]


@cache
def _words() -> dict[str, frozenset[str]]:
    source = files("maalkart.coding").joinpath("data/words/openings.toml").read_text("utf-8")
    return {name: frozenset(words) for name, words in tomllib.loads(source).items()}
