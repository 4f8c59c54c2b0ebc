"""Lines of one flow gathered into blocks."""

from __future__ import annotations

import re

from maalkart.read.structure.lines import BULLETS, joined, with_marker_back
from maalkart.read.structure.model import Draft, Line
from maalkart.read.structure.styles import Styles

LOOSE = 1.3  # of the usual line pitch: more air than this divides paragraphs
SAME_SIZE = 0.08  # relative difference that still is one size
INDENT = 4.0  # points; an item of the tree without a bullet to be seen stands further in than text
LARGER = 1.07  # of the body size: type this much larger stands out
CLOSE = 1.4  # of the type size, from line to line of a title
TIGHT = 1.2  # of the type size: the lines of one title touch
OTHER_SIZE = 1.4  # times larger or smaller: not set to be read in one line
NEAR = 3.0  # of the type size: no column of its own begins so close
FAR = 4.0  # of the larger type
BY_HAND = 1.8  # of the body size: titles this large are broken into lines by hand
WORDS = ("i.", "å.", "o.")  # «… kommunen du bor / i. Vi …»: words that end a sentence
ENDS = '.:!?…»"'
HANGING = frozenset(
    (
        *("og", "eller", "samt", "i", "på", "til", "for", "av", "med", "om", "som", "å"),
        *("and", "or", "of", "the", "in", "to", "by", "with"),
    )
)
_INITIAL = re.compile(r"(?<!\w)[A-ZÆØÅ]\.$")
_COUNTS = re.compile(r"^(\(?)(\d{1,2}|[^\W\d_])([.)])$")
NEVER_FIRST = "/%,;)"  # no line opens with these
LOOSEST = 1.9  # of the type: the same where the words show that the line goes on


def gather(page: int, flow: list[Line], styles: Styles, region: int = 0) -> list[Draft]:
    """Blocks of one flow (rows joined), top to bottom."""
    if not flow:
        return []
    edges = (min(line.left for line in flow), max(line.right for line in flow))
    drafts: list[Draft] = []
    for at, line in enumerate(flow):
        last = drafts[-1] if drafts else None
        if last is not None and line.marker and _marker_by_chance(last, line, styles):
            line = line if _counts_on(flow, at) else with_marker_back(line)
        if last is not None and _goes_on(last, line, styles):
            last.lines.append(line)
        else:
            tagged = line.item is not None and line.left > edges[0] + INDENT
            fresh = tagged and (last is None or last.lines[-1].item != line.item)
            drafts.append(_open(page, line, edges, region, item=fresh or bool(line.marker)))
    return drafts


def _open(page: int, line: Line, edges: tuple[float, float], region: int, *, item: bool) -> Draft:
    return Draft(
        page=page,
        lines=[line],
        kind=line.noted or ("list_item" if item else "paragraph"),
        region=region,
        marker=line.marker,
        flow=edges,
    )


def joined_rows(flow: list[Line]) -> list[Line]:
    """Stretches on one row of a flow read as one line."""
    out: list[Line] = []
    for line in flow:
        last = out[-1] if out else None
        if (
            last
            and not line.rotated
            and not last.rotated
            and (line.marker is None or _is_name(last, line))
            and abs(last.middle - line.middle) < 0.35 * min(last.size, line.size)
            and line.left >= last.right - 1
            and not _stands_apart(last, line)
        ):
            out[-1] = joined(last, with_marker_back(line) if line.marker else line)
        else:
            out.append(line)
    return out


def _is_name(last: Line, line: Line) -> bool:
    """Whether a capital with a stop is an initial: close before it on the row stands no item."""
    near = line.left - last.right < NEAR * line.size and last.marker is None
    return near and bool(_INITIAL.fullmatch(line.marker or ""))


def _stands_apart(last: Line, line: Line) -> bool:
    """Whether type of another size and far away only happens to stand on the row."""
    sizes = sorted((last.size, line.size))
    return sizes[1] > OTHER_SIZE * sizes[0] and line.left - last.right > FAR * sizes[1]


def _goes_on(block: Draft, line: Line, styles: Styles) -> bool:
    """Whether the line carries on the block rather than opening a new one."""
    last = block.lines[-1]
    outdented = block.kind == "list_item" and line.left < block.lines[0].left - 0.5 * line.size
    noted = (line.noted or last.noted) and (line.item is None or line.item != last.item)
    apart = line.marker or line.rotated or last.rotated or noted
    if apart or outdented or _opens_item(last, line):
        return False
    step = line.middle - last.middle
    hangs = _hangs(last, line)
    loose = max(LOOSE * max(styles.pitch(last.size), last.size), LOOSEST * last.size * hangs)
    if step <= 0 or step > loose:
        return False
    if abs(line.size - last.size) > SAME_SIZE * max(line.size, last.size):
        return _small_capitals(block, last, line)
    if last.size > BY_HAND * styles.size and last.font == line.font and _is_stacked(last, line):
        return last.text[-1] not in ENDS or _has_subtitle(last, line, styles)
    if not _same_weight(block, last, line):
        return False
    return hangs or _has_subtitle(last, line, styles) or not _breaks_off(block, last, line)


