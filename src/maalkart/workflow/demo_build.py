"""Build the demo study: invented bodies, and documents made from the sources in `demo_data`.

Every row of `demo_data/manifest.csv` has one source with the document's name: `typst/*.typ` becomes
a PDF, `typst/*.scan.typ` a PDF of page pictures without text, `text/*.txt` a DOCX or ODT by the
ending that the manifest asks for, and `html/*.html` is copied as it stands.
"""

from __future__ import annotations

import csv
from pathlib import Path

import typst

from maalkart.core.errors import StudyError
from maalkart.workflow.demo_docx import write_docx
from maalkart.workflow.demo_markup import parse_markup
from maalkart.workflow.demo_odt import write_odt
from maalkart.workflow.demo_scan import scanned_pdf

DATA = Path(__file__).parent / "demo_data"
STUDY_FILES = ("study.toml", "register.csv", "manifest.csv")
CREATED = 1_609_459_200  # 2021-01-01T00:00Z in every file, so that two builds are the same bytes
SCAN_PPI = 150  # what municipal archives used; 12 point text is then 25 pixels high
UNTAGGED = "// untagged"  # first line of sources whose PDF is to come without structure tags


def build_demo(folder: Path) -> Path:
    """Write the whole demo study into `folder`, the same bytes every time; returns the folder."""
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    for name in STUDY_FILES:
        (folder / name).write_bytes((DATA / name).read_bytes())
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[DATA / "fonts"])
    for source in _manifest_sources():
        target = folder / source
        target.write_bytes(_document(target.stem, target.suffix, fonts))
    return folder


def _manifest_sources() -> list[str]:
    with (DATA / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return [row["source"] for row in csv.DictReader(file)]


def _document(stem: str, ending: str, fonts: typst.Fonts) -> bytes:
    page, scan = DATA / "typst" / f"{stem}.typ", DATA / "typst" / f"{stem}.scan.typ"
    text, html = DATA / "text" / f"{stem}.txt", DATA / "html" / f"{stem}.html"
    if page.exists():
        return _pdf(page, fonts)
    if scan.exists():
        return scanned_pdf(_page_pictures(scan, fonts), created=CREATED, seed=len(stem))
    if html.exists():
        return html.read_bytes()
    if text.exists():
        write = write_odt if ending == ".odt" else write_docx
        return write(parse_markup(text.read_text(encoding="utf-8"), place=text.name), CREATED)
    raise StudyError(f"no source for {stem}{ending}", place=str(DATA / "manifest.csv"))


def _pdf(source: Path, fonts: typst.Fonts) -> bytes:
    tagged = not source.read_text(encoding="utf-8").startswith(UNTAGGED)
    made = _compiler(source, fonts).compile(format="pdf", timestamp=CREATED, pdf_tags=tagged)
    return _pages(made)[0]


def _page_pictures(source: Path, fonts: typst.Fonts) -> list[bytes]:
    return _pages(_compiler(source, fonts).compile(format="png", ppi=SCAN_PPI))


def _compiler(source: Path, fonts: typst.Fonts) -> typst.Compiler:
    return typst.Compiler(source, root=DATA / "typst", font_paths=fonts)


def _pages(made: bytes | list[bytes] | None) -> list[bytes]:
    if made is None:
        raise StudyError("typst gave no pages", place=str(DATA))
    return [made] if isinstance(made, bytes) else made
