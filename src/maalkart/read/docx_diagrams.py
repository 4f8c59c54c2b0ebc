"""The words of a SmartArt diagram in a DOCX, in the order in which they hang on each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from maalkart.read.flow import clean
from maalkart.read.xmlparts import Element, attribute, find_all

_MOST = 2_000  # boxes; a diagram of more is no diagram a person made


def said_in(diagram: Element) -> Iterator[str]:
    """What each box of a diagram says, parents before the boxes below them."""
    boxes = {attribute(each, "modelId"): each for each in find_all(diagram, "pt")}
    below: dict[str | None, list[tuple[int, str | None]]] = defaultdict(list)
    for each in find_all(diagram, "cxn"):
        if attribute(each, "type") in (None, "parOf"):
            place = attribute(each, "srcOrd") or ""
            child = (int(place) if place.isdecimal() else 0, attribute(each, "destId"))
            below[attribute(each, "srcId")].append(child)
    pending = [name for name, box in boxes.items() if attribute(box, "type") == "doc"]
    seen: set[str | None] = set()
    while pending and len(seen) < _MOST:
        name = pending.pop(0)
        if name in seen or name not in boxes:
            continue
        seen.add(name)
        if said := _said(boxes[name]):
            yield said
        pending[:0] = [child for _, child in sorted(below[name], key=lambda pair: pair[0])]


def _said(box: Element) -> str:
    paragraphs = ("".join(each.text or "" for each in find_all(p, "t")) for p in find_all(box, "p"))
    return clean(" ".join(paragraphs))
