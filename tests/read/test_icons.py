"""Tiles of the UN goals, drawn by our own code, are found; other coloured boxes are not."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from maalkart.core.document import Box, Page
from maalkart.read.icons import find_icons
from maalkart.read.raw import Item, RawPage, Tag
from maalkart.read.tiles import official

COLOURS = {
    1: "#E5243B", 2: "#DDA63A", 3: "#4C9F38", 4: "#C5192D", 5: "#FF3A21", 6: "#26BDE2",
    7: "#FCC30B", 8: "#A21942", 9: "#FD6925", 10: "#DD1367", 11: "#FD9D24", 12: "#BF8B2E",
    13: "#3F7E44", 14: "#0A97D9", 15: "#56C02B", 16: "#00689D", 17: "#19486A",
}  # fmt: skip
PAGE = (595.0, 842.0)
DOTS = 2.5  # pixels a point in the pages that are drawn here


def tile(goal: int, *, numeral: bool = True, side: int = 400) -> Image.Image:
    """A square in the goal's colour with number, two lines of title and a simple picture."""
    picture = Image.new("RGB", (side, side), COLOURS[goal])
    pen = ImageDraw.Draw(picture)
    unit = side / 100
    if numeral:
        _stamp(picture, str(goal), (6, 7), high=19, narrow=0.62)
    _stamp(picture, "ET TEMA", (34, 8), high=7, narrow=0.7)
    _stamp(picture, "FOR BYGDA", (34, 18), high=7, narrow=0.7)
    if goal % 3 == 0:
        pen.ellipse([28 * unit, 38 * unit, 72 * unit, 82 * unit], fill="white")
    elif goal % 3 == 1:
        for at, high in enumerate((30, 44, 22, 50)):
            left = 20 + at * 16
            pen.rectangle([left * unit, (90 - high) * unit, (left + 11) * unit, 90 * unit], "white")
    else:
        pen.polygon(
            [(50 * unit, 36 * unit), (84 * unit, 88 * unit), (16 * unit, 88 * unit)], "white"
        )
        pen.ellipse([42 * unit, 60 * unit, 58 * unit, 76 * unit], fill=COLOURS[goal])
    return picture


def _stamp(
    picture: Image.Image, text: str, at: tuple[float, float], *, high: float, narrow: float
) -> None:
    """White condensed type: drawn large, cut to its edges and squeezed."""
    drawn = Image.new("L", (1200, 200))
    font = ImageFont.load_default(size=120)
    ImageDraw.Draw(drawn).text((20, 10), text, 255, font=font, stroke_width=4, stroke_fill=255)
    cut = drawn.crop(drawn.getbbox())
    unit = picture.width / 100
    size = (max(1, round(cut.width / cut.height * high * unit * narrow)), round(high * unit))
    mask = cut.resize(size, Image.Resampling.LANCZOS)
    picture.paste("white", (round(at[0] * unit), round(at[1] * unit)), mask)


@dataclass(frozen=True)
class Placed:
    """A picture with its place on the page, in points."""

    picture: Image.Image
    left: float
    top: float
    side: float


def on_page(
    path: Path,
    placed: list[Placed],
    *,
    jpeg: int | None = None,
    size: tuple[float, float] = PAGE,
) -> RawPage:
    """A PDF of one page with the pictures on it, and what an engine says of that page."""
    sheet = Image.new("RGB", (round(size[0] * DOTS), round(size[1] * DOTS)), "white")
    for each in placed:
        side = round(each.side * DOTS)
        small = each.picture.resize((side, side), Image.Resampling.LANCZOS)
        if jpeg:
            packed = io.BytesIO()
            small.save(packed, "JPEG", quality=jpeg)
            small = Image.open(packed)
        sheet.paste(small, (round(each.left * DOTS), round(each.top * DOTS)))
    sheet.save(path, "PDF", resolution=72 * DOTS, quality=95)
    boxes = tuple(
        Box(left=p.left, top=p.top, right=p.left + p.side, bottom=p.top + p.side) for p in placed
    )
    return RawPage(number=1, width=size[0], height=size[1], items=(), images=boxes)


def seen(path: Path, page: RawPage) -> set[int]:
    text = Page(number=1, text="")
    return {icon.sdg for icon in find_icons(path, [page], [text]) if icon.how == "picture"}


def test_nineteen_of_twenty_tiles_alone_on_their_page_are_found(tmp_path: Path) -> None:
    found = shown = 0
    for side, jpeg in ((28, None), (36, 60), (45, 50), (90, 75), (160, 50)):
        for goal in COLOURS:
            page = on_page(
                tmp_path / "p.pdf", [Placed(tile(goal), 20, 30, side)], jpeg=jpeg, size=(200, 220)
            )
            named = seen(tmp_path / "p.pdf", page)
            assert named <= {goal}
            found += named == {goal}
            shown += 1
    assert found / shown >= 0.95


