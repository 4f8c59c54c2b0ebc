"""The report as PDF/UA-1, set by typst, which refuses what the standard does not allow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from maalkart.report.examples import Example
from maalkart.report.grid import BREAKS, grid, numbered, see, where
from maalkart.report.parts import (
    BodyPage,
    Figure,
    Heading,
    Listed,
    Own,
    Part,
    Quoted,
    Said,
    Shown,
)
from maalkart.report.report import Report, made_of
from maalkart.report.typesetting import typeset

Record = dict[str, Any]


def write_pdf(report: Report, folder: Path) -> Path:
    """Write `report-LANGUAGE.pdf`, whole or not at all; returns its path.

    Raises MaalkartError where typst finds that it would not be PDF/UA-1.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"report-{report.texts.language}.pdf"
    unfinished = path.with_suffix(".pdf.part")
    [made] = typeset("report.typ", content(report), format="pdf", pdf_standards=["ua-1"])
    unfinished.write_bytes(made)
    unfinished.replace(path)
    return path


def content(report: Report) -> Record:
    """The whole report as plain values, in reading order."""
    texts, look, data = report.texts, report.look, report.data
    drawer = _Drawer(report)
    return {
        "language": texts.language,
        "title": texts.say("page.title", study=data.name),
        "kicker": texts.say("page.kicker"),
        "contents": texts.say("page.contents"),
        "authors": list(look.authors),
        "by": texts.say("page.authors", names=texts.listed(look.authors)) if look.authors else "",
        "colour": look.colour,
        "breaks": list(BREAKS),
        "made": made_of(report),
        "figure": texts.say("page.figure", n="").strip(),
        "table": texts.say("page.table", n="").strip(),
        "logo": list(look.logo) if look.logo else None,
        "logo_kind": look.logo_kind,
        "logo_text": look.logo_text,
        "chapters": [
            {
                "id": chapter.id,
                "title": chapter.title,
                "language": chapter.language or texts.language,
                "parts": list(_sideways(drawer.part(part) for part in chapter.parts)),
            }
            for chapter in report.printed
        ],
    }


def _sideways(parts: Iterable[Record]) -> Iterator[Record]:
    """Wide tables that follow each other share pages that lie on their side."""
    for wide, several in groupby(parts, key=lambda part: bool(part.get("wide"))):
        if wide:
            yield {"kind": "Sideways", "parts": list(several)}
        else:
            yield from several


class _Drawer:
    """Parts as plain values that the template draws by their `kind`."""

    def __init__(self, report: Report) -> None:
        self.texts = report.texts
        self.numbers = numbered(report.printed)

    def part(self, part: Part) -> Record:
        match part:
            case Said():
                made = self._said(part)
            case Listed():
                items = [self._said(one) for one in part.items]
                made = {"numbered": part.numbered, "items": items}
            case Heading():
                made = {"text": part.text}
            case Quoted():
                examples = [self._example(one) for one in part.examples]
                made = {"heading": part.heading, "examples": examples}
            case Shown():
                made = self._table(part)
            case Figure():
                made = self._figure(part)
            case Own():
                made = {"mark": part.mark, "blocks": list(_own(part))}
            case BodyPage():
                made = {"name": part.name, "parts": [self.part(one) for one in part.parts]}
        return {"kind": type(part).__name__, **made}

    def _said(self, one: Said) -> Record:
        number = self.numbers.get(one.table or "")
        said = see(one, number, self.texts) if number else ""
        return {"lead": one.lead, "text": one.text, "see": said, "table": one.table if said else ""}

    def _example(self, one: Example) -> Record:
        return {"text": one.text, "where": where(one, self.texts), "language": one.language}

    def _figure(self, one: Figure) -> Record:
        note = self.texts.say("page.see_table", n=self.numbers[one.table])
        return {
            "title": one.title,
            "alt": f"{one.title}. {one.description}",
            "svg": str(one.svg),
            "width": one.width,
            "height": one.height,
            "note": note,
            "table": one.table,
            "credit": one.credit,
        }

    def _table(self, part: Shown) -> Record:
        made = grid(part.table, self.texts)
        return {
            "id": made.id,
            "number": self.numbers.get(made.id),
            "title": made.title,
            "unit": made.unit,
            "head": list(made.head),
            "rows": [
                {
                    "name": row.name,
                    "cells": [{"text": one.text, "more": one.more} for one in row.cells],
                    "group": row.group,
                }
                for row in made.rows
            ],
            "notes": list(made.notes),
            "widths": list(made.widths),
            "wide": made.wide,
        }


def _own(part: Own) -> Iterator[Record]:
    for block in part.blocks:
        runs = [
            {"text": run.text, "strong": run.strong, "emphasis": run.emphasis, "link": run.link}
            for run in block.runs
        ]
        yield {"kind": block.kind, "runs": runs, "depth": block.depth, "number": block.number}
