"""Loose statements, one JSON object a line: the input of `maalkart code --input`."""

from __future__ import annotations

import json
from pathlib import Path

from maalkart.core.errors import UsageError
from maalkart.core.language import detect
from maalkart.core.statement import Context, Statement

LANGUAGES = ("nb", "nn", "en", "se", "da", "sv")


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