@pytest.mark.parametrize("numeral", [True, False])
@pytest.mark.parametrize("side", [28, 75])
def test_rows_of_tiles_are_found_whole(tmp_path: Path, side: int, *, numeral: bool) -> None:
    placed = [
        Placed(
            tile(goal, numeral=numeral),
            50 + (goal - 1) % 6 * (side + 6),
            100 + (goal - 1) // 6 * (side + 6),
            side,
        )
        for goal in COLOURS
    ]
    page = on_page(tmp_path / "p.pdf", placed, jpeg=80)
    assert len(seen(tmp_path / "p.pdf", page)) >= 16


def test_a_poster_of_all_tiles_in_one_picture_is_found(tmp_path: Path) -> None:
    poster = Image.new("RGB", (1240, 640), "white")
    for goal in COLOURS:
        at = ((goal - 1) % 6 * 206 + 4, (goal - 1) // 6 * 206 + 4)
        poster.paste(tile(goal, side=200), at)
    square = Image.new("RGB", (1240, 1240), "white")
    square.paste(poster, (0, 0))
    page = on_page(tmp_path / "p.pdf", [Placed(square, 60, 150, 460)])
    assert seen(tmp_path / "p.pdf", page) == set(COLOURS)


def decoys() -> list[Image.Image]:
    """Boxes in the same colours that are no tiles: plain, told, round, framed, shaded."""
    made = []
    for goal in (1, 3, 4, 7, 11, 13, 14, 17):
        plain = Image.new("RGB", (400, 400), COLOURS[goal])
        made.append(plain)
        told = plain.copy()
        for line in range(6):
            _stamp(told, "Vi byggjer ut", (8, 10 + 14 * line), high=8, narrow=0.8)
        made.append(told)
        share = plain.copy()
        _stamp(share, "42 %", (12, 36), high=30, narrow=0.9)
        made.append(share)
        ring = Image.new("RGB", (400, 400), "white")
        ImageDraw.Draw(ring).ellipse([10, 10, 390, 390], fill=COLOURS[goal])
        _stamp(ring, str(goal), (40, 30), high=40, narrow=0.8)
        made.append(ring)
        frame = Image.new("RGB", (400, 400), "white")
        ImageDraw.Draw(frame).rectangle([5, 5, 395, 395], outline=COLOURS[goal], width=30)
        made.append(frame)
        quote = plain.copy()
        _stamp(quote, "Saman", (10, 70), high=14, narrow=0.8)
        made.append(quote)
    made.append(Image.radial_gradient("L").resize((400, 400)).convert("RGB"))
    return made


@pytest.mark.parametrize("side", [30, 80, 200])
def test_coloured_boxes_that_are_no_tiles_are_left_alone(tmp_path: Path, side: int) -> None:
    made = decoys()
    for first in range(0, len(made), 6):
        placed = [
            Placed(picture, 20 + at % 2 * 280, 20 + at // 2 * 270, side)
            for at, picture in enumerate(made[first : first + 6])
        ]
        page = on_page(tmp_path / "p.pdf", placed)
        assert seen(tmp_path / "p.pdf", page) == set()


def test_the_box_of_an_icon_is_where_the_tile_stands(tmp_path: Path) -> None:
    page = on_page(tmp_path / "p.pdf", [Placed(tile(13), 120, 300, 80)])
    (icon,) = find_icons(tmp_path / "p.pdf", [page], [Page(number=1, text="")])
    assert icon.box is not None
    got = (icon.box.left, icon.box.top, icon.box.right, icon.box.bottom)
    assert got == pytest.approx((120, 300, 200, 380), abs=2)


def test_alternative_text_names_the_goal_without_a_look_at_the_page(tmp_path: Path) -> None:
    figure = Tag(kind="Figure", alt="Ikon: berekraftsmål 14, Livet i havet")
    page = RawPage(
        number=1, width=595, height=842, items=(), tags=(Tag(kind="P", children=(figure,)),)
    )
    icons = find_icons(tmp_path / "none.pdf", [page], [])
    assert [(icon.sdg, icon.how) for icon in icons] == [(14, "alt text")]


def test_a_caption_under_a_square_picture_names_the_goal(tmp_path: Path) -> None:
    page = on_page(tmp_path / "p.pdf", [Placed(Image.new("RGB", (90, 90), "gray"), 100, 200, 60)])
    caption = Item(text="God utdanning", box=Box(left=102, top=262, right=158, bottom=272))
    page = RawPage(number=1, width=595, height=842, items=(caption,), images=page.images)
    icons = find_icons(tmp_path / "p.pdf", [page], [])
    assert [(icon.sdg, icon.how) for icon in icons] == [(4, "caption")]


def test_a_page_without_candidates_is_never_rendered(tmp_path: Path) -> None:
    page = RawPage(number=1, width=595, height=842, items=())
    assert find_icons(tmp_path / "there-is-no-such-file.pdf", [page], []) == ()


def test_the_colours_are_those_that_the_reader_knows() -> None:
    goals, colours = official()
    assert goals == tuple(COLOURS)
    assert colours.shape == (17, 3)
