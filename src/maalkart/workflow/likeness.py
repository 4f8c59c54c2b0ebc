"""`maalkart like`: statements of a file or a study that mean much the same as a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from maalkart.coding.semantic import Embedder, kept, most_like, nano_embedder
from maalkart.core.errors import UsageError
from maalkart.core.statement import Statement
from maalkart.store.vectors import VectorFile
from maalkart.workflow.asking import study_work
from maalkart.workflow.reading import read_one
from maalkart.workflow.study import Study
from maalkart.workflow.vectors import memory


def like(
    path: Path, text: str, *, count: int, embedder: Embedder | None = None
) -> list[dict[str, Any]]:
    """The statements nearest to a text, as records {"nearness","document","page","quote"}.

    `path` is a document, or the folder of a study that is read. Raises UsageError for an empty text
    and CodingError where the extra `semantic` is not installed.
    """
    if not text.strip():
        raise UsageError("there is no text to look for", hint='give it like "levande bygder"')
    model = nano_embedder() if embedder is None else embedder
    names, statements = _statements(path)
    with VectorFile(memory()) as vectors:
        found = most_like(text, statements, kept(model, vectors), count=count)
    return [{"nearness": one.nearness, **names[one.place]} for one in found]


def _statements(path: Path) -> tuple[Sequence[Mapping[str, object]], Sequence[Statement]]:
    if path.is_dir():
        work = study_work(Study.open(path))
        return work.names, work.statements
    document, statements = read_one(path)
    names = [
        {
            "document": path.name,
            "page": one.evidence[0].page if document.paged else None,
            "quote": one.evidence[0].quote,
        }
        for one in statements
    ]
    return names, statements
