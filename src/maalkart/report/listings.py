"""The tables that list: visions, values, definitions, value words, bodies and documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from maalkart.core.study import Question
from maalkart.report.base import DocumentRow, ValueWord
from maalkart.report.exhibits import fact_ids
from maalkart.report.mentions import GOAL, SAID, Mention, Mentions
from maalkart.report.table import Cell, Coded, Column, Count, Row, Table, Words

TYPES = ("vision", "value", "focus_area", "goal", "strategy", "measure", "challenge")
OPEN_VARIABLE = "words"
"""The variable of rows that are named by a document's own word, not by a code."""
LEAST_BODIES = 2  # a word of a single body is not a word of the sector
MOST_WORDS = 60  # an open count finds thousands; far down the list the order says little


def coverage(mentions: Mentions) -> Table:
    """For each body: documents read of each kind, pages, and what could not be read and why."""
    kinds = mentions.data.kinds
    columns = (
        *(Column(kind, f"kind.{kind}") for kind in kinds),
        Column("pages", "column.pages"),
        Column("ocr", "column.ocr"),
        Column("unread", "column.unread"),
        Column("failed", "column.failed"),
        Column("reasons", "column.reasons"),
    )

    def cells(rows: list[DocumentRow]) -> tuple[Cell, ...]:
        failed = [row for row in rows if not row.read]
        reasons = (f"{row.name or row.source}: {row.error or '–'}" for row in failed)
        return (
            *(Count(sum(row.read and row.kind == kind for row in rows)) for kind in kinds),
            Count(sum(row.pages for row in rows)),
            Count(sum(row.ocr for row in rows)),
            Count(sum(len(row.unread) for row in rows)),
            Count(len(failed)),
            Words("; ".join(reasons)),
        )

    rows = _rows_by_body(mentions)
    return Table(
        id="coverage",
        unit="documents",
        columns=columns,
        rows=tuple(
            Row(body.number, "body", cells(rows[body.number])) for body in mentions.data.bodies
        ),
        coverage=mentions.coverage(),
        notes=("note.coverage",),
    )


