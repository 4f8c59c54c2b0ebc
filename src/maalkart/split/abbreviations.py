"""The abbreviations of each language, read from data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from maalkart.core.statement import Language


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """All in small letters, without the last full stop."""

    inner: frozenset[str]
    final: frozenset[str]
    labels: frozenset[str]
    months: frozenset[str]


@cache
def abbreviations(language: Language) -> Abbreviations:
    """The words of one language; bokmål and nynorsk share theirs, as real documents do."""
    text = files("maalkart.split").joinpath("data/abbreviations.toml").read_text("utf-8")
    tables = tomllib.loads(text)
    names = ["common", *(("nb", "nn") if language in ("nb", "nn") else (language,))]
    return Abbreviations(
        *(
            frozenset(word for name in names for word in tables[name].get(kind, ()))
            for kind in ("inner", "final", "labels", "months")
        )
    )
