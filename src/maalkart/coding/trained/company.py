"""What stands around a statement, and what its chances are in that company.

A theme that the neighbours have, that the section is about or that the items under a heading share
is likelier than the statement's own words say. One set of weights serves all codes of a variable:
what is learned is how much company counts, not which themes go together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from maalkart.core.statement import Statement

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]

SIGNS = (
    *("own", "below the best", "share", "before", "after", "before2", "after2"),
    *("section", "whole", "carried", "log section", "log whole"),
)
LEAST = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """The rows of the statements around each one: -1 where there is none.

    `section` and `whole` number the statements under the same headings and of the same document
    (or of the same run of loose lines); `heading` is the row of the heading above.
    """

    before: Rows
    after: Rows
    heading: Rows
    section: Rows
    whole: Rows

    @property
    def alone(self) -> npt.NDArray[np.bool_]:
        """Statements that came without a neighbour."""
        return (self.before < 0) & (self.after < 0)


def company_of(statements: Sequence[Statement]) -> Company:
    """Who stands around whom, for statements in the order of their documents.

    Neighbours are those whose text the context of a statement names, so that statements that were
    picked out here and there are nobody's neighbours.
    """
    count = len(statements)
    before, after, heading = (np.full(count, -1, dtype=np.int64) for _ in range(3))
    section, whole = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    seen: dict[str, int] = {}
    for row, statement in enumerate(statements):
        context = statement.context
        if row:
            last = statements[row - 1]
            # A loose line's number is told in its neighbour's context, not in its own text.
            joined = bool(context.before) and context.before[-1].endswith(last.text)
            if joined:
                before[row], after[row - 1] = row - 1, row
            together = joined or _document(last) == _document(statement)
            same = together and last.context.heading_path == context.heading_path
            whole[row] = whole[row - 1] + (not together)
            section[row] = section[row - 1] + (not same)
            if not together:
                seen = {}
        if context.heading_path:
            heading[row] = seen.get(context.heading_path[-1], -1)
        seen[statement.text] = row
    return Company(before=before, after=after, heading=heading, section=section, whole=whole)


def _document(statement: Statement) -> str | int:
    """Loose lines belong to no document: they hang together by their neighbours alone."""
    return statement.evidence[0].document if statement.evidence else id(statement)


def signs(chance: Floats, company: Company) -> Iterator[Floats]:
    """Each sign of `SIGNS` in turn, statements × codes, from the chances of the codes."""
    safe = np.clip(chance, LEAST, 1.0 - LEAST)
    yield np.log(safe / (1.0 - safe))
    yield chance - chance.max(axis=1, keepdims=True)
    yield np.log(safe / safe.sum(axis=1, keepdims=True))
    yield from (_at(chance, company.before), _at(chance, company.after))
    yield from (_at(chance, _twice(company.before)), _at(chance, _twice(company.after)))
    section, whole = _others(chance, company.section), _others(chance, company.whole)
    yield from (section, whole)
    yield _carried(chance, company.heading)
    yield np.log(np.maximum(section, LEAST))
    yield np.log(np.maximum(whole, LEAST))


def in_company(chance: Floats, company: Company, weights: Sequence[float]) -> Floats:
    """The chances of codes (statements × codes) by a weight for each sign, and an offset last.

    A statement that came alone keeps the chances of its own words.
    """
    total = np.full(chance.shape, weights[-1])
    for weight, sign in zip(weights[:-1], signs(chance, company), strict=True):
        total += weight * sign
    told = 1.0 / (1.0 + np.exp(-np.clip(total, -30, 30)))
    return np.asarray(np.where(company.alone[:, None], chance, told))


def _at(chance: Floats, rows: Rows) -> Floats:
    return np.where((rows >= 0)[:, None], chance[rows], 0.0)


def _twice(rows: Rows) -> Rows:
    return np.where(rows >= 0, rows[rows], -1)


def _others(chance: Floats, group: Rows) -> Floats:
    """The mean of the others of the same group; 0 where there are none."""
    count = len(chance)
    members = sparse.csr_matrix((np.ones(count), (group, np.arange(count))))
    others = np.asarray(members.sum(axis=1)).reshape(-1)[group] - 1.0
    sums: Floats = members @ chance
    return (sums[group] - chance) / np.maximum(others, 1.0)[:, None]


def _carried(chance: Floats, heading: Rows) -> Floats:
    """The mean of the statements right under each heading; 0 where there are none."""
    count = len(chance)
    under = np.flatnonzero(heading >= 0)
    members = sparse.csr_matrix(
        (np.ones(len(under)), (heading[under], under)), shape=(count, count)
    )
    carried = np.asarray(members.sum(axis=1)).reshape(-1)
    sums: Floats = members @ chance
    return np.asarray(sums / np.maximum(carried, 1.0)[:, None])