def by_body(mentions: Mentions) -> Table:
    """For each body: statements of each type, each leading to its statements."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for kind in TYPES:
        for one in mentions.of("type", kind):
            found[one.body, kind].append(one.statement)

    def count(body: str, kind: str) -> Count:
        ids = tuple(dict.fromkeys(found[body, kind]))
        return Count(len(ids), ids)

    return Table(
        id="by_body",
        unit="statements",
        columns=tuple(Column(kind, f"type.{kind}") for kind in TYPES),
        rows=tuple(
            Row(body, "body", tuple(count(body, kind) for kind in TYPES))
            for body in mentions.asked()
        ),
        coverage=mentions.coverage(),
        notes=("note.by_body",),
    )


def body_domains(mentions: Mentions) -> Table:
    """For each body: goals, focus areas and visions within each domain, with the statements."""
    domains = tuple(mentions.data.terms.get("domains", {}))
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for domain in domains:
        for one in mentions.of("domains", domain):
            if one.strength >= GOAL:
                found[one.body, domain].append(one.statement)

    def count(body: str, domain: str) -> Count:
        ids = tuple(dict.fromkeys(found[body, domain]))
        return Count(len(ids), ids)

    return Table(
        id="body_domains",
        unit="statements",
        columns=tuple(Column(domain, f"domains.{domain}") for domain in domains),
        rows=tuple(
            Row(body, "body", tuple(count(body, domain) for domain in domains))
            for body in mentions.asked()
        ),
        coverage=mentions.coverage(),
        notes=("note.body_domains",),
    )


def visions(mentions: Mentions) -> Table:
    """The vision that each document states."""
    return _said(mentions, "visions", lambda row: _vision(row))


def values(mentions: Mentions) -> Table:
    """The core values that each document states."""
    return _said(mentions, "values", lambda row: _values(row))


def definitions(mentions: Mentions) -> Table:
    """What documents say that they mean by a concept, in their own words."""
    documents = {row.document: row for row in mentions.read}

    def rows() -> Iterator[Row]:
        for concept in mentions.data.terms.get("concepts", {}):
            for one in mentions.data.definitions:
                at = one.statement.evidence[0].document if one.statement.evidence else None
                row = documents.get(at)
                if one.concept == concept and row is not None:
                    yield Row(
                        concept,
                        "concepts",
                        (
                            Coded("body", (row.body,)),
                            Coded("kind", (row.kind,)),
                            Words(one.statement.text, (one.statement.id,)),
                        ),
                    )

    columns = (
        Column("body", "column.body"),
        Column("kind", "column.kind"),
        Column("quote", "column.quote"),
    )
    return Table(
        id="definitions",
        unit="statements",
        columns=columns,
        rows=tuple(rows()),
        coverage=mentions.coverage(),
        notes=("note.quotes",),
    )


def value_words(mentions: Mentions) -> Table:
    """The words that bodies use of what they want to be, by the number of bodies that use them."""
    wanted = {one for word in mentions.data.value_words for one in word.statements}
    where: dict[str, list[Mention]] = defaultdict(list)
    for one in mentions.data.statements:
        if one.statement.id in wanted:
            where[one.statement.id].append(Mention(one.body, one.kind, SAID, one.statement.id))

    def row(word: ValueWord) -> Row:
        found = (mention for one in word.statements for mention in where[one])
        forms = Words(", ".join(word.forms))
        return Row(
            word.headword,
            OPEN_VARIABLE,
            (mentions.share_of(found, Question(OPEN_VARIABLE, word.headword)), forms),
        )

    several = [word for word in mentions.data.value_words if len(word.bodies) >= LEAST_BODIES]
    ordered = sorted(several, key=lambda w: (-len(w.bodies), w.headword))[:MOST_WORDS]
    return Table(
        id="value_words",
        unit="bodies",
        columns=(
            Column("share", "column.share", len(mentions.asked())),
            Column("forms", "column.forms"),
        ),
        rows=tuple(row(word) for word in ordered),
        coverage=mentions.coverage(),
        notes=("note.value_words",),
    )


def documents(mentions: Mentions) -> Table:
    """Every document of the study with what is known of it."""
    columns = ("kind", "name", "adopted", "status", "language", "pages", "ocr", "unread", "error")

    def cells(row: DocumentRow) -> tuple[Cell, ...]:
        facts = row.facts
        return (
            Coded("kind", (row.kind,)),
            Words(row.title or row.name or row.source),
            Words((facts.adopted if facts else None) or row.adopted or ""),
            Coded("status", (facts.status if facts else row.status,)),
            Coded("language", (facts.language,)) if facts else None,
            Count(row.pages),
            Count(row.ocr),
            Count(len(row.unread)),
            Words(row.error or ""),
        )

    rows = _rows_by_body(mentions)
    return Table(
        id="documents",
        unit="documents",
        columns=tuple(Column(name, f"column.{name}") for name in columns),
        rows=tuple(
            Row(body.number, "body", cells(row))
            for body in mentions.data.bodies
            for row in rows[body.number]
        ),
        coverage=mentions.coverage(),
    )


def _said(
    mentions: Mentions, table: str, of: Callable[[DocumentRow], tuple[str, tuple[str, ...]]]
) -> Table:
    rows = []
    by = _rows_by_body(mentions)
    for body in mentions.data.bodies:
        for row in by[body.number]:
            text, ids = of(row) if row.read else ("", ())
            if text:
                cells = (Coded("kind", (row.kind,)), Words(text, ids))
                rows.append(Row(body.number, "body", cells))
    return Table(
        id=table,
        unit="documents",
        columns=(Column("kind", "column.kind"), Column("quote", f"column.{table}")),
        rows=tuple(rows),
        coverage=mentions.coverage(),
        notes=("note.quotes",),
    )


def _vision(row: DocumentRow) -> tuple[str, tuple[str, ...]]:
    said = (row.facts.vision if row.facts else None) or ""
    return said, fact_ids(row, "vision", said) if said else ()


def _values(row: DocumentRow) -> tuple[str, tuple[str, ...]]:
    said = row.facts.values if row.facts else ()
    ids = tuple(one for value in said for one in fact_ids(row, "value", value))
    return ", ".join(said), ids


def _rows_by_body(mentions: Mentions) -> dict[str, list[DocumentRow]]:
    found: dict[str, list[DocumentRow]] = defaultdict(list)
    for row in mentions.data.documents:
        found[row.body].append(row)
    return found
