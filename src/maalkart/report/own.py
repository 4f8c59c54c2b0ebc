"""A team's own text: Markdown beside the study, set into the report and marked as theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from maalkart.report.parts import OwnBlock, Run

_READER = MarkdownIt("commonmark", {"html": False})
ADDRESSES = ("https://", "http://", "mailto:")  # what a link may lead to


def title_of(markdown: str) -> str | None:
    """The first heading of the highest level, which names a chapter of the team's own."""
    tokens = _READER.parse(markdown)
    for at, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h1":
            return "".join(run.text for run in _runs(tokens[at + 1]))
    return None


def blocks(markdown: str) -> tuple[OwnBlock, ...]:
    """Headings, paragraphs and items of lists within lists; other markup stands as written."""
    return tuple(_blocks(_READER.parse(markdown)))


def _blocks(tokens: Sequence[Token]) -> Iterator[OwnBlock]:
    lists: list[_List] = []
    kind = "paragraph"
    for token in tokens:
        match token.type:
            case "bullet_list_open":
                lists.append(_List())
            case "ordered_list_open":
                lists.append(_List(int(token.attrGet("start") or 1)))
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "list_item_open":
                lists[-1].next()
            case "heading_open":
                kind = "title" if token.tag == "h1" else "heading"
            case "paragraph_open":
                kind = "paragraph"
            case "inline" if kind != "title":
                marked = lists[-1].mark() if lists and kind == "paragraph" else {}
                yield OwnBlock(
                    **{"kind": kind, "depth": len(lists), **marked}, runs=tuple(_runs(token))
                )
            case "fence" | "code_block":
                yield OwnBlock("paragraph", (Run(token.content.strip()),), len(lists))


@dataclass
class _List:
    """A list that is being read; only the first paragraph of an item bears its mark."""

    first: int | None = None
    items: int = 0
    marked: bool = True

    def next(self) -> None:
        self.items, self.marked = self.items + 1, False

    def mark(self) -> dict[str, Any]:
        if self.marked:
            return {}
        self.marked = True
        if self.first is None:
            return {"kind": "bullet"}
        number = self.first + self.items - 1
        return {"kind": "number", "number": number, "opens": self.items == 1}


def _runs(token: Token) -> Iterator[Run]:
    strong = emphasis = False
    link = ""
    for one in token.children or ():
        match one.type:
            case "strong_open" | "strong_close":
                strong = one.type.endswith("open")
            case "em_open" | "em_close":
                emphasis = one.type.endswith("open")
            case "link_open":
                address = str(one.attrGet("href") or "")
                link = address if address.startswith(ADDRESSES) else ""
            case "link_close":
                link = ""
            case "softbreak" | "hardbreak":
                yield Run(" ")
            case "text" | "code_inline":
                yield Run(one.content, strong=strong, emphasis=emphasis, link=link)
