"""Which blocks are headings, and how high: the rank of their style through the whole document."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from maalkart.core.document import cover_of
from maalkart.read.structure.lines import BULLETS
from maalkart.read.structure.model import Draft
from maalkart.read.structure.styles import Styles

Look = tuple[float, bool, bool, bool]  # size in half points, bold, capitals, upright
LARGER = 1.07  # of the body size: type this much larger stands out
LONGEST = 220  # letters; a longer block is text however it is set
MARGIN_OVERLAP = 5.0  # points
SHORT = 90  # letters of a heading without weight or size of its own
SMALLEST = 0.8  # of the body size: bold type smaller than this labels something
FEW_LINES = 3  # of a heading that only slant tells
TITLE_WORDS = 8  # of a title that ends in a stop; a sentence is longer
FEW_WORDS = 2  # before a colon; more words are the beginning of a sentence
_UNDER = ("paragraph", "list_item")  # what may stand under a heading that is set like text
_CLOSERS = "»”“\"'"
_MODAL = re.compile(
    r"\b(?:vil|skal|må|bør|er|ønsker|ønskjer|mener|meiner|foreslår|være|vere)\s*:?\s*$", re.I
)
_DEEP = re.compile(r"^\d{1,2}(?:\.\d{1,2})+\.?$")
_NUMBER_FIRST = re.compile(r"^\d+(?:\.\d+)*\.?\s")
_SENTENCES = re.compile(r"[a-zæøå]{3}(?:\. [A-ZÆØÅ].{20}|[!?] [A-ZÆØÅ].{60})")
_PLACE = re.compile(r"(?:https?://|www\.|@\w+\.)")
_ORDINAL = re.compile(r"^[^\W\d_]+ \d{1,2}\.$")  # «Mål 2.»: the stop makes the number an ordinal
_LETTERED = re.compile(r"^[A-ZÆØÅ][.)]$")
_NUMBER = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*)\.?(?:\s|$)")
_NUMBERED = re.compile(r"^(?:\d{1,2}\.)*\d{1,2}\.?$")


def mark_headings(drafts: list[Draft], styles: Styles) -> None:
    """Turn blocks that stand out into headings and give each its level."""
    sides = [_main_column([draft for draft in drafts if draft.page % 2 == side]) for side in (0, 1)]
    headings = [
        draft
        for at, draft in enumerate(drafts)
        if not _in_margin(draft, sides[draft.page % 2], styles)
        and (
            draft.run_in
            or _stands_out(draft, styles)
            or _quietly(drafts, at, styles)
            or _ornamented(drafts, at, styles)
        )
        and not _in_list(drafts, at, styles)
    ]
    headings = _with_likenesses(drafts, headings)
    cover = cover_of(drafts)
    used = Counter(look(draft) for draft in headings if _is_ranked(draft, cover))
    looks = sorted((each for each in used if used[each] > 1), reverse=True)
    shallowest: dict[Look, int] = {}
    for draft in headings:
        depth = _depth(draft)
        if depth:
            shallowest[look(draft)] = min(depth, shallowest.get(look(draft), depth))
    for draft in headings:
        draft.kind = "heading"
        draft.table = draft.row = draft.column = None
        higher = sum(each > look(draft) for each in looks)
        deeper = max(0, _depth(draft) - shallowest.get(look(draft), 9))
        draft.level = min(higher + 1 + deeper, 9)
    _by_number(headings)


def rank_run_ins(drafts: list[Draft]) -> None:
    """A heading inside a paragraph stands one level under the last one outside."""
    level = 0
    for draft in drafts:
        if draft.kind == "heading" and draft.run_in:
            draft.level = min(level + 1, 9)
        elif draft.kind == "heading":
            level = draft.level or 1


def _is_ranked(draft: Draft, cover: int | None) -> bool:
    """Whether the look of a heading tells its level: not on a cover, and not inside a paragraph."""
    return draft.page != cover and not draft.run_in


def _in_list(drafts: list[Draft], at: int, styles: Styles) -> bool:
    """A bold item right between those that count on from it: headings have text under them."""
    draft = drafts[at]
    if draft.kind != "list_item" or draft.size > LARGER * styles.size:
        return False
    near = [
        other is not None and other.kind == "list_item" and _count(other) == _count(draft) + step
        for step in (-1, 1)
        for other in [drafts[at + step] if 0 <= at + step < len(drafts) else None]
    ]
    return _count(draft) > 0 and (near[0] or (near[1] and _count(draft) == 1))


def _ornamented(drafts: list[Draft], at: int, styles: Styles) -> bool:
    """A line in large bold type behind a sign, alone: the sign adorns a title and lists nothing."""
    draft = drafts[at]
    near = [drafts[by] for by in (at - 1, at + 1) if 0 <= by < len(drafts)]
    alone = not any(other.kind == "list_item" and other.page == draft.page for other in near)
    title = draft.bold and not styles.bold and draft.size > LARGER * styles.size
    return alone and title and draft.kind == "list_item" and _is_title(draft)


def _is_title(draft: Draft) -> bool:
    whole = draft.text[0].isupper() and draft.text[-1] not in ".,;:"
    return (
        (draft.marker or "") in BULLETS and whole and len(draft.lines) == 1 and _can_be(draft.text)
    )


def _count(draft: Draft) -> int:
    """The number of an item that counts («3.»); 0 where it has none."""
    bare = (draft.marker or "").rstrip(".)")
    return int(bare) if bare.isdigit() else 0


def _with_likenesses(drafts: list[Draft], headings: list[Draft]) -> list[Draft]:
    """Add what is set in slant right under a heading, over more lines, where others are headings.

    «Mål 5» and below it, in two lines, what goal 4 says in one.
    """
    known = {id(draft) for draft in headings}
    slanted = Counter(look(draft) for draft in headings if _italic(draft))
    for above, draft in pairwise(drafts):
        if id(above) in known and id(draft) not in known and not _italic(above):
            alike = draft.kind == "paragraph" and slanted[look(draft)] > 1 and _italic(draft)
            if alike and len(draft.lines) <= FEW_LINES and draft.text[-1] not in ".,;:":
                known.add(id(draft))
    return [draft for draft in drafts if id(draft) in known]


def _by_number(headings: list[Draft]) -> None:
    """«3.7.1» stands one level under the «3.7» before it, however the two are set."""
    levels: dict[str, int] = {}
    for draft in headings:
        found = _NUMBER.match(draft.marker or draft.text)
        number = found.group(1) if found else ""
        above = levels.get(number.rpartition(".")[0])
        if above is not None:
            draft.level = min(above + 1, 9)
        if number:
            levels[number] = draft.level or 1


def _depth(draft: Draft) -> int:
    """How many numbers the marker has («2.1.3» has three); 0 without."""
    marker = (draft.marker or "").strip(".")
    return len(marker.split(".")) if _NUMBERED.match(marker) else 0


def _numbered_alone(drafts: list[Draft], at: int, styles: Styles) -> bool:
    """«2.3 Something» on a line of its own, and no list of such lines."""
    draft = drafts[at]
    if not _DEEP.match(draft.marker or "") or draft.text[-1] in ".,;:":
        return False
    near = [other for other in drafts[max(0, at - 1) : at + 2] if other.page == draft.page]
    alone = all(other is draft or not _beside(draft, other) for other in near)
    return alone and draft.size >= 0.97 * styles.size and len(draft.text) <= SHORT


def _beside(draft: Draft, other: Draft) -> bool:
    """Whether another number stands on the same level; a chapter's own number does not."""
    return bool(_DEEP.match(other.marker or "")) and _depth(other) == _depth(draft)


