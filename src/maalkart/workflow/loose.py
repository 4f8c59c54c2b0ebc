"""One file or a list of statements, without a study: `find`, `blocks`, `describe`, `code`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from maalkart import engine
from maalkart.coding.facts import describe
from maalkart.core.document import Block, Box, Document
from maalkart.core.errors import MaalkartError, UsageError
from maalkart.core.language import detect
from maalkart.core.statement import Codes, Context, Statement
from maalkart.core.study import DocumentFacts
from maalkart.read import read_file
from maalkart.split import split
from maalkart.workflow.documents import code_statements

Record = dict[str, Any]
LANGUAGES = ("nb", "nn", "en", "se", "da", "sv")


@dataclass(frozen=True, slots=True)
class _Read:
    """A document as it came out of the guarded worker, with its statements."""

    document: Document
    statements: Sequence[Statement]


def _read_here(ocr: bool, path: Path) -> _Read:
    document = read_file(path, ocr=ocr)
    return _Read(document, split(document))


def read_one(path: Path, *, ocr: bool = True) -> tuple[Document, Sequence[Statement]]:
    """Read and split a file in a guarded worker; raises ReadingError and no other."""
    if not path.is_file():
        raise UsageError("there is no such file", place=str(path), hint="check the name")
    ((_, answer),) = engine.map_limited(partial(_read_here, ocr), [path.resolve()])
    if isinstance(answer, MaalkartError):
        raise answer
    return answer.document, answer.statements


def blocks(document: Document) -> Iterator[Record]:
    """A record per block, in reading order."""
    texts = {page.number: page for page in document.pages}
    for block in document.blocks:
        page = texts[block.page]
        yield {
            "page": block.page if document.paged else None,
            "section": None if document.paged else page.label,
            "order": block.order,
            "kind": block.kind,
            "level": block.level,
            "marker": block.marker,
            "text": block.text,
            "start": block.start,
            "end": block.end,
            "boxes": _sides(page.boxes(block.start, block.end)),
            **_cell(block),
        }


def _cell(block: Block) -> Record:
    names = ("table", "row", "column", "header", "continues")
    return {name: value for name in names if (value := getattr(block, name)) not in (None, False)}


def _sides(boxes: Iterable[Box]) -> list[list[float]]:
    """Boxes as [left, top, right, bottom] in points from the page's top left."""
    return [[round(side, 2) for side in (b.left, b.top, b.right, b.bottom)] for b in boxes]


def find(document: Document, statements: Sequence[Statement]) -> Iterator[Record]:
    """A record per aim or challenge, in reading order."""
    labels = {page.number: page.label for page in document.pages}
    for statement, codes in code_statements(statements):
        if codes.is_aim or codes.type == "challenge":
            yield _found(document, labels, statement, codes)


def _found(
    document: Document, labels: Mapping[int, str | None], statement: Statement, codes: Codes
) -> Record:
    first, *rest = statement.evidence
    record: Record = {
        "quote": first.quote,
        "page": first.page if document.paged else None,
        "section": None if document.paged else labels[first.page],
        "start": first.start,
        "end": first.end,
        "boxes": _sides(first.boxes),
        **coded(codes),
        "heading_path": list(statement.context.heading_path),
        "confidence": None if codes.confidence is None else round(codes.confidence, 3),
        "language": statement.language,
    }
    if rest:
        record["continued"] = [
            {"quote": e.quote, "page": e.page, "start": e.start, "end": e.end,
             "boxes": _sides(e.boxes)}
            for e in rest
        ]  # fmt: skip
    return record


def coded(codes: Codes) -> Record:
    """The codebook's variables of one statement, ready for JSON."""
    return {
        "type": codes.type,
        "level": codes.level,
        "themes": list(codes.themes),
        "dimensions": list(codes.dimensions),
        "sdgs": list(codes.sdgs),
        "explicit_sdgs": list(codes.explicit_sdgs),
        "beneficiaries": list(codes.beneficiaries),
        "arena": codes.arena,
        "challenges": list(codes.challenges),
        "concepts": list(codes.concepts),
    }


def describe_file(document: Document, statements: Sequence[Statement]) -> Record:
    """What is coded once per document, ready for JSON."""
    return described(document, describe(document, list(code_statements(statements))))


def described(document: Document, facts: DocumentFacts) -> Record:
    """Document facts with their evidence and what could not be read."""
    return {
        "kind": facts.kind,
        "body": facts.body,
        "adopted": facts.adopted,
        "period": None if facts.period is None else list(facts.period),
        "status": facts.status,
        "language": facts.language,
        "sdg_use": list(facts.sdg_use),
        "vision": facts.vision,
        "values": list(facts.values),
        "readable": {
            "pages": facts.readable.pages,
            "ocr": facts.readable.ocr,
            "unread": list(facts.readable.unread),
        },
        "evidence": [
            {
                "fact": fact.name,
                "value": fact.value,
                "page": fact.evidence.page if fact.evidence and document.paged else None,
                "quote": fact.evidence.quote if fact.evidence else None,
                "because": fact.because,
            }
            for fact in facts.facts
        ],
        "notes": [
            {"page": note.page, "code": note.code, "message": note.message}
            for note in document.notes
        ],
        "document": document.id,
    }


def loose_statements(path: Path) -> list[Statement]:
    """Statements from JSON Lines {"id","text","lang"?,"before"?,"heading_path"?}.

    Raises UsageError, with the line, for a line that is no such object or an id used twice.
    """
    seen: dict[str, int] = {}
    statements = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), start=1):
        if not line.strip():
            continue
        place = f"{path}, line {number}"
        statement = _loose(line, place)
        if statement.id in seen:
            raise UsageError(
                f"the id «{statement.id}» stands on line {seen[statement.id]} too",
                place=place,
                hint="give every statement an id of its own",
            )
        seen[statement.id] = number
        statements.append(statement)
    return statements


def _loose(line: str, place: str) -> Statement:
    try:
        row = json.loads(line)
        context = Context(
            heading_path=_texts(row.get("heading_path")),
            before=_texts(row.get("before"))[-2:],
            after=_texts(row.get("after"))[:2],
        )
        text = _text(row["text"])
        language = row.get("lang") or detect(text)
        if language not in LANGUAGES:
            raise ValueError(f"unknown language «{language}»")
        return Statement(id=_id(row["id"]), text=text, language=language, context=context)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        fact = f"«{error.args[0]}» is missing" if isinstance(error, KeyError) else str(error)
        raise UsageError(
            f"not a statement: {fact}",
            place=place,
            hint='write {"id": "1", "text": "…", "lang": "nb"}, one object a line',
        ) from None


def _id(value: object) -> str:
    if not isinstance(value, str | int):
        raise TypeError("«id» must be text or a whole number")
    return str(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("«text» must be text")
    return value


def _texts(value: object) -> tuple[str, ...]:
    """A text or a list of texts; nothing is an empty list."""
    if value is None or value == "":
        return ()
    return (value,) if isinstance(value, str) else tuple(_text(item) for item in list(value))  # type: ignore[call-overload]
