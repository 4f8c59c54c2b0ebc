"""`maalkart evaluate`: a coder, or someone's answers, held against coded statements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from maalkart.coding.evaluate import Evaluation, Measure, evaluate_coder, read_gold
from maalkart.coding.evaluate import evaluate as measure
from maalkart.coding.spans import evaluate_spans, read_spans
from maalkart.workflow.documents import coder
from maalkart.workflow.jsonl import read_rows


def evaluate(gold: Path, answers: Path | None = None) -> Evaluation:
    """Agreement of the default coder, or of a file of answers, with a file of coded statements.

    Where both files say from where to where a statement stands, agreement on that is measured too.
    Raises UsageError, with file and line, for what is no coded statement.
    """
    rows = [row for _, row in read_rows(gold)]
    coded = read_gold(rows)
    if answers is None:
        return evaluate_coder(coded, coder())
    others = [{"text": "", **row} for _, row in read_rows(answers)]
    told = {one.statement.id: one.codes for one in read_gold(others)}
    found = measure(coded, told)
    spans = evaluate_spans(read_spans(rows), read_spans(others))
    return replace(found, measures=(*found.measures, *spans))


def lines(evaluation: Evaluation) -> Iterator[str]:
    """The figures as tables: a measure a line and a language a column, calibration, then codes."""
    languages = list(dict.fromkeys(one.language for one in evaluation.measures))
    yield f"{evaluation.statements} statements of {evaluation.documents} documents"
    if evaluation.learned_from:
        yield (
            f"NOTE: the coder learned from {evaluation.learned_from} of these statements. "
            "These figures are better than on documents it has not met; those are in its card."
        )
    yield ""
    yield f"{'':<32}" + "".join(f"{language:<24}" for language in languages).rstrip()
    rows: dict[tuple[str, str], dict[str, Measure]] = {}
    for one in evaluation.measures:
        rows.setdefault((one.variable, one.measure), {})[one.language] = one
    before = ""
    for (variable, figure), cells in rows.items():
        name = variable if variable != before else ""
        said = "".join(f"{_figure(cells.get(language)):<24}" for language in languages)
        yield f"{name:<14}{figure:<18}{said}".rstrip()
        before = variable
    yield from _calibration(evaluation)
    yield from _codes(evaluation)


def _calibration(evaluation: Evaluation) -> Iterator[str]:
    if not evaluation.bins:
        return
    yield ""
    yield "how sure of the type    how often right    answers"
    for one in evaluation.bins:
        between = f"{one.low:.1f}–{one.high:.1f}"
        yield f"{between}  {one.sure:.2f}           {one.right:.2f} {one.answers:>17}"


def _codes(evaluation: Evaluation) -> Iterator[str]:
    yield ""
    yield f"{'':<40}{'precision':<12}{'recall':<12}{'F1':<12}{'true':>6}{'told':>7}"
    for code in evaluation.codes:
        if code.language == "all":
            scores = (code.precision, code.recall, code.f1)
            said = "".join(f"{_number(score):<12}" for score in scores)
            yield f"{code.variable:<14}{code.code:<26}{said}{code.true:>6}{code.told:>7}"


def _figure(one: Measure | None) -> str:
    if one is None:
        return ""
    if one.value is None:
        return "undefined"
    between = "" if one.low is None or one.high is None else f" [{one.low:.2f}, {one.high:.2f}]"
    return f"{one.value:.3f}{between}"


def _number(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.3f}"
