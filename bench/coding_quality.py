"""How well the default coders agree with the coded statements beside the project.

    python bench/coding_quality.py [--apart] [--semantic] [--errors N]

Every figure is of documents that were left out: a fifth of the documents at a time, with all that
was coded of them by anyone, in pages and as lines; the coder learned from the others and from the
training set. Measured on the gold alone, end to end: «on pages» are the statements that målkart
itself reads and splits, matched to the gold's units by their letters, and a unit without a
statement counts as missed; «as lines» are the gold's own rows without pages. Themes and the like
are measured on the gold's aims, whatever type was found. Intervals draw whole documents.

`--apart` also trains without what the word coder finds. `--semantic` also shows what vectors of the
statements add (that extra). `--errors` shows what went wrong.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))

from add_readings import READINGS
from coded_corpus import Row, codes_of, gold_rows, matched, read_document
from examples import documents_of, in_order, loose, on_pages, readings, written

from maalkart.coding.codebook import load as load_codebook
from maalkart.coding.evaluate import Evaluation, Gold, evaluate
from maalkart.coding.fit import Example, learn
from maalkart.coding.protocol import collect
from maalkart.coding.trained.coder import given
from maalkart.coding.trained.model import Question
from maalkart.coding.trained.signs import signs_of
from maalkart.coding.wordcoder import WordCoder, load_lists
from maalkart.core.statement import Codes, Coding, Statement
from maalkart.workflow.documents import coder as default
from maalkart.workflow.vectors import embedder

SHOWN = (
    ("aim", "f1"), ("type", "kappa"), ("themes", "f1"), ("domains", "f1"), ("sdgs", "f1"),
    ("dimensions", "f1"), ("beneficiaries", "f1"), ("arena", "kappa"), ("level", "kappa"),
    ("type", "calibration error"),
)  # fmt: skip
SPEED = 3_000  # statements
WORKERS = 2


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the gold and the example that stands for it, if it was found."""

    row: Row
    example: Example | None


@dataclass(frozen=True)
class Setup:
    """Everything to learn from, and the units of the gold on pages and as lines."""

    examples: list[Example]
    on_pages: list[Unit]
    as_lines: list[Unit]


def prepared() -> Setup:
    """Read the documents, and tie the gold's units to the examples learned from."""
    gold = gold_rows()
    names = dict.fromkeys([*gold, *(path.stem for path in sorted(READINGS.glob("*.tsv")))])
    setup = Setup([], [], [])
    for name, read in documents_of(names):
        rows = gold.get(name, [])
        paged = list(on_pages(name, read, rows))
        read_too = list(readings(name, read, {e.statement.id for e in paged}, READINGS))
        by_id = {example.statement.id: example for example in [*paged, *read_too]}
        for match in matched(*read, rows):
            found = by_id.get(match.statement.id) if match.statement else None
            setup.on_pages.append(Unit(match.row, found if match.share > 0 else None))
        lines = list(loose(name, rows))
        setup.as_lines.extend(Unit(row, line) for row, line in zip(rows, lines, strict=True))
        setup.examples.extend([*in_order(read, [*paged, *read_too]), *lines])
    setup.examples.extend(written(load_codebook()))
    return setup


def held_out(
    questions: Sequence[Question], asked: Mapping[str, Any], chances: Mapping[str, Any]
) -> dict[int, list[Coding]]:
    """What the left-out fits answered, by place of the example."""
    answers: dict[int, list[Coding]] = {}
    for question in questions:
        rows = zip(asked[question.variable], chances[question.variable], strict=True)
        for place, row in rows:
            found = dict(zip(question.codes, row.tolist(), strict=True))
            for code, chance in given(question, found):
                coding = Coding(
                    coder="trained", version="", statement="", variable=question.variable,
                    code=code, confidence=chance,
                )  # fmt: skip
                answers.setdefault(int(place), []).append(coding)
    return answers


def from_words(examples: Sequence[Example]) -> dict[int, list[Coding]]:
    """What the word coder answers, by place of the example."""
    codebook = load_codebook()
    words = WordCoder(codebook, load_lists(codebook), loose=True)
    return {
        place: list(words.code([example.statement]))
        for place, example in enumerate(examples)
        if not example.written
    }


