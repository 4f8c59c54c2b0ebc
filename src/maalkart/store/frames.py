"""Records to data frames and back, without loss.

Each table has one fixed schema, so that files of different runs can be scanned as one. Every row
carries `key`: the input hash of the step that made it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import groupby
from operator import itemgetter
from typing import Any

import polars as pl

from maalkart.core.document import Block, Box, Document, Icon, Note, Page, Run
from maalkart.core.statement import Coding, Context, Evidence, Statement
from maalkart.core.study import DocumentFacts, Fact, Readable

Row = dict[str, Any]

_BOX = pl.Struct(dict.fromkeys(("left", "top", "right", "bottom"), pl.Float64))
_EVIDENCE = pl.Struct(
    {
        "document": pl.String,
        "page": pl.Int32,
        "start": pl.Int32,
        "end": pl.Int32,
        "quote": pl.String,
        "boxes": pl.List(_BOX),
    }
)
_TEXTS = pl.List(pl.String)

SCHEMAS: dict[str, dict[str, Any]] = {
    "documents": {
        "id": pl.String,
        "name": pl.String,
        "format": pl.String,
        "paged": pl.Boolean,
        "title": pl.String,
        "created": pl.String,
        "icons": pl.List(
            pl.Struct({"page": pl.Int32, "sdg": pl.Int32, "how": pl.String, "box": _BOX})
        ),
        "notes": pl.List(pl.Struct({"page": pl.Int32, "code": pl.String, "message": pl.String})),
    },
    "pages": {
        "number": pl.Int32,
        "text": pl.String,
        "width": pl.Float64,
        "height": pl.Float64,
        "label": pl.String,
        "source": pl.String,
        "engine": pl.String,
        "note": pl.String,
        "run_start": pl.List(pl.Int32),
        "run_end": pl.List(pl.Int32),
        "run_box": pl.List(pl.Float64),
    },
    "blocks": {
        "page": pl.Int32,
        "order": pl.Int32,
        "kind": pl.String,
        "start": pl.Int32,
        "end": pl.Int32,
        "level": pl.Int32,
        "marker": pl.String,
        "table": pl.Int32,
        "row": pl.Int32,
        "column": pl.Int32,
        "header": pl.Boolean,
        "continues": pl.Boolean,
        "panel": pl.Int32,
    },
    "statements": {
        "id": pl.String,
        "text": pl.String,
        "language": pl.String,
        "kind": pl.String,
        "level": pl.Int32,
        "marker": pl.String,
        "heading_path": _TEXTS,
        "heading_markers": _TEXTS,
        "lead_in": pl.String,
        "column_heading": pl.String,
        "row_heading": pl.String,
        "before": _TEXTS,
        "after": _TEXTS,
        "position": pl.Int32,
        "siblings": pl.Int32,
        "carries_list": pl.Boolean,
        "evidence": pl.List(_EVIDENCE),
    },
    "codings": {
        "coder": pl.String,
        "version": pl.String,
        "statement": pl.String,
        "variable": pl.String,
        "code": pl.String,
        "confidence": pl.Float64,
        "because": pl.String,
    },
    "facts": {
        "document": pl.String,
        "kind": pl.String,
        "body": pl.String,
        "adopted": pl.String,
        "period": pl.List(pl.Int32),
        "status": pl.String,
        "language": pl.String,
        "sdg_use": _TEXTS,
        "vision": pl.String,
        "values": _TEXTS,
        "pages": pl.Int32,
        "ocr": pl.Int32,
        "unread": pl.List(pl.Int32),
        "loss": pl.String,
        "facts": pl.List(
            pl.Struct(
                {"name": pl.String, "value": pl.String, "evidence": _EVIDENCE, "because": pl.String}
            )
        ),
    },
    "imbalance": {"values": pl.List(pl.Float64)},
    "failures": {"place": pl.String, "message": pl.String, "hint": pl.String},
    "done": {"failed": pl.Boolean},
}


def frame(table: str, key: str, rows: Iterable[Row]) -> pl.DataFrame:
    """Rows of one table under one key, with the table's schema."""
    body = pl.DataFrame(list(rows), schema=SCHEMAS[table], orient="row")
    return body.select(pl.lit(key).alias("key"), pl.all())


