"""«More like this»: the statements nearest to a text in meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from maalkart.coding.semantic.embedder import Embedder
from maalkart.core.statement import Statement

FEWEST_WORDS = 3  # shorter ones are labels and page numbers, near to everything


@dataclass(frozen=True, slots=True, kw_only=True)
class Like:
    """A statement, its place among those asked about, and its cosine with what was looked for."""

    statement: Statement
    place: int
    nearness: float


def most_like(
    text: str, statements: Sequence[Statement], embedder: Embedder, *, count: int = 10
) -> list[Like]:
    """The nearest statements, the nearest first; a repeated one stands once, where it is first.

    Nearness is only for ranking: with e5 models texts that have nothing in common are at .75.
    """
    first: dict[str, int] = {}
    for place, statement in enumerate(statements):
        if len(statement.text.split()) >= FEWEST_WORDS:
            first.setdefault(" ".join(statement.text.lower().split()), place)
    places = list(first.values())
    if not places:
        return []
    near = embedder.passages([statements[place].text for place in places]) @ embedder.query(text)
    near = np.round(near.astype(np.float64), 4)
    order = np.argsort(-near, kind="stable")[:count]
    return [
        Like(statement=statements[places[at]], place=places[at], nearness=float(near[at]))
        for at in order
    ]
