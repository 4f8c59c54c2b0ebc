"""What became of bodies: old numbers, mergers and splits, by the numbers of 2024."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from maalkart.core.csvfile import read_table

CHANGES = Path(__file__).parent / "data" / "changes.csv"


@cache
def _successors() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for _, row in read_table(CHANGES, required=("number", "number_2024")):
        found[row["number"]].add(row["number_2024"])
    return {number: frozenset(numbers) for number, numbers in found.items()}


def in_2024(number: str) -> frozenset[str]:
    """The numbers of 2024 that a body's territory lies in: itself where it never changed.

    >>> sorted(in_2024("1850")), sorted(in_2024("0301"))
    (['1806', '1875'], ['0301'])
    """
    return _successors().get(number, frozenset({number}))


def links(before: Iterable[str], after: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Every pair of a body before and a body after that share territory."""
    lying: dict[str, list[str]] = defaultdict(list)
    for number in after:
        for place in in_2024(number):
            lying[place].append(number)
    for number in before:
        for place in sorted(in_2024(number)):
            for later in lying.get(place, ()):
                yield number, later