def document_frames(key: str, document: Document) -> dict[str, pl.DataFrame]:
    """A document as the tables documents, pages and blocks."""
    head = {
        "id": document.id,
        "name": document.name,
        "format": document.format,
        "paged": document.paged,
        "title": document.title,
        "created": document.created,
        "icons": [{**asdict(i), "box": i.box and _box_row(i.box)} for i in document.icons],
        "notes": [asdict(note) for note in document.notes],
    }
    return {
        "documents": frame("documents", key, [head]),
        "pages": frame("pages", key, map(_page_row, document.pages)),
        "blocks": frame("blocks", key, map(_block_row, document.blocks)),
    }


def _page_row(page: Page) -> Row:
    boxes = [run.box for run in page.runs]
    return {
        "number": page.number,
        "text": page.text,
        "width": page.width,
        "height": page.height,
        "label": page.label,
        "source": page.source,
        "engine": page.engine,
        "note": page.note,
        "run_start": [run.start for run in page.runs],
        "run_end": [run.end for run in page.runs],
        "run_box": [float(side) for b in boxes for side in (b.left, b.top, b.right, b.bottom)],
    }


def _block_row(block: Block) -> Row:
    return {name: getattr(block, name) for name in SCHEMAS["blocks"]}


def documents(
    heads: pl.DataFrame, pages: pl.DataFrame, blocks: pl.DataFrame
) -> dict[str, Document]:
    """Documents by key, from the three tables."""
    pages_of = {key: [_page(row) for row in rows] for key, rows in by_key(pages)}
    blocks_of = {key: list(rows) for key, rows in by_key(blocks)}
    return {
        head["key"]: _document(head, pages_of.get(head["key"], []), blocks_of.get(head["key"], []))
        for head in heads.iter_rows(named=True)
    }


def by_key(table: pl.DataFrame) -> Iterable[tuple[str, Iterable[Row]]]:
    """Rows of a table in groups of one key; rows of a key stand together in every file."""
    return groupby(table.iter_rows(named=True), key=itemgetter("key"))


def _page(row: Row) -> Page:
    sides = row.pop("run_box")
    spans = zip(row.pop("run_start"), row.pop("run_end"), strict=True)
    runs = tuple(
        Run(
            start,
            end,
            Box(left=sides[i], top=sides[i + 1], right=sides[i + 2], bottom=sides[i + 3]),
        )
        for i, (start, end) in zip(range(0, len(sides), 4), spans, strict=True)
    )
    del row["key"]
    return Page(runs=runs, **row)


def _document(head: Row, pages: Sequence[Page], blocks: Sequence[Row]) -> Document:
    texts = {page.number: page.text for page in pages}
    fields = {name: head[name] for name in ("id", "name", "format", "paged", "title", "created")}
    return Document(
        pages=tuple(pages),
        blocks=tuple(_block(row, texts[row["page"]]) for row in blocks),
        icons=icons(head),
        notes=tuple(Note(**note) for note in head["notes"]),
        **fields,
    )


def page_sizes(pages: pl.DataFrame) -> Iterable[tuple[tuple[str, int], tuple[float, float]]]:
    """Width and height in points by key and page number, of pages that have them."""
    sized = pages.filter(pl.col("width").is_not_null() & pl.col("height").is_not_null())
    for key, number, width, height in sized.select("key", "number", "width", "height").iter_rows():
        yield (key, number), (width, height)


def icons(head: Row) -> tuple[Icon, ...]:
    """The icons in a row of the table documents."""
    return tuple(Icon(**{**icon, "box": _box(icon["box"])}) for icon in head["icons"])


def _block(row: Row, text: str) -> Block:
    fields = {name: row[name] for name in SCHEMAS["blocks"]}
    return Block(text=text[row["start"] : row["end"]], **fields)


