"""Which pages come along as pictures, and how much room they may take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from maalkart.report.exhibits import Exhibit
from maalkart.report.mentions import strength

BUDGET = 30_000_000  # bytes of pictures in one file: base64 makes it 40 MB, which a phone opens
Place = tuple[str, int]
"""A document and a page of it."""


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as WebP, and its size in points, in which the boxes of evidence are given."""

    webp: bytes
    width: float
    height: float


PagePictures = Callable[[str, int], PagePicture | None]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The pictures that fit, and how many pages were wanted."""

    pictures: Mapping[Place, PagePicture]
    wanted: int


def choose(
    shown: Mapping[str, Exhibit],
    pages: PagePictures,
    *,
    paged: Collection[str],
    budget: int = BUDGET,
) -> Chosen:
    """Take pages in turn between bodies, each body's weightiest pages first, while they fit.

    The weight of a page is the sum of the strengths of its statements (none 0, mentioned 1, goal
    2, top 3), plus one for each thing shown on it. Documents that are not `paged` have no pictures.
    """
    taken: dict[Place, PagePicture] = {}
    spent, wanted = 0, 0
    full = False
    for place in in_turn(shown, paged):
        wanted += 1
        picture = None if full else pages(*place)
        if picture is None:
            continue
        full = spent + len(picture.webp) > budget
        if not full:
            spent += len(picture.webp)
            taken[place] = picture
    return Chosen(taken, wanted)


def in_turn(shown: Mapping[str, Exhibit], paged: Collection[str]) -> Iterator[Place]:
    """The pages in the order in which `choose` asks for them: draw these first, if in advance."""
    weights: dict[str, dict[Place, int]] = defaultdict(lambda: defaultdict(int))
    for one in shown.values():
        for evidence in (part for part in one.evidence if part.document in paged):
            weight = 1 + (strength(one.codes) if one.codes else 0)
            weights[one.bodies[0]][evidence.document, evidence.page] += weight
    queues = [sorted(pages, key=lambda place: (-pages[place], place)) for pages in weights.values()]
    seen: set[Place] = set()
    for turn in range(max(map(len, queues), default=0)):
        for queue in queues:
            if turn < len(queue) and queue[turn] not in seen:
                seen.add(queue[turn])
                yield queue[turn]
