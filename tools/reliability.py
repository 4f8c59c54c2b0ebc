"""Cases to measure a second coder's reliability on, from what `learn` left out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from maalkart.coding.fit import Example, Fitted
from maalkart.coding.protocol import collect
from maalkart.coding.reconcile import ALONE, RELIABILITY, Rates
from maalkart.coding.reliability import Case, measure, sure_alone
from maalkart.coding.wordcoder import WordCoder
from maalkart.core.statement import Codes, Context


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


def without_context(
    examples: Sequence[Example], variable: str, words: WordCoder
) -> list[tuple[tuple[str, ...], frozenset[str]]]:
    """What the words say of real aims by their own text alone, and what is right."""
    asked = [
        example
        for example in examples
        if example.statement.evidence and example.codes.is_aim and variable not in example.unsure
    ]
    alone = [
        replace(example.statement, id=str(at), context=Context(), evidence=())
        for at, example in enumerate(asked)
    ]
    told = collect(words.code_loose(alone))
    return [
        (tuple(map(str, getattr(told[str(at)], variable))), _codes(example.codes, variable))
        for at, example in enumerate(asked)
    ]


def write(
    folder: Path, examples: Sequence[Example], fitted: Fitted, words: WordCoder
) -> dict[str, float]:
    """Measure, write the rates beside the model, and say how far each variable is trusted."""
    found = dict(measure(cases(examples, fitted, words)))
    for name in sorted(ALONE):
        alone = sure_alone(without_context(examples, name, words))
        found[name] = replace(found.get(name, Rates(trust=0.0, says={})), alone=alone)
    said = {name: asdict(of) for name, of in found.items()}
    text = json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / RELIABILITY).write_text(text + "\n", encoding="utf-8")
    return {name: of.trust for name, of in found.items()}
