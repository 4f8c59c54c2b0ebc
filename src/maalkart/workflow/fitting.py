"""`maalkart fit`: a coder of a team's own, trained on what the team has decided."""

from __future__ import annotations

from pathlib import Path

from maalkart.coding import codebook as codebooks
from maalkart.coding.codebook import SHIPPED, Codebook
from maalkart.coding.evaluate import Gold, read_gold
from maalkart.coding.fit import Example, examples_of, learn, save
from maalkart.coding.trained.model import Model
from maalkart.coding.trained.signs import signs_of
from maalkart.coding.wordcoder import WordCoder, load_lists
from maalkart.core.errors import UsageError
from maalkart.workflow.jsonl import read_rows
from maalkart.workflow.plan import MODEL
from maalkart.workflow.study import write_text
from maalkart.workflow.vectors import embedder

SEED = 1  # of the groups that loose statements are left out in


def fit(coded: Path, folder: Path, *, semantic: bool = False) -> Model:
    """Train on coded statements, and write the model beside the codebook in a folder.

    A folder that holds no codebook gets a copy of the one that ships. With `semantic`, the model
    also learns what statements mean, for studies that ask for it. Raises UsageError, with file
    and line, for what is no coded statement or a code that the codebook does not have, and
    CodingError where there is too little to learn from; then no model is written.
    """
    rows = read_rows(coded)
    gold = read_gold([row for _, row in rows])
    book = _codebook(folder)
    for (line, _), one in zip(rows, gold, strict=True):
        _known(one, book, f"{coded}, line {line}")
    words = WordCoder(book, load_lists(book))
    vectors = embedder() if semantic else None
    model = learn(_examples(gold), book, findings=signs_of(words), embedder=vectors).model
    save(model, folder / MODEL)
    return model


def _codebook(folder: Path) -> Codebook:
    if not any(folder.glob("*.toml")):
        folder.mkdir(parents=True, exist_ok=True)
        for file in sorted(SHIPPED.glob("*.toml")):
            write_text(folder / file.name, file.read_text("utf-8"))
    return codebooks.load(folder)


def _known(one: Gold, book: Codebook, place: str) -> None:
    for variable in book.variables:
        value = getattr(one.codes, variable.id, None)
        several = value if isinstance(value, tuple) else () if value is None else (value,)
        unknown = [str(code) for code in several if str(code) not in book.ids(variable.id)]
        if unknown:
            raise UsageError(
                f"the codebook has no code «{unknown[0]}» in {variable.id}",
                place=place,
                hint=f"known: {', '.join(book.ids(variable.id)[:8])} …",
            )


def _examples(gold: list[Gold]) -> list[Example]:
    """Rows of one document are left out together; rows without one are spread."""
    loose = examples_of(((one.statement, one.codes) for one in gold), seed=SEED)
    return [
        example
        if one.document is None
        else Example(statement=one.statement, codes=one.codes, group=one.document)
        for one, example in zip(gold, loose, strict=True)
    ]
