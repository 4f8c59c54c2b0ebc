"""What is done with one document: read and split in a guarded worker, then coded and described."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Protocol, cast

from maalkart.coding import codebook as codebooks
from maalkart.coding.facts import describe
from maalkart.coding.protocol import Coder, collect
from maalkart.coding.reconcile import default_coder
from maalkart.core.document import Document
from maalkart.core.errors import MaalkartError, ReadingError
from maalkart.core.statement import Codes, Coding, Statement
from maalkart.engine import alive
from maalkart.read import read_after, read_file
from maalkart.read.options import Options
from maalkart.split import split
from maalkart.store import frames
from maalkart.store.derived import Derived
from maalkart.workflow.plan import Task, own_model
from maalkart.workflow.steps import step
from maalkart.workflow.vectors import embedder


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What came of a task: pages and statements."""

    pages: int
    statements: int


def read_and_split(task: Task) -> Done:
    """Read a document and split it into statements; raises ReadingError."""
    document = _stored_document(Derived(task.derived), task.keys.read)
    if document is not None:
        return _keep_statements(task, document)
    read = read_file(task.path, name=task.name, ocr=task.ocr, look=True, alive=alive)
    return _keep(task, read)


def _read_and_split_after(task: Task, died: ReadingError, *, rung: int) -> Done:
    """Read a document that killed its worker from a lower rung of the ladder."""
    options = Options(ocr=task.ocr, alive=alive)
    return _keep(task, read_after(task.path, died, rung=rung, name=task.name, options=options))


AGAIN = tuple(partial(_read_and_split_after, rung=rung) for rung in (1, 2, 3))


def _keep(task: Task, document: Document) -> Done:
    key = task.keys.read
    Derived(task.derived).write(step("read"), key, frames.document_frames(key, document))
    return _keep_statements(task, document)


def _keep_statements(task: Task, document: Document) -> Done:
    statements = split(document)
    key = task.keys.split
    rows = frames.statement_frame(key, statements)
    Derived(task.derived).write(step("split"), key, {"statements": rows})
    return Done(pages=len(document.pages), statements=len(statements))


def code_and_describe(task: Task) -> Done:
    """Let the coder answer for every statement of a document, and describe the document."""
    derived = Derived(task.derived)
    document = _stored_document(derived, task.keys.read)
    if document is None:
        raise MaalkartError("the document is not read", place=task.name)
    statements = stored_statements(derived, task.keys.split)
    codings = list(coder(task.codebook, semantic=task.semantic).code(statements))
    key = task.keys.code
    derived.write(step("code"), key, {"codings": frames.coding_frame(key, codings)})
    coded = _with_codes(statements, codings)
    facts = describe(document, coded, bodies=task.bodies)
    key = task.keys.describe
    derived.write(step("describe"), key, {"facts": frames.facts_frame(key, facts)})
    return Done(pages=len(document.pages), statements=len(statements))


class LooseCoder(Coder, Protocol):
    """A coder that can also answer for texts without a document."""

    def code_loose(self, statements: Sequence[Statement]) -> Iterator[Coding]:
        """What a text is about is coded whatever its type."""
        ...


@lru_cache(maxsize=2)
def coder(codebook: Path | None = None, *, semantic: bool = False) -> LooseCoder:
    """The default coder over a codebook; made once in each process.

    A model that `maalkart fit` wrote beside the codebook answers in place of the one that ships.
    With `semantic`, what statements mean counts too; raises CodingError without that extra.
    """
    model = own_model(codebook)
    vectors = embedder() if semantic else None
    book = codebooks.load(codebook)
    made = cast("LooseCoder", default_coder(book, model=model, embedder=vectors))
    gc.freeze()  # it stays: looking through it for garbage took up to a tenth of the coding's time
    return made


def _stored_document(derived: Derived, key: str) -> Document | None:
    reading = step("read")
    heads = derived.read(reading, "documents", [key])
    if heads.is_empty():
        return None
    pages = derived.read(reading, "pages", [key])
    return frames.documents(heads, pages, derived.read(reading, "blocks", [key]))[key]


def stored_statements(derived: Derived, key: str) -> list[Statement]:
    """The statements of one document, in its order."""
    rows = derived.read(step("split"), "statements", [key])
    return [frames.statement(row) for row in rows.iter_rows(named=True)]


def code_statements(
    statements: Sequence[Statement], codebook: Path | None = None, *, semantic: bool = False
) -> list[tuple[Statement, Codes]]:
    """Statements with all that the default coder answers for them, in their order."""
    return _with_codes(statements, coder(codebook, semantic=semantic).code(statements))


def code_loose(
    statements: Sequence[Statement], *, semantic: bool = False
) -> list[tuple[Statement, Codes]]:
    """The same for texts without a document: what they are about is coded whatever the type."""
    return _with_codes(statements, coder(semantic=semantic).code_loose(statements))


def _with_codes(
    statements: Sequence[Statement], codings: Iterable[Coding]
) -> list[tuple[Statement, Codes]]:
    codes = collect(codings)
    return [(s, codes.get(s.id, Codes())) for s in statements]
