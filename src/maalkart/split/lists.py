"""Which line opens a list."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from maalkart.core.document import Block

MAX_LEAD_WORDS = 12  # a longer line without a colon is a sentence of its own, not an opening


@dataclass(slots=True)
class Lead:
    """Follows the blocks of a document and knows the line that opens the list at hand."""

    _pending: str | None = None
    _outer: str | None = None
    _items: dict[int, str] = field(default_factory=dict)
    _in_list: bool = False
    _cell: tuple[int | None, int | None, int | None] | None = None

    def opens(self, block: Block) -> str | None:
        """The line that opens the list to which this block belongs, or None."""
        if block.kind == "heading":
            return None
        if block.kind == "list_item":
            return self._item_lead(block.level or 1)
        if self._in_list or (block.kind == "table_cell" and self._cell != _cell(block)):
            return None
        return self._pending if self._pending and self._pending.endswith(":") else None

    def _item_lead(self, depth: int) -> str | None:
        if not self._in_list:
            self._outer, self._in_list = self._pending, True
            self._items.clear()
        parents = [level for level in self._items if level < depth]
        parent = self._items[max(parents)] if parents else None
        return parent if parent and parent.endswith(":") else self._outer

    def passes(self, block: Block, text: str, last: str) -> None:
        """Note a block that was read; `last` is its last sentence."""
        if block.kind == "list_item":
            depth = block.level or 1
            self._items = {level: said for level, said in self._items.items() if level < depth}
            self._items[depth] = last
            return
        opened = self.opens(block) is not None
        self._in_list = False
        self._cell = _cell(block)
        if opened and not _ends(text) and not text.endswith(":"):
            return  # a line of a list that was read as paragraphs
        lead = _heading_leads(text) if block.kind == "heading" else is_lead(last)
        self._pending = last if lead else None


_WILL = re.compile(r"\b(?:vil|skal|må|bør)$", re.IGNORECASE)


def is_lead(text: str) -> bool:
    """Whether a line opens what comes below it; one that stops at «skal» can do nothing else.

    >>> is_lead("Slik vil vi gjøre det:"), is_lead("Kommunen har vokst de siste årene.")
    (True, False)
    """
    if text.endswith(":") or _WILL.search(text):
        return True
    short = len(text.split()) <= MAX_LEAD_WORDS
    return short and (text.endswith("?") or not _ends(text))


def _ends(text: str) -> bool:
    return text.rstrip('»"”)').endswith((".", "!", "?", "…", ";"))


def _cell(block: Block) -> tuple[int | None, int | None, int | None]:
    return block.table, block.row, block.column


def _heading_leads(text: str) -> bool:
    return text.endswith(":") or _lead_words().search(text) is not None


@lru_cache(maxsize=1)
def _lead_words() -> re.Pattern[str]:
    source = files("maalkart.split").joinpath("data/lead_ins.txt").read_text("utf-8")
    lines = [line.strip() for line in source.splitlines()]
    words = [line for line in lines if line and not line.startswith("#")]
    pattern = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words)
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)