def measured(
    units: Sequence[Unit], places: Mapping[int, int], answers: Mapping[int, list[Coding]]
) -> Evaluation:
    """Answers for the examples held against the gold's units."""
    gold, told, codings = [], {}, []
    for number, unit in enumerate(units):
        name = str(number)
        statement = Statement(id=name, text=unit.row["text"], language=unit.row["lang"])
        gold.append(Gold(statement=statement, codes=codes_of(unit.row), document=unit.row["doc"]))
        place = places.get(id(unit.example)) if unit.example else None
        found = answers.get(place, []) if place is not None else []
        told[name] = next(iter(collect(found).values()), Codes())
        codings += [
            Coding(coder="", version="", statement=name, variable="type", code=one.code,
                   confidence=one.confidence)
            for one in found if one.variable == "type"
        ]  # fmt: skip
    return evaluate(gold, told, codings=codings)


def table(title: str, evaluation: Evaluation) -> Iterator[str]:
    """A line a measure, a column a language."""
    figures = {(m.variable, m.measure, m.language): m for m in evaluation.measures}
    yield f"{title}: {evaluation.statements} units of {evaluation.documents} documents"
    for variable, measure in SHOWN:
        cells = []
        for language in ("all", "nb", "nn"):
            found = figures.get((variable, measure, language))
            if found is None or found.value is None:
                cells.append(f"{'–':<22}")
            elif found.low is None:
                cells.append(f"{found.value:.3f}{'':<17}")
            else:
                cells.append(f"{found.value:.3f} [{found.low:.3f}, {found.high:.3f}] ")
        yield f"  {variable + ' ' + measure:<24}" + "".join(cells)


def errors(
    units: Sequence[Unit], places: Mapping[int, int], answers: Mapping[int, list[Coding]], most: int
) -> Iterator[str]:
    """The surest wrong types, one a line, with their place."""
    wrong = []
    for unit in units:
        if unit.example is None:
            continue
        found = [c for c in answers[places[id(unit.example)]] if c.variable == "type"]
        if found and found[0].code != unit.row["type"]:
            wrong.append((found[0].confidence or 0.0, unit, found[0].code))
    wrong.sort(key=lambda item: -item[0])
    for sure, unit, told in wrong[:most]:
        context = unit.example.statement.context if unit.example else None
        path = " > ".join(h[:30] for h in context.heading_path[-2:]) if context else ""
        lead = (context.lead_in or "")[:40] if context else ""
        yield (
            f"{sure:.2f} {unit.row['type']:<10} not {told:<10} {unit.row['doc'][:20]} "
            f"| {path} → {lead} | {unit.row['text'][:140]}"
        )


def speed() -> str:
    """Statements a second on one core, features and words included, beside a bare Python loop."""
    _, statements = read_document("krf")
    coder = default()
    list(coder.code(statements[:10]))
    took = []
    for part in (statements[:SPEED], statements[:SPEED]):
        started = time.process_time()
        list(coder.code(part))
        took.append(len(part) / (time.process_time() - started))
    started = time.process_time()
    sum(number for number in range(10_000_000))
    loop = time.process_time() - started
    return (
        f"speed: {took[0]:,.0f} statements a second, {took[1]:,.0f} when the words were met before "
        f"(10 million additions in Python took {loop:.2f} s in the same run)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--apart", action="store_true")
    parser.add_argument("--semantic", action="store_true")
    parser.add_argument("--errors", type=int, default=0)
    asked = parser.parse_args()
    codebook = load_codebook()
    setup = prepared()
    places = {id(example): place for place, example in enumerate(setup.examples)}
    words = WordCoder(codebook, load_lists(codebook))
    vectors = embedder() if asked.semantic else None
    tried = {"both": (signs_of(words), vectors)}
    tried |= {"trained, without words": (None, None)} if asked.apart else {}
    answers = {}
    for name, (of, embedding) in tried.items():
        fitted = learn(setup.examples, codebook, findings=of, embedder=embedding, workers=WORKERS)
        answers[name] = held_out(fitted.model.questions, fitted.asked, fitted.held_out)
        if fitted.model.meaning is not None:
            answers[f"{name}, and {fitted.model.meaning.embedder}"] = held_out(
                fitted.model.meaning.questions, fitted.asked, fitted.with_meaning
            )
    answers["words alone"] = from_words(setup.examples)
    for name, found in answers.items():
        for where, units in (("on pages", setup.on_pages), ("as lines", setup.as_lines)):
            print("\n".join(table(f"{name}, {where}", measured(units, places, found))), flush=True)
    print(speed())
    print("\n".join(errors(setup.on_pages, places, answers["both"], asked.errors)))


if __name__ == "__main__":
    main()
