"""Loose statements, one JSON object a line: the input of `maalkart code --input`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast, get_args

from maalkart.coding.loose import in_context
from maalkart.core.errors import UsageError
from maalkart.core.language import detect, within
from maalkart.core.statement import Context, Language, Statement
from maalkart.workflow.documents import code_loose
from maalkart.workflow.jsonl import read_rows
from maalkart.workflow.one_file import coded
from maalkart.workflow.study import write_text


def code_file(source: Path, target: Path, *, semantic: bool = False) -> int:
    """Code statements {"id","text","lang"?,"doc"?,"before"?,"heading_path"?}, one a line of a file.

    Rows of one `doc` are taken to stand in its order, and are each other's context.
    Writes one object an id, in order, and returns how many. With `semantic`, what statements mean
    counts too. Raises UsageError, with the line, for
    what is no such object and for an id used twice; then nothing is written.
    """
    ids, statements = read_statements(source)
    answers = [
        {"id": told, **coded(codes), "confidence": codes.confidence}
        for told, (_, codes) in zip(ids, code_loose(statements, semantic=semantic), strict=True)
    ]
    write_text(target, "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in answers))
    return len(answers)


def read_statements(source: Path) -> tuple[list[str | int], list[Statement]]:
    """The ids of a file's rows as they were written, and their statements."""
    rows = read_rows(source)
    statements = in_context(
        [_statement(row, f"{source}, line {line}") for line, row in rows],
        [None if row.get("doc") is None else str(row["doc"]) for _, row in rows],
    )
    return [row["id"] for _, row in rows], statements


def _statement(row: dict[str, Any], place: str) -> Statement:
    try:
        text = _text(row.get("text"), "text")
        context = Context(
            heading_path=_texts(row.get("heading_path"), "heading_path"),
            before=_texts(row.get("before"), "before")[-2:],
            after=_texts(row.get("after"), "after")[:2],
        )
        language = row.get("lang") or _language(text, context)
        if language not in get_args(Language):
            raise ValueError(f"unknown language «{language}»")
    except ValueError as error:
        raise UsageError(
            f"not a statement: {error}",
            place=place,
            hint='write {"id": "1", "text": "…", "lang": "nb"}, one object a line',
        ) from None
    known = cast("Language", language)
    return Statement(id=str(row["id"]), text=text, language=known, context=context)


def _language(text: str, context: Context) -> Language:
    """As a piece of what stands around it, where the row says what does."""
    around = " ".join([*context.heading_path, *context.before, *context.after])
    return within(text, detect(around)) if around else detect(text)


def _text(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"«{name}» must be text")
    return value


def _texts(value: object, name: str) -> tuple[str, ...]:
    """A text or a list of texts; nothing is an empty list."""
    if value is None or value == "":
        return ()
    several = value if isinstance(value, list) else [value]
    return tuple(_text(one, name) for one in several)
