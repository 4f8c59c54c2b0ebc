"""How well the language of statements, of pieces in a document, and of loose lines is told.

    .venv/bin/python bench/language_quality.py

Three measures on the shared corpus, read in place:
the language of statements against the gold's; pieces (blocks) of documents in one language, told
once as part of a document in that language (must stay) and once as if they stood in a document in
another (must be found), by their number of words; and the gold's lines told alone.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from maalkart.core.document import BODY_KINDS, Document
from maalkart.core.language import detect, within
from maalkart.core.statement import Language
from maalkart.read import read_file
from maalkart.split import split

SHARED = Path(__file__).resolve().parents[2] / "shared"
FOLDERS = ("plans-text", "plans-pdf", "programmes", "planning", "office")
# Documents that people who read them found to be in one language all through.
ONE_LANGUAGE: dict[Language, tuple[str, ...]] = {
    "nb": ("krf", "klaebu_samfunnsdel_2010-2021", "3312_lier_samfunnsdel_nb",
           "trondheim_eldreplan_2016-2026", "fred_og_rettferdighet"),
    "nn": ("senterpartiet_partiprogram", "3324_gol_samfunnsdel_nn", "3324_gol_planstrategi_nn",
           "3328_aal_samfunnsdel_nn"),
    "en": ("docling_wiki_duck", "docling_docx_lists", "docling_unit_test_headers_numbered",
           "docling_textbox"),
}  # fmt: skip
LENGTHS = (4, 8, 15, 30, 60, 10**9)  # words; a piece counts under the first it does not reach


def file_of(name: str) -> Path | None:
    found = (
        p for folder in FOLDERS for p in sorted((SHARED / "corpus" / folder).glob(f"{name}.*"))
    )
    return next(found, None)


def gold_rows() -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for part in ("dev", "train"):
        for line in (SHARED / "gold" / f"{part}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            rows[row["doc"]].append(row)
    return rows


def of_statements(rows: dict[str, list[dict[str, Any]]]) -> Counter[tuple[str, str]]:
    """Statements by the gold's language of their document and their own."""
    told: Counter[tuple[str, str]] = Counter()
    for name, units in rows.items():
        path = file_of(name)
        if path is None:
            continue
        (said, _), *_ = Counter(unit["lang"] for unit in units).most_common()
        told.update((said, one.language) for one in split(read_file(path)))
    return told


def pieces(document: Document) -> Iterator[str]:
    return (b.text for b in document.blocks if b.kind in BODY_KINDS and b.text.strip())


def of_pieces() -> None:
    print("\npieces                  words  " + "".join(f"{_bound(n):>16}" for n in LENGTHS))
    known = {
        language: [
            text for name in names if (path := file_of(name)) for text in pieces(read_file(path))
        ]
        for language, names in ONE_LANGUAGE.items()
    }
    for language, texts in known.items():
        for whole in known:
            counts: dict[int, list[int]] = {length: [0, 0] for length in LENGTHS}
            for text in texts:
                length = next(n for n in LENGTHS if len(text.split()) < n)
                counts[length][0] += within(text, whole) == language
                counts[length][1] += 1
            print(f"{language} in a document in {whole:8}", *(_share(*c) for c in counts.values()))


def _bound(length: int) -> str:
    return f"< {length}" if length < 10**9 else "more"


def _share(right: int, of: int) -> str:
    return f"{right / of:9.3f} of {of:<4}" if of else f"{'–':>16}"


def of_lines(units: Iterable[dict[str, Any]]) -> None:
    told = Counter((unit["lang"], detect(unit["text"])) for unit in units)
    print_table("\nlines of the gold alone", told)


def print_table(title: str, told: Counter[tuple[str, str]]) -> None:
    print(title)
    for language in sorted({one for one, _ in told}):
        row = {found: n for (said, found), n in sorted(told.items()) if said == language}
        total = sum(row.values())
        rest = ", ".join(f"{found} {n}" for found, n in row.items() if found != language)
        print(
            f"  {language}: {row.get(language, 0) / total:.4f} of {total}; taken for: {rest or '–'}"
        )


def main() -> int:
    rows = gold_rows()
    print_table("statements of the documents of the gold", of_statements(rows))
    of_pieces()
    of_lines(unit for units in rows.values() for unit in units)
    return 0


if __name__ == "__main__":
    sys.exit(main())
