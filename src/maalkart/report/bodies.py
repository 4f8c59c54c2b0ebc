"""Each body on one page: its documents, its vision, what its goals are about."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from maalkart.core.study import Body
from maalkart.report.base import DocumentRow, StudyData
from maalkart.report.examples import Chooser
from maalkart.report.mentions import GOAL, strength
from maalkart.report.parts import BodyPage, Listed, Part, Quoted, Said, Shown
from maalkart.report.table import Cell, Coded, Column, Count, Row, Table
from maalkart.report.texts import Texts

Themes = Mapping[tuple[str, str], Counter[str]]
"""By body and domain, how many goals each theme has."""
QUOTES = '«»“”" '  # of the document, which stand once
EXAMPLES = 4  # so that a body's page is one page
THEMES = 3  # of a domain, those with most goals


def body_pages(data: StudyData, tables: Mapping[str, Table], texts: Texts) -> Iterator[BodyPage]:
    """A page for each body, also for those of which nothing could be read."""
    themes, chooser = _themes(data), Chooser(data)
    documents: dict[str, list[DocumentRow]] = defaultdict(list)
    for row in data.documents:
        documents[row.body].append(row)
    for body in data.bodies:
        parts = list(_parts(body, documents[body.number], tables, texts, themes))
        examples = tuple(chooser.of_body(body.number, most=EXAMPLES))
        if examples:
            parts.append(Quoted(texts.say("page.body_examples"), examples))
        yield BodyPage(body.name, tuple(parts))


def body_table(body: Body, tables: Mapping[str, Table], themes: Themes) -> Table | None:
    """A body's goals by domain, what they are about, and how many of all have goals there."""
    table = tables["body_domains"]
    if body.number not in {row.code for row in table.rows}:
        return None
    own = table.row(body.number)

    def cells(at: int, domain: str) -> tuple[Cell, ...]:
        found = themes.get((body.number, domain), Counter())
        most = tuple(theme for theme, _ in found.most_common(THEMES))
        share = tables["domains"].estimate(domain, "goal")
        return own.cells[at], Coded("themes", most), replace(share, statements=())

    columns = enumerate(column.id for column in table.columns)
    return Table(
        id=f"body-{body.number}",
        unit="statements",
        columns=(
            Column("goals", "column.goals"),
            Column("themes", "column.about"),
            Column("all", "column.of_all"),
        ),
        rows=tuple(Row(domain, "domains", cells(at, domain)) for at, domain in columns),
        coverage=table.coverage,
    )


def _themes(data: StudyData) -> Themes:
    """By body and domain, how many goals each theme has."""
    domains = {code: term.group or code for code, term in data.terms.get("themes", {}).items()}
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for one in data.statements:
        if one.codes.is_aim and strength(one.codes) >= GOAL:
            for theme in one.codes.themes:
                found[one.body, domains.get(theme, theme)][theme] += 1
    return found


def _parts(
    body: Body,
    documents: list[DocumentRow],
    tables: Mapping[str, Table],
    texts: Texts,
    themes: Themes,
) -> Iterator[Part]:
    told = tuple(
        Said(_document(row, texts), lead=texts.code("kind", row.kind)) for row in documents
    )
    yield Listed(told) if told else Said(texts.say("page.no_documents"))
    for name in ("visions", "values"):
        for row in tables[name].rows:
            if row.code == body.number:
                lead = texts.say(f"column.{name}")
                yield Said(f"«{texts.cell(row.cells[1]).strip(QUOTES)}»", lead=lead)
    table = body_table(body, tables, themes)
    if table:
        yield Shown(table)
        found = [
            cell for cell in tables["by_body"].row(body.number).cells if isinstance(cell, Count)
        ]
        columns = tables["by_body"].columns
        counts = [
            texts.count(column.id, cell.value)
            for column, cell in zip(columns, found, strict=True)
            if cell.value
        ]
        yield Said(texts.listed(counts) + ".", lead=texts.say("table.by_body"))


def _document(row: DocumentRow, texts: Texts) -> str:
    said = [row.title or row.name or row.source]
    if row.adopted:
        said.append(texts.say("page.adopted", date=row.adopted))
    said.append(
        texts.count("page", row.pages) if row.read else row.error or texts.say("page.failed")
    )
    return ", ".join(said)
