"""Headings run in: bold words that open a paragraph and end with a stop or a colon."""

from __future__ import annotations

import re
from dataclasses import replace

from maalkart.read.structure.lines import text_of
from maalkart.read.structure.model import Draft, Line
from maalkart.read.structure.styles import Styles

MOST_WORDS = 8  # of a heading that ends in a colon
FEW_WORDS = 5  # of one that ends in a stop; more are a sentence set in bold
SMALLEST = 0.9  # of the body size: smaller bold type labels something
LEAST_TEXT = 60  # letters after it; «Møtedato: 29.08.2019» is a fact and its name
ENDS = ".!?…»:"
_SENTENCE = re.compile(
    r"\b(?:er|har|skal|vil|må|bør|kan|blir|får|ble|blei|vart|var|gir|gjer|gjør|ønsker|ønskjer|"
    r"mener|meiner|is|are|was|has|will|must)\b",
    re.IGNORECASE,
)


def parted(drafts: list[Draft], styles: Styles) -> list[Draft]:
    """The blocks of a page, every heading that was run into its paragraph apart."""
    out: list[Draft] = []
    for draft in drafts:
        count = 0 if styles.bold else _length(draft, styles)
        out += _parts(draft, count) if count else [draft]
    return out


def _length(draft: Draft, styles: Styles) -> int:
    """How many words of the first line are a heading; 0 where none are."""
    if draft.kind != "paragraph" or draft.table is not None or draft.marker:
        return 0
    line = draft.lines[0]
    count = next((at for at, word in enumerate(line.words) if not word.bold), 0)
    head, rest = text_of(line.words[:count]), draft.text
    if not head or len(rest) - len(head) < LEAST_TEXT or line.size < SMALLEST * styles.size:
        return 0
    most = {".": FEW_WORDS, ":": MOST_WORDS}.get(head[-1], 0)
    named = head[0].isupper() and sum(map(str.isalpha, head)) > 2 and not _SENTENCE.search(head)
    fresh = line.words[count].text[0].isupper() or line.words[count].text[0] in '«“"'
    return count if count <= most and named and fresh and rest[-1] in ENDS else 0


def _parts(draft: Draft, count: int) -> list[Draft]:
    line = draft.lines[0]
    marks = line.marks[:1], line.marks[1:] or line.marks
    head = _piece(line, 0, count, marks[0])
    rest = _piece(line, count, len(line.words), marks[1])
    title = replace(draft, lines=[head], run_in=True)
    return [title, replace(draft, lines=[rest, *draft.lines[1:]])]


def _piece(line: Line, start: int, end: int, marks: tuple[int, ...]) -> Line:
    words = line.words[start:end]
    words[0] = words[0]._replace(glued=False)
    return replace(
        line,
        words=words,
        left=words[0].left,
        right=words[-1].right,
        text_left=words[0].left,
        bold=all(word.bold for word in words),
        text=text_of(words),
        marks=marks,
        underlined=False,
    )
