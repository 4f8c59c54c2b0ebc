import re
import shutil
from collections import Counter

import pytest
from PIL import Image
from sheets import GOALS, HEIGHT, WIDTH, pdf, picture, scanned, worn, written

from maalkart.core.document import Box
from maalkart.read import ocr, read_file
from maalkart.read.ocr import Turn
from maalkart.read.skew import lean

NEEDED = pytest.mark.skipif(
    shutil.which("tesseract") is None or not ocr.available(),
    reason="Tesseract and its Norwegian model are not installed",
)
TEXT = " ".join(GOALS)


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def recall(text: str) -> float:
    return (words(TEXT) & words(text)).total() / words(TEXT).total()


@NEEDED
@pytest.mark.ocr
@pytest.mark.parametrize("angle", [0.0, 1.0, -2.5])
def test_a_worn_and_leaning_scan_keeps_its_words(tmp_path, angle) -> None:
    page = worn(picture(GOALS), angle=angle, seed=3)
    document = read_file(written(tmp_path, "scan.pdf", scanned(page)))
    assert [page.source for page in document.pages] == ["ocr"]
    text = document.pages[0].text
    assert recall(text) >= 0.97
    assert {sign: text.count(sign) for sign in "æøåØÅ"} == {s: TEXT.count(s) for s in "æøåØÅ"}
    assert [note.code for note in document.notes if note.page] == ["ocr"]


@NEEDED
@pytest.mark.ocr
@pytest.mark.parametrize(("quarters", "angle"), [(0, 2.0), (1, 0.0), (2, 0.0), (3, 0.0)])
def test_boxes_lie_on_the_page_as_it_is_shown(tmp_path, quarters, angle) -> None:
    page = picture(GOALS).rotate(angle, fillcolor=255).rotate(90 * quarters, expand=True)
    [read] = read_file(written(tmp_path, "scan.pdf", scanned(page))).pages
    assert recall(read.text) >= 0.97
    for word in ("oppvekstmiljø", "saksbehandling", "arbeidsgiver"):
        start = read.text.index(word)
        [box] = read.boxes(start, start + len(word))
        dots = 300 / 72
        part = page.crop(
            tuple(round(side * dots) for side in (box.left, box.top, box.right, box.bottom))
        )
        dark = sum(part.histogram()[:128]) / (part.width * part.height)
        assert 0.05 < dark < 0.6
        assert 0 <= box.left < box.right <= page.width / dots


@NEEDED
@pytest.mark.ocr
def test_only_the_pages_that_need_it_are_recognised(tmp_path) -> None:
    import pikepdf

    mixed = tmp_path / "mixed.pdf"
    with (
        pikepdf.open(written(tmp_path, "a.pdf", pdf(GOALS))) as first,
        pikepdf.open(written(tmp_path, "b.pdf", scanned(picture(GOALS)))) as second,
    ):
        first.pages.extend(second.pages)
        first.save(mixed)
    document = read_file(mixed)
    assert [page.source for page in document.pages] == ["text", "ocr"]
    assert [recall(page.text) >= 0.97 for page in document.pages] == [True, True]


@pytest.mark.parametrize("angle", [-4.0, -1.0, -0.3, 0.7, 3.0])
def test_the_lean_of_a_page_is_found(angle) -> None:
    page = worn(picture(GOALS * 3, dpi=150), angle=angle, seed=1)
    assert lean(page) == pytest.approx(-angle, abs=0.15)


def test_a_level_or_empty_page_is_left_alone() -> None:
    assert lean(picture(GOALS * 3, dpi=150)) == 0.0
    assert lean(Image.new("L", (500, 700), 255)) == 0.0


@pytest.mark.parametrize("quarters", range(4))
def test_turning_back_undoes_the_turn(quarters) -> None:
    """Where PIL puts a dark spot when it turns a page, `back` finds the spot it came from."""
    page = Image.new("L", (WIDTH, HEIGHT), 255)
    page.paste(0, (100, 200, 140, 210))
    turned = page.rotate(90 * quarters, expand=True).rotate(3.0, fillcolor=255)
    left, top, right, bottom = Image.eval(turned, lambda tone: 255 - tone).getbbox() or (0, 0, 1, 1)
    turn = Turn(quarters=quarters, angle=3.0, width=WIDTH, height=HEIGHT)
    back = turn.back(Box(left=left, top=top, right=right, bottom=bottom))
    assert (back.left + back.right) / 2 == pytest.approx(120, abs=2)
    assert (back.top + back.bottom) / 2 == pytest.approx(205, abs=2)
