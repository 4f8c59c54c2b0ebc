"""Floors under the measured quality of reading, on the real documents beside the project.

Measured with `python bench/read_quality.py` in November 2026; each floor lies a little below.
"""

from __future__ import annotations

import importlib.util
import re
import sys
import unicodedata
from pathlib import Path
from types import ModuleType

import pypdfium2
import pytest

from maalkart.read import read_file
from maalkart.read.lite import read_pages
from maalkart.read.structure import assemble

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT / ".." / "shared"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not SHARED.exists(), reason="the shared material is not beside the project"),
]


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("read_quality", ROOT / "bench/read_quality.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["read_quality"] = module
    spec.loader.exec_module(module)
    return module


def test_the_labelled_pages(bench: ModuleType) -> None:
    gold = bench.gold_result(SHARED)
    assert gold.headings.f1 >= 0.96
    assert gold.items.found >= 0.95 * (gold.items.found + len(gold.items.missed))
    assert gold.pairs.found >= 0.99 * (gold.pairs.found + len(gold.pairs.missed))
    assert gold.furniture == []


@pytest.mark.parametrize(
    ("name", "floor"),
    [
        ("programmes/sosialistisk_vensterparti.pdf", 0.94),
        ("programmes/norgesdemokratene.pdf", 0.96),
        ("programmes/fred_og_rettferdighet.pdf", 0.98),
        ("tagged/odl_PDFUA-Ref-2-05_BookChapter-german.pdf", 0.91),
        ("tagged/odl_PDFUA-Ref-2-08_BookChapter.pdf", 0.82),
    ],
)
def test_headings_without_the_tags(bench: ModuleType, name: str, floor: float) -> None:
    assert bench.tag_result(SHARED / "corpus" / name).headings.f1 >= floor


@pytest.mark.parametrize("name", ["krf", "sosialistisk_vensterparti"])
def test_list_items_are_counted_right(bench: ModuleType, name: str) -> None:
    result = bench.tag_result(SHARED / "corpus" / "programmes" / f"{name}.pdf")
    assert abs(result.items_found - result.items_true) <= 0.05 * result.items_true


def words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", unicodedata.normalize("NFKC", text).lower()))


@pytest.mark.parametrize(
    "name",
    [
        "klaebu_samfunnsdel_2010-2021",
        "trondheim_svangerskap_2019-2022",  # liteparse drops most of its contents list
        "trondheim_vold-i-naere-relasjoner",  # the facing page lies beyond the edge
    ],
)
def test_every_word_on_the_paper_is_in_the_text(name: str) -> None:
    path = SHARED / "corpus" / "plans-pdf" / f"{name}.pdf"
    document = read_file(path, ocr=False)
    missed = wanted = 0
    with pypdfium2.PdfDocument(path) as pdf:
        for page in document.pages:
            there = "".join(sorted(words(page.text))) + re.sub(r"\W", "", page.text.lower())
            said = words(pdf[page.number - 1].get_textpage().get_text_bounded())
            missed += sum(word not in there for word in said)
            wanted += len(said)
    assert missed <= 0.002 * wanted


def test_contents_lists_of_the_plans_give_no_items() -> None:
    path = SHARED / "corpus" / "plans-pdf" / "trondheim_vold-i-naere-relasjoner.pdf"
    _, blocks = assemble(read_pages(path))
    assert not [block for block in blocks if block.page == 5 and block.kind == "list_item"]


def test_every_block_of_the_plans_is_its_span_and_stands_on_paper() -> None:
    for path in sorted((SHARED / "corpus" / "plans-pdf").glob("*.pdf")):
        pages, blocks = assemble(read_pages(path))
        for block in blocks:
            page = pages[block.page - 1]
            assert page.text[block.start : block.end] == block.text
            assert page.boxes(block.start, block.end)
        assert [block.order for block in blocks] == list(range(len(blocks)))


def test_the_same_file_reads_the_same_twice() -> None:
    path = SHARED / "corpus" / "plans-pdf" / "trondheim_legetjenester_2019-2023.pdf"
    assert assemble(read_pages(path)) == assemble(read_pages(path))


def test_pages_may_be_read_in_parts() -> None:
    path = SHARED / "corpus" / "programmes" / "krf.pdf"
    part = read_pages(path, first=20, last=22)
    assert [page.number for page in part] == [20, 21, 22]
    assert part[1].items == read_pages(path)[20].items
