"""Change over time: documents by the year in which they were adopted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import median_low

from maalkart.report.exhibits import Exhibit
from maalkart.report.mentions import GOAL, SAID, SDG_USES, Mentions
from maalkart.report.table import Cell, Column, Count, Part, Row, Table

FEWEST = 5  # documents in a period: with fewer, one document moves a share by more than a fifth
WAYS = ("explicit_sdgs", "icons", "sdg_use")
Shown = Mapping[str, Exhibit]


def sdgs_by_year(mentions: Mentions, shown: Shown) -> Table:
    """For each year of adoption: documents, and those that name, picture or use the UN goals."""
    adopted = _adopted(mentions)
    found = {way: _documents(mentions, shown, (way,)) for way in WAYS}

    def cells(year: int) -> tuple[Cell, ...]:
        of = [document for document, at in adopted.items() if at == year]
        return (Count(len(of)), *(_part(of, found[way]) for way in WAYS))

    return Table(
        id="sdgs_by_year",
        unit="documents",
        columns=(
            Column("documents", "column.documents"),
            *(Column(way, f"column.year_{way}", parts=True) for way in WAYS),
        ),
        rows=tuple(Row(str(year), "year", cells(year)) for year in sorted(set(adopted.values()))),
        coverage=mentions.coverage(),
        notes=("note.years",),
    )


def periods(mentions: Mentions, shown: Shown) -> Table:
    """Domains and UN goals in documents adopted by the middle year, and in those adopted later.

    Without rows where a period would hold too few documents to be compared.
    """
    adopted = _adopted(mentions)
    years = sorted(adopted.values())
    split = median_low(years) if years else 0
    early = [document for document, year in adopted.items() if year <= split]
    late = [document for document, year in adopted.items() if year > split]

    def row(code: str, variable: str, found: Mapping[str, Sequence[str]]) -> Row:
        return Row(code, variable, (_part(early, found), _part(late, found)))

    rows = [
        row(code, "domains", _of_code(mentions, shown, "domains", code))
        for code in mentions.data.terms.get("domains", {})
    ]
    rows.append(row("sdgs", "period_row", _documents(mentions, shown, WAYS)))
    return Table(
        id="periods",
        unit="documents",
        columns=(
            Column("early", "column.early", parts=True, value=str(split)),
            Column("late", "column.late", parts=True, value=str(split)),
        ),
        rows=tuple(rows) if min(len(early), len(late)) >= FEWEST else (),
        coverage=mentions.coverage(),
        notes=("note.periods",),
    )


def _adopted(mentions: Mentions) -> dict[str, int]:
    """The year of adoption by document, where it is known."""
    return {
        row.document: int(row.adopted[:4])
        for row in mentions.read
        if row.document is not None and row.adopted
    }


def _documents(mentions: Mentions, shown: Shown, variables: Sequence[str]) -> dict[str, list[str]]:
    """By document, what carries any code of the variables."""
    found: dict[str, list[str]] = defaultdict(list)
    for variable in variables:
        codes = SDG_USES if variable == "sdg_use" else sorted(mentions.codes(variable))
        for code in codes:
            for document, said in _of_code(mentions, shown, variable, code, least=SAID).items():
                found[document] += said
    return found


def _of_code(
    mentions: Mentions, shown: Shown, variable: str, code: str, *, least: int = GOAL
) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for one in mentions.of(variable, code):
        if one.strength >= least:
            found[shown[one.statement].document].append(one.statement)
    return found


def _part(documents: Sequence[str], found: Mapping[str, Sequence[str]]) -> Part:
    having = [document for document in documents if found.get(document)]
    said = dict.fromkeys(one for document in having for one in found[document])
    return Part(len(having), len(documents), tuple(said))
