"""How well statements match the gold's units on the same page.

    .venv/bin/python bench/span_quality.py [--misses N] [--doc NAME]

A unit is found when some statement of its page overlaps it with Jaccard > .5, counted in letters
after both are folded to small letters without spaces, numbers and signs. Reads the shared corpus
in place.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from maalkart.core.document import Document
from maalkart.core.statement import Statement
from maalkart.read import read_file
from maalkart.split import split

SHARED = Path(__file__).resolve().parents[2] / "shared"
FOLDERS = ("plans-text", "plans-pdf", "programmes", "planning")


def folded(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign.isalpha())


def file_of(name: str) -> Path | None:
    for folder in FOLDERS:
        for path in sorted((SHARED / "corpus" / folder).glob(f"{name}.*")):
            return path
    return None


def letters_of(document: Document, page: int) -> tuple[str, list[int]]:
    """The folded text of a page, and where each letter stands in the page's own text."""
    signs, places = [], []
    for at, sign in enumerate(document.page(page).text):
        for letter in folded(sign):
            signs.append(letter)
            places.append(at)
    return "".join(signs), places


def spans_on_pages(statements: Sequence[Statement]) -> dict[int, list[tuple[int, int, str]]]:
    found: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for statement in statements:
        for part in statement.evidence:
            found[part.page].append((part.start, part.end, statement.text))
    return found


def jaccard(unit: range, letters: list[int], span: tuple[int, int, str]) -> float:
    """Shared letters over all letters of a unit and a statement on the same page."""
    inside = sum(span[0] <= at < span[1] for at in letters)
    both = sum(span[0] <= letters[k] < span[1] for k in unit)
    return both / (len(unit) + inside - both) if both else 0.0


def best(unit: range, letters: list[int], spans: list[tuple[int, int, str]]) -> tuple[float, str]:
    low, high = letters[unit.start], letters[unit.stop - 1]
    near = [span for span in spans if span[0] <= high and span[1] > low]
    scored = [(jaccard(unit, letters, span), span[2]) for span in near]
    return max(scored, default=(0.0, ""))


def measured(
    name: str, rows: list[dict[str, object]]
) -> Iterator[tuple[dict[str, object], float, str]]:
    path = file_of(name)
    if path is None:
        return
    document = read_file(path)
    spans = spans_on_pages(split(document))
    cursor: dict[int, int] = defaultdict(int)
    pages: dict[int, tuple[str, list[int]]] = {}
    for row in rows:
        page, unit = int(str(row["page"])), folded(str(row["text"]))
        if page not in pages:
            pages[page] = letters_of(document, page)
        signs, letters = pages[page]
        at = signs.find(unit, cursor[page])
        at = signs.find(unit) if at < 0 else at
        if at < 0 or not unit:
            yield row, -1.0, ""
            continue
        cursor[page] = at + len(unit)
        yield row, *best(range(at, at + len(unit)), letters, spans[page])


def has_words(text: str) -> bool:
    return sum(sign.isalpha() for sign in text) >= 3


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", type=int, default=0, help="show this many per document")
    parser.add_argument("--doc", help="only this document")
    wanted = parser.parse_args()
    by_doc: dict[str, list[dict[str, object]]] = defaultdict(list)
    for part in ("dev", "train"):
        for line in (SHARED / "gold" / f"{part}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            by_doc[row["doc"]].append(row)
    totals = {"all": [0, 0, 0], "aims": [0, 0, 0]}
    for name, rows in by_doc.items():
        if wanted.doc and wanted.doc not in name:
            continue
        counts = {"all": [0, 0, 0], "aims": [0, 0, 0]}
        shown = 0
        for row, score, near in measured(name, rows):
            if not has_words(str(row["text"])):
                continue
            for key in ("all", "aims") if row["type"] not in ("none", "challenge") else ("all",):
                for count in (counts[key], totals[key]):
                    count[0] += 1
                    count[1] += score > 0.5
                    count[2] += score < 0
            if -1 < score <= 0.5 and shown < wanted.misses:
                shown += 1
                print(
                    f"  {score:5.2f} p{row['page']} {row['type']} «{row['text']}»",
                    f"\n        ≠ «{near}»",
                )
        print(f"{name:48}", *(tally(counts[key]) for key in counts))
    print(f"{'all documents':48}", *(tally(totals[key]) for key in totals))
    return 0


def tally(count: list[int]) -> str:
    units, found, lost = count
    if not units:
        return "   –"
    return f"{found:5}/{units:<5} {found / units:.3f} (not on the page: {lost})"


if __name__ == "__main__":
    sys.exit(main())
