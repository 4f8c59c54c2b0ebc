"""Answers of a language model: the form they must have, and what is taken of them.

An answer is taken whole or not at all: a number that was not asked, a code that is not in the
codebook, a variable too much or too little, or a quote that is not in the statement makes it void.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from maalkart.coding.codebook import Codebook, Variable
from maalkart.coding.protocol import LOOSE
from maalkart.core.statement import Coding, Statement

Answer = Mapping[str, Any]  # variable -> code, list of codes or None; and «quote»


def schema(codebook: Codebook) -> dict[str, Any]:
    """The JSON schema of an answer, with the codes of the codebook as its only values."""
    fields: dict[str, Any] = {"n": {"type": "integer"}, "quote": {"type": "string"}}
    fields |= {variable.id: _field(variable) for variable in codebook.variables}
    one = {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"answers": {"type": "array", "items": one}},
        "required": ["answers"],
        "additionalProperties": False,
    }


def _field(variable: Variable) -> dict[str, Any]:
    codes: list[str | None] = [code.id for code in variable.codes]
    if variable.at_most != 1:
        return {"type": "array", "items": {"type": "string", "enum": codes}}
    if variable.id == "type":
        return {"type": "string", "enum": codes}
    return {"type": ["string", "null"], "enum": [*codes, None]}


def taken(said: str, statements: Sequence[Statement], codebook: Codebook) -> dict[int, Answer]:
    """The answers that hold, by place in `statements`; empty where there is no JSON at all.

    A statement that is answered twice, each time otherwise, has no answer.
    """
    found: dict[int, Answer] = {}
    doubtful: set[int] = set()
    for row in _rows(said):
        number = row.get("n")
        if not isinstance(number, int) or isinstance(number, bool):
            continue
        if not 1 <= number <= len(statements):
            continue
        place = number - 1
        answer = checked(row, statements[place], codebook)
        if answer is None or found.get(place, answer) != answer:
            doubtful.add(place)
        else:
            found[place] = answer
    return {place: answer for place, answer in found.items() if place not in doubtful}


def _rows(said: str) -> list[dict[str, Any]]:
    try:
        told = json.loads(_bare(said))
    except (ValueError, RecursionError):
        return []
    rows = told.get("answers") if isinstance(told, dict) else None
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _bare(said: str) -> str:
    """Without the fence of Markdown that many models put around JSON."""
    said = said.strip()
    if said.startswith("```") and said.endswith("```"):
        return said[3:-3].removeprefix("json")
    return said


def checked(row: Mapping[str, Any], statement: Statement, codebook: Codebook) -> Answer | None:
    """An answer as it is kept; None where anything in it does not hold."""
    quote = row.get("quote")
    names = {variable.id for variable in codebook.variables}
    if not isinstance(quote, str) or not quote.strip() or quote not in statement.text:
        return None
    if not names <= set(row) or set(row) - names - {"n", "quote"}:
        return None
    answer: dict[str, Any] = {"quote": quote}
    for variable in codebook.variables:
        value = row[variable.id]
        if not _holds(value, variable):
            return None
        answer[variable.id] = value
    return answer


def _holds(value: Any, variable: Variable) -> bool:
    codes = {code.id for code in variable.codes}
    if variable.at_most == 1:
        return (value is None and variable.id != "type") or (
            isinstance(value, str) and value in codes
        )
    if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
        return False
    return set(value) <= codes and len(value) <= (variable.at_most or len(codes))


def codings(
    answer: Answer, statement: Statement, codebook: Codebook, *, by: tuple[str, str], loose: bool
) -> Iterator[Coding]:
    """An answer as codings, without what is not asked of its type; `by` is coder and version.

    With `loose`, what the statement is about is coded whatever its type.
    """
    coder, version = by
    for variable in codebook.variables:
        asked = not variable.for_types or answer["type"] in variable.for_types
        if not asked and not (loose and variable.id in LOOSE):
            continue
        value = answer[variable.id]
        codes = value if isinstance(value, list) else [value]
        for code in dict.fromkeys(code for code in codes if code is not None):
            yield Coding(
                coder=coder,
                version=version,
                statement=statement.id,
                variable=variable.id,
                code=code,
                because=f"«{answer['quote']}»",
            )
