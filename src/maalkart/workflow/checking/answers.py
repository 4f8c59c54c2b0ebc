"""People's answers in words, in any of the three languages, and as they are kept."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from maalkart.core.errors import UsageError
from maalkart.core.statement import AIMS, Codes
from maalkart.report.base import Term

WORDS = Path(__file__).with_name("words.toml")
Terms = Mapping[str, Mapping[str, Term]]


@cache
def words() -> Mapping[str, Mapping[str, Any]]:
    """What stands in the tables, by language."""
    found: Mapping[str, Mapping[str, Any]] = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return found


def column_of(header: str) -> str | None:
    """The column that a heading names, in any language; None for one that is not ours."""
    for said in words().values():
        for column, name in said["columns"].items():
            if header.casefold() == name.casefold():
                return str(column)
    return None


def level_of(answer: str, *, strong: bool) -> str:
    """An answer on a body as it is kept: «0» to «3»; raises UsageError for one not understood."""
    kind = "levels" if strong else "either"
    for said in words().values():
        options = [option.casefold() for option in said[kind]]
        if answer.casefold() in options:
            return str(options.index(answer.casefold()))
    known = ", ".join(words()["nb"][kind])
    raise UsageError(f"the answer «{answer}» is not understood", hint=f"write one of: {known}")


def statement_answer(kind: str, themes: str, variable: str, terms: Terms) -> str:
    """A statement's answer as it is kept; raises UsageError for a code that there is none of."""
    kept = {"type": _code(kind, "type", terms)}
    if themes.strip():
        parts = [part.strip() for part in re.split(r"[;,\n]", themes) if part.strip()]
        kept[variable] = list(dict.fromkeys(_code(part, variable, terms) for part in parts))
    if variable in kept and kept["type"] not in AIMS:
        raise UsageError(
            f"themes are coded of aims only, and «{kind}» is none",
            hint="leave the themes empty, or mend the type",
        )
    return json.dumps(kept, sort_keys=True)


def _code(said: str, variable: str, terms: Terms) -> Any:
    wanted = said.strip().casefold()
    for code, term in terms.get(variable, {}).items():
        if wanted in (code.casefold(), *(label.casefold() for label in term.label.values())):
            return code
    raise UsageError(
        f"there is no code «{said}» of {variable}",
        hint=f"write one of: {', '.join(list(terms.get(variable, {}))[:12])} …",
    )


def codes_of(answer: str) -> Codes:
    """The codes of a statement from an answer as it is kept; a domain stands as its theme."""
    kept = json.loads(answer)
    themes: Sequence[str] = kept.get("themes") or kept.get("domains") or ()
    return Codes(type=kept["type"], themes=tuple(themes))
