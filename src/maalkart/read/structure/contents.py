"""Contents lists: lines that name a heading and its page, kept but never read as statements."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from maalkart.read.structure.lines import joined
from maalkart.read.structure.model import Draft, Line

LEADERS = re.compile(r"(?:\.\s?){5,}|…{3,}|_{6,}")
_TITLE = re.compile(
    r"^(?:innhald|innhold|innholdsfortegnelse|innhaldsliste|innholdsliste|contents|"
    r"table of contents|chapter outline|inhalt|inhaltsverzeichnis|indhold)\s*:?$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*)\.?(?:\s|$)")
_WILL = re.compile(r"\b(?:skal|vil|må|bør)\b", re.IGNORECASE)
_ENDS_IN_PAGE = re.compile(r"(?:^|\s)(\d{1,3})$")
FEWEST = 4  # entries; three lines that happen to end in a number are not a list
_LISTED = frozenset({"heading", "paragraph", "list_item"})
LONGEST_TITLE = 24  # letters of a title that is known
UNTITLED = 8  # entries that make a list of their own, whatever stands above them
SHARE = 0.5  # of the lines after the title that must end in a page number


def contents_of(flow: list[Line], *, carried: bool) -> list[bool]:
    """For each line of a flow (rows joined), whether it is an entry of a contents list.

    `carried` is true when the page before ended in one. The list's own title is no entry.
    """
    title = next((at for at, line in enumerate(flow) if _TITLE.match(line.text.strip())), None)
    return [within and at != title for at, within in enumerate(_within(flow, title, carried))]


def _within(flow: list[Line], title: int | None, carried: bool) -> list[bool]:
    marks = [bool(LEADERS.search(line.text)) for line in flow]
    if sum(marks) >= FEWEST - 1:
        first, last = marks.index(True), len(marks) - 1 - marks[::-1].index(True)
        start = title if title is not None and title < first else first
        return [start <= at <= last for at in range(len(flow))]
    fewest = FEWEST if title is not None or carried else UNTITLED
    start = 0 if title is None else title
    entries = [at for at in range(start, len(flow)) if _page_of(flow[at]) is not None]
    rising = _longest_rise([(at, _page_of(flow[at]) or 0) for at in entries])
    if len(rising) < fewest or len(rising) < SHARE * (rising[-1] - start):
        return [False] * len(flow)
    if title is None and not carried:
        start = rising[0]
    return [start <= at <= rising[-1] for at in range(len(flow))]


def mark_listed(drafts: list[Draft]) -> None:
    """Mark lists of what is to come: lines one after another that all are headings further on."""
    last: dict[str, int] = {}
    for draft in drafts:
        if draft.kind == "heading":
            last[_name(draft)] = draft.page
    listed = {draft.page for draft in drafts if draft.kind == "contents" or _is_title(draft)}
    tops = {id(after) for above, after in pairwise(drafts) if above.page < after.page}
    for run in _runs(drafts, last):
        carried = run[0].page - 1 in listed and id(run[0]) in tops
        if carried or run[0].page in listed or not any(_says_more(entry) for entry in run):
            listed.add(run[0].page)
            for entry in run:
                entry.kind, entry.level = "contents", None
    _fill(drafts)
    for above, draft in pairwise(drafts):
        if draft.kind == "contents" and above.kind == "paragraph" and _is_title(above):
            above.kind = "contents"


def _fill(drafts: list[Draft]) -> None:
    """Mark what stands between two entries and counts on from the one to the other."""
    marked = [at for at, draft in enumerate(drafts) if draft.kind == "contents"]
    for above, below in pairwise(marked):
        between = drafts[above + 1 : below]
        numbers = [_numbers(draft) for draft in drafts[above : below + 1]]
        rising = all(numbers) and all(one < other for one, other in pairwise(numbers))
        if between and rising and drafts[below].page - drafts[above].page <= 1:
            for draft in between:
                draft.kind, draft.level = "contents", None


def _numbers(draft: Draft) -> tuple[int, ...]:
    """«2.2.10» as numbers to be compared; empty where the block has no number."""
    found = _NUMBERED.match(draft.marker or draft.text)
    return tuple(map(int, found.group(1).split("."))) if found else ()


def is_contents_title(text: str) -> bool:
    """Whether the words stand over a contents list."""
    title = text.strip()
    return len(title) <= LONGEST_TITLE and title[:1].isupper() and bool(_TITLE.match(title))


def with_pages(lines: list[Line]) -> list[Line]:
    """The lines of a page with a contents list, each with the page number that stands far off."""
    ends = Counter(round(line.right / 3) for line in lines if line.text.isdigit())
    out: list[Line] = []
    for line in lines:
        last = out[-1] if out else None
        beside = last is not None and abs(last.middle - line.middle) < 0.5 * line.size
        end = round(line.right / 3)
        number = line.text.isdigit() and sum(ends[end + by] for by in (-1, 0, 1)) >= FEWEST
        if last and beside and number and _names(last) and line.left > last.right:
            out[-1] = joined(last, line)
        else:
            out.append(line)
    return out


def _names(line: Line) -> bool:
    return line.text[-1].isalpha() and not line.rotated


def _is_title(draft: Draft) -> bool:
    return is_contents_title(draft.text)


def _says_more(draft: Draft) -> bool:
    """An item, or what someone will do: a plan's overview of its goals is no contents list."""
    return draft.kind == "list_item" or bool(_WILL.search(draft.text))


def _runs(drafts: list[Draft], last: dict[str, int]) -> list[list[Draft]]:
    """Stretches of one page with enough entries, and no more than a line between two of them."""
    runs: list[list[Draft]] = []
    before = -9
    for at, draft in enumerate(drafts):
        if not _is_listed(draft, last):
            continue
        near = at - before == 1 or (at - before == 2 and len(drafts[at - 1].lines) == 1)
        if near and runs and runs[-1][-1].page == draft.page:
            runs[-1] += drafts[before + 1 : at + 1]
        else:
            runs.append([draft])
        before = at
    return [run for run in runs if len({_name(d) for d in run if _is_listed(d, last)}) >= FEWEST]


def _is_listed(draft: Draft, last: dict[str, int]) -> bool:
    return draft.kind in _LISTED and last.get(_name(draft), 0) > draft.page


def _name(draft: Draft) -> str:
    """What a heading and its entry have in common: the words, without number and page."""
    return re.sub(r"\W", "", re.sub(r"^\W*[\d.]+\s|\s\d+$", "", draft.text.lower()))


def _page_of(line: Line) -> int | None:
    found = _ENDS_IN_PAGE.search(line.text)
    return int(found.group(1)) if found else None


def _longest_rise(entries: list[tuple[int, int]]) -> list[int]:
    """Entries whose page numbers never fall, taken greedily from the top."""
    kept: list[int] = []
    highest = 0
    for at, page in entries:
        if page >= highest and (not kept or page - highest < 60):
            kept.append(at)
            highest = page
    return kept
