"""The finished files, read back: the same numbers in every language and format, and no markup."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from lxml import etree
from selectolax.lexbor import LexborHTMLParser
from written_study import small

from maalkart.core.errors import StudyError
from maalkart.core.settings import ReportFormat
from maalkart.report.base import StudyData
from maalkart.report.chapters import PLANS
from maalkart.report.checking import check_files
from maalkart.report.docx import write_docx
from maalkart.report.grid import every_part, grid
from maalkart.report.html import write_report
from maalkart.report.images import pngs, write_figures
from maalkart.report.layout import Look
from maalkart.report.parts import Shown
from maalkart.report.pdf import write_pdf
from maalkart.report.report import Report, compose
from maalkart.report.tables import all_tables
from maalkart.report.xlsx import write_workbook

LANGUAGES = ("nb", "nn", "en")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = "</w:t><script>x</script> #panic() $x$ *b* \\u{202e} \x07 ☃ 漢字 {{ 7*7 }} =1+1"


def with_documents(folder: Path, data: StudyData) -> Path:
    """The folder of reports, beside documents of the study's names."""
    (folder / "documents").mkdir(exist_ok=True)
    for row in data.documents:
        (folder / "documents" / row.name).touch()
    return folder / "report"


def written(data: StudyData, folder: Path, language: str, look: Look | None = None) -> Written:
    """The report in one language, and its files."""
    report = compose(data, language, look=look)
    into = with_documents(folder, data)
    pictures = pngs(report.figures)
    files: dict[ReportFormat, Path] = {
        "html": write_report(report, into, page_pictures=lambda document, page: None),
        "pdf": write_pdf(report, into),
        "docx": write_docx(report, into, pictures),
        "xlsx": write_workbook(report, into),
    }
    return report, files


Written = tuple[Report, dict[ReportFormat, Path]]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Written]:
    folder = tmp_path_factory.mktemp("study")
    return {language: written(small(), folder, language) for language in LANGUAGES}


def alone() -> StudyData:
    """The small study in a single language, so that no page leads to those in others."""
    return replace(small(), languages=("nb",))


def word_tables(path: Path) -> list[list[list[str]]]:
    with zipfile.ZipFile(path) as packed:
        body = etree.fromstring(packed.read("word/document.xml"))
    return [
        [
            ["".join(node.text or "" for node in cell.iter(f"{W}t")) for cell in row.iter(f"{W}tc")]
            for row in table.iter(f"{W}tr")
        ]
        for table in body.iter(f"{W}tbl")
    ]


def pdf_text(path: Path) -> str:
    pages = pypdfium2.PdfDocument(path)
    said = "\n".join(page.get_textpage().get_text_bounded() for page in pages)
    pages.close()
    return said


def in_html(path: Path) -> list[str]:
    tree = LexborHTMLParser(path.read_text(encoding="utf-8"))
    return [number for cell in tree.css("td.share, td.number") for number in digits(cell.text())]


def in_word(path: Path) -> list[str]:
    tables = word_tables(path)
    return [n for rows in tables for row in rows[1:] for cell in row[1:] for n in digits(cell)]


