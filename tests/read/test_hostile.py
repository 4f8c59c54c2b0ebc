"""Damaged, circular and bombed files: every one ends in text, in a noted page or in a named error.

What is right is decided by a rule and not by a list: where PDFium itself finds words on a page, the
document has them too; where it opens a file, an error must be about a password or about limits; no
page is empty without a note.
"""

import re
from functools import partial
from pathlib import Path

import pytest

from maalkart.core.document import Document
from maalkart.core.errors import MaalkartError
from maalkart.engine import Limits, alive, map_limited
from maalkart.read import AGAIN, read_file

HOSTILE = Path(__file__).parents[3] / "shared" / "hostile"
LIMITS = Limits(wall=60, cpu=60, total=180)
HERE = pytest.mark.skipif(not HOSTILE.exists(), reason="no hostile files beside the project")
QUICK = [
    "gen_bad_startxref",
    "gen_bitflip_0",
    "gen_circular_outline",
    "gen_circular_pages",
    "gen_count_2g",
    "gen_deep_array",
    "gen_deep_content",
    "gen_header_only",
    "gen_html_as",
    "gen_pw_owner",
    "gen_pw_user",
    "gen_random",
    "gen_trunc_50",
    "gen_xref_prev_loop",
    "gen_zero",
    "ocrmypdf_missing_docinfo",
    "pdfjs_REDHAT-1531897-0",
    "pdfjs_bug1782186",
    "pdfjs_bug766086",
    "pdfjs_issue1002",
    "pdfjs_issue5540",
    "pdfjs_rotated",
    "pdfjs_copy_paste_ligatures",
    "pypdf_habibi-rotated",
    "pypdf_minimal-document",
]


def words(text: str) -> list[str]:
    return re.findall(r"[a-zæøå]{4,}", text.lower())


def reference(path: Path) -> tuple[int, list[str]]:
    """Pages as PDFium counts them, and the words it finds on the first twenty.

    Text beyond the edges of a page is not on it: no reader sees it.
    """
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        found: list[str] = []
        for number in range(min(20, len(document))):
            found += words(document[number].get_textpage().get_text_bounded())
        return len(document), found


def outcome(result: Document | MaalkartError, known: tuple[int, list[str]] | MaalkartError) -> str:
    """«text», «noted», «refused», or what is wrong."""
    if isinstance(result, MaalkartError):
        excused = isinstance(known, MaalkartError) or not known[1]
        return "refused" if excused else f"wrong: PDFium finds words, but {result.message}"
    noted = {note.page for note in result.notes} | {p.number for p in result.pages if p.note}
    silent = [p.number for p in result.pages if not p.text.strip() and p.number not in noted]
    if silent:
        return f"wrong: pages {silent[:5]} are empty without a word"
    return "text" if any(page.text.strip() for page in result.pages) else "noted"


def lost(result: Document, known: tuple[int, list[str]]) -> float:
    """The share of PDFium's words that the document does not have, in any order."""
    there = set(words(" ".join(page.text for page in result.pages)))
    solid = re.sub(r"[^a-zæøå]", "", "".join(page.text for page in result.pages).lower())
    wanted = sorted(set(known[1]))
    missing = [word for word in wanted if word not in there and word not in solid]
    return len(missing) / len(wanted) if len(wanted) >= 5 else 0.0


def run(names: list[Path]) -> dict[str, str]:
    """The outcome of every file, each read in a worker of its own pool."""
    known = dict(map_limited(reference, names, limits=Limits(wall=20, cpu=20), workers=2))
    read = map_limited(
        partial(read_file, alive=alive), names, limits=LIMITS, workers=2, fallbacks=AGAIN
    )
    outcomes = {}
    for path, result in read:
        said = outcome(result, known[path])
        if isinstance(result, Document) and not isinstance(known[path], MaalkartError):
            share = lost(result, known[path])
            said = f"wrong: {share:.0%} of the words are lost" if share > 0.2 else said
        outcomes[path.stem] = said
    return outcomes


@HERE
@pytest.mark.corpus
def test_a_choice_of_hostile_files_ends_well() -> None:
    outcomes = run([HOSTILE / f"{name}.pdf" for name in QUICK])
    assert {name: said for name, said in outcomes.items() if said.startswith("wrong")} == {}
    assert outcomes["gen_pw_user"] == outcomes["gen_zero"] == "refused"
    assert outcomes["gen_pw_owner"] == outcomes["gen_trunc_50"] == "text"


@HERE
@pytest.mark.corpus
@pytest.mark.slow
def test_the_hostile_files_end_well() -> None:
    outcomes = run(sorted(HOSTILE.glob("*.pdf")))
    wrong = {name: said for name, said in outcomes.items() if said.startswith("wrong")}
    theirs = [name for name in outcomes if not name.startswith("gen_")]
    right = 1 - sum(name in wrong for name in theirs) / len(theirs)
    assert not [said for said in wrong.values() if "without a word" in said]
    assert right >= 0.99, wrong
