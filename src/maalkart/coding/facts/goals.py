"""How a document uses the UN goals."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from maalkart.coding.facts.words import cues, table
from maalkart.core.document import Block, Document, Icon
from maalkart.core.statement import Evidence
from maalkart.core.study import Fact

USES = ("principle", "highlighted", "mapped", "measured")
ALL_SHOWN = 14  # goals on one page: the whole wheel is shown, none is picked out
SHORT = 70  # characters of a line that only names goals
MIN_GOALS = 3  # fewer are chapters that happen to be called «Likestilling mellom kjønnene»
MIN_COLUMNS = 2
WIDE = 40  # points that a heading may begin to the right of a picture
MIN_PLACES = 2  # sections that name their goals before the document counts as mapped

_SENTENCE = re.compile(r"[^\s].*?(?:[.!?](?=\s+[A-ZÆØÅ«•])|$)", re.DOTALL)
_NUMBERED = re.compile(
    r"(?:b[æe]rekrafts?mål|fn-?mål|sdg)(?:ene|a|et)?\s*(?:nr\.?|nummer)?\s*:?\s*"
    r"(\d{1,2}(?:\s*(?:,|og|&|and)\s*\d{1,2})*)(?!\d)",
    re.IGNORECASE,
)


class _Said(NamedTuple):
    page: int
    start: int
    end: int
    text: str


def sdg_use(document: Document) -> list[Fact]:
    """The uses that the document makes of the UN goals, each with the words that show it.

    `mentioned` where they are only named; `none`, without evidence, where they do not appear.
    """
    said = list(_mentions(document))
    facts = [fact for use in USES if (fact := _by_words(document, said, use)) is not None]
    used = {fact.value for fact in facts}
    places = _tied(document) or _referred(document)
    if "mapped" not in used and len(places) >= MIN_PLACES:
        facts.append(_fact(document, "mapped", places[0], "goals named under several headings"))
    for found in (_by_tables(document), _by_icons(document)):
        used = {fact.value for fact in facts}
        facts += [fact for fact in found if fact.value not in used]
    if facts:
        return sorted(facts, key=lambda fact: USES.index(fact.value))
    if said or places:
        return [_fact(document, "mentioned", [*said, *places][0], "only named")]
    if document.icons:
        return [Fact(name="sdg_use", value="mentioned", because="their pictures are shown")]
    return [Fact(name="sdg_use", value="none", because="the UN goals do not appear")]


def _fact(document: Document, use: str, said: _Said, because: str) -> Fact:
    evidence = Evidence.take(document, said.page, said.start, said.end)
    return Fact(name="sdg_use", value=use, evidence=evidence, because=because)


def _mentions(document: Document) -> Iterator[_Said]:
    """The sentences that name the UN goals, and those after that go on about them.

    In a section that is headed by the goals, «mål 8» and «desse» are of them; elsewhere only a
    sentence right after a mention that says «av dem», «desse måla». Contents lists are left out.
    """
    named, near, under = cues("sdg", "mention"), cues("sdg", "back"), cues("sdg", "under")
    headed = False
    for block in document.blocks:
        if block.kind in ("contents", "furniture"):
            continue
        if block.kind == "heading":
            headed = named.search(block.text) is not None
        going_on = headed
        for match in _SENTENCE.finditer(block.text):
            said = match.group()
            again = (under if headed else near).search(said) is not None
            going_on = named.search(said) is not None or (going_on and again)
            if going_on:
                start, end = block.start + match.start(), block.start + match.end()
                yield _Said(block.page, start, end, said)
            going_on = going_on or headed


def _by_words(document: Document, said: list[_Said], use: str) -> Fact | None:
    pattern, others, denied = cues("sdg", use), cues("sdg", "others"), cues("sdg", "denied")
    for one in said:
        found = pattern.search(one.text)
        if found and not others.search(one.text) and not denied.search(one.text):
            return _fact(document, use, one, f"«{found.group()}»")
    return None


def _by_tables(document: Document) -> Iterator[Fact]:
    """A table with a column of UN goals maps what stands beside; one of figures too measures it."""
    heads: dict[int, list[Block]] = defaultdict(list)
    for block in document.blocks:
        if (
            block.kind == "table_cell"
            and block.table is not None
            and (block.header or block.row == 0)
        ):
            heads[block.table].append(block)
    for cells in heads.values():
        goals = next((c for c in cells if cues("sdg", "mention").search(c.text)), None)
        if goals is None or len(cells) < MIN_COLUMNS or len(goals.text) > SHORT:
            continue
        yield _fact(document, "mapped", _said(goals), "a column of the table")
        figures = next((c for c in cells if cues("sdg", "figures").search(c.text)), None)
        if figures is not None:
            yield _fact(document, "measured", _said(figures), "beside the UN goals in a table")
        return


def _said(block: Block) -> _Said:
    return _Said(block.page, block.start, block.end, block.text)


def _tied(document: Document) -> list[_Said]:
    """The first line in each section that does no more than name goals; whole lists left out."""
    lines: dict[int, list[tuple[int, _Said]]] = defaultdict(list)
    heading = 0
    for block in document.blocks:
        if block.kind == "heading":
            heading = block.order
        if block.kind in ("contents", "furniture"):
            continue
        for number in _named(block):
            lines[heading].append((number, _said(block)))
    if len({number for found in lines.values() for number, _ in found}) < MIN_GOALS:
        return []
    few = [found for found in lines.values() if len({number for number, _ in found}) < ALL_SHOWN]
    return [found[0][1] for found in few]


def _referred(document: Document) -> list[_Said]:
    """«Livet på land: se kapittel 4.2»: lines that lead from a goal to a chapter."""
    titles = "|".join(re.escape(title) for title in sorted(_titles(), key=len, reverse=True))
    pattern = re.compile(
        rf"(?:\W|\d)*(?:{titles})\W{{1,3}}(?:sj[åa]|se)?\s*(?:kapittel|kap\.?)\s\d", re.I
    )
    found = [_said(block) for block in document.blocks if pattern.match(block.text)]
    return found if len(found) >= MIN_PLACES else []


def _named(block: Block) -> list[int]:
    """The goals that a line names, where it does little else."""
    text = " ".join(block.text.split())
    if len(text) <= SHORT:
        number = _titles().get(re.sub(r"^\W*\d*\W*", "", text).lower().rstrip(" ."))
        if number is not None:
            return [number]
    numbered = _NUMBERED.search(text)
    if numbered is None or len(text) > 2 * SHORT:
        return []
    return [n for n in map(int, re.findall(r"\d+", numbered.group(1))) if 1 <= n <= 17]


@cache
def _titles() -> dict[str, int]:
    titles: dict[str, list[str]] = table("sdg")["titles"]
    return {name: int(number) for number, names in titles.items() for name in names}


def _by_icons(document: Document) -> Iterator[Fact]:
    """Pictures of some goals under several headings are a map; in one place, a choice."""
    on_page: dict[int, list[Icon]] = defaultdict(list)
    for icon in document.icons:
        on_page[icon.page].append(icon)
    some = {
        page: icons for page, icons in sorted(on_page.items())
        if len({icon.sdg for icon in icons}) < ALL_SHOWN
    }  # fmt: skip
    headings = {_heading_over(document, icon) for icons in some.values() for icon in icons}
    pages = ", ".join(map(str, some))
    if len(some) > MIN_PLACES or len(headings - {None}) >= MIN_PLACES:
        because = f"pictures of some goals under several headings, on pages {pages}"
        yield Fact(name="sdg_use", value="mapped", because=because)
    elif any(len({icon.sdg for icon in icons}) > 1 for icons in some.values()):
        yield Fact(
            name="sdg_use", value="highlighted", because=f"pictures of some goals on page {pages}"
        )


def _heading_over(document: Document, icon: Icon) -> int | None:
    """The order of the heading nearest above a picture on its page; None where that is unknown."""
    if icon.box is None:
        return None
    page, best = document.page(icon.page), None
    for block in document.blocks:
        if block.page != icon.page or block.kind != "heading":
            continue
        boxes = page.boxes(block.start, block.end)
        if boxes and boxes[0].top <= icon.box.bottom and boxes[0].left < icon.box.right + WIDE:
            best = block.order
    return best