def in_workbook(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as packed:
        names = sorted(name for name in packed.namelist() if "worksheets/sheet" in name)
        sheets = [etree.fromstring(packed.read(name)) for name in names]
    return [
        cell.findtext("{*}v") or ""
        for sheet in sheets
        for cell in sheet.iter("{*}c")
        if cell.get("t") is None
    ]


def in_pdf(path: Path) -> list[str]:
    """The numbers of shares («2 av 3 67 %»), in reading order."""
    said = re.sub(r"\s+", " ", pdf_text(path))
    found = re.findall(r"(\d+) (?:av|of) (\d+)(?: (\d+) ?%)?", said)
    return [number for share in found for number in share if number]


def digits(text: str) -> list[str]:
    return re.findall(r"\d+", text)


READERS: dict[ReportFormat, Callable[[Path], list[str]]] = {
    "html": in_html,
    "pdf": in_pdf,
    "docx": in_word,
    "xlsx": in_workbook,
}


@pytest.mark.parametrize("form", ["html", "pdf", "docx", "xlsx"])
def test_every_format_has_the_same_numbers_in_every_language(
    reports: dict[str, Written], form: ReportFormat
) -> None:
    found = {language: READERS[form](files[form]) for language, (_, files) in reports.items()}
    assert len(found["nb"]) > 100
    assert found["nb"] == found["nn"] == found["en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_and_sentence_stands_in_every_format(
    reports: dict[str, Written], language: str
) -> None:
    assert list(check_files(*reports[language])) == []


def test_a_number_changed_in_any_format_is_found(tmp_path: Path) -> None:
    _, files = written(alone(), tmp_path, "nb")
    other = compose(replace(alone(), statements=alone().statements[:-1]), "nb")
    faulty = {fault.partition(":")[0] for fault in check_files(other, files)}
    assert faulty == {path.name for path in files.values()}


def test_a_broken_link_and_a_broken_file_are_found(tmp_path: Path) -> None:
    report, files = written(alone(), tmp_path, "nb")
    (tmp_path / "documents" / small().documents[0].name).unlink()
    files["docx"].write_bytes(b"no zip")
    found = list(check_files(report, files))
    assert len(found) == 2
    assert "a document is not there" in found[0]
    assert "cannot be opened" in found[1]


@pytest.mark.parametrize("form", ["html", "pdf", "docx", "xlsx"])
def test_the_same_study_gives_the_same_bytes(tmp_path: Path, form: ReportFormat) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
    one, other = (written(small(), tmp_path / name, "nn")[1][form] for name in "ab")
    assert one.read_bytes() == other.read_bytes()


def test_the_pdf_speaks_to_those_who_do_not_see_it(reports: dict[str, Written]) -> None:
    report, files = reports["nn"]
    with pikepdf.open(files["pdf"]) as pdf:
        assert str(pdf.Root.Lang) == "nn"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert about["dc:title"] == small().name
    assert report.figures


def test_the_pdf_reads_in_the_order_of_its_chapters(reports: dict[str, Written]) -> None:
    report, files = reports["nb"]
    said = re.sub(r"\s+", " ", pdf_text(files["pdf"]))
    body = said[said.rindex(report.printed[0].title + " ") :] if report.printed else said
    places = [body.find(chapter.title) for chapter in report.printed]
    assert -1 not in places


def test_word_has_real_styles_captions_and_texts_for_pictures(reports: dict[str, Written]) -> None:
    report, files = reports["en"]
    with zipfile.ZipFile(files["docx"]) as packed:
        body = etree.fromstring(packed.read("word/document.xml"))
        styles = packed.read("word/styles.xml").decode()
    used = [node.get(f"{W}val") for node in body.iter(f"{W}pStyle")]
    assert used.count("Heading1") == len(report.printed)
    assert used.count("Caption") >= len(report.figures)
    assert 'w:lang w:val="en-GB"' in styles
    drawn = list(body.iter("{*}docPr"))
    assert [node.get("descr") for node in drawn] == [
        f"{one.title}. {one.description}" for one in report.figures
    ]
    assert len(list(body.iter(f"{W}tblHeader"))) == len(list(body.iter(f"{W}tbl")))


@pytest.mark.parametrize("form", ["html", "pdf", "docx", "xlsx"])
def test_text_from_documents_stays_text(tmp_path: Path, form: ReportFormat) -> None:
    data = alone()
    evil = replace(data.statements[1].statement, text=HOSTILE)
    bodies = tuple(replace(body, name=f"{body.name} {HOSTILE}") for body in data.bodies)
    rows = tuple(replace(row, title=HOSTILE) for row in data.documents)
    statements = (data.statements[0], replace(data.statements[1], statement=evil))
    hostile = replace(
        data,
        name=HOSTILE,
        bodies=bodies,
        documents=rows,
        statements=(*statements, *data.statements[2:]),
    )
    report, files = written(hostile, tmp_path, "nb")
    assert list(check_files(report, {form: files[form]})) == []


def test_figures_come_as_files_for_those_who_write_their_own(tmp_path: Path) -> None:
    report = compose(small(), "nb")
    paths = write_figures(report, tmp_path, pngs(report.figures))
    assert len(paths) == 2 * len(report.figures)
    for path in paths:
        if path.suffix == ".svg":
            drawing = etree.fromstring(path.read_bytes())
            assert drawing.findtext("{*}title")
            assert drawing.findtext("{*}desc")
        else:
            assert path.read_bytes().startswith(b"\x89PNG")


def test_long_tables_stand_last_in_print_and_are_pointed_to() -> None:
    report = compose(small(), "nb")
    printed = {p.table.id for p in every_part(report.printed) if isinstance(p, Shown)}
    shown = {p.table.id for p in every_part(report.chapters) if isinstance(p, Shown)}
    assert printed == shown
    assert report.printed[-1].id == "tables"
    assert all(len(grid(p.table, report.texts).rows) > 0 for p in report.printed[-1].parts)


def test_every_table_has_a_chapter() -> None:
    placed = {name for plan in PLANS.values() for name in plan.tables}
    assert {table.id for table in all_tables(small())} <= placed


def test_a_study_chooses_orders_and_names_its_chapters() -> None:
    look = Look(
        chapters=("goals", "foreword", "summary"),
        titles={"nb": {"goals": "Hva de vil"}},
        texts={
            ("foreword", ""): "# Forord\n\nTakk til *alle*.",
            ("goals", "nb"): "Vår **merknad**.",
        },
    )
    report = compose(small(), "nb", look=look)
    assert [chapter.title for chapter in report.chapters] == ["Hva de vil", "Forord", "Sammendrag"]
    without = compose(small(), "nb", look=Look(leave_out=frozenset({"goals"})))
    assert "goals" not in [chapter.id for chapter in without.chapters]


def test_a_teams_own_text_stands_marked_in_every_format_and_is_never_markup(tmp_path: Path) -> None:
    look = Look(
        texts={("goals", ""): "Vi sier **dette** <img src=x> og [lenke](javascript:alert)."}
    )
    _, files = written(small(), tmp_path, "nb", look)
    page = LexborHTMLParser(files["html"].read_text(encoding="utf-8"))
    own = page.css_first("#goals aside.own")
    assert own.css_first("strong").text() == "dette"
    assert not own.css("img, a")
    assert "Vi sier dette <img src=x> og [lenke](javascript:alert)." in re.sub(
        r"\s+", " ", pdf_text(files["pdf"])
    )
    with zipfile.ZipFile(files["docx"]) as packed:
        assert b"OwnMark" in packed.read("word/document.xml")


def test_a_chapter_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(StudyError, match="gaols") as error:
        Look(leave_out=frozenset({"gaols"}))
    assert "goals" in str(error.value.hint)


def test_a_colour_in_which_text_cannot_be_read_is_refused() -> None:
    with pytest.raises(StudyError, match=r"contrast of 1\.\d"):
        Look(colour="#ffff00")
