"""Cases to measure a second coder's reliability on, from what `learn` left out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from maalkart.coding.fit import Example, Fitted
from maalkart.coding.protocol import collect
from maalkart.coding.reconcile import RELIABILITY
from maalkart.coding.reliability import Case, measure
from maalkart.coding.wordcoder import WordCoder
from maalkart.core.statement import Codes


def cases(
    examples: Sequence[Example], fitted: Fitted, words: WordCoder
) -> dict[str, tuple[bool, list[Case]]]:
    """By variable: whether it has one answer, and a case per example that was asked."""
    rows = sorted({int(row) for of in fitted.asked.values() for row in of})
    asked = [replace(examples[row].statement, id=str(row)) for row in rows]
    told = collect(words.code_loose(asked))
    found = {}
    for question in fitted.model.questions:
        name = question.variable
        found[name] = (
            question.single,
            [
                Case(
                    document=examples[row].group,
                    chances=dict(zip(question.codes, map(float, chance), strict=True)),
                    said=_codes(told[str(row)], name),
                    right=_codes(examples[row].codes, name),
                )
                for row, chance in zip(fitted.asked[name], fitted.held_out[name], strict=True)
            ],
        )
    return found


def _codes(codes: Codes, variable: str) -> frozenset[str]:
    value = getattr(codes, variable)
    of = value if isinstance(value, tuple) else (value,)
    return frozenset(str(code) for code in of if code is not None)


def write(
    folder: Path, examples: Sequence[Example], fitted: Fitted, words: WordCoder
) -> dict[str, float]:
    """Measure, write the rates beside the model, and say how far each variable is trusted."""
    found = measure(cases(examples, fitted, words))
    said = {name: {"trust": of.trust, "says": of.says} for name, of in found.items()}
    text = json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / RELIABILITY).write_text(text + "\n", encoding="utf-8")
    return {name: of.trust for name, of in found.items()}
