"""The small markup in which the demo's DOCX and ODT documents are written.

    title: Planstrategi 2020–2023          front matter, up to a line of ---
    # Heading  ## Heading  ### Heading     headings by level
    - item     1. item     ␣␣- item        bullets, numbers (each list starts anew), one level down
    | a | b |                              table rows; the first is the header
    [[ … ]]                                a text box, the fences on lines of their own
    > words                                a quotation lifted out of the text
    **bold** *italic* ^[note]              inside a line; a footnote
    {+added+} {-removed-}                  tracked changes
    ===                                    a page break

Blank lines part blocks; other lines are joined into paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from maalkart.core.errors import StudyError

SpanKind = Literal["plain", "bold", "italic", "note", "added", "removed"]
PartKind = Literal["heading", "paragraph", "bullet", "number", "row", "box", "quote", "break"]

_SPANS = re.compile(
    r"\*\*(?P<bold>.+?)\*\*|\*(?P<italic>.+?)\*|\^\[(?P<note>.+?)\]"
    r"|\{\+(?P<added>.+?)\+\}|\{-(?P<removed>.+?)-\}"
)
_LINE_KINDS: tuple[tuple[re.Pattern[str], PartKind], ...] = (
    (re.compile(r"(?P<marks>#{1,3}) (?P<text>.+)"), "heading"),
    (re.compile(r"(?P<marks>(?:  )*)- (?P<text>.+)"), "bullet"),
    (re.compile(r"(?P<marks>(?:  )*)\d+\. (?P<text>.+)"), "number"),
    (re.compile(r"\|(?P<text>.+)\|"), "row"),
    (re.compile(r"> (?P<text>.+)"), "quote"),
    (re.compile(r"(?P<text>={3,})"), "break"),
)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a line in one dress."""

    kind: SpanKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A block: `cells` in rows, `lines` in boxes, `first` where a list or table opens."""

    kind: PartKind
    spans: tuple[Span, ...] = ()
    level: int = 1
    cells: tuple[tuple[Span, ...], ...] = ()
    lines: tuple[tuple[Span, ...], ...] = ()
    first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A parsed source: its front matter and its parts in order."""

    facts: Mapping[str, str]
    parts: tuple[Part, ...]


def parse_markup(text: str, *, place: str) -> Source:
    """Read a source; raises StudyError where the front matter or a text box is not closed."""
    head, found, body = text.partition("\n---\n")
    if not found:
        raise StudyError("no line of --- after the front matter", place=place)
    facts = dict(line.split(": ", 1) for line in head.splitlines() if line.strip())
    return Source(facts=facts, parts=tuple(_with_first(list(_parts(body.splitlines(), place)))))


def spans(line: str) -> tuple[Span, ...]:
    """Cut a line into its dresses.

    >>> [(s.kind, s.text) for s in spans("Vi er **modige**.")]
    [('plain', 'Vi er '), ('bold', 'modige'), ('plain', '.')]
    """
    made: list[Span] = []
    end = 0
    for match in _SPANS.finditer(line):
        if match.start() > end:
            made.append(Span("plain", line[end : match.start()]))
        kind = match.lastgroup
        made.append(Span(_span_kind(kind), match.group(kind or 0)))
        end = match.end()
    if end < len(line):
        made.append(Span("plain", line[end:]))
    return tuple(made)


def _span_kind(name: str | None) -> SpanKind:
    kinds: dict[str | None, SpanKind] = {
        "bold": "bold",
        "italic": "italic",
        "note": "note",
        "added": "added",
        "removed": "removed",
    }
    return kinds[name]


def _parts(lines: Sequence[str], place: str) -> Iterator[Part]:
    waiting: list[str] = []
    boxed: list[str] | None = None
    for line in lines:
        if boxed is not None:
            if line.strip() == "]]":
                yield Part(kind="box", lines=tuple(spans(one) for one in boxed if one))
                boxed = None
            else:
                boxed.append(line.strip())
            continue
        part = _line_part(line)
        opens = line.strip() == "[["
        if part or opens or not line.strip():
            yield from _paragraph(waiting)
            waiting = []
        if opens:
            boxed = []
        elif part:
            yield part
        elif line.strip():
            waiting.append(line.strip())
    if boxed is not None:
        raise StudyError("a text box is not closed with ]]", place=place)
    yield from _paragraph(waiting)


def _paragraph(lines: Sequence[str]) -> Iterator[Part]:
    if lines:
        yield Part(kind="paragraph", spans=spans(" ".join(lines)))


def _line_part(line: str) -> Part | None:
    for pattern, kind in _LINE_KINDS:
        match = pattern.fullmatch(line.rstrip())
        if match is None:
            continue
        if kind == "row":
            cells = tuple(spans(cell.strip()) for cell in match["text"].split("|"))
            return Part(kind=kind, cells=cells)
        marks = match.groupdict().get("marks") or ""
        level = len(marks) if kind == "heading" else len(marks) // 2 + 1
        return Part(kind=kind, spans=spans(match["text"]), level=level)
    return None


def _with_first(parts: list[Part]) -> Iterator[Part]:
    """Mark the part that opens a list or table; nested items do not close the outer list."""
    before: PartKind | None = None
    for part in parts:
        opens = part.kind in {"row", "number"} and part.kind != before
        yield Part(
            kind=part.kind,
            spans=part.spans,
            level=part.level,
            cells=part.cells,
            lines=part.lines,
            first=opens,
        )
        if not (part.kind == "bullet" and part.level > 1):
            before = part.kind
