"""Finished blocks written into the text of their pages, with a run for every word."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from maalkart.core.document import Block, Box, Page, PageSource, Run
from maalkart.read.raw import RawPage
from maalkart.read.structure.cleaning import without_break
from maalkart.read.structure.model import Draft, Line

THIN = 0.05  # points; a word of no width still needs a box


def write_page(
    raw: RawPage, drafts: list[Draft], order: int, written: Callable[[str], bool]
) -> tuple[Page, list[Block]]:
    """The page's text, its runs and its blocks; `order` is the number of the first block."""
    text: list[str] = []
    runs: list[Run] = []
    blocks: list[Block] = []
    at = 0
    for draft in drafts:
        words, spans = _block_words(draft.lines, at, written)
        said = "".join(words)
        if not said:
            continue
        blocks.append(_block(draft, order + len(blocks), at, said))
        runs += spans
        text += [said, "\n"]
        at += len(said) + 1
    page = Page(
        number=raw.number,
        text="".join(text[:-1]),
        runs=tuple(runs),
        width=raw.width,
        height=raw.height,
        label=raw.label,
        source=cast("PageSource", raw.source),
        engine=raw.engine,
        note=raw.note,
    )
    return page, blocks


def _block(draft: Draft, order: int, start: int, text: str) -> Block:
    return Block(
        page=draft.page,
        order=order,
        kind=draft.kind,
        start=start,
        end=start + len(text),
        text=text,
        level=draft.level,
        marker=draft.marker,
        table=draft.table,
        row=draft.row,
        column=draft.column,
        header=draft.header,
        continues=draft.continues,
        panel=draft.region if draft.region > 0 else None,
    )


def _block_words(
    lines: list[Line], at: int, written: Callable[[str], bool]
) -> tuple[list[str], list[Run]]:
    parts: list[str] = []
    runs: list[Run] = []
    for line in lines:
        top, bottom = line.top, max(line.bottom, line.top + THIN)
        for index, word in enumerate(line.words):
            text = word.text
            if parts and not word.glued:
                stem = without_break(parts[-1], text, written) if index == 0 else None
                if stem is None:
                    parts.append(" ")
                    at += 1
                else:
                    at -= len(parts[-1]) - len(stem)
                    parts[-1] = stem
                    runs[-1] = Run(runs[-1].start, at, runs[-1].box)
            parts.append(text)
            right = word.right if word.right > word.left + THIN else word.left + THIN
            box = Box(left=word.left, top=top, right=right, bottom=bottom)
            runs.append(Run(at, at + len(text), box))
            at += len(text)
    return parts, [run for run in runs if run.end > run.start]
