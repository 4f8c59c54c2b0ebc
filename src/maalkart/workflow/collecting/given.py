"""All that was asked and answered, and the place where documents are put."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass

from maalkart.collect.discover import Search
from maalkart.core.fetch import Answer
from maalkart.core.study import Body, DocumentFacts
from maalkart.store.shelf import Shelf
from maalkart.workflow.collecting.looking import Looked
from maalkart.workflow.collecting.manifest import Row, Table
from maalkart.workflow.study import Study

SUFFIXES = {"pdf": ".pdf", "docx": ".docx", "odt": ".odt", "html": ".html", "text": ".txt"}


@dataclass(frozen=True, slots=True)
class Settled:
    """All that was asked and answered."""

    study: Study
    bodies: tuple[Body, ...]
    table: Table
    asked: tuple[Row, ...]
    answers: Mapping[str, Answer]
    searches: Mapping[str, Search]
    looked: Looked

    @property
    def shelf(self) -> Shelf:
        """Where the contents lie."""
        return Shelf(self.study.folder / "collected" / "content")

    def facts(self, answer: Answer) -> DocumentFacts | None:
        """What the content of an answer says of itself."""
        found = self.looked.get(answer.last.sha256 or "")
        return found if isinstance(found, DocumentFacts) else None


def put(given: Settled, answer: Answer, body: str, kind: str) -> str:
    """Put a content into documents/, under a name that says whose and what; returns the name."""
    last = answer.last
    suffix = SUFFIXES.get(last.content or "", ".txt")
    name = f"documents/{body}-{kind}-{(last.sha256 or '')[:8]}{suffix}"
    path = given.study.folder / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        making = path.with_name(f".{path.name}.making")
        shutil.copyfile(given.shelf.path(last.sha256 or ""), making)
        os.replace(making, path)
    return name