def _box_row(box: Box) -> Row:
    return {side: float(getattr(box, side)) for side in ("left", "top", "right", "bottom")}


def _box(sides: Row | None) -> Box | None:
    return None if sides is None or sides["left"] is None else Box(**sides)


def statement_frame(key: str, statements: Iterable[Statement]) -> pl.DataFrame:
    """Statements with their context and evidence."""
    return frame("statements", key, map(_statement_row, statements))


_CONTEXT = (
    "kind", "level", "marker", "lead_in", "column_heading", "row_heading",
    "position", "siblings", "carries_list",
)  # fmt: skip
_CONTEXT_LISTS = ("heading_path", "heading_markers", "before", "after")


def _statement_row(statement: Statement) -> Row:
    context = statement.context
    return {
        "id": statement.id,
        "text": statement.text,
        "language": statement.language,
        "evidence": [_evidence_row(part) for part in statement.evidence],
        **{name: getattr(context, name) for name in _CONTEXT},
        **{name: list(getattr(context, name)) for name in _CONTEXT_LISTS},
    }


def _evidence_row(evidence: Evidence) -> Row:
    return {
        "document": evidence.document,
        "page": evidence.page,
        "start": evidence.start,
        "end": evidence.end,
        "quote": evidence.quote,
        "boxes": [_box_row(box) for box in evidence.boxes],
    }


def statement(row: Row) -> Statement:
    """A statement from its row."""
    fields: Row = {name: row[name] for name in _CONTEXT}
    fields |= {name: tuple(row[name]) for name in _CONTEXT_LISTS}
    context = Context(**fields)
    return Statement(
        id=row["id"],
        text=row["text"],
        language=row["language"],
        context=context,
        evidence=tuple(map(_evidence, row["evidence"])),
    )


def _evidence(row: Row) -> Evidence:
    boxes = tuple(Box(**box) for box in row["boxes"])
    return Evidence(**{**row, "boxes": boxes})


def coding_frame(key: str, codings: Iterable[Coding]) -> pl.DataFrame:
    """One row an answer."""
    names = tuple(SCHEMAS["codings"])
    return frame("codings", key, ({name: getattr(c, name) for name in names} for c in codings))


def coding(row: Row) -> Coding:
    """A coding from its row."""
    return Coding(**{name: row[name] for name in SCHEMAS["codings"]})


def facts_frame(key: str, facts: DocumentFacts) -> pl.DataFrame:
    """What is coded once per document: one row."""
    row = {name: getattr(facts, name) for name in SCHEMAS["facts"] if hasattr(facts, name)}
    readable = facts.readable
    row |= {"pages": readable.pages, "ocr": readable.ocr, "unread": list(readable.unread)}
    row["loss"] = readable.loss
    row |= {"sdg_use": list(facts.sdg_use), "values": list(facts.values)}
    row["period"] = None if facts.period is None else list(facts.period)
    row["facts"] = [
        {
            "name": fact.name,
            "value": fact.value,
            "evidence": None if fact.evidence is None else _evidence_row(fact.evidence),
            "because": fact.because,
        }
        for fact in facts.facts
    ]
    return frame("facts", key, [row])


def facts(row: Row) -> DocumentFacts:
    """Document facts from their row."""
    plain = ("document", "kind", "body", "adopted", "status", "language", "vision")
    return DocumentFacts(
        **{name: row[name] for name in plain},
        period=None if row["period"] is None else (row["period"][0], row["period"][1]),
        sdg_use=tuple(row["sdg_use"]),
        values=tuple(row["values"]),
        readable=Readable(
            pages=row["pages"], ocr=row["ocr"], unread=tuple(row["unread"]), loss=row["loss"]
        ),
        facts=tuple(map(_fact, row["facts"])),
    )


def _fact(row: Row) -> Fact:
    found = row["evidence"]
    known = found is not None and found["document"] is not None
    return Fact(
        name=row["name"],
        value=row["value"],
        evidence=_evidence(found) if known else None,
        because=row["because"],
    )
