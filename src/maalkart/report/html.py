"""The report as one HTML file that needs nothing from outside itself."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from maalkart.core.study import Estimate
from maalkart.report.base import StudyData
from maalkart.report.exhibits import exhibits
from maalkart.report.grid import link_text, table_title, where
from maalkart.report.layout import Look
from maalkart.report.payload import cell_id, cited, example_id, payload, safe_json
from maalkart.report.pictures import BUDGET, Chosen, PagePictures, choose
from maalkart.report.report import Report
from maalkart.report.table import Part, Row, statements_of
from maalkart.report.texts import Texts

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Asset:
    """A script or style that stands in the page, with the hash by which the page allows it."""

    text: Markup
    allowed: str


def write_report(
    report: Report, folder: Path, *, page_pictures: PagePictures, budget: int = BUDGET
) -> Path:
    """Write `report-LANGUAGE.html`, whole or not at all; returns its path."""
    data, texts = report.data, report.texts
    shown = cited(report.tables, exhibits(data), report.examples)
    paged = {row.document for row in data.documents if row.document and row.paged}
    chosen = choose(shown, page_pictures, paged=paged, budget=budget)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"report-{texts.language}.html"
    unfinished = path.with_suffix(".html.part")
    parts = (
        _environment()
        .get_template("report.html")
        .generate(
            data=data,
            texts=texts,
            look=report.look,
            table_title=lambda table: table_title(table, texts),
            where=lambda example: where(example, texts),
            link_text=lambda one: link_text(one, texts),
            logo=_logo(report.look),
            chapters=report.chapters,
            payload=Markup(payload(report, shown, chosen.pictures)),
            pictures=_pictures(data, chosen),
            sizes=Markup(safe_json(_sizes(data, chosen))),
            chosen=chosen,
            budget=budget // 1_000_000,
            style=_style(report.look),
            script=asset("report.js"),
        )
    )
    with unfinished.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(parts)
    unfinished.replace(path)
    return path


@cache
def asset(name: str) -> Asset:
    """One of the report's own files, to stand inside the page."""
    text = (HERE / "static" / name).read_text(encoding="utf-8")
    return _allowed(text)


def _allowed(text: str) -> Asset:
    digest = b64encode(sha256(text.encode()).digest()).decode()
    return Asset(Markup(text), f"'sha256-{digest}'")


def _style(look: Look) -> Asset:
    """The style sheet in the study's colour."""
    text = str(asset("report.css").text)
    return _allowed(text.replace(Look().colour, look.colour))


def _logo(look: Look) -> str | None:
    """The study's logo as a picture within the page; an SVG among them cannot run or fetch."""
    if look.logo is None:
        return None
    kind = "svg+xml" if look.logo_kind == "svg" else look.logo_kind
    return f"data:image/{kind};base64,{b64encode(look.logo).decode()}"


@cache
def _environment() -> Environment:
    found = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["kind"] = lambda cell: type(cell).__name__
    found.filters["groupby_order"] = _groups
    found.globals.update(
        cell_id=cell_id,
        example_id=example_id,
        statements_of=statements_of,
        width=_width,
        name_of=_name_of,
    )
    return found


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that stand together under one heading, with their places in the table."""

    name: str | None
    rows: tuple[tuple[int, Row], ...]


def _groups(rows: Sequence[Row]) -> list[Group]:
    numbered = groupby(enumerate(rows), key=lambda pair: pair[1].group)
    return [Group(name, tuple(pairs)) for name, pairs in numbered]


def _name_of(language: str) -> str:
    return Texts(language).say("page.language")


def _width(cell: Estimate | Part) -> float:
    return round(100 * (cell.share or 0), 1)


def _order(data: StudyData) -> Mapping[str, int]:
    found = dict.fromkeys(row.document for row in data.documents if row.document is not None)
    return {name: at for at, name in enumerate(found) if name is not None}


def _sizes(data: StudyData, chosen: Chosen) -> Mapping[str, tuple[float, float]]:
    order = _order(data)
    return {
        f"{order[document]}:{page}": (round(one.width, 1), round(one.height, 1))
        for (document, page), one in chosen.pictures.items()
        if document in order
    }


def _pictures(data: StudyData, chosen: Chosen) -> list[tuple[str, Markup]]:
    order = _order(data)
    return [
        (f"{order[document]}:{page}", Markup(b64encode(one.webp).decode()))
        for (document, page), one in chosen.pictures.items()
        if document in order
    ]
