"""What each stretch of bare text is: a heading, an item, a label of a chart, or a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from maalkart.read.fakes import LONGEST_HEADING, as_caption
from maalkart.read.flow import Piece, clean, heading_number, list_marker
from maalkart.read.goal_names import is_goal_title


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line, or what the format already knows it to be (`ready`); `level` is a marked heading's.

    `apart` says that an empty line, or the top of the page, stands before it; `last` is the last of
    the lines that were joined to this one; `rank` is that of a heading that its reader knows.
    """

    text: str = ""
    indent: int = 0
    apart: bool = False
    level: int | None = None
    rank: int | None = None
    bold: bool = False
    last: str = ""
    ready: tuple[Piece, ...] = ()


_FIGURE_TOKEN = re.compile(r"[-–+−]?[\d.,:/%×x–-]+%?|[A-ZÆØÅa-zæøå]\.?|(?:kr|mill|prosent|stk)\.?")
_MODAL = re.compile(r"\b(?:skal|vil|må|bør|kan|er|har|blir|vert|får|ønsker|ynskjer)\b")
_TITLE_WORDS = 8  # a heading that only its shape tells has no more words
_BODY_LENGTH = 60  # characters: what stands under such a heading is longer


def is_figure(text: str) -> bool:
    """Numbers, units and single letters alone: a label torn out of a chart or a table."""
    tokens = text.split()
    return (
        bool(tokens)
        and any(letter.isdigit() for letter in text)
        and all(_FIGURE_TOKEN.fullmatch(token) for token in tokens)
        and not list_marker(text)[0]
    )


def classified(units: list[Line]) -> list[Piece]:
    figures = _figures(units)
    depths: list[int] = []
    pieces: list[Piece] = []
    for at, unit in enumerate(units):
        if unit.ready:
            pieces.extend(unit.ready)
            continue
        text = clean(unit.text)
        if not text:
            continue
        if unit.level:
            pieces.append(_numbered(text, unit.level))
        elif at in figures or is_goal_title(text, capitals=True):
            pieces.append(Piece(kind="caption", text=text))
        elif (rank := unit.rank or _heading_rank(units, at)) is not None:
            pieces.append(_numbered(text, rank))
        else:
            pieces.append(_body(unit, text, depths))
    return pieces


def _body(unit: Line, text: str, depths: list[int]) -> Piece:
    marker, rest = list_marker(text)
    if marker is None:
        return as_caption(Piece(kind="paragraph", text=text))
    while depths and depths[-1] > unit.indent:
        depths.pop()
    if not depths or depths[-1] < unit.indent:
        depths.append(unit.indent)
    level = len(depths) + (1 if marker == "o" else 0)
    return Piece(kind="list_item", text=rest, marker=marker, level=level)


def _numbered(text: str, level: int) -> Piece:
    marker, rest = heading_number(text)
    return Piece(kind="heading", text=rest, marker=marker, level=level)


def _figures(units: Sequence[Line]) -> frozenset[int]:
    """Labels of charts: bare numbers, and the short words in a run that holds three of them."""
    found: set[int] = set()
    run: list[int] = []
    for at in range(len(units) + 1):
        if at < len(units) and not units[at].ready and _is_short(units[at].text):
            run.append(at)
            continue
        if at < len(units) and units[at].ready:
            continue
        numbers = [each for each in run if is_figure(units[each].text)]
        if len(numbers) >= 3:
            found.update(run if _is_legend(units[run[-1]].text) else run[:-1])
        found.update(numbers)
        run = []
    return frozenset(found)


def _is_legend(text: str) -> bool:
    """«C Landet (verdi 100)»: the letter or number of a series, and its name."""
    return is_figure(text) or bool(re.match(r"[A-ZÆØÅ]\s", text))


def _is_short(text: str) -> bool:
    return (
        len(text.split()) <= 5
        and not text.endswith((".", "!", "?", ":"))
        and list_marker(text)[0] is None
        and not re.match(r"\d+\.\d", text)
    ) or is_figure(text)


# Ranks of headings that are not marked: by number (the depth of it), by capitals, by shape, labels.
CAPITALS, SHAPE, LABEL = 101, 102, 103


def _heading_rank(units: Sequence[Line], at: int) -> int | None:
    """The rank of a unit that is a heading by its number, or else by its looks."""
    text = clean(units[at].text)
    if len(text) > LONGEST_HEADING or text[:1].islower():
        return None
    number, rest = heading_number(text)
    if number and _is_numbered_heading(units, at, number, rest):
        return number.rstrip(".").count(".") + 1
    if list_marker(text)[0] or not re.search(r"[^\W\d_]{3}", text):
        return None
    return _rank_by_looks(units, at, text)


def _rank_by_looks(units: Sequence[Line], at: int, text: str) -> int | None:
    if text.isupper() and not text.endswith("."):
        return CAPITALS
    if text.endswith(":"):
        under = units[at + 1] if at + 1 < len(units) else None
        few = len(text.split()) <= 5
        return LABEL if few and not (under and list_marker(under.text)[0]) else None
    if units[at].bold and not text.endswith((".", ",", ";")):
        return SHAPE
    return SHAPE if _has_shape(units, at) else None


def _is_numbered_heading(units: Sequence[Line], at: int, number: str, rest: str) -> bool:
    if rest.endswith((".", ",", ";")) or not rest[:1].isupper() or len(rest.split()) > 14:
        return False
    if "." in number.rstrip("."):
        return True
    value = int(number.rstrip("."))
    near = [each.text for each in (*units[max(0, at - 1) : at], *units[at + 1 : at + 2])]
    if any(_single(text) in (value - 1, value + 1) for text in near):
        return False  # a neighbour with the next number: a list
    return number.endswith(".") or units[at].apart or rest.isupper()


def _single(text: str) -> int | None:
    found = re.match(r"(\d{1,2})[.)]?\s+[A-ZÆØÅ«]", text)
    return int(found.group(1)) if found else None


def _has_shape(units: Sequence[Line], at: int, *, deeper: bool = True) -> bool:
    """A short line set apart, with a capital and no full stop, over longer text or such a line."""
    text = clean(units[at].text)
    if not units[at].apart or len(text.split()) > _TITLE_WORDS or _MODAL.search(text):
        return False
    if re.search(r"[.,;!…]$", text) or as_caption(Piece(kind="paragraph", text=text)).kind != (
        "paragraph"
    ):
        return False
    under = next((each for each in islice(units, at + 1, None) if not each.ready), None)
    if under is None or under.level:
        return False
    if deeper and under.apart and _is_short(under.text):
        return _has_shape(units, units.index(under, at + 1), deeper=False)
    return (
        len(under.text) >= _BODY_LENGTH
        or under.text.endswith(".")
        or list_marker(under.text)[0] is not None
        or not under.apart
    )