def _main_column(drafts: list[Draft]) -> tuple[float, float]:
    """The edges of the column that holds most letters of the left or of the right pages.

    In a book these are mirrored.
    """
    letters: Counter[tuple[float, float]] = Counter()
    for draft in drafts:
        letters[round(draft.flow[0]), round(draft.flow[1])] += len(draft.text)
    return max(letters, key=lambda edges: (letters[edges], edges), default=(0.0, 0.0))


def _in_margin(draft: Draft, main: tuple[float, float], styles: Styles) -> bool:
    """Whether the block stands in a narrow strip beside the main column, in type no larger."""
    left, right = draft.flow
    narrow = right - left < 0.5 * (main[1] - main[0])
    outside = right < main[0] + MARGIN_OVERLAP or left > main[1] - MARGIN_OVERLAP
    return narrow and outside and draft.size <= LARGER * styles.size


def look(draft: Draft) -> Look:
    """How a heading is set, the higher before the lower in order."""
    return round(draft.size * 2) / 2, draft.bold, draft.text.isupper(), not _italic(draft)


def _italic(draft: Draft) -> bool:
    return all(line.italic for line in draft.lines)


def _stands_out(draft: Draft, styles: Styles) -> bool:
    """By size or weight: what most headings do."""
    if draft.kind not in ("paragraph", "list_item") and not draft.across:
        return False
    if not _can_be(draft.text):
        return False
    larger = draft.size > LARGER * styles.size
    bold = draft.bold and not styles.bold and draft.size > SMALLEST * styles.size
    text = draft.text
    if draft.kind == "list_item":
        numbered = _NUMBERED.match(draft.marker or "")
        lettered = _LETTERED.match(draft.marker or "") and text[-1] not in ".,;:"
        part = text[0].islower() or text[-1] in ",;"  # of a sentence that goes on over the list
        return (larger or bold) and bool(numbered or lettered) and not part
    if _leads_in(text) and not _NUMBER_FIRST.match(text):
        return False
    last = text.rstrip(_CLOSERS)[-1:]
    closed = last in (",", ";") or (last == "." and not (bold and _is_underlined_title(draft)))
    if closed and not (larger and bold) and not _ORDINAL.match(text):
        return False
    return larger or bold


