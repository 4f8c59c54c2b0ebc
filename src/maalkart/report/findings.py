"""Sentences made from tables: what is largest, of how many, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from maalkart.core.study import Estimate
from maalkart.report.table import Row, Table
from maalkart.report.texts import Texts, counts, lowered

SHOWN = 3  # the places that a sentence names
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
    at = [one.id for one in table.columns].index(column)
    shares = [(row, row.cells[at]) for row in table.rows]
    found = [(row, one) for row, one in shares if isinstance(one, Estimate) and one.numerator]
    found.sort(key=lambda pair: -pair[1].numerator)
    for size in range(min(MOST, len(found)), 0, -1):
        whole = size == len(found) or found[size][1].numerator < found[size - 1][1].numerator
        if whole and (
            size <= SHOWN or found[size - 1][1].numerator == found[SHOWN - 1][1].numerator
        ):
            return tuple(found[:size])
    return ()


def summary(tables: Mapping[str, Table], texts: Texts) -> tuple[tuple[str, str], ...]:
    """The sentences of the summary, each with the id of the table that it is read off."""
    return tuple(_sentences(tables, texts))


def _sentences(tables: Mapping[str, Table], texts: Texts) -> Iterator[tuple[str, str]]:
    coverage = tables["coverage"].coverage
    yield texts.say("finding.coverage", **counts(coverage)), "coverage"
    failed = coverage.documents - coverage.documents_read
    if failed or coverage.unread:
        yield texts.say("finding.failed", failed=failed, unread=coverage.unread), "coverage"
    for name, table, column in LEADERS:
        found = leaders(tables[table], column)
        if found:
            yield (
                texts.say(
                    f"finding.{name}",
                    items=items(found, texts),
                    About=_upper(texts.about(found[0][1])),
                ),
                table,
            )


def items(found: Sequence[tuple[Row, Estimate]], texts: Texts) -> str:
    """«klimautslipp (19 av 41), god helse (12 av 41) og …»."""
    return texts.listed([f"{_named(row, texts)} ({texts.of(share)})" for row, share in found])


def _named(row: Row, texts: Texts) -> str:
    said = texts.row(row)
    return f"«{said}»" if row.variable == "words" else lowered(said)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
