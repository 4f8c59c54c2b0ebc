"""Indexes: words in the order of the alphabet, each with the pages that it stands on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count, pairwise

from maalkart.read.structure.model import Line

FEWEST = 8  # entries; fewer may stand in the order of the alphabet by chance
LONGEST = 60  # letters of an entry
HANG = 3.0  # points that the second line of an entry stands further in
CLOSE = 1.5  # of the type size, between the lines of an entry
_ENTRY = re.compile(r"^([^\W\d_].*?),?\s+(\d{1,3})(?:\s?[,–-]\s?\d{1,3})*$")
_ORDER = str.maketrans("æøåäö", "{|}{|")  # the last letters of the alphabet, in its order


def mark_entries(flows: Iterable[list[Line]]) -> None:
    """Make every entry of an index an item; an index may go on over columns and pages."""
    numbers = count(1)
    run: list[list[Line]] = []
    for entry in (entry for flow in flows for entry in [*_entries(flow)]):
        name = _name(entry)
        if run and not (name and _name(run[-1]) <= name):
            _settle(run, numbers)
            run = []
        if name:
            run.append(entry)
    _settle(run, numbers)


def _entries(flow: list[Line]) -> Iterable[list[Line]]:
    """The lines of a flow, those together that are one entry."""
    waiting: Line | None = None
    for line in flow:
        if waiting is not None and _carries_on(waiting, line):
            yield [waiting, line]
            waiting = None
            continue
        if waiting is not None:
            yield [waiting]
        waiting = line
    if waiting is not None:
        yield [waiting]


def _carries_on(first: Line, line: Line) -> bool:
    near = 0 < line.middle - first.middle < CLOSE * line.size
    return near and line.left > first.left + HANG and not _ENTRY.match(first.text)


def _name(entry: list[Line]) -> str:
    """The word of an entry, to be put in order; empty where the lines are no entry."""
    if not entry[-1].text[-1:].isdigit():
        return ""
    found = _match(entry)
    plain = not any(line.marker or line.noted for line in entry)
    return found.group(1).lower().translate(_ORDER) if found and plain else ""


def _settle(run: list[list[Line]], numbers: Iterable[int]) -> None:
    """Mark a run of entries, if they are many and their pages do not rise as in a contents list."""
    pages = [int(found.group(2)) for entry in run if (found := _match(entry))]
    if len(run) < FEWEST or all(above <= below for above, below in pairwise(pages)):
        return
    for number, entry in zip(numbers, run, strict=False):
        for line in entry:
            line.noted, line.item = "list_item", -number


def _match(entry: list[Line]) -> re.Match[str] | None:
    text = " ".join(line.text for line in entry)
    return _ENTRY.match(text) if len(text) <= LONGEST else None
