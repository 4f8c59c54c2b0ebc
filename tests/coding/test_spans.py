"""Agreement on sets and spans: published figures, whole documents drawn, and the command."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from maalkart.coding.clustered import clusters_drawn, set_alpha
from maalkart.coding.spans import Marked, evaluate_spans, read_spans, span_alpha
from maalkart.core.agreement import alpha, gwet_ac1, masi, table_ac1
from maalkart.core.errors import UsageError
from maalkart.core.unitizing import unitizing_alpha
from maalkart.workflow.measuring import evaluate, lines


def krippendorff(kind: str, one: list[tuple[int, int]], name: str = "a") -> list[Marked]:
    """His continuum from 150 to 450, moved to begin at 0."""
    return [Marked(name, 1, start - 150, end - 150, kind) for start, end in one]


FIRST = krippendorff("goal", [(225, 295), (370, 400)])
SECOND = krippendorff("goal", [(220, 300), (355, 375), (400, 420)])
END = krippendorff("goal", [(440, 450)])  # both mark the end, so that the continuum is as long


def test_spans_of_a_document_have_the_alpha_of_their_continuum() -> None:
    spans = [[(mark.start, mark.end) for mark in (*coder, *END)] for coder in (FIRST, SECOND)]
    found = span_alpha([*FIRST, *END], [*SECOND, *END])
    assert found.value == pytest.approx(unitizing_alpha(spans, 0, 300))
    assert found.low is None  # one document tells nothing of others


def test_pages_follow_each_other_and_documents_are_drawn_whole() -> None:
    def moved(marks: list[Marked], name: str) -> list[Marked]:
        return [Marked(name, mark.page + 4, mark.start, mark.end, mark.kind) for mark in marks]

    one, other = [*FIRST, *END], [*SECOND, *END]
    same = span_alpha([*one, *moved(one, "b")], [*other, *moved(other, "b")])
    assert same.value == pytest.approx(span_alpha(one, other).value)
    assert same.low == pytest.approx(same.high)  # the documents are alike, so drawing tells nothing
    apart = span_alpha([*one, *moved(one, "b")], [*other, *moved(one, "b")])
    assert apart.low is not None
    assert apart.high is not None
    assert apart.low < (apart.value or 0) < apart.high == 1.0
    pages = [*FIRST, *(Marked("a", 2, 5, 9, "goal"),)]
    assert span_alpha(pages, pages).value == 1.0


def test_overlapping_spans_of_one_coder_are_refused() -> None:
    twice = krippendorff("goal", [(200, 260), (250, 300)])
    with pytest.raises(UsageError, match="overlaps"):
        evaluate_spans(twice, FIRST)


def test_alpha_of_sets_is_that_of_all_pairs_and_its_interval_draws_documents() -> None:
    rng = np.random.default_rng(2)
    pairs = [
        (frozenset(rng.choice(list("abc"), 2).tolist()), frozenset(rng.choice(list("abc"), 1)))
        for _ in range(60)
    ]
    group = np.arange(60) // 10
    found = set_alpha(pairs, group, clusters_drawn(6))
    assert found.value == pytest.approx(alpha(pairs, masi))
    assert found.low is not None
    assert found.high is not None
    assert found.low < (found.value or 0) < found.high
    nothing = [(frozenset("a"), frozenset("a"))] * 4
    assert set_alpha(nothing, np.zeros(4, dtype=int), clusters_drawn(1)).value is None


def test_statements_that_are_alike_within_documents_make_the_interval_wider() -> None:
    right, wrong = (frozenset("a"), frozenset("a")), (frozenset("b"), frozenset("a"))
    pairs = [right, (frozenset("b"), frozenset("b"))] * 20 + [wrong] * 40
    by_document = set_alpha(pairs, np.arange(80) // 10, clusters_drawn(8))
    by_statement = set_alpha(pairs, np.arange(80), clusters_drawn(80))
    width = [(one.high or 0) - (one.low or 0) for one in (by_document, by_statement)]
    assert width[0] > 1.5 * width[1]


def test_ac1_of_a_table_is_that_of_the_pairs() -> None:
    table = np.array([[20.0, 5.0, 1.0], [10.0, 15.0, 0.0], [2.0, 0.0, 3.0]])
    pairs = [(a, b) for a in range(3) for b in range(3) for _ in range(int(table[a, b]))]
    assert table_ac1(table) == pytest.approx(gwet_ac1(pairs))
    assert table_ac1(np.array([[5.0]])) is None


def test_the_command_measures_spans_where_both_files_have_them(tmp_path: Path) -> None:
    def written(name: str, spans: list[tuple[int, int]]) -> Path:
        path = tmp_path / name
        rows = [
            {"id": f"{name}-{at}", "doc": "a", "page": 3, "start": start, "end": end,
             "text": "x", "lang": "nb", "type": "goal"}
            for at, (start, end) in enumerate(spans)
        ]  # fmt: skip
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return path

    one, other = written("one", [(10, 40), (60, 90)]), written("other", [(12, 40), (60, 90)])
    found = evaluate(one, other)
    assert found.value("spans", "alpha of all") == pytest.approx(
        unitizing_alpha([[(10, 40), (60, 90)], [(12, 40), (60, 90)]], 0, 90)
    )
    assert any(line.startswith("spans") for line in lines(found))
    assert read_spans([{"id": "1", "text": "x", "type": "goal"}]) == []
