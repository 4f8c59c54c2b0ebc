"""How a document uses the UN goals."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from maalkart.coding.facts.words import cues, either, table
from maalkart.core.document import Block, Document
from maalkart.core.statement import Evidence
from maalkart.core.study import Fact

USES = ("principle", "highlighted", "mapped", "measured")
ALL_SHOWN = 14  # goals on one page: the whole wheel is shown, none is picked out
SHORT = 70  # characters of a line that only names goals
MIN_GOALS = 3  # fewer are chapters that happen to be called «Likestilling mellom kjønnene»
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
    places = _tied(document)
    if "mapped" not in used and len(places) >= MIN_PLACES:
        facts.append(_fact(document, "mapped", places[0], "goals named under several headings"))
    used = {fact.value for fact in facts}
    facts += [fact for fact in _by_icons(document) if fact.value not in used]
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
    """The sentences that name the UN goals, contents lists left out."""
    pattern = re.compile(either(table("sdg")["mention"]), re.IGNORECASE)
    for block in document.blocks:
        if block.kind in ("contents", "furniture") or pattern.search(block.text) is None:
            continue
        for match in _SENTENCE.finditer(block.text):
            if pattern.search(match.group()):
                start, end = block.start + match.start(), block.start + match.end()
                yield _Said(block.page, start, end, match.group())


def _by_words(document: Document, said: list[_Said], use: str) -> Fact | None:
    pattern, others = cues("sdg", use), cues("sdg", "others")
    for one in said:
        found = pattern.search(one.text)
        if found and others.search(one.text) is None:
            return _fact(document, use, one, f"«{found.group()}»")
    return None


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
            said = _Said(block.page, block.start, block.end, block.text)
            lines[heading].append((number, said))
    if len({number for found in lines.values() for number, _ in found}) < MIN_GOALS:
        return []
    few = [found for found in lines.values() if len({number for number, _ in found}) < ALL_SHOWN]
    return [found[0][1] for found in few]


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
    """Pictures of some goals on several pages are a map; on one page, a choice."""
    on_page: dict[int, set[int]] = defaultdict(set)
    for icon in document.icons:
        on_page[icon.page].add(icon.sdg)
    some = sorted(page for page, goals in on_page.items() if len(goals) < ALL_SHOWN)
    if len(some) > MIN_PLACES:
        pages = ", ".join(map(str, some))
        because = f"pictures of some goals on pages {pages}"
        yield Fact(name="sdg_use", value="mapped", because=because)
    elif any(len(on_page[page]) > 1 for page in some):
        because = f"pictures of some goals on page {some[0]}"
        yield Fact(name="sdg_use", value="highlighted", because=because)
