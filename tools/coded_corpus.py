"""The real documents beside the project, their statements, and the codes that people gave them.

Read in place from ../shared; nothing of it is copied. Coded rows are matched to the statements that
the product itself reads and splits, so that what is learned and measured has its true headings,
lists, tables and neighbours.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from maalkart.core.document import Document
from maalkart.core.statement import Codes, Statement
from maalkart.read import read_file
from maalkart.split import split

SHARED = Path(__file__).resolve().parents[2] / "shared"
FOLDERS = ("plans-text", "plans-pdf", "programmes", "planning")
GOLD = ("dev", "train")
LONG_RUN = 12  # letters: a run this long is found once on a page

Row = dict[str, Any]


def folded(text: str) -> str:
    """Small letters alone: what two ways of splitting and cleaning a page agree on."""
    return "".join(sign for sign in text.lower() if sign.isalpha())


def digest_of(text: str) -> str:
    """A name for a text that does not give the text away."""
    return hashlib.sha256(folded(text).encode()).hexdigest()[:16]


def file_of(name: str) -> Path | None:
    """The file of a document by its name in the gold."""
    for folder in FOLDERS:
        for path in sorted((SHARED / "corpus" / folder).glob(f"{name}.*")):
            return path
    return None


def read_document(name: str) -> tuple[Document, list[Statement]]:
    """A document and its statements; raises FileNotFoundError."""
    path = file_of(name)
    if path is None:
        raise FileNotFoundError(f"no document {name!r} under {SHARED / 'corpus'}")
    document = read_file(path)
    return document, split(document)


def gold_rows() -> dict[str, list[Row]]:
    """All coded rows by document, in the order of the files."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for part in GOLD:
        for line in (SHARED / "gold" / f"{part}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            rows[row["doc"]].append({**row, "part": part})
    return dict(rows)


def codes_of(row: Mapping[str, Any]) -> Codes:
    """The codes of a row of the gold."""
    sets = ("themes", "dimensions", "sdgs", "explicit_sdgs", "beneficiaries", "challenges")
    return Codes(
        type=row["type"],
        level=row.get("level"),
        arena=row.get("arena"),
        **{name: tuple(row.get(name) or ()) for name in sets},
    )


@dataclass(frozen=True, slots=True)
class Match:
    """A coded row and the statement of its page that it shares most letters with.

    `share` is Jaccard's measure over letters, 0 where no statement touches the row.
    """

    row: Row
    statement: Statement | None
    share: float


@dataclass(frozen=True, slots=True)
class _Letters:
    """The folded text of a page, and where each letter stands in the page's own text."""

    signs: str
    places: list[int]

    @classmethod
    def of(cls, text: str) -> _Letters:
        signs, places = [], []
        for at, sign in enumerate(text):
            for letter in folded(sign):
                signs.append(letter)
                places.append(at)
        return cls("".join(signs), places)


def matched(
    document: Document, statements: Sequence[Statement], rows: Sequence[Row]
) -> Iterator[Match]:
    """Each row with its best statement; rows that are not on their page have none."""
    spans: dict[int, list[tuple[int, int, Statement]]] = defaultdict(list)
    for statement in statements:
        for part in statement.evidence:
            spans[part.page].append((part.start, part.end, statement))
    pages = {page.number: page for page in document.pages}
    letters: dict[int, _Letters] = {}
    cursor: dict[int, int] = defaultdict(int)
    for row in rows:
        page, unit = int(row["page"]), folded(row["text"])
        if page not in pages or not unit:
            yield Match(row, None, 0.0)
            continue
        if page not in letters:
            letters[page] = _Letters.of(pages[page].text)
        run = _run(letters[page].signs, unit, cursor[page])
        if run is None:
            yield Match(row, None, 0.0)
            continue
        if len(run) == len(unit):
            cursor[page] = run.stop
        share, best = _best(letters[page].places, run, spans[page], len(unit))
        yield Match(row, best, share)


def _run(signs: str, unit: str, start: int) -> range | None:
    """Where a unit stands on its page, or its longest stretch.

    Units hold running headers, line numbers and letters of list items («b)») that the product keeps
    apart from the text, and several bullets in one.
    """
    at = signs.find(unit, start)
    at = signs.find(unit) if at < 0 else at
    if at >= 0:
        return range(at, at + len(unit))
    run = SequenceMatcher(None, signs, unit, autojunk=False).find_longest_match()
    return range(run.a, run.a + run.size) if run.size >= LONG_RUN else None


def _best(
    places: list[int], run: range, spans: Sequence[tuple[int, int, Statement]], letters: int
) -> tuple[float, Statement | None]:
    low, high = places[run.start], places[run.stop - 1]
    found: tuple[float, Statement | None] = (0.0, None)
    for start, end, statement in spans:
        if start > high or end <= low:
            continue
        both = sum(start <= places[k] < end for k in run)
        inside = sum(start <= place < end for place in places)
        share = both / (letters + inside - both)
        if share > found[0]:
            found = (share, statement)
    return found
