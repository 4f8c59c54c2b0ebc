"""Sentences made from tables: what is largest, of how many, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from maalkart.core.study import Estimate
from maalkart.report.table import Row, Table
from maalkart.report.texts import Texts, lowered

SHOWN = 3  # the places that a sentence names
FEWEST = 2  # of a single body nothing can be said to be common
MOST = 5  # with more on those places than this, only the ones that fit are named

# finding, table, column
LEADERS = (
    ("domains", "domains", "goal"),
    ("used", "ranking", "mentioned"),
    ("important", "ranking", "top"),
    ("dimensions", "dimensions_by_kind", "all"),
    ("sdgs", "sdgs", "contributes"),
    ("challenges", "challenges_by_kind", "all"),
    ("concepts", "concepts_by_kind", "all"),
    ("beneficiaries", "beneficiaries", "mentioned"),
    ("employer", "employer", "mentioned"),
    ("merger", "merger", "mentioned"),
    ("value_words", "value_words", "share"),
)


def leaders(table: Table, column: str) -> tuple[tuple[Row, Estimate], ...]:
    """The rows on the first places of a column, whole ties or none; empty where nothing is said.

    Where even the first place is shared by too many, there is no order worth a sentence.
    """
    found = [(row, one) for row, one in _shares(table, column) if one.numerator]
    found.sort(key=lambda pair: -size(pair[1]))
    sizes = [size(share) for _, share in found]
    for count in range(min(MOST, len(found)), 0, -1):
        whole = count == len(found) or sizes[count] < sizes[count - 1]
        if whole and (count <= SHOWN or sizes[count - 1] == sizes[SHOWN - 1]):
            return tuple(found[:count])
    return ()


def size(share: Estimate) -> float:
    """What shares are ordered by: the estimate, to where two are the same."""
    return round(share.share or 0.0, 9)


def summary(tables: Mapping[str, Table], texts: Texts) -> tuple[tuple[str, str], ...]:
    """The sentences of the summary, each with the id of the table that it is read off."""
    return tuple(_sentences(tables, texts))


def _sentences(tables: Mapping[str, Table], texts: Texts) -> Iterator[tuple[str, str]]:
    coverage = tables["coverage"].coverage
    yield texts.say("finding.coverage", **texts.counts(coverage)), "coverage"
    failed = {"document": coverage.documents - coverage.documents_read, "page": coverage.unread}
    missing = [texts.count(thing, number) for thing, number in failed.items() if number]
    if missing:
        yield texts.say("finding.failed", missing=texts.listed(missing)), "coverage"
    for name, table, column in LEADERS:
        said = _of_leaders(name, tables[table], column, texts)
        if said:
            yield said, table


def _of_leaders(name: str, table: Table, column: str, texts: Texts) -> str | None:
    """The sentence on what is largest in a column; None where there is nothing worth saying."""
    found = leaders(table, column)
    if found and found[0][1].denominator >= FEWEST:
        about = texts.about(found[0][1])
        return texts.say(f"finding.{name}", items=items(found, texts), About=_upper(about))
    first = [row for row in _shares(table, column) if row[1].numerator]
    if found or not first or not texts.has(f"finding.{name}_tied"):
        return None
    best = max(first, key=lambda pair: size(pair[1]))[1]
    count = sum(size(share) == size(best) for _, share in first)
    return texts.say(f"finding.{name}_tied", count=count, of=texts.of(best))


def _shares(table: Table, column: str) -> list[tuple[Row, Estimate]]:
    at = [one.id for one in table.columns].index(column)
    return [(row, one) for row in table.rows if isinstance(one := row.cells[at], Estimate)]


def items(found: Sequence[tuple[Row, Estimate]], texts: Texts) -> str:
    """«klimautslipp (19 av 41), god helse (12 av 41) og …»."""
    return texts.listed([f"{_named(row, texts)} ({texts.of(share)})" for row, share in found])


def _named(row: Row, texts: Texts) -> str:
    said = texts.row(row)
    return texts.say("word.quoted", said=said) if row.variable == "words" else lowered(said)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
