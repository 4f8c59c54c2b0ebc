from dataclasses import replace
from functools import partial
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from sheets import GOALS, pdf, picture, scanned, written

from maalkart.coding.facts import readable
from maalkart.core.document import Box, Document
from maalkart.core.errors import ReadingError
from maalkart.read import read_after, read_file
from maalkart.read.broken import broken_off
from maalkart.read.ladder import usable
from maalkart.read.lite import read_pages
from maalkart.read.options import Options
from maalkart.read.raw import Item, RawPage
from maalkart.read.rescue import rescue
from maalkart.read.verdict import broken, sight


def plain(tmp_path: Path, *pages: list[str]) -> Path:
    return written(tmp_path, "plan.pdf", pdf(*(pages or (GOALS,))))


def text(document: Document) -> str:
    return " ".join(" ".join(page.text.split()) for page in document.pages)


def codes(document: Document) -> list[tuple[int | None, str]]:
    return [(note.page, note.code) for note in document.notes]


def locked(tmp_path: Path, **passwords: str) -> Path:
    path = tmp_path / "locked.pdf"
    with pikepdf.open(plain(tmp_path)) as file:
        file.save(path, encryption=pikepdf.Encryption(**passwords))
    return path


def test_a_sound_file_is_read_by_the_first_engine(tmp_path) -> None:
    document = read_file(plain(tmp_path))
    [page] = document.pages
    assert (page.engine, page.source, document.notes) == ("liteparse", "text", ())
    for goal in GOALS:
        assert goal in text(document)


def test_every_word_has_its_box_on_the_page(tmp_path) -> None:
    [page] = read_file(plain(tmp_path)).pages
    start = page.text.index("oppvekstmiljø")
    [box] = page.boxes(start, start + len("oppvekstmiljø"))
    assert 72 < box.left < box.right < 523
    assert 70 < box.top < box.bottom < 105  # the first line stands 90 points from the top


def test_a_file_cut_short_is_still_read_and_says_so(tmp_path) -> None:
    whole = pdf(GOALS, GOALS)
    document = read_file(written(tmp_path, "cut.pdf", whole[: len(whole) - 300]))
    assert GOALS[0] in text(document)


def test_a_file_without_its_tree_of_pages_goes_down_the_ladder(tmp_path) -> None:
    whole = pdf(GOALS).replace(b"/Type /Pages /Kids [4 0 R] /Count 1", b"/Type /Lost" + b" " * 24)
    document = read_file(written(tmp_path, "lost.pdf", whole))
    assert document.notes
    assert GOALS[0] in text(document) or [page.source for page in document.pages] == ["unread"]


def test_a_user_password_is_reported_with_its_remedy(tmp_path) -> None:
    with pytest.raises(ReadingError, match="encrypted with a password") as caught:
        read_file(locked(tmp_path, user="hemmelig", owner="eier"))
    assert "save it without" in (caught.value.hint or "")
    assert caught.value.place == "locked.pdf"


def test_an_owner_password_does_not_hinder_reading(tmp_path) -> None:
    assert GOALS[0] in text(read_file(locked(tmp_path, user="", owner="eier")))


def test_lower_rungs_read_the_same_words_and_say_why(tmp_path) -> None:
    died = ReadingError("its worker crashed")
    document = read_after(plain(tmp_path), died, rung=1)
    assert document.pages[0].engine == "pdf_oxide"
    assert "its worker crashed" in document.notes[0].message
    for goal in GOALS:
        assert goal in text(document)


def test_both_engines_put_words_in_the_same_place(tmp_path) -> None:
    path = plain(tmp_path)
    first = read_file(path).pages[0]
    second = read_after(path, ReadingError("why"), rung=1).pages[0]
    for word in ("trygt", "halvert", "Ålvik"):
        places = [
            page.boxes(page.text.index(word), page.text.index(word) + 5) for page in (first, second)
        ]
        [[a], [b]] = places
        assert abs(a.left - b.left) < 8  # both share a line's width out over its letters
        assert min(a.bottom, b.bottom) - max(a.top, b.top) > 5


def test_other_formats_have_no_second_way(tmp_path) -> None:
    path = written(tmp_path, "plan.txt", b"Bygda skal leve.\n")
    with pytest.raises(ReadingError, match="it crashed"):
        read_after(path, ReadingError("it crashed"), rung=1)


def test_a_blank_page_is_noted_and_no_failure(tmp_path) -> None:
    document = read_file(plain(tmp_path, GOALS, [], GOALS))
    assert [page.source for page in document.pages] == ["text"] * 3
    assert codes(document) == [(2, "blank")]


def test_a_page_with_a_word_or_two_is_not_suspected(tmp_path) -> None:
    document = read_file(plain(tmp_path, ["Del 2"], GOALS))
    assert document.notes == ()


def test_pages_beyond_the_limit_are_said_to_be_left_out(tmp_path) -> None:
    document = read_file(plain(tmp_path, *[GOALS] * 5), max_pages=2)
    assert len(document.pages) == 2
    assert codes(document) == [(None, "too-many-pages")]


