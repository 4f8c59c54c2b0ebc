"""Blocks that continue each other, joined into one text whose places on the pages are kept."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from maalkart.core.document import BODY_KINDS, Block, Document
from maalkart.core.statement import Evidence

# «barne- og ungdom», «helse- og omsorg»: the hyphen stands for the word that comes later.
_KEEPS_HYPHEN = re.compile(r"(?:og|eller|samt|and|or|och|eller)\b")


@dataclass(frozen=True, slots=True)
class Part:
    """`text[at : at + length]` of a flow is `page.text[start : start + length]`."""

    at: int
    length: int
    page: int
    start: int


@dataclass(frozen=True, slots=True)
class Flow:
    """One block, or several that carry on the same sentence, item or cell across breaks."""

    block: Block
    text: str
    parts: tuple[Part, ...]

    def evidence(self, document: Document, start: int, end: int) -> tuple[Evidence, ...]:
        """The words of `text[start:end]` on each page or column where they stand."""
        first = max(0, bisect_right(self.parts, start, key=lambda part: part.at) - 1)
        found = []
        for part in self.parts[first:]:
            low, high = max(start, part.at), min(end, part.at + part.length)
            if low < high:
                low, high = part.start + low - part.at, part.start + high - part.at
                found.append(Evidence.take(document, part.page, low, high))
        return tuple(found)


def flows(document: Document) -> Iterator[Flow]:
    """The body text of a document in reading order; contents, captions and the like left out.

    A cell that a page break cut in two is carried on by the next one in its column.
    """
    chains: list[list[Block]] = []
    columns: dict[tuple[int, int | None], list[Block]] = {}
    for block in document.blocks:
        if block.kind not in BODY_KINDS or not block.text.strip():
            continue
        column = None if block.table is None else (block.table, block.column)
        before = chains[-1:] if column is None else [columns[column]] if column in columns else []
        if block.continues and before and before[0][-1].kind == block.kind:
            chain = before[0]
        else:
            chain = []
            chains.append(chain)
        chain.append(block)
        if column is not None:
            columns[column] = chain
    yield from map(_join, chains)


def _join(chain: list[Block]) -> Flow:
    text = ""
    parts: list[Part] = []
    for block in chain:
        said = block.text
        if text and _word_goes_on(text, said):
            text = text[:-1]
            last = parts[-1]
            parts[-1] = Part(last.at, last.length - 1, last.page, last.start)
        elif text:
            text += " "
        parts.append(Part(len(text), len(said), block.page, block.start))
        text += said
    return Flow(chain[0], text, tuple(parts))


def _word_goes_on(text: str, following: str) -> bool:
    hyphened = len(text) > 1 and text[-1] in "-\u00ad‐" and text[-2].isalpha()
    return hyphened and following[:1].islower() and _KEEPS_HYPHEN.match(following) is None


def by_table(all_flows: list[Flow]) -> dict[int, list[Flow]]:
    """The cells of each table."""
    cells = [flow for flow in all_flows if flow.block.table is not None]
    cells.sort(key=lambda flow: flow.block.table or 0)
    return {
        number: list(group)
        for number, group in groupby(cells, key=lambda flow: flow.block.table or 0)
    }
