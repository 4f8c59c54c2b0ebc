from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from written_study import small

from maalkart.report.html import write_report
from maalkart.report.pictures import PagePicture
from maalkart.report.report import compose

pytestmark = pytest.mark.browser
CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    "--no-sandbox --disable-gpu --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
HOSTILE = "</script><img src=x onerror=\"document.title='owned'\">"


def picture(document: str, page: int) -> PagePicture:
    file = BytesIO()
    Image.new("RGB", (595, 842), "white").save(file, "WEBP")
    return PagePicture(file.getvalue(), 595, 842)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = small()
    first = data.statements[1]
    evil = replace(first, statement=replace(first.statement, text=HOSTILE))
    pages = tuple(replace(row, paged=row.kind != "planstrategi") for row in data.documents)
    data = replace(
        data,
        documents=pages,
        statements=(data.statements[0], evil, *data.statements[2:]),
    )
    folder = tmp_path_factory.mktemp("report")
    return write_report(compose(data, "nb"), folder, page_pictures=picture)


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    playwright = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM.exists():
        pytest.skip("there is no Chromium here")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=str(CHROMIUM), args=QUIET.split())
        yield opened
        opened.close()


@pytest.fixture(params=[(1280, 900), (390, 844)], ids=["desktop", "phone"])
def page(request: pytest.FixtureRequest, browser: object, report: Path) -> Iterator[object]:
    wide, high = request.param
    opened = browser.new_page(viewport={"width": wide, "height": high})
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    asked: list[str] = []
    opened.on("request", lambda one: asked.append(one.url))
    opened.goto(report.as_uri())
    yield opened
    assert not faults
    assert not [url for url in asked if not url.startswith(("file:", "data:"))]
    opened.close()


def test_two_clicks_lead_from_a_figure_to_the_marked_page(page: object) -> None:
    page.click('[data-cell^="themes/0/"] >> nth=0')
    assert page.locator("#proof-list button").count() == 3
    assert page.locator("#proof-count").inner_text() == "3 utsagn"
    page.click("#proof-list button >> nth=1")
    page.wait_for_function("document.querySelector('.sheet img').naturalWidth > 0")
    image = page.locator(".sheet img").bounding_box()
    mark = page.locator(".sheet rect").first.bounding_box()
    assert image["x"] <= mark["x"] < image["x"] + image["width"]
    assert mark["x"] - image["x"] == pytest.approx(69 / 595 * image["width"], abs=2)
    assert mark["y"] - image["y"] == pytest.approx(99 / 842 * image["height"], abs=2)


def test_sections_without_pictures_show_the_words_marked(page: object) -> None:
    page.click('[data-cell^="themes/1/"] >> nth=0')
    page.locator("#proof-list button", has_text="Natur og klima").click()
    assert page.locator(".around mark").inner_text() == "Natur og klima skal vernes."
    assert page.locator(".sheet").count() == 0


def test_words_of_a_document_do_not_run(page: object) -> None:
    page.click('[data-cell^="themes/0/"] >> nth=0')
    page.click("#proof-list button >> nth=0")
    assert page.locator("#proof-list .said").first.inner_text() == HOSTILE
    assert page.title() == "Prøvestudien"


def test_the_keyboard_is_enough(page: object) -> None:
    page.locator('[data-cell^="themes/0/"]').first.focus()
    page.keyboard.press("Enter")
    assert page.locator("#proof").is_visible()
    page.locator("#proof-list button").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".sheet").count() == 1
    page.keyboard.press("Escape")
    assert not page.locator("#proof").is_visible()
    assert page.evaluate("document.activeElement.dataset.cell").startswith("themes/0/")


def test_an_address_leads_to_a_figure(page: object, report: Path) -> None:
    page.goto("about:blank")
    page.goto(f"{report.as_uri()}#figure/themes/0/mentioned")
    assert page.locator("#proof").is_visible()


def test_nothing_is_wider_than_the_screen(page: object) -> None:
    wide, screen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= screen


CONTRAST = """() => {
  const shine = (text) => {
    const [r, g, b] = text.match(/[\\d.]+/g).map(Number).map((part) => part / 255)
      .map((part) => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!/, 0\\)$/.test(colour)) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const faults = [];
  for (const node of document.querySelectorAll("p, th, td, a, li, button, span, caption, h1, h2")) {
    if (!node.textContent.trim()) continue;
    const pair = [shine(getComputedStyle(node).color), shine(ground(node))].sort((a, b) => b - a);
    const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
    if (ratio < 4.5) faults.push(`${node.tagName} ${node.textContent.trim()} ${ratio}`);
  }
  return faults;
}"""


def test_text_stands_out_from_its_ground(page: object) -> None:
    assert page.evaluate(CONTRAST) == []


def test_every_control_has_a_name(page: object) -> None:
    nameless = page.evaluate(
        """[...document.querySelectorAll('button, a, input')].filter((one) =>
        !one.textContent.trim() && !(one.labels && one.labels.length)).length"""
    )
    assert nameless == 0
