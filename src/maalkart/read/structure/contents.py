"""Contents lists: lines that name a heading and its page, kept but never read as statements."""

from __future__ import annotations

import re

from maalkart.read.structure.model import Line

LEADERS = re.compile(r"(?:\.\s?){5,}|…{3,}|_{6,}")
_TITLE = re.compile(
    r"^(?:innhald|innhold|innholdsfortegnelse|innhaldsliste|innholdsliste|contents|"
    r"table of contents|chapter outline|inhalt|inhaltsverzeichnis|indhold)\s*:?$",
    re.IGNORECASE,
)
_ENDS_IN_PAGE = re.compile(r"(?:^|\s)(\d{1,3})$")
FEWEST = 4  # entries; three lines that happen to end in a number are not a list
UNTITLED = 8  # entries that make a list of their own, whatever stands above them
SHARE = 0.5  # of the lines after the title that must end in a page number


def contents_of(flow: list[Line], *, carried: bool) -> list[bool]:
    """For each line of a flow (rows joined), whether it belongs to a contents list.

    `carried` is true when the page before ended in one.
    """
    marks = [bool(LEADERS.search(line.text)) for line in flow]
    title = next((at for at, line in enumerate(flow) if _TITLE.match(line.text.strip())), None)
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
