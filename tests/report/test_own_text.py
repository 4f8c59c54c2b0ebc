"""A team's own text in Markdown: lists within lists, numbers that begin anew, in every format."""

from __future__ import annotations

import zipfile
from pathlib import Path

from lxml import etree
from selectolax.lexbor import LexborHTMLParser
from written_study import small

from maalkart.report.docx import write_docx
from maalkart.report.html import write_report
from maalkart.report.images import pngs
from maalkart.report.layout import Look
from maalkart.report.own import blocks
from maalkart.report.pdf import write_pdf
from maalkart.report.report import Report, compose

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = """Før listene.

3. tredje
   - punkt under
     1. innerst

   mer om tredje
4. fjerde

Mellom.

1. ny liste
"""


def told() -> list[tuple[str, int, int | None, str]]:
    return [(b.kind, b.depth, b.number, "".join(r.text for r in b.runs)) for b in blocks(TEXT)]


def report() -> Report:
    return compose(small(), "nb", look=Look(texts={("goals", ""): TEXT}))


def test_items_keep_their_depth_and_their_number() -> None:
    assert told() == [
        ("paragraph", 0, None, "Før listene."),
        ("number", 1, 3, "tredje"),
        ("bullet", 2, None, "punkt under"),
        ("number", 3, 1, "innerst"),
        ("paragraph", 1, None, "mer om tredje"),
        ("number", 1, 4, "fjerde"),
        ("paragraph", 0, None, "Mellom."),
        ("number", 1, 1, "ny liste"),
    ]


def test_the_page_shows_numbers_and_depth(tmp_path: Path) -> None:
    path = write_report(report(), tmp_path, page_pictures=lambda document, page: None)
    own = LexborHTMLParser(path.read_text(encoding="utf-8")).css_first("aside.own")
    said = [(one.attributes.get("class"), one.text()) for one in own.css("p")][2:]
    assert said[:3] == [
        ("within-1", "3.tredje"),
        ("within-2", "–punkt under"),
        ("within-3", "1.innerst"),
    ]


def test_word_counts_each_list_from_its_own_number(tmp_path: Path) -> None:
    made = report()
    with zipfile.ZipFile(write_docx(made, tmp_path, pngs(made.figures))) as packed:
        body = etree.fromstring(packed.read("word/document.xml"))
        numbering = etree.fromstring(packed.read("word/numbering.xml"))
    starts = {
        num.get(f"{W}numId"): start.get(f"{W}val")
        for num in numbering.iter(f"{W}num")
        for start in num.iter(f"{W}startOverride")
    }
    lists: dict[str, list[str]] = {}
    for one in body.iter(f"{W}p"):
        found = one.find(f"{W}pPr/{W}numPr/{W}numId")
        if found is not None:
            text = "".join(node.text or "" for node in one.iter(f"{W}t"))
            lists.setdefault(found.get(f"{W}val"), []).append(text)
    counted = {texts[0]: (starts[number], len(texts)) for number, texts in lists.items()}
    assert counted["tredje"] == ("3", 2)
    assert counted["ny liste"] == ("1", 1)
    assert counted["innerst"] == ("1", 1)
    assert [start for start, _ in counted.values()].count("1") == 4  # questions and check beside


def test_the_pdf_is_still_what_the_standard_asks(tmp_path: Path) -> None:
    assert write_pdf(report(), tmp_path).stat().st_size > 0
