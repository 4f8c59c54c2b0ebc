"""UN goals of the default coder, held against two label sets beside the project.

    python bench/label_quality.py

Texts go through what `maalkart code` does, without any context. Nothing is learned from either set:
of one the licence is unknown, and the other is a benchmark. Both have been looked at while the word
lists were made, so that the figures are those of development sets. Kappa of «goal n or not», with
the middle 95 % of a bootstrap; indicators are drawn by table, for those of one table are alike.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Hashable, Iterable, Iterator
from itertools import groupby
from pathlib import Path

import numpy as np

from maalkart.core.agreement import bootstrap, kappa
from maalkart.workflow.loose import code_file

LABELS = Path(__file__).resolve().parents[2] / "shared" / "labels"
GOALS = range(1, 18)
Pair = tuple[bool, bool]


def rows(name: str) -> list[dict]:
    return [json.loads(line) for line in (LABELS / name).open(encoding="utf-8")]


def coded(texts: Iterable[str]) -> tuple[list[set[int]], float]:
    """The goals the coder gives each text, and the seconds it took."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.jsonl"), Path(folder, "out.jsonl")
        lines = (json.dumps({"id": str(at), "text": text}) for at, text in enumerate(texts))
        source.write_text("\n".join(lines), encoding="utf-8")
        began = time.perf_counter()
        code_file(source, target)
        took = time.perf_counter() - began
        return [set(json.loads(line)["sdgs"]) for line in target.open(encoding="utf-8")], took


def kappa_of(pairs: Iterable[Pair]) -> float | None:
    table = np.zeros((2, 2))
    for label, answer in pairs:
        table[int(label), int(answer)] += 1
    return kappa(table)


def figures(clusters: list[list[Pair]]) -> str:
    """Kappa with its interval, and what was missed and told in vain."""
    pairs = [pair for cluster in clusters for pair in cluster]
    bounds = bootstrap(clusters, kappa_of, rng=np.random.default_rng(1), draws=400)
    between = f"[{bounds[0]:.3f}, {bounds[1]:.3f}]" if bounds else ""
    missed = sum(label and not answer for label, answer in pairs)
    vain = sum(answer and not label for label, answer in pairs)
    value = kappa_of(pairs)
    said = "undefined" if value is None else f"{value:.3f}"
    return f"kappa {said} {between}  missed {missed}  in vain {vain}  n {len(pairs)}"


def clustered(pairs: Iterable[tuple[Hashable, Pair]]) -> list[list[Pair]]:
    ordered = sorted(pairs, key=lambda found: str(found[0]))
    return [[pair for _, pair in run] for _, run in groupby(ordered, key=lambda found: found[0])]


def benchmark() -> None:
    """English texts, each asked about one goal."""
    asked = rows("sdg_benchmark_half.jsonl")
    answers, took = coded(row["text"] for row in asked)
    pairs = [(r["label"], r["sdg_asked"] in a) for r, a in zip(asked, answers, strict=True)]
    print(f"sdg_benchmark_half  {figures([[pair] for pair in pairs])}  {len(asked) / took:,.0f}/s")
    for goal in GOALS:
        of = [[pair] for row, pair in zip(asked, pairs, strict=True) if row["sdg_asked"] == goal]
        print(f"  goal {goal:<2}  {figures(of)}")


def indicators() -> None:
    """Titles of indicators, bokmål and nynorsk, each with all its goals."""
    titles = rows("ks_indicators.jsonl")
    answers, took = coded(row["text"] for row in titles)

    def pairs(goals: Iterable[int]) -> Iterator[tuple[str, Pair]]:
        for row, answer in zip(titles, answers, strict=True):
            yield from ((row["table"], (goal in row["sdgs"], goal in answer)) for goal in goals)

    print(f"ks_indicators       {figures(clustered(pairs(GOALS)))}  {len(titles) / took:,.0f}/s")
    for goal in GOALS:
        print(f"  goal {goal:<2}  {figures(clustered(pairs([goal])))}")


if __name__ == "__main__":
    if not LABELS.is_dir():
        raise SystemExit(f"{LABELS} is not there: nothing to measure")
    benchmark()
    indicators()
