from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser
from written_study import small, study

from maalkart.core.document import Box
from maalkart.core.errors import UsageError
from maalkart.report.base import StudyData
from maalkart.report.html import write_report
from maalkart.report.payload import DIGITS, MORE, encode, lines, link, safe_json
from maalkart.report.pictures import PagePicture
from maalkart.report.report import compose

HOSTILE = '</script><img src=x onerror=alert(1)><!-- =HYPERLINK("http://x") {{ 7*7 }}'


def nothing(document: str, page: int) -> None:
    return None


def written(data: StudyData, folder: Path, language: str = "nb") -> str:
    path = write_report(compose(data, language), folder, page_pictures=nothing)
    return path.read_text(encoding="utf-8")


def figures(page: str) -> list[str]:
    """Every share, count and per cent of the tables, without the words between them."""
    cells = LexborHTMLParser(page).css("td.share, td.number")
    return [" ".join(re.findall(r"\d+", cell.text())) for cell in cells]


def decoded(text: str) -> list[int]:
    found, last, step = [], -1, 0
    for sign in text:
        if sign in DIGITS:
            last += step * 32 + DIGITS.index(sign)
            found.append(last)
            step = 0
        else:
            step = step * 32 + MORE.index(sign)
    return found


@given(st.sets(st.integers(0, 100_000)))
def test_lists_of_statements_come_back_as_they_were(numbers: set[int]) -> None:
    assert decoded(encode(sorted(numbers))) == sorted(numbers)


def test_the_numbers_are_the_same_in_every_language(tmp_path: Path) -> None:
    pages = [figures(written(small(), tmp_path, language)) for language in ("nb", "nn", "en")]
    assert len(pages[0]) > 100
    assert pages[0] == pages[1] == pages[2]


def test_the_same_study_gives_the_same_bytes(tmp_path: Path) -> None:
    assert written(small(), tmp_path / "a") == written(small(), tmp_path / "b")


def test_every_figure_leads_to_statements_and_as_many_as_it_says(tmp_path: Path) -> None:
    tree = LexborHTMLParser(written(small(), tmp_path))
    data = json.loads(tree.css_first("#data").text())
    buttons = tree.css("button.figure")
    assert buttons
    for button in buttons:
        proof = decoded(data["cells"][button.attributes["data-cell"]])
        assert proof
        if "av" in button.text().split("\N{NO-BREAK SPACE}"):
            bodies = {body for one in proof for body in data["said"][one][2]}
            of_statements = (button.attributes["data-cell"] or "").startswith("emphasis/")
            assert len(proof if of_statements else bodies) == int(
                button.text().split("\N{NO-BREAK SPACE}")[0]
            )


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_text_from_documents_never_becomes_markup(tmp_path: Path, language: str) -> None:
    data = small()
    evil = replace(data.statements[1].statement, text=HOSTILE)
    bodies = tuple(replace(body, name=f"{body.name}{HOSTILE}") for body in data.bodies)
    documents = tuple(replace(row, title=HOSTILE, name=HOSTILE) for row in data.documents)
    page = written(
        replace(
            data,
            name=HOSTILE,
            bodies=bodies,
            documents=documents,
            statements=(
                data.statements[0],
                replace(data.statements[1], statement=evil),
                *data.statements[2:],
            ),
        ),
        tmp_path,
        language,
    )
    tree = LexborHTMLParser(page)
    assert not tree.css("img, iframe, object, embed, base, form, [onerror], [style]")
    assert len(tree.css("script")) == 3
    assert json.loads(tree.css_first("#data").text())["said"]
    assert "49" not in tree.css_first("h1").text()


def test_the_page_asks_for_nothing_from_outside(tmp_path: Path) -> None:
    page = written(small(), tmp_path)
    tree = LexborHTMLParser(page)
    policy = tree.css_first("meta[http-equiv]").attributes["content"] or ""
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not tree.css("link, [src]")
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in page


def test_headings_tables_and_charts_can_be_heard(tmp_path: Path) -> None:
    tree = LexborHTMLParser(written(small(), tmp_path))
    assert len(tree.css("h1")) == 1
    assert len(tree.css("main")) == 1
    for table in tree.css("table"):
        assert table.css_first("caption").text(strip=True)
        assert all(cell.attributes.get("scope") for cell in table.css("th"))
    for chart in tree.css("svg[role=img]"):
        assert chart.css_first("title").text()
        assert re.search(r"\d", chart.css_first("desc").text())
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))
    for anchor in tree.css("a[href^='#']"):
        assert (anchor.attributes["href"] or "")[1:] in ids


def test_what_could_not_be_read_is_said_first(tmp_path: Path) -> None:
    said = LexborHTMLParser(written(small(), tmp_path)).css_first("#summary").text()
    said = said.replace("\N{NO-BREAK SPACE}", " ")
    assert "fra 3 av 4 kommuner" in said
    assert "1 dokument og 2 sider kunne ikke leses" in said


def test_a_study_where_nothing_was_read_still_gives_a_report(tmp_path: Path) -> None:
    page = written(study("A samfunnsdel 0 error=borte"), tmp_path)
    assert "borte" in page
    assert not LexborHTMLParser(page).css("button.figure")


def test_pictures_share_the_room_between_bodies(tmp_path: Path) -> None:
    asked: list[tuple[str, int]] = []

    def picture(document: str, page: int) -> PagePicture:
        asked.append((document, page))
        return PagePicture(b"x" * 100, 595, 842)

    data = small()
    path = write_report(compose(data, "nb"), tmp_path, page_pictures=picture, budget=350)
    tree = LexborHTMLParser(path.read_text(encoding="utf-8"))
    assert len(tree.css("script[id^=picture-]")) == 3
    owners = {row.document: row.body for row in data.documents}
    assert len({owners[document] for document, _ in asked[:3]}) == 3


def test_an_unknown_language_is_wrong_use() -> None:
    with pytest.raises(UsageError, match="sv"):
        compose(small(), "sv")


def test_links_stay_among_the_documents() -> None:
    assert link("Sjø plan#1.pdf") == "../documents/Sj%C3%B8%20plan%231.pdf"
    assert link("../../etc/passwd") is None
    assert link("/etc/passwd") is None
    assert link("javascript:alert(1)") == "../documents/javascript%3Aalert%281%29"


def test_words_on_one_line_are_one_mark_and_columns_stay_apart() -> None:
    word = Box(left=0, top=0, right=20, bottom=10)
    near = Box(left=24, top=0, right=40, bottom=10)
    below = Box(left=0, top=12, right=20, bottom=22)
    column = Box(left=300, top=12, right=320, bottom=22)
    found = lines([word, near, below, column])
    assert [(box.left, box.right) for box in found] == [(0, 40), (0, 20), (300, 320)]


def test_json_for_a_script_cannot_close_it() -> None:
    text = safe_json([HOSTILE, "\u2028"])
    assert "<" not in text
    assert json.loads(text) == [HOSTILE, "\u2028"]
