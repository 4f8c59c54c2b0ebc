"""Context for statements that came as lines: neighbours, guessed headings, openings of lists.

Lines of one document in its order show most of what a page shows: a short line without a full stop
above longer ones is a heading, a line that ends in a colon opens what follows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from maalkart.coding.wordcoder.cues import label_of, load_cues
from maalkart.core.document import BlockKind
from maalkart.core.statement import Statement

NEIGHBOURS = 2  # on each side, by the codebook
HEADING_LETTERS, HEADING_WORDS = 80, 10  # 95 % of the headings of the plans beside the project
LEAD_LETTERS = 120
RUNNING = 3  # times a line stands in a document that is a running header, not a heading
LONGEST_LIST = 20  # lines that one opening can stand for

_ITEM = re.compile(r"^\s*([•●▪◦■►✓–-]|\d{1,2}[.)]|[a-h]\))\s+(?=\S)")
_SECTION = re.compile(r"^\s*(\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+(?=[^\W\d_])")
_ENDS = (".", ",", ";", ":", "!", "?", "…")


def in_context(statements: Sequence[Statement], documents: Sequence[str | None]) -> list[Statement]:
    """The statements, each with what its neighbours in the same document show of its place.

    `documents` names the document of each statement, None where it is not known: such a statement
    keeps what it brought. What a statement brought with it always stands.
    """
    found: list[Statement] = []
    for document, run in groupby(zip(documents, statements, strict=True), key=lambda pair: pair[0]):
        lines = [statement for _, statement in run]
        if document is None:
            found += [_from_before(line) for line in lines]
        else:
            found += _document(lines)
    return found


def _from_before(statement: Statement) -> Statement:
    """A statement without a document: its own `before` shows what opens its list, if anything."""
    before = statement.context.before
    around = _Around()
    for at, line in enumerate(before):
        around.passes(line, [*before[at + 1 :], statement.text])
    return around.placed(statement, ())


def _document(lines: Sequence[Statement]) -> Iterator[Statement]:
    texts = [line.text for line in lines]
    counted = Counter(map(_letters, texts))
    around = _Around(frozenset(said for said, times in counted.items() if times >= RUNNING))
    for at, line in enumerate(lines):
        context = line.context
        if not (context.before or context.after):
            context = replace(
                context,
                before=tuple(texts[max(0, at - NEIGHBOURS) : at]),
                after=tuple(texts[at + 1 : at + 1 + NEIGHBOURS]),
            )
        following = texts[at + 1 : at + 2]
        yield around.placed(replace(line, context=context), following)
        around.passes(line.text, following)


@dataclass(slots=True)
class _Around:
    """The headings and the opening that stand above the line at hand."""

    _running: frozenset[str] = frozenset()
    _path: list[tuple[int, str]] = field(default_factory=list)
    _lead: str | None = None
    _since: int = 0

    def placed(self, statement: Statement, following: Sequence[str]) -> Statement:
        """The statement with its kind of line, its headings and its opening."""
        context, text = statement.context, statement.text
        kind, marker, bare = _kind(text, following or context.after)
        if context.kind != "paragraph" or context.marker:
            kind, marker, bare = context.kind, context.marker, text
        path = context.heading_path or tuple(
            heading for rank, heading in self._path if kind != "heading" or rank < _rank(text)
        )
        lead = context.lead_in or (self._lead if kind != "heading" else None)
        if lead and kind == "paragraph":
            kind = "list_item"
        around = replace(
            context, kind=kind, marker=marker, heading_path=path, lead_in=lead,
            carries_list=bool(following) and bare.rstrip().endswith(":"),
        )  # fmt: skip
        return replace(statement, text=bare, context=around)

    def passes(self, text: str, following: Sequence[str]) -> None:
        """Note a line that was read."""
        kind, _, bare = _kind(text, following)
        if kind == "heading" and _letters(text) in self._running and not _says_label(text):
            return
        if kind == "heading":
            rank = _rank(text)
            self._path = [*((r, said) for r, said in self._path if r < rank), (rank, bare)]
            self._lead, self._since = (bare if label_of(bare, load_cues()) else None), 0
        elif bare.rstrip().endswith(":") and len(bare) <= LEAD_LETTERS:
            self._lead, self._since = bare.strip(), 0
        else:
            self._since += 1
            if self._since > LONGEST_LIST:
                self._lead = None


def _kind(text: str, following: Sequence[str]) -> tuple[BlockKind, str | None, str]:
    """Kind of line, its marker, and the text without it."""
    if section := _SECTION.match(text):
        bare = text[section.end() :]
        if _short(bare) and ("." in section[1] or _opens_chapter(following)):
            return "heading", section[1], bare
    if item := _ITEM.match(text):
        return "list_item", item[1], text[item.end() :]
    if _short(text) and (_says_label(text) or text.isupper() or _carries(following)):
        return "heading", None, text
    return "paragraph", None, text


def _short(text: str) -> bool:
    text = text.strip()
    return (
        len(text) <= HEADING_LETTERS
        and len(text.split()) <= HEADING_WORDS
        and (text[:1].isupper() or text[:1] in '«“"')
        and (not text.endswith(_ENDS) or _says_label(text))
        and sum(map(str.isalpha, text)) > 2
    )


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text.lower()))


def _says_label(text: str) -> bool:
    return label_of(text, load_cues()) is not None


def _carries(following: Sequence[str]) -> bool:
    """Whether the next line neither goes on this one nor could stand beside it in a list."""
    return bool(following) and not following[0][:1].islower() and not _short(following[0])


def _opens_chapter(following: Sequence[str]) -> bool:
    """Whether a line numbered «3.» is a heading: the next one is no item of the same list."""
    return _carries(following) and _SECTION.match(following[0]) is None


def _rank(text: str) -> int:
    """Depth of a heading: by its number, labels («Mål») below all others."""
    if _says_label(text):
        return 9
    section = _SECTION.match(text)
    return section[1].count(".") + 1 if section else 5
