"""From blocks to statements, each with the context that a coder may look at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from maalkart.core.document import Block, BlockKind, Document, cover_of
from maalkart.core.language import of_most, within
from maalkart.core.statement import Context, Evidence, Language, Statement
from maalkart.split.abbreviations import abbreviations
from maalkart.split.clauses import clauses
from maalkart.split.flow import Flow, by_table, flows
from maalkart.split.lists import Lead, is_lead
from maalkart.split.paths import Path, over_contents
from maalkart.split.sentences import Piece, pieces

NEIGHBOURS = 2  # on each side, by the codebook
# A heading this long is a sentence that was set as a heading, or a paragraph taken for one.
LONG_HEADING = 200

_SPACE = re.compile(r"\s+")
_LETTER = re.compile(r"[^\W\d_]")
_LABEL = re.compile(
    r"\W*(?:([^\W\d_]+)\W*)?(?:\d[\d.,–/-]*(?:\s*(?:av|of)\s*\d+)?|[IVX]+|[A-ZÆØÅ])?\W*"
)
_SECTION_NUMBER = re.compile(r"\d{1,2}\.\d")


@dataclass(frozen=True, slots=True)
class _Draft:
    flow: Flow
    start: int
    end: int
    text: str
    language: Language
    context: Context


def split(document: Document) -> list[Statement]:
    """The statements of a document, in reading order; the same document gives the same ids.

    Contents lists, captions, furniture, footnotes and pull quotes give none, nor do labels and
    numbers that stand alone («Mål 3», «B2»). A statement never crosses a block, except where a
    block says that it continues the one before.
    """
    drafts = list(_drafts(document))
    texts = [draft.text for draft in drafts]
    statements = []
    for i, draft in enumerate(drafts):
        around = replace(
            draft.context,
            before=tuple(texts[max(0, i - NEIGHBOURS) : i]),
            after=tuple(texts[i + 1 : i + 1 + NEIGHBOURS]),
        )
        evidence = draft.flow.evidence(document, draft.start, draft.end)
        statements.append(
            Statement(
                id=_name(document, evidence[0]),
                text=draft.text,
                language=draft.language,
                context=around,
                evidence=evidence,
            )
        )
    return statements


def _name(document: Document, first: Evidence) -> str:
    return f"{document.id[:12]}:{first.page}:{first.start}-{first.end}"


def _drafts(document: Document) -> Iterator[_Draft]:
    languages = page_languages(document)
    stream = list(flows(document))
    headers = {number: _headers(cells) for number, cells in by_table(stream).items()}
    path = Path(stream)
    cover = cover_of(flow.block for flow in stream) if document.format == "pdf" else None
    listed = over_contents(document.blocks)
    lead = Lead()
    for i, flow in enumerate(stream):
        following = stream[i + 1].block if i + 1 < len(stream) else None
        path.meets(flow.block)
        language = within(flow.text, languages[flow.block.page])
        found = [p for p in _pieces(flow, language) if not _bare(_clean(flow, p), language)]
        frame = _frame(flow, path.headings, lead.opens(flow.block), headers)
        yield from _place(flow, found, frame, language, _opens_list(flow.block, following))
        stays = flow.block.page != cover and flow.block.order not in listed
        if flow.block.kind == "heading" and stays:
            path.headings.append(flow.block)
        whole = _SPACE.sub(" ", flow.text).strip()
        lead.passes(flow.block, whole, _clean(flow, found[-1]) if found else whole)


def page_languages(document: Document) -> dict[int, Language]:
    """The language of each page, judged as a part of the document."""
    whole = of_most(page.text for page in document.pages)
    return {page.number: within(page.text, whole) for page in document.pages}


def _pieces(flow: Flow, language: Language) -> list[Piece]:
    if flow.block.kind == "heading" and len(flow.text) < LONG_HEADING:
        return [Piece(0, len(flow.text))] if flow.text.strip() else []
    found = []
    for piece in pieces(flow.text, language):
        marker = piece.marker
        for start, end in clauses(flow.text, piece.start, piece.end):
            found.append(Piece(start, end, marker))
            marker = None
    return found


def _clean(flow: Flow, piece: Piece) -> str:
    return _SPACE.sub(" ", flow.text[piece.start : piece.end]).replace("\u00ad", "").strip()


def _bare(text: str, language: Language) -> bool:
    """Whether a text is only a number or a label with its number."""
    if _LETTER.search(text) is None:
        return True
    match = _LABEL.fullmatch(text)
    if match is None or not any(sign.isdigit() or sign.isupper() for sign in text[1:]):
        return False
    word = match.group(1)
    return word is None or len(word) == 1 or word.lower() in abbreviations(language).labels


def _frame(
    flow: Flow,
    path: list[Block],
    lead: str | None,
    headers: dict[int, list[Block]],
) -> Context:
    block = flow.block
    column, row = _cell_headings(block, headers.get(-1 if block.table is None else block.table, []))
    return Context(
        kind=block.kind,
        level=block.level,
        marker=block.marker,
        heading_path=tuple(_SPACE.sub(" ", heading.text).strip() for heading in path),
        heading_markers=tuple(heading.marker for heading in path),
        lead_in=lead,
        column_heading=column,
        row_heading=row,
    )


def _headers(cells: list[Flow]) -> list[Block]:
    return [replace(cell.block, text=cell.text) for cell in cells if cell.block.header]


def _cell_headings(block: Block, headers: list[Block]) -> tuple[str | None, str | None]:
    """The nearest header above the cell in its column, and to its left in its row."""
    if block.kind != "table_cell" or block.row is None or block.column is None:
        return None, None
    above = [h for h in headers if h.column == block.column and (h.row or 0) < block.row]
    beside = [h for h in headers if h.row == block.row and (h.column or 0) < block.column]
    return (
        max(above, key=lambda h: h.row or 0).text.strip() if above else None,
        max(beside, key=lambda h: h.column or 0).text.strip() if beside else None,
    )


def _opens_list(block: Block, following: Block | None) -> bool:
    if following is None or following.kind != "list_item":
        return False
    return block.kind != "list_item" or (following.level or 1) > (block.level or 1)


def _place(
    flow: Flow, found: list[Piece], frame: Context, language: Language, opens_list: bool
) -> Iterator[_Draft]:
    """Give each piece its place in the block, and the lists inside the block their openings."""
    lead = frame.lead_in
    last_bullet = max((i for i, piece in enumerate(found) if _listed(piece)), default=-1)
    for i, piece in enumerate(found):
        text = _clean(flow, piece)
        following = found[i + 1] if i + 1 < len(found) else None
        before = _clean(flow, found[i - 1]) if i else None
        if _listed(piece) and before and is_lead(before) and not _listed(found[i - 1]):
            lead = before
        within = _listed(piece) or i < last_bullet
        yield _Draft(
            flow,
            piece.start,
            piece.end,
            text,
            language,
            replace(
                frame,
                kind=_kind(frame.kind, piece),
                marker=piece.marker or (frame.marker if i == 0 else None),
                lead_in=lead if within or lead == frame.lead_in else frame.lead_in,
                position=i,
                siblings=len(found),
                carries_list=opens_list
                if following is None
                else _listed(following) and not _listed(piece),
            ),
        )


def _listed(piece: Piece) -> bool:
    return piece.marker is not None and _SECTION_NUMBER.match(piece.marker) is None


def _kind(kind: BlockKind, piece: Piece) -> BlockKind:
    return "list_item" if _listed(piece) and kind == "paragraph" else kind
