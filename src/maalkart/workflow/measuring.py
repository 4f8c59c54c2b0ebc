"""`maalkart evaluate`: a coder, or someone's answers, held against coded statements."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from maalkart.coding.evaluate import Evaluation, Measure, evaluate_coder, read_gold
from maalkart.coding.evaluate import evaluate as measure
from maalkart.workflow.documents import coder
from maalkart.workflow.jsonl import read_rows


def evaluate(gold: Path, answers: Path | None = None) -> Evaluation:
    """Agreement of the default coder, or of a file of answers, with a file of coded statements.

    Raises UsageError, with file and line, for what is no coded statement.
    """
    coded = read_gold([row for _, row in read_rows(gold)])
    if answers is None:
        return evaluate_coder(coded, coder())
    told = read_gold([{"text": "", **row} for _, row in read_rows(answers)])
    return measure(coded, {one.statement.id: one.codes for one in told})


def lines(evaluation: Evaluation) -> Iterator[str]:
    """The figures in words: by variable and measure, each language, then code by code."""
    yield f"{evaluation.statements} statements of {evaluation.documents} documents"
    for one in evaluation.measures:
        yield f"{one.language:<4} {one.variable:<14} {one.measure:<18} {_figure(one)}"
    for code in evaluation.codes:
        if code.language == "all":
            scores = f"P {_number(code.precision)}  R {_number(code.recall)}  F1 {_number(code.f1)}"
            yield f"     {code.variable:<14} {code.code:<24} {scores}  n {code.true}"


def _figure(one: Measure) -> str:
    if one.value is None:
        return "undefined"
    between = "" if one.low is None else f"  [{_number(one.low)}, {_number(one.high)}]"
    return f"{_number(one.value)}{between}  n {one.statements}"


def _number(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.3f}"
