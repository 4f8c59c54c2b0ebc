"""The statements behind every figure as compact JSON, for the script in the page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

from maalkart.core.document import Box
from maalkart.report.base import StudyData
from maalkart.report.examples import Example
from maalkart.report.exhibits import Exhibit
from maalkart.report.pictures import Place
from maalkart.report.report import Report
from maalkart.report.table import Table, statements_of
from maalkart.report.texts import Texts

AROUND = 8_000_000  # characters of neighbouring text, for statements whose page is not pictured
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUV"  # last digits of a number; lower case goes on
MORE = "abcdefghijklmnopqrstuvwxyzαβγδεζ"


def cell_id(table: Table, row: int, column: str) -> str:
    """The name by which a cell finds its statements."""
    return f"{table.id}/{row}/{column}"


def cited(
    tables: Iterable[Table], shown: Mapping[str, Exhibit], examples: Iterable[Example] = ()
) -> dict[str, Exhibit]:
    """What at least one figure or example rests on, in the order of the study."""
    wanted = {
        one for table in tables for _, _, cell in table.cells() for one in statements_of(cell)
    }
    wanted |= {example.statement for example in examples}
    return {key: one for key, one in shown.items() if key in wanted}


def example_id(example: Example) -> str:
    """The name by which an example finds its statement."""
    return f"example/{example.variable}/{example.code}/{example.statement}"


def payload(report: Report, shown: Mapping[str, Exhibit], pictured: Iterable[Place]) -> str:
    """JSON that no `</script>` can close: `<`, `>` and `&` are written as escapes."""
    data, texts = report.data, report.texts
    places = set(pictured)
    documents = _documents(data, texts)
    docs = {name: at for at, name in enumerate(documents)}
    names = {body.number: at for at, body in enumerate(data.bodies)}
    heads: dict[str, int] = {"": 0}
    around = _around(data, shown, places)
    said = [
        [
            _text(one, texts),
            docs.get(one.document, -1),
            [names[body] for body in one.bodies],
            _type(one, texts),
            heads.setdefault(" › ".join(one.headings), len(heads)),
            _evidence(one, places),
            *around.get(key, ()),
        ]
        for key, one in shown.items()
    ]
    order = {key: at for at, key in enumerate(shown)}
    cells = {
        cell_id(table, at, column.id): encode(sorted(order[one] for one in statements_of(cell)))
        for table in (*report.tables, *report.body_tables)
        for at, row in enumerate(table.rows)
        for column, cell in zip(table.columns, row.cells, strict=True)
        if statements_of(cell)
    }
    cells |= {example_id(one): encode([order[one.statement]]) for one in report.examples}
    return safe_json(
        {
            "docs": list(documents.values()),
            "bodies": [body.name for body in data.bodies],
            "heads": list(heads),
            "said": said,
            "cells": cells,
            "words": dict(texts.section("app")),
        }
    )


def safe_json(value: object) -> str:
    """JSON for a script element: no character in it can end the element or open a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return (
        text.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )


def encode(numbers: Sequence[int]) -> str:
    """Rising numbers as their differences, five bits a character, lowest last.

    >>> encode([0, 1, 33])
    '11b0'
    """
    parts, last = [], -1
    for number in numbers:
        step, last = number - last, number
        digits = DIGITS[step % 32]
        while step := step // 32:
            digits = MORE[step % 32] + digits
        parts.append(digits)
    return "".join(parts)


def _documents(data: StudyData, texts: Texts) -> dict[str, dict[str, object]]:
    return {
        row.document: {
            "name": row.title or row.name,
            "kind": texts.code("kind", row.kind),
            "paged": row.paged,
            "url": link(row.name),
        }
        for row in data.documents
        if row.document is not None
    }


def link(name: str) -> str | None:
    """Where a document lies, seen from the report; None for a name that would lead elsewhere."""
    parts = name.split("/")
    if not name or any(part in ("", ".", "..") for part in parts) or "\\" in name:
        return None
    return "../documents/" + "/".join(quote(part, safe="") for part in parts)


def _text(one: Exhibit, texts: Texts) -> str:
    if one.fact and one.fact.startswith("icon:"):
        return texts.say("app.icon", sdg=one.fact.partition(":")[2])
    return one.text


def _type(one: Exhibit, texts: Texts) -> str:
    return texts.code("type", one.codes.type) if one.codes else ""


def _evidence(one: Exhibit, places: set[Place]) -> list[list[object]]:
    """Each page once, with the sides of its marks where its picture comes along."""
    boxes: dict[Place, list[Box]] = {}
    for part in one.evidence:
        boxes.setdefault((part.document, part.page), []).extend(part.boxes)
    return [
        [place[1], [round(side) for box in lines(found) for side in _sides(box)]]
        if place in places
        else [place[1]]
        for place, found in boxes.items()
    ]


def lines(boxes: Sequence[Box]) -> list[Box]:
    """Boxes of words joined to boxes of lines: those side by side, less than a line's height apart.

    >>> a, b = Box(left=0, top=0, right=9, bottom=10), Box(left=12, top=1, right=30, bottom=11)
    >>> [(line.left, line.right) for line in lines([a, b])]
    [(0, 30)]
    """
    joined: list[Box] = []
    for box in boxes:
        last = joined[-1] if joined else None
        if last is not None and _beside(last, box):
            joined[-1] = Box(
                left=min(last.left, box.left),
                top=min(last.top, box.top),
                right=max(last.right, box.right),
                bottom=max(last.bottom, box.bottom),
            )
        else:
            joined.append(box)
    return joined


def _beside(one: Box, other: Box) -> bool:
    high = min(one.bottom - one.top, other.bottom - other.top)
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > high / 2 and -high < other.left - one.right < high


def _sides(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom


def _around(
    data: StudyData, shown: Mapping[str, Exhibit], places: set[Place]
) -> dict[str, tuple[str, str]]:
    """The neighbours of statements without a picture, while there is room for them."""
    found: dict[str, tuple[str, str]] = {}
    left = AROUND
    for one in data.statements:
        statement = one.statement
        pictured = any((part.document, part.page) in places for part in statement.evidence)
        if statement.id not in shown or pictured or statement.id in found:
            continue
        near = " ".join(statement.context.before), " ".join(statement.context.after)
        left -= len(near[0]) + len(near[1])
        if left < 0:
            break
        found[statement.id] = near
    return found
