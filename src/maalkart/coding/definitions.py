"""The definitions that a document gives of the concepts it uses, kept as quotes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from maalkart.core.statement import Evidence, Statement


@dataclass(frozen=True, slots=True)
class Definition:
    """A statement that says what a concept means; `evidence` is empty for loose statements."""

    concept: str
    statement: str
    quote: str
    evidence: tuple[Evidence, ...]


def find(statements: Iterable[Statement]) -> list[Definition]:
    """The statements that define a concept of the codebook, in their order.

    A sentence that only uses the concept, or calls it important, defines nothing.

    >>> said = Statement(id="1", text="Med samskaping meiner vi å løyse det i lag med folk.")
    >>> [one.concept for one in find([said])]
    ['cocreation']
    """
    return [
        Definition(concept, one.id, one.text, one.evidence)
        for one in statements
        for concept, pattern in _patterns()
        if pattern.search(one.text)
    ]


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    source = files("maalkart.coding").joinpath("data/values/definitions.toml").read_text("utf-8")
    data = tomllib.loads(source)
    made = []
    for concept, terms in data["concepts"].items():
        term = f"(?:{'|'.join(terms)})"
        forms = "|".join(form.replace("{term}", term) for form in data["forms"]["patterns"])
        made.append((concept, re.compile(forms, re.IGNORECASE)))
    return tuple(made)
