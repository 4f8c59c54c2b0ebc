"""The values that a document names as its own."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from maalkart.coding.facts.vision import body_blocks
from maalkart.coding.facts.words import either, table
from maalkart.core.document import Block, Document
from maalkart.core.statement import Codes, Evidence, Statement
from maalkart.core.study import Fact

MAX_WORDS = 3  # of a value: «Høy etisk standard»; longer is what it means
MIN_LETTERS = 3
LEAST_VALUES = 2  # a single one is as a rule a key figure or a heading that was coded so
MOST_VALUES = 10  # a longer list under «verdier» is of other things
BELOW = 24  # blocks under the heading: eight values, each with a line and what it means

Named = tuple[Block, int, int]
Coded = Sequence[tuple[Statement, Codes]]


def values_of(document: Document, coded: Coded = ()) -> list[Fact]:
    """The values that a document names as its own, in its order, each with its words.

    Under a heading «Våre verdier» as lines, headings or a table; in a sentence «våre verdier er
    …»; where there is neither, the short statements that a coder took for values.
    """
    blocks = body_blocks(document)
    for found in (_under_heading(blocks), _in_sentence(blocks)):
        if LEAST_VALUES <= len(found) <= MOST_VALUES:
            return [_value(document, *one) for one in found]
    return _coded(coded)


def _value(document: Document, block: Block, start: int, end: int) -> Fact:
    evidence = Evidence.take(document, block.page, block.start + start, block.start + end)
    value = " ".join(evidence.quote.split())
    return Fact(name="value", value=value, evidence=evidence, because="named among its values")


def _coded(coded: Coded) -> list[Fact]:
    """Short statements coded as values, two or more under a heading: values are named together.

    Where most are long, the coder took text for values.
    """
    said = [one for one, codes in coded if codes.type == "value" and one.evidence]
    terms = [(one, match.group(1)) for one in said if (match := _TERM.match(one.text))]
    short = [(one, term) for one, term in terms if _may_be_value(term)]
    if len(short) > MOST_VALUES or 2 * len(short) < len(said):
        return []
    together = Counter(one.context.heading_path for one, _ in short)
    return [
        Fact(name="value", value=term, evidence=one.evidence[0], because="coded so")
        for one, term in short
        if together[one.context.heading_path] >= LEAST_VALUES
    ]


_TERM = re.compile(r"\s*([^\W\d_][\w -]*?)\s*(?:[.!]?\s*$|:\s|\s[–—-]\s|\.\s)")
_BARE_LINE = re.compile(r"[^\W\d_]+(?:\s*[•·|/–,]\s*[^\W\d_]+){1,6}\W*")
_CAPITALS = re.compile(r"[A-ZÆØÅ]{3,}(?:[\s•·|/–,-]+[A-ZÆØÅ]{3,}){1,6}\W*")


def _may_be_value(term: str) -> bool:
    words = term.lower().split()
    known = any(word in _no_values() for word in words) or any(sign.isdigit() for sign in term)
    return len(words) <= MAX_WORDS and len(term) >= MIN_LETTERS and not known


def _under_heading(blocks: list[Block]) -> list[Named]:
    """Lines, headings, cells or a row of words below «Våre verdier»."""
    pattern = re.compile(
        rf"\W*(?:\d[\d.]*\s*)?{either(table('vision')['values']['heading'])}\W*", re.IGNORECASE
    )
    for place, block in enumerate(blocks):
        if pattern.fullmatch(block.text):
            below = list(_section(blocks[place + 1 : place + 1 + BELOW], block))
            found = _of_table(below) or _of_row(below) or _of_lines(below) or _of_listing(below)
            if found:
                return found
    return []


def _section(blocks: list[Block], heading: Block) -> Iterator[Block]:
    """What stands under a heading: to the next one as high that is followed by no value."""
    level = heading.level if heading.kind == "heading" else None
    for place, block in enumerate(blocks):
        as_high = block.kind == "heading" and level is not None and (block.level or 9) <= level
        if as_high and place > 0 and not (_term(block) and len(block.text.split()) == 1):
            return
        yield block


def _of_table(below: list[Block]) -> list[Named]:
    """The first column of a table whose corner says «Verdi»."""
    cells = [block for block in below if block.kind == "table_cell"]
    corner = next((c for c in cells if c.column == 0 and _is_corner(c)), None)
    if corner is None:
        return []
    column = [c for c in cells if c.table == corner.table and c.column == 0 and c is not corner]
    return [(cell, *term) for cell in column if (term := _term(cell))]


def _is_corner(cell: Block) -> bool:
    return re.fullmatch(r"(?:kjerne)?verdi(?:ar|er)?|values?", cell.text.strip(), re.I) is not None


def _of_row(below: list[Block]) -> list[Named]:
    """«NØYSOM RAUS DRIFTIG», «Open · modig · nær»: one line that is nothing but values."""
    for block in below[:4]:
        line = block.text.strip()
        if block.kind == "table_cell" or not (
            _CAPITALS.fullmatch(line) or _BARE_LINE.fullmatch(line)
        ):
            continue
        parts = [m for m in re.finditer(r"[^\W\d_]{3,}", block.text) if _may_be_value(m.group())]
        if len(parts) >= 2:
            return [(block, *match.span()) for match in parts]
    return []


def _of_lines(below: list[Block]) -> list[Named]:
    """Lines of one form that each open with a value: «Modig – vi tør», a heading «Raus»."""
    groups: dict[tuple[str, int | None], list[Named]] = defaultdict(list)
    for block in below:
        term = _term(block)
        if term is not None and block.kind != "table_cell":
            groups[block.kind, block.level].append((block, *term))
    enough = [group for group in groups.values() if len(group) >= 2]
    return max(enough, key=len) if enough else []


def _of_listing(below: list[Block]) -> list[Named]:
    """«Arbeidet skal preges av respekt, likeverd og raushet» in the text under the heading."""
    pattern = re.compile(
        rf"{either(table('vision')['values']['leads'])}\s+(?P<list>{_list()})(?=[.,\s]|$)",
        re.IGNORECASE,
    )
    for block in below[:6]:
        match = pattern.search(block.text)
        if match is not None and (named := _listed(block, match)):
            return named
    return []


def _term(block: Block) -> tuple[int, int] | None:
    """The value that opens a line: «Modig – vi tør …», «Raus», «Modig: …»."""
    match = _TERM.match(block.text)
    return match.span(1) if match and _may_be_value(match.group(1)) else None


def _in_sentence(blocks: list[Block]) -> list[Named]:
    """«Våre verdier er raus, modig og nyskapende.»"""
    never = table("vision")["values"]["never"]
    for block in blocks:
        for match in _value_sentence().finditer(block.text):
            before = block.text[max(0, match.start() - 25) : match.start()].lower()
            if any(re.search(rf"\b{word}\s*$", before) for word in never):
                continue
            if named := _listed(block, match):
                return named
    return []


def _listed(block: Block, match: re.Match[str]) -> list[Named]:
    parts = [m.span() for m in _item().finditer(block.text, *match.span("list"))]
    named = [block.text[first:last].lower() for first, last in parts]
    if any(word in _no_values() for name in named for word in name.split()):
        return []
    return [(block, first, last) for first, last in parts]


_JOIN = r"(?:og|and|samt)\b"
_WORD = r"(?!og\b|and\b|samt\b)[^\W\d_][\w-]*"


@cache
def _one() -> str:
    """A value of one word or two; a word that makes sentences ends the list."""
    return rf"[«\"“”]?{_bare()}[»\"”“]?"


@cache
def _bare() -> str:
    ends = "|".join(map(re.escape, sorted(_no_values())))
    return rf"{_WORD}(?:\s(?!(?:{ends})\b){_WORD})?"


@cache
def _item() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_bare()}", re.IGNORECASE)


@cache
def _list() -> str:
    one = _one()
    return rf"(?:{one}(?:\s*,\s*{one})*\s*,?\s+{_JOIN}\s+{one}|{one}(?:\s*,\s*{one}){{2,}})"


@cache
def _no_values() -> frozenset[str]:
    return frozenset(table("vision")["values"]["no_values"])


@cache
def _value_sentence() -> re.Pattern[str]:
    owner = either(table("vision")["values"]["owners"])
    name = r"(?:verdi(?:er|ar|ene|ane)|values)"
    ours = (
        rf"{owner}\s+(?:grunn|kjerne|basis)?{name}|(?:kjerne|grunn|basis){name}(?:\s+(?:våre|sine))?"
        rf"|{name}\s+våre|verdigrunnlaget(?:\s+vårt)?"
        r"|verdi(?:ene|ane)\s+(?:vi|kommunen|som)\s[\w ]{3,30}"
    )
    said = r"\s*(?:,?\s*(?:er|are|som er)\s*:?|:|\s[–-])\s*"
    return re.compile(
        rf"(?<!\w)(?:(?:{ours}){said}|(?:(?:kjerne|grunn|basis)?verdi(?:ene|ane)|{owner}\s+{name})\s+)"
        rf"(?P<list>{_list()})(?=[.,\s]|$)",
        re.IGNORECASE,
    )
