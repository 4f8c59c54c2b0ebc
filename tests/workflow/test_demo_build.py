"""The demo study: complete, the same every time, and written once for each body."""

from __future__ import annotations

import csv
import re
import tomllib
import zipfile
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree, html

from maalkart.core.errors import StudyError
from maalkart.workflow.demo_build import DATA, build_demo
from maalkart.workflow.demo_markup import parse_markup

KINDS = {"samfunnsdel", "planstrategi", "okonomiplan", "intensjonsavtale", "arbeidsgiverstrategi"}
SAME_WORDS = 8  # words in a row that two bodies may not share


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_demo(tmp_path_factory.mktemp("demo") / "study")


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def pdf_pages(file: Path) -> list[str]:
    with pypdfium2.PdfDocument(file) as document:
        return [page.get_textpage().get_text_range() for page in document]


def words_of(file: Path) -> list[str]:
    """All words of a document in lower case; the scanned one from its source."""
    if file.suffix == ".pdf":
        text = " ".join(pdf_pages(file))
        if not text.strip():
            text = (DATA / "typst" / f"{file.stem}.scan.typ").read_text(encoding="utf-8")
    elif file.suffix == ".html":
        body = html.fromstring(file.read_bytes()).find("body")
        text = " ".join(body.itertext())
    else:
        part = "content.xml" if file.suffix == ".odt" else "word/document.xml"
        text = " ".join(etree.fromstring(zipfile.ZipFile(file).read(part)).itertext())
    return re.findall(r"[^\W\d_]+", text.lower())


def test_every_row_of_the_manifest_has_its_file_and_every_file_its_row(demo: Path) -> None:
    listed = {demo / row["source"] for row in rows(demo / "manifest.csv")}
    assert listed == set((demo / "documents").iterdir())
    assert all(file.stat().st_size > 1000 for file in listed)


def test_two_builds_are_the_same_bytes(demo: Path, tmp_path: Path) -> None:
    again = build_demo(tmp_path / "again")
    files = sorted(file.relative_to(demo) for file in demo.rglob("*") if file.is_file())
    assert files == sorted(f.relative_to(again) for f in again.rglob("*") if f.is_file())
    assert [f for f in files if (demo / f).read_bytes() != (again / f).read_bytes()] == []


def test_bodies_kinds_and_formats_are_as_promised(demo: Path) -> None:
    bodies = {row["number"]: row for row in rows(demo / "register.csv")}
    manifest = rows(demo / "manifest.csv")
    assert len(bodies) >= 12
    assert Counter(body["level"] for body in bodies.values())["county"] == 2
    assert len({body["merging"] for body in bodies.values()} - {""}) == 2
    assert Counter(body["language_form"] for body in bodies.values())["nynorsk"] >= 5
    assert len(manifest) >= 26
    assert {row["kind"] for row in manifest} == KINDS
    assert {row["body"] for row in manifest} == set(bodies)
    formats = Counter(Path(row["source"]).suffix for row in manifest)
    assert set(formats) == {".pdf", ".docx", ".odt", ".html"}
    assert min(formats.values()) >= 3


def test_the_sample_takes_every_body_of_the_register(demo: Path) -> None:
    study = tomllib.loads((demo / "study.toml").read_text(encoding="utf-8"))
    assert study["sample"]["size"] == len(rows(demo / "register.csv"))
    assert set(study["documents"]["kinds"]) == KINDS


def test_pdfs_have_two_to_eight_pages_and_one_has_no_text(demo: Path) -> None:
    pages = {file.stem: pdf_pages(file) for file in sorted((demo / "documents").glob("*.pdf"))}
    assert {stem: len(of) for stem, of in pages.items() if not 2 <= len(of) <= 8} == {}
    assert [stem for stem, of in pages.items() if not "".join(of).strip()] == [
        "holmavag-samfunnsdel"
    ]


def test_the_draft_is_the_one_without_a_date_of_adoption(demo: Path) -> None:
    drafts = [row for row in rows(demo / "manifest.csv") if row["status"] == "draft"]
    assert [row["adopted"] for row in drafts] == [""]
    assert "UTKAST" in "".join(pdf_pages(demo / drafts[0]["source"]))


def test_documents_are_as_long_as_short_plans(demo: Path) -> None:
    lengths = {file.name: len(words_of(file)) for file in (demo / "documents").iterdir()}
    assert {name: n for name, n in lengths.items() if not 500 <= n <= 2200} == {}


def test_no_eight_words_in_a_row_stand_in_documents_of_two_bodies(demo: Path) -> None:
    said_by: dict[tuple[str, ...], set[str]] = {}
    for row in rows(demo / "manifest.csv"):
        words = words_of(demo / row["source"])
        for at in range(len(words) - SAME_WORDS + 1):
            said_by.setdefault(tuple(words[at : at + SAME_WORDS]), set()).add(row["body"])
    assert [" ".join(words) for words, who in said_by.items() if len(who) > 1] == []


@pytest.mark.corpus
def test_no_body_has_the_name_of_a_real_municipality(demo: Path) -> None:
    registers = Path(__file__).parents[2].parent / "shared" / "registers"
    if not registers.exists():
        pytest.skip("the registers beside the project are absent")
    real = {
        row["name"].casefold()
        for year in (2019, 2024)
        for row in rows(registers / f"municipalities_{year}.csv")
    }
    assert {row["name"].casefold() for row in rows(demo / "register.csv")} & real == set()


def test_a_source_without_front_matter_is_named() -> None:
    with pytest.raises(StudyError, match="front matter") as raised:
        parse_markup("# Mål\n- Levande bygder", place="x.txt")
    assert raised.value.place == "x.txt"


def test_an_open_text_box_is_named() -> None:
    with pytest.raises(StudyError, match="not closed"):
        parse_markup("title: Plan\n---\n[[\nVisjon", place="x.txt")


def test_each_numbered_list_starts_anew() -> None:
    parts = parse_markup("title: P\n---\n1. a\n2. b\n\ntekst\n\n1. c", place="x.txt").parts
    assert [part.first for part in parts if part.kind == "number"] == [True, False, True]