def test_signs_of_life_are_given(tmp_path) -> None:
    signs: list[int] = []
    read_file(plain(tmp_path), alive=partial(signs.append, 1))
    assert signs


@pytest.mark.parametrize("how", ["off", "missing"])
def test_a_scan_that_cannot_be_recognised_is_unread_and_said(tmp_path, monkeypatch, how) -> None:
    if how == "missing":
        monkeypatch.setattr("maalkart.read.ocr._installed", lambda: ())
    path = written(tmp_path, "scan.pdf", scanned(picture(GOALS, dpi=100), dpi=100))
    document = read_file(path, ocr=how != "off")
    assert [page.source for page in document.pages] == ["unread"]
    [note] = [note for note in document.notes if note.page == 1]
    assert note.code == f"ocr-{how}"
    assert how == "off" or "apt install tesseract-ocr" in note.message


def missing_half(path: Path) -> tuple[RawPage, list[tuple[int | None, str]]]:
    """The file as rescued after a first engine that saw only every other line of it."""
    with usable(path, name=path.name) as source:
        [page] = read_pages(path)
        rescued = rescue([replace(page, items=page.items[::2])], source, Options(ocr=False))
    [read] = rescued.pages
    return read, [(note.page, note.code) for note in rescued.notes]


def test_words_that_the_first_engine_missed_are_read_by_the_second(tmp_path) -> None:
    page, notes = missing_half(plain(tmp_path, [*GOALS, *GOALS]))
    assert (page.engine, notes) == ("pdf_oxide", [(1, "second-engine")])
    assert "words were missed by liteparse" in page.note
    assert all(goal in " ".join(item.text for item in page.items) for goal in GOALS)


def test_the_facing_page_of_a_spread_beyond_the_edge_is_not_missed(tmp_path) -> None:
    with pikepdf.open(plain(tmp_path, GOALS)) as file:
        [page] = file.pages
        half = pikepdf.Array([0, 0, 595, 842 - 90 - 2.4 * 12 * 1.4])
        page.CropBox = page.MediaBox = half  # the first lines now stand above the page
        file.save(tmp_path / "half.pdf")
    [read] = read_file(tmp_path / "half.pdf").pages
    assert (read.engine, read.note) == ("liteparse", None)
    assert GOALS[0] not in read.text
    assert GOALS[-1] in read.text


def items(*texts: str) -> list[Item]:
    box = Box(left=0, top=0, right=10, bottom=10)
    return [Item(text=text, box=box) for text in texts]


def test_sound_text_is_not_called_broken() -> None:
    assert broken(items(*GOALS)) is None
    assert broken(items("Tabell 3 2019 2020 2021", *["1 234 5,6 % 78 910"] * 20)) is None
    assert broken(items("\uf0b7 Bygda skal leve", "\uf0b7 Skolen skal bestå")) is None
    assert broken(items(*["SFO NTNU KVU KOSTRA SSB"] * 10)) is None


def test_text_without_meaning_is_called_broken() -> None:
    assert "no meaning" in (broken(items("\ufffd" * 40 + "Mål")) or "")
    assert "no meaning" in (broken(items("\ue001\ue002\ue003" * 20)) or "")
    shifted = [
        "".join(chr(ord(sign) - 29) for sign in goal.lower() if sign.isascii()) for goal in GOALS
    ]
    assert "no language" in (broken(items(*[line.replace("\x03", " ") for line in shifted])) or "")


def test_blank_paper_and_pictures_are_told_apart() -> None:
    paper = picture([], dpi=72)
    assert sight(paper) == "blank"
    assert sight(picture(["Et ord"], dpi=72)) == "paper"
    assert sight(paper.effect_spread(1)) == "blank"
    assert sight(Image.effect_noise(paper.size, 80)) == "picture"


def test_a_file_that_breaks_off_says_how_many_of_its_pages_are_lost(tmp_path: Path) -> None:
    whole = pdf(*[[f"Vi vil at alle skal trives i Vik, side {n}."] for n in range(1, 9)])
    path = tmp_path / "a.pdf"
    path.write_bytes(whole[: len(whole) // 2])
    document = read_file(path, ocr=False)
    notes = [note.message for note in document.notes if note.code == "broken-off"]
    assert len(document.pages) == 4
    assert notes == ["the file breaks off before its end: 4 of its 8 pages are missing"]
    assert readable(document).loss == notes[0]


def test_a_file_without_its_end_mark_that_has_all_its_pages_has_lost_none(tmp_path: Path) -> None:
    whole = pdf(["Vi vil at alle skal trives i Vik."])
    path = tmp_path / "a.pdf"
    path.write_bytes(whole[: whole.index(b"startxref")])
    document = read_file(path, ocr=False)
    assert "trives" in document.pages[0].text
    assert readable(document).loss is None


def test_a_file_that_lost_its_count_of_pages_says_that_some_may_be_missing(tmp_path: Path) -> None:
    whole = pdf(*[[f"Side {n}."] for n in range(1, 9)])
    path = tmp_path / "a.pdf"
    path.write_bytes(whole[: len(whole) // 2].replace(b"/Count", b"/Kount"))
    (note,) = broken_off(path, pages=4)
    assert note.message.endswith("what came after page 4 may be missing")
