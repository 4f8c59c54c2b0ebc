"""Statements, the evidence that proves them, and what coders answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from maalkart.core.document import BlockKind, Box, Document
from maalkart.core.errors import EvidenceError

Language = Literal["nb", "nn", "en", "se", "da", "sv"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Words on a page: `page.text[start:end] == quote`, in code points of the page's text."""

    document: str
    page: int
    start: int
    end: int
    quote: str
    boxes: tuple[Box, ...] = ()

    @classmethod
    def take(cls, document: Document, page: int, start: int, end: int) -> Evidence:
        """Quote a page; raises EvidenceError where the span is empty or leaves the page."""
        of = document.page(page)
        if not 0 <= start < end <= len(of.text):
            raise EvidenceError(
                f"no text at {start}–{end}: the page has {len(of.text)} characters",
                place=f"{document.name}, page {page}",
            )
        return cls(
            document=document.id,
            page=page,
            start=start,
            end=end,
            quote=of.text[start:end],
            boxes=of.boxes(start, end),
        )

    def verify(self, document: Document) -> None:
        """Raise EvidenceError unless the quote stands where it says."""
        found = document.page(self.page).text[self.start : self.end]
        if document.id != self.document or found != self.quote:
            raise EvidenceError(
                f"expected {self.quote!r}, found {found!r}",
                place=f"{document.name}, page {self.page}",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a coder may look at beside the statement's own words, and no more.

    `heading_path` runs from the highest heading down to the nearest, without the statement itself.
    `lead_in` is the line that opens the list the statement belongs to («Vi vil:»). `before` and
    `after` hold at most two neighbouring statements each, nearest last and nearest first.
    `column_heading` and `row_heading` are the headers of a cell. `position` is the place of the
    statement in its block (0 first) and `siblings` the number of statements in that block.
    """

    kind: BlockKind = "paragraph"
    level: int | None = None
    marker: str | None = None
    heading_path: tuple[str, ...] = ()
    heading_markers: tuple[str | None, ...] = ()
    lead_in: str | None = None
    column_heading: str | None = None
    row_heading: str | None = None
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    position: int = 0
    siblings: int = 1
    carries_list: bool = False  # a heading or sentence with list items right below it


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The unit of coding: one sentence, bullet, heading or cell that carries one claim.

    `evidence` is empty for loose statements that came without a document, and has two parts where
    a page break cuts the statement.
    """

    id: str
    text: str
    language: Language = "nb"
    context: Context = field(default_factory=Context)
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """One coder's answer on one variable of one statement.

    `confidence` is the probability that the code is right, or None where the coder has none to
    give; `because` is the word, rule or person behind the answer.
    """

    coder: str
    version: str
    statement: str
    variable: str
    code: str
    confidence: float | None = None
    because: str | None = None


AIMS = frozenset({"vision", "value", "focus_area", "goal", "strategy", "measure"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """All that is coded of one statement, by variable of the codebook; most specific first."""

    type: str = "none"
    level: str | None = None
    themes: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    sdgs: tuple[int, ...] = ()
    explicit_sdgs: tuple[int, ...] = ()
    beneficiaries: tuple[str, ...] = ()
    arena: str | None = None
    challenges: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    confidence: float | None = None

    @property
    def is_aim(self) -> bool:
        """Whether the statement is one of the aims of the codebook."""
        return self.type in AIMS
