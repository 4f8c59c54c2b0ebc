"""What fetched documents say of themselves: read in guarded workers, and remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from maalkart import engine
from maalkart.coding.facts import describe
from maalkart.core.errors import MaalkartError, ReadingError
from maalkart.core.study import Body, DocumentFacts
from maalkart.read import read_after, read_file
from maalkart.read.options import Options
from maalkart.store import frames
from maalkart.store.derived import Derived, Step
from maalkart.store.shelf import Shelf
from maalkart.workflow.steps import digest, step

Looked = dict[str, DocumentFacts | MaalkartError]
"""By sha256: what a document says of itself, or why it could not be read."""


def look(
    derived: Derived,
    shelf: Shelf,
    contents: Iterable[str],
    *,
    bodies: Sequence[Body],
    workers: int,
    progress: Callable[[int, int], None],
) -> Looked:
    """Read and describe contents; what was looked at before is not read again.

    Pictures of pages are left unread: collecting says so, and reading will recognise them.
    """
    names = tuple(body.name for body in bodies)
    looking = Step(
        "look", digest(step("read").version, step("describe").version, *names), ("facts",)
    )
    wanted = sorted(set(contents))
    known = _known(derived, looking, wanted)
    new = [shelf.path(sha256) for sha256 in wanted if sha256 not in known]
    if new:
        again = [partial(_after, names, rung) for rung in (1, 2, 3)]
        answers = engine.map_limited(
            partial(_describe, names), new, workers=workers, fallbacks=again
        )
        for done, (path, answer) in enumerate(answers, start=1):
            known[path.name] = answer
            _keep(derived, looking, path.name, answer)
            progress(done, len(new))
        derived.pack(looking, wanted)
    return known


def _known(derived: Derived, looking: Step, wanted: Sequence[str]) -> Looked:
    known: Looked = {}
    for row in derived.read(looking, "facts", wanted).iter_rows(named=True):
        known[row["key"]] = frames.facts(row)
    for row in derived.read(looking, "failures", wanted).iter_rows(named=True):
        known[row["key"]] = ReadingError(row["message"], place=row["place"], hint=row["hint"])
    return known


def _keep(
    derived: Derived, looking: Step, sha256: str, answer: DocumentFacts | MaalkartError
) -> None:
    if isinstance(answer, DocumentFacts):
        derived.write(looking, sha256, {"facts": frames.facts_frame(sha256, answer)})
        return
    row = {"place": answer.place, "message": answer.message, "hint": answer.hint}
    derived.write(looking, sha256, {"failures": frames.frame("failures", sha256, [row])})


def _describe(names: tuple[str, ...], path: Path) -> DocumentFacts:
    return describe(read_file(path, ocr=False, alive=engine.alive), bodies=names)


def _after(names: tuple[str, ...], rung: int, path: Path, died: ReadingError) -> DocumentFacts:
    options = Options(ocr=False, alive=engine.alive)
    return describe(read_after(path, died, rung=rung, options=options), bodies=names)
