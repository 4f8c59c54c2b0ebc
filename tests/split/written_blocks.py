"""Documents written as lines, for tests: «# Heading», «- item», «| cell | cell», text."""

from __future__ import annotations

import hashlib
import re

from maalkart.core.document import Block, Document, Page


def written(*pages: str) -> Document:
    """One string a page; a line that begins with «…» continues the block before it."""
    made: list[Page] = []
    blocks: list[Block] = []
    for number, source in enumerate(pages, start=1):
        text = ""
        for row, line in enumerate(source.strip("\n").splitlines()):
            for column, (kind, said, more) in enumerate(_blocks(line)):
                start = len(text)
                text += said + "\n"
                place = {"table": 0, "row": row, "column": column} if kind == "table_cell" else {}
                blocks.append(
                    Block(
                        page=number,
                        order=len(blocks),
                        kind=kind,
                        start=start,
                        end=start + len(said),
                        text=said,
                        **place,
                        **more,
                    )
                )
        made.append(Page(number=number, text=text))
    digest = hashlib.sha256("\f".join(pages).encode()).hexdigest()
    return Document(
        id=digest, name="written", format="test", pages=tuple(made), blocks=tuple(blocks)
    )


def _blocks(line: str) -> list[tuple[str, str, dict[str, object]]]:
    more: dict[str, object] = {}
    if line.startswith("…"):
        line, more = line[1:], {"continues": True}
    if match := re.match(r"(#+) (?:(\d[\d.]*) )?(.*)", line):
        level, marker, said = match.groups()
        return [("heading", said, {"level": len(level), "marker": marker, **more})]
    if match := re.match(r"( *)- (.*)", line):
        depth = len(match.group(1)) // 2 + 1
        return [("list_item", match.group(2), {"level": depth, "marker": "•", **more})]
    if line.startswith("|"):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        return [("table_cell", c.lstrip("*"), {"header": c.startswith("*"), **more}) for c in cells]
    if match := re.match(r"!(\w+) (.*)", line):
        return [(match.group(1), match.group(2), more)]
    return [("paragraph", line, more)] if line else []
