"""Agreement on where statements begin and end, of two coders that marked the same documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from maalkart.coding.clustered import Counts, Found, clusters_drawn, interval_of
from maalkart.coding.evaluate import Measure
from maalkart.core.errors import UsageError
from maalkart.core.unitizing import Spans, disagreement


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch that a coder marked: in which document and page, from where to where, as what."""

    document: str
    page: int
    start: int
    end: int
    kind: str


def read_spans(rows: Sequence[Mapping[str, Any]]) -> list[Marked]:
    """What rows mark as aims or challenges in a document: {"doc", "page", "start", "end", "type"}.

    Rows without a place, or of type «none», mark nothing. Start and end are places in the page's
    text, end excluded.
    """
    return [
        Marked(
            str(row["doc"]), int(row.get("page") or 0), int(row["start"]), int(row["end"]), type_
        )
        for row in rows
        if (type_ := str(row.get("type") or "none")) != "none"
        and row.get("doc")
        and row.get("start") is not None
        and row.get("end") is not None
    ]


def evaluate_spans(one: Sequence[Marked], other: Sequence[Marked]) -> list[Measure]:
    """Unitizing alpha of what two coders marked, all together and by type; empty of no places.

    Raises UsageError where a coder's spans overlap.
    """
    if not (one and other):
        return []
    types = sorted({mark.kind for mark in (*one, *other)})
    found = []
    for kind in ("", *types):
        marks = [[mark for mark in coder if kind in ("", mark.kind)] for coder in (one, other)]
        try:
            alpha = span_alpha(*marks)
        except ValueError as error:
            raise UsageError(f"{error}", hint="a coder marks each stretch of a page once") from None
        name = f"alpha of {kind}" if kind else "alpha of all"
        many = sum(map(len, marks))
        found.append(
            Measure(
                language="all",
                variable="spans",
                measure=name,
                value=alpha.value,
                low=alpha.low,
                high=alpha.high,
                statements=many,
            )
        )
    return found


def span_alpha(one: Iterable[Marked], other: Iterable[Marked]) -> Found:
    """Krippendorff's alpha for units (2004, 11.6), over the documents that both have marked.

    Each document is a continuum, its pages one after another, as long as the last mark on each
    reaches; documents weigh by their length. Raises ValueError where a coder's spans overlap.
    """
    marks = [_by_document(coder) for coder in (one, other)]
    documents = sorted(marks[0].keys() & marks[1].keys())
    parts = np.array(
        [_disagreement([coder[name] for coder in marks]) for name in documents]
    ).reshape(-1, 2)

    def alphas(times: Counts) -> list[float | None]:
        return [
            None if expected <= 0 else float(1 - observed / expected)
            for observed, expected in times @ parts
        ]

    if not documents:
        return Found(None)
    return interval_of(alphas, clusters_drawn(len(documents)))


def _by_document(marks: Iterable[Marked]) -> Mapping[str, list[Marked]]:
    found: dict[str, list[Marked]] = {}
    for mark in marks:
        found.setdefault(mark.document, []).append(mark)
    return found


def _disagreement(coders: Sequence[Sequence[Marked]]) -> tuple[float, float]:
    """Observed and expected disagreement of a document, times its length."""
    last: dict[int, int] = {}
    for mark in (mark for marks in coders for mark in marks):
        last[mark.page] = max(last.get(mark.page, 0), mark.end)
    pages = sorted(last)
    begins = dict(
        zip(pages, np.cumsum([0, *(last[page] for page in pages)]).tolist(), strict=False)
    )
    length = sum(last.values())
    spans: list[Spans] = [
        [(begins[mark.page] + mark.start, begins[mark.page] + mark.end) for mark in marks]
        for marks in coders
    ]
    observed, expected = disagreement(spans, 0, length)
    return observed * length, expected * length
