"""JSON Lines that people hand in: one object a line, faults named with their line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from maalkart.core.errors import UsageError


def read_rows(path: Path) -> list[tuple[int, dict[str, Any]]]:
    """Objects with their line number; blank lines are left out.

    Raises UsageError, with the line, for a line that is no JSON object or an id used twice.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, IsADirectoryError):
        raise UsageError("there is no such file", place=str(path), hint="check the name") from None
    except UnicodeDecodeError as error:
        raise UsageError(
            f"not UTF-8 at byte {error.start}", place=str(path), hint="save the file as UTF-8"
        ) from None
    seen: dict[str, int] = {}
    rows = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        row = _object(line, f"{path}, line {number}")
        told = str(row.get("id"))
        if told in seen:
            raise UsageError(
                f"the id «{told}» stands on line {seen[told]} too",
                place=f"{path}, line {number}",
                hint="give every statement an id of its own",
            )
        seen[told] = number
        rows.append((number, row))
    return rows


def _object(line: str, place: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise UsageError(f"not JSON: {error}", place=place, hint="one object a line") from None
    if not isinstance(row, dict) or not isinstance(row.get("id"), str | int):
        raise UsageError(
            "not an object with an «id»",
            place=place,
            hint='write {"id": "1", "text": "…"}, one object a line',
        )
    return row
