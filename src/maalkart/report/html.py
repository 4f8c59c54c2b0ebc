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
from maalkart.report.charts import Bar, ranked_bars
from maalkart.report.exhibits import exhibits
from maalkart.report.findings import items, size, summary
from maalkart.report.payload import cell_id, cited, payload, safe_json
from maalkart.report.pictures import BUDGET, Chosen, PagePictures, choose
from maalkart.report.table import Row, Table, statements_of
from maalkart.report.tables import all_tables
from maalkart.report.texts import Texts

HERE = Path(__file__).parent
CHARTED = 12  # bars in a chart: what a screen shows at once; the table has the rest

# chapter: its tables; those in CHARTS are drawn as well, by the column that is named
CHAPTERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("questions", ()),
    ("sample", ("coverage",)),
    ("visions", ("visions", "values", "value_words")),
    (
        "goals",
        ("domains", "emphasis", "themes", "domains_by_kind", "themes_by_kind", "pairs"),
    ),
    (
        "groups",
        (
            "domains_by_level",
            "domains_by_size",
            "domains_by_language_form",
            "domains_by_centrality",
            "domains_by_merging",
            "domains_by_bloc",
            "differences",
        ),
    ),
    ("dimensions", ("dimensions_by_kind",)),
    ("sdgs", ("sdgs", "sdg_use_by_kind")),
    ("change", ("challenges_by_kind", "answers", "concepts_by_kind", "definitions")),
    ("behalf", ("beneficiaries", "arena")),
    ("employer", ("employer",)),
    ("merger", ("merger",)),
    ("ranking", ("ranking",)),
    ("bodies", ("by_body", "body_domains")),
    ("documents", ("documents",)),
    ("method", ()),
    ("check", ()),
)
CHARTS = {
    "domains": "goal",
    "dimensions_by_kind": "all",
    "sdgs": "contributes",
    "challenges_by_kind": "all",
    "beneficiaries": "mentioned",
    "employer": "mentioned",
    "merger": "mentioned",
    "ranking": "mentioned",
    "value_words": "share",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A script or style that stands in the page, with the hash by which the page allows it."""

    text: Markup
    allowed: str


def write_report(
    data: StudyData,
    folder: Path,
    *,
    language: str,
    page_pictures: PagePictures,
    tables: Sequence[Table] | None = None,
    budget: int = BUDGET,
) -> Path:
    """Write `report-LANGUAGE.html`, whole or not at all; returns its path.

    Raises MaalkartError where the tables do not agree, UsageError for an unknown language.
    """
    texts = Texts(language, data)
    made = all_tables(data) if tables is None else tuple(tables)
    shown = cited(made, exhibits(data))
    paged = {row.document for row in data.documents if row.document and row.paged}
    chosen = choose(shown, page_pictures, paged=paged, budget=budget)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"report-{language}.html"
    unfinished = path.with_suffix(".html.part")
    template = _environment().get_template("report.html")
    parts = template.generate(
        data=data,
        texts=texts,
        tables={table.id: table for table in made},
        chapters=_chapters(made),
        summary=summary({table.id: table for table in made}, texts),
        charts=_charts(made, texts),
        chart_title=lambda table: _chart_title(table, texts),
        payload=Markup(payload(data, made, shown, texts, chosen.pictures)),
        pictures=_pictures(data, chosen),
        sizes=Markup(safe_json(_sizes(data, chosen))),
        chosen=chosen,
        doubt=_doubt(made),
        checked=_checked(made),
        budget=budget // 1_000_000,
        style=asset("report.css"),
        script=asset("report.js"),
    )
    with unfinished.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(parts)
    unfinished.replace(path)
    return path


@cache
def asset(name: str) -> Asset:
    """One of the report's own files, to stand inside the page."""
    text = (HERE / "static" / name).read_text(encoding="utf-8")
    digest = b64encode(sha256(text.encode()).digest()).decode()
    return Asset(Markup(text), f"'sha256-{digest}'")


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
        cell_id=cell_id, statements_of=statements_of, width=_width, name_of=_name_of
    )
    return found


def _chapters(tables: Sequence[Table]) -> tuple[tuple[str, tuple[Table, ...]], ...]:
    """The chapters that have something to say: a table without rows is left out."""
    known = {table.id: table for table in tables if table.rows}
    found = []
    for name, ids in CHAPTERS:
        having = tuple(known[one] for one in ids if one in known)
        if having or not ids:
            found.append((name, having))
    return tuple(found)


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


def _doubt(tables: Sequence[Table]) -> str:
    """What the chapter on method says of intervals: there are none, they are points, or not."""
    cells = (cell for table in tables for _, _, cell in table.cells())
    shares = [cell for cell in cells if isinstance(cell, Estimate) and cell.low is not None]
    if not shares:
        return "plain"
    return "intervals" if any(cell.low != cell.high for cell in shares) else "census"


def _checked(tables: Sequence[Table]) -> str:
    """Whether any share is corrected by what people found."""
    cells = (cell for table in tables for _, _, cell in table.cells())
    any_ = any(isinstance(cell, Estimate) and cell.correction == "corrected" for cell in cells)
    return "corrected" if any_ else "uncorrected"


def _width(cell: Estimate) -> float:
    return round(100 * (cell.share or 0), 1)


def _charts(tables: Sequence[Table], texts: Texts) -> Mapping[str, Markup]:
    return {
        table.id: _chart(table, texts)
        for table in tables
        if table.id in CHARTS and any(share.numerator for _, share in _drawn(table))
    }


def _chart(table: Table, texts: Texts) -> Markup:
    rows = [pair for pair in _drawn(table) if pair[1].numerator]
    title = _chart_title(table, texts)
    return ranked_bars(
        [Bar(texts.row(row), cell.share or 0.0, texts.of(cell)) for row, cell in rows],
        id=f"chart-{table.id}",
        title=texts.say("word.chart", title=title),
        description=texts.say("word.chart_says", items=items(rows[:5], texts)),
    )


def _drawn(table: Table) -> list[tuple[Row, Estimate]]:
    """The rows of a chart, greatest first."""
    at = [one.id for one in table.columns].index(CHARTS[table.id])
    rows = [(row, cell) for row in table.rows if isinstance(cell := row.cells[at], Estimate)]
    return sorted(rows, key=lambda pair: -size(pair[1]))[:CHARTED]


def _chart_title(table: Table, texts: Texts) -> str:
    label = next(one.label for one in table.columns if one.id == CHARTS[table.id])
    return f"{texts.say(table.title)} – {texts.say(label)}"


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
