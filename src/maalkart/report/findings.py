"""What the tables say, as data: the base of every sentence in every language and format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from maalkart.core.agreement import Coefficient
from maalkart.core.study import Estimate
from maalkart.report.finding import (
    Agreed,
    Alike,
    Apart,
    Changed,
    Covered,
    Finding,
    Leaders,
    Mirrored,
    Named,
    Places,
    Quoting,
    Tied,
    Uneven,
)
from maalkart.report.groups import GROUPINGS
from maalkart.report.table import Amount, Coded, Count, Part, Row, Table
from maalkart.stats.comparison import Difference
from maalkart.stats.ranking import Rank

SHOWN = 3  # the places that a sentence names
FEWEST = 2  # of a single body nothing can be said to be common
MOST = 5  # with more on those places than this, only the ones that fit are named
COMPARED = frozenset(f"domains_by_{name}" for name in GROUPINGS)
Pair = tuple[Row, Part, Part]

# finding, table, column
LEADERS = (
    ("domains", "domains", "goal"),
    ("used", "ranking", "mentioned"),
    ("important", "ranking", "top"),
    ("dimensions", "dimensions_by_kind", "all"),
    ("sdgs", "sdgs", "contributes"),
    ("sdg_use", "sdg_use_by_kind", "all"),
    ("challenges", "challenges_by_kind", "all"),
    ("concepts", "concepts_by_kind", "all"),
    ("beneficiaries", "beneficiaries", "mentioned"),
    ("arena", "arena", "mentioned"),
    ("employer", "employer", "mentioned"),
    ("merger", "merger", "mentioned"),
    ("value_words", "value_words", "share"),
)


def findings(tables: Mapping[str, Table]) -> tuple[Finding, ...]:
    """Everything the report says in sentences, in the order of its chapters."""
    return tuple(_findings(tables))


def _findings(tables: Mapping[str, Table]) -> Iterator[Finding]:
    coverage = tables["coverage"].coverage
    yield Covered(name="coverage", table="coverage", coverage=coverage)
    if coverage.documents > coverage.documents_read or coverage.unread:
        yield Covered(name="failed", table="coverage", coverage=coverage)
    if coverage.replacements:
        yield Covered(name="replaced", table="coverage", coverage=coverage)
    yield from _uneven(tables["balance"])
    yield from _mirrored(tables["mirror"])
    yield from _quoting(tables)
    for name, table, column in LEADERS:
        yield from _of_column(name, tables[table], column)
    yield from _places(tables["ranking"])
    yield from _of_kinds(tables["domains_by_kind"])
    yield from _changed(tables["periods"], tables["sdgs_by_year"])
    yield from _apart(tables)
    for name in ("held_out", "people"):
        yield from _agreed(name, tables[f"agreement_{name}"])


def leaders(table: Table, column: str) -> tuple[Named, ...]:
    """The rows on the first places of a column, whole ties or none; empty where nothing is said.

    Where even the first place is shared by too many, there is no order worth a sentence.
    """
    found = [(row, one) for row, one in shares(table, column) if one.numerator]
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


def shares(table: Table, column: str) -> list[Named]:
    """The rows of a column that hold a share."""
    at = [one.id for one in table.columns].index(column)
    return [(row, one) for row in table.rows if isinstance(one := row.cells[at], Estimate)]


def _of_column(name: str, table: Table, column: str) -> Iterator[Finding]:
    """What is largest in a column; that nothing is, where too many are."""
    found = leaders(table, column)
    if found and found[0][1].denominator >= FEWEST:
        yield Leaders(name=name, table=table.id, rows=found)
    some = [one for one in shares(table, column) if one[1].numerator]
    if not found and some and some[0][1].denominator >= FEWEST:
        best = max(size(share) for _, share in some)
        first = tuple(one for one in some if size(one[1]) == best)
        yield Tied(name=f"{name}_tied", table=table.id, rows=first)


def _of_kinds(table: Table) -> Iterator[Finding]:
    for column in table.columns:
        found = leaders(table, column.id)
        if column.id != "all" and found and found[0][1].denominator >= FEWEST:
            yield Leaders(name="kind", table=table.id, rows=found, kind=column.id)


def _places(table: Table) -> Iterator[Finding]:
    """Only where a sample leaves the order in doubt."""
    for name, column in (("places_used", 0), ("places_top", 2)):
        ranks = [rank for row in table.rows if isinstance(rank := row.cells[column], Rank)]
        could = sum(rank.best == 1 for rank in ranks)
        if could > 1:
            yield Places(name=name, table=table.id, count=could, rows=len(ranks))


def _quoting(tables: Mapping[str, Table]) -> Iterator[Finding]:
    for name in ("visions", "values"):
        table = tables[name]
        saying = len({row.code for row in table.rows})
        if saying:
            share = Part(saying, table.coverage.bodies_read)
            yield Quoting(name=name, table=name, share=share)


def _apart(tables: Mapping[str, Table]) -> Iterator[Finding]:
    """The greatest differences that are certain; where groups were compared, that none is."""
    rows = [row for row in tables["differences"].rows if isinstance(row.cells[2], Difference)]
    rows.sort(key=lambda row: -_gap(row).difference)
    for row in rows[:SHOWN]:
        groups = tuple(cell.codes[0] for cell in row.cells[:2] if isinstance(cell, Coded))
        one, other = groups
        yield Apart(name="apart", table="differences", row=row, groups=(one, other), gap=_gap(row))
    compared = [table for table in tables.values() if table.id in COMPARED]
    if not rows and any(_doubtful(table) for table in compared):
        yield Alike(name="alike", table=compared[0].id)


def _doubtful(table: Table) -> bool:
    """Whether its shares are of a sample, so that a difference could be chance."""
    cells = [cell for _, _, cell in table.cells() if isinstance(cell, Estimate)]
    return any(cell.low != cell.high for cell in cells)


def _gap(row: Row) -> Difference:
    gap = row.cells[2]
    if not isinstance(gap, Difference):
        raise KeyError(f"{row.code} holds no difference")
    return gap


def _changed(table: Table, years: Table) -> Iterator[Finding]:
    """The UN goals over time, and the domain that changed most."""
    year = split_year(years.rows)
    changed = pairs(table)
    if year is None or not changed:
        return
    of_sdgs = [one for one in changed if one[0].code == "sdgs"]
    others = [one for one in changed if one[0].code != "sdgs"]
    most = sorted(others, key=lambda one: -abs(_rise(one)))[:1]
    for name, found in (("sdgs_change", of_sdgs), ("change", most)):
        for row, before, after in found:
            yield Changed(name=name, table=table.id, row=row, before=before, after=after, year=year)


def pairs(table: Table) -> list[Pair]:
    """The rows of a table of two columns of parts."""
    return [
        (row, row.cells[0], row.cells[1])
        for row in table.rows
        if isinstance(row.cells[0], Part) and isinstance(row.cells[1], Part)
    ]


def _rise(pair: Pair) -> float:
    return (pair[2].share or 0.0) - (pair[1].share or 0.0)


def split_year(rows: Sequence[Row]) -> int | None:
    """The last year of the earlier period: the middle year of adoption of all documents."""
    years = [
        int(row.code)
        for row in rows
        if isinstance(row.cells[0], Count)
        for _ in range(row.cells[0].value)
    ]
    return sorted(years)[(len(years) - 1) // 2] if years else None


def _uneven(table: Table) -> Iterator[Finding]:
    found = pairs(table)
    if found:
        row, every, ours = max(found, key=lambda one: abs(_rise(one)))
        yield Uneven(name="uneven", table=table.id, row=row, population=every, sample=ours)


def _mirrored(table: Table) -> Iterator[Finding]:
    apart = [row.cells[-2:] for row in table.rows]
    pairs = [(by, off) for by, off in apart if isinstance(by, Amount) and isinstance(off, Amount)]
    nearer = sum(abs(off.value) < by.value for by, off in pairs)
    if pairs:
        yield Mirrored(name="mirror", table=table.id, nearer=nearer, facts=len(pairs))


def _agreed(name: str, table: Table) -> Iterator[Finding]:
    columns = [column.id for column in table.columns]
    for row in table.rows:
        cells = dict(zip(columns, row.cells, strict=True))
        units, sources, every = cells["units"], cells.get("sources"), cells.get("all")
        asked = row.code == "type" and cells["measure"] == Coded("measure", ("kappa",))
        if asked and isinstance(units, Count) and isinstance(every, Coefficient):
            by = ((code, cells[code]) for code in columns if code in ("nb", "nn", "en"))
            known = [(code, one) for code, one in by if isinstance(one, Coefficient)]
            if every.low is not None:  # what has no interval beside it is left to the table
                known = [(code, one) for code, one in known if one.low is not None]
            yield Agreed(
                name=name,
                table=table.id,
                units=units.value,
                documents=sources.value if isinstance(sources, Count) else None,
                kappa=every,
                languages=tuple(known),
            )