def _is_underlined_title(draft: Draft) -> bool:
    """A few underlined words alone on their line: a writer may close such a title with a stop."""
    few = len(draft.lines) == 1 and len(draft.text.split()) <= TITLE_WORDS
    return few and draft.lines[0].underlined


def _leads_in(text: str) -> bool:
    """A sentence that a list completes («Kommunen skal:»).

    A lone «Mål:» is a heading, and so is a line in capitals.
    """
    if _MODAL.search(text):
        return True
    return text.rstrip().endswith(":") and len(text.split()) > FEW_WORDS and not text.isupper()


def _can_be(text: str) -> bool:
    if len(text) > LONGEST:
        return False
    letters = sum(map(str.isalpha, text))
    if letters < 3 or letters < 0.4 * len(text.replace(" ", "")):
        return False
    return not _SENTENCES.search(text) and not _PLACE.search(text)


def _quietly(drafts: list[Draft], at: int, styles: Styles) -> bool:
    """By an underline or by slant alone: one short line in body type above a paragraph."""
    draft = drafts[at]
    if len(draft.lines) > 1 or not _can_be(draft.text):
        return False
    if draft.kind == "list_item":
        return _numbered_alone(drafts, at, styles)
    return draft.kind == "paragraph" and _lone_line(drafts, at, styles)


def _lone_line(drafts: list[Draft], at: int, styles: Styles) -> bool:
    draft, line = drafts[at], drafts[at].lines[0]
    ended = draft.text[-1] in ".,;:" or bool(_MODAL.search(draft.text))
    if ended or len(draft.text) > SHORT or draft.text[0].islower():
        return False
    after = drafts[at + 1] if at + 1 < len(drafts) else None
    if draft.size < 0.97 * styles.size or after is None or after.kind not in _UNDER:
        return False
    if line.underlined and line.color == styles.color:
        return after.page - draft.page <= 1
    slanted = line.italic and not after.lines[0].italic and after.text[0].isupper()
    return after.page == draft.page and (slanted or _in_colour(draft, after, styles))


def _in_colour(draft: Draft, after: Draft, styles: Styles) -> bool:
    """A line in a colour of its own, close above a paragraph in that of the body."""
    line = draft.lines[0]
    own = line.color not in (None, styles.color) and not line.underlined
    close = 0 < after.top - line.bottom < line.size and abs(after.left - draft.left) < line.size
    plain = after.lines[0].color == styles.color and len(after.lines) > 1
    return own and close and plain and after.text[0].isupper() and len(draft.text.split()) > 1