def _is_stacked(last: Line, line: Line) -> bool:
    """Whether two lines of a title stand right under each other; in one colour, or at one edge."""
    edge = abs(last.left - line.left) < 1 and line.middle - last.middle < TIGHT * last.size
    return last.bold == line.bold and (last.color == line.color or edge)


def _has_subtitle(last: Line, line: Line, styles: Styles) -> bool:
    """Whether a title of some words ends in a colon, and what it says of itself stands under it."""
    title = last.size > LARGER * styles.size and last.text[-1] == ":" and " " in last.text
    alike = (last.bold, last.font, last.color) == (line.bold, line.font, line.color)
    return title and alike and line.middle - last.middle < CLOSE * last.size


def _hangs(last: Line, line: Line) -> bool:
    """Whether the words themselves show that a line of the same look goes on in the next."""
    if last.bold != line.bold or last.font != line.font or abs(last.size - line.size) > 0.1:
        return False
    return line.text[0] in NEVER_FIRST or last.text.split()[-1].lower() in HANGING


def _opens_item(last: Line, line: Line) -> bool:
    """Whether the structure tree begins an item at the line."""
    if line.item in (None, last.item):
        return False
    return last.item is not None or line.left > last.text_left + INDENT


def _small_capitals(block: Draft, last: Line, line: Line) -> bool:
    """A line that only begins (or ends) in smaller type, in the midst of a sentence."""
    near = abs(line.size - last.size) < 0.3 * max(line.size, last.size)
    beside = abs(line.left - last.left) < line.size or line.left < last.text_left + line.size
    room = block.flow[1] - last.right < 0.25 * (block.flow[1] - block.flow[0])
    return (
        near
        and beside
        and room
        and line.color == last.color
        and last.text[-1] not in ENDS
        and (line.text[0].islower() or len(block.lines) > 1)
        and line.bold == last.bold
    )


def _marker_by_chance(block: Draft, line: Line, styles: Styles) -> bool:
    """A number or dash that happens to begin a line in the midst of a sentence («1. januar»)."""
    last = block.lines[-1]
    if _INITIAL.match(line.marker or "") and _INITIAL.search(last.text):
        return True  # a name goes on: «Lie, S. / B. og Dahl»
    if (line.marker or "") in BULLETS or block.kind == "list_item" or last.text[-1] in ENDS:
        return False
    full = block.flow[1] - last.right < 0.25 * (block.flow[1] - block.flow[0])
    near = 0 < line.middle - last.middle <= LOOSE * max(styles.pitch(last.size), last.size)
    beside = abs(line.left - last.left) < 0.5 * line.size
    goes_on = line.text[0].islower() or line.marker in WORDS
    return full and near and beside and line.bold == last.bold and goes_on


def _counts_on(flow: list[Line], at: int) -> bool:
    """Whether the next marker below, at the same place, is the one that follows («a.», «b.»)."""
    line = flow[at]
    below = [other for other in flow[at + 1 :] if abs(other.left - line.left) < INDENT]
    after = next((other.marker for other in below if other.marker), None)
    return after is not None and after == _next_marker(line.marker or "")


def _next_marker(marker: str) -> str | None:
    found = _COUNTS.match(marker)
    if not found:
        return None
    before, sign, after = found.groups()
    return f"{before}{int(sign) + 1 if sign.isdigit() else chr(ord(sign) + 1)}{after}"


def _same_weight(block: Draft, last: Line, line: Line) -> bool:
    """Whether the weight of the type lets the line carry on.

    The engine says of a stretch only how its first letters are set, so a line that begins with a
    bold word in the midst of a sentence looks bold throughout: the sentence decides.
    """
    if last.bold == line.bold:
        return last.bold is False or last.color == line.color
    if last.text[-1] in ENDS:
        return False
    filled = block.flow[1] - last.right < last.size
    if line.text[0].islower() or (filled and last.text.split()[-1].lower() in HANGING):
        return True
    full = block.flow[1] - last.right < line.words[0].right - line.words[0].left + last.size
    return line.bold and full and len(block.lines) > 1


def _breaks_off(block: Draft, last: Line, line: Line) -> bool:
    """Whether the line above stopped though the next word had room: its writer broke it there."""
    room = block.flow[1] - last.right
    first = line.words[0]
    fits = room > (first.right - first.left) + 0.6 * last.size
    ended = last.text[-1] in ENDS
    fresh = not line.text[0].islower()
    if line.left - last.text_left > 0.8 * line.size and len(block.lines) > 1 and ended and fresh:
        return True
    return fits and fresh and (ended or room > 0.35 * (block.flow[1] - block.flow[0]))
