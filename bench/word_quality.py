"""How well the word coder agrees with the coded statements beside the project.

    python bench/word_quality.py [dev|train] [--errors VARIABLE]

The gold has no headings or lists, so short lines that look like them are taken as such.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from maalkart.coding.codebook import load
from maalkart.coding.protocol import collect
from maalkart.coding.wordcoder import WordCoder, load_lists
from maalkart.core.statement import AIMS, Codes, Context, Statement

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold"
Row = dict[str, object]


def statements(rows: list[Row]) -> list[Statement]:
    """Rows as statements, with a running guess of headings and lead-ins."""
    made: list[Statement] = []
    heading: tuple[str, ...] = ()
    lead: str | None = None
    for i, row in enumerate(rows):
        text = str(row["text"])
        same = [r for r in rows[max(0, i - 2) : i] if r["doc"] == row["doc"]]
        after = [r for r in rows[i + 1 : i + 3] if r["doc"] == row["doc"]]
        if i and rows[i - 1]["doc"] != row["doc"]:
            heading, lead = (), None
        made.append(
            Statement(
                id=str(row["id"]),
                text=text,
                language=row["lang"],  # type: ignore[arg-type]
                context=Context(
                    kind="heading" if _heads(text) else "paragraph",
                    heading_path=heading,
                    lead_in=lead,
                    before=tuple(str(r["text"]) for r in same),
                    after=tuple(str(r["text"]) for r in after),
                ),
            )
        )
        if text.rstrip().endswith(":") and len(text) < 80:
            lead = text
        elif _heads(text):
            heading, lead = (text,), None
    return made


def _heads(text: str) -> bool:
    short = len(text) < 50 and len(text.split()) <= 6 and not text.rstrip().endswith((".", ","))
    return short and (text[:1].isupper() or text[:1].isdigit()) and any(map(str.isalpha, text))


def kappa(pairs: list[tuple[str, str]]) -> float:
    """Cohen's kappa; 1.0 where everything is the same code."""
    n = len(pairs)
    left, right = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    agreed = sum(a == b for a, b in pairs) / n
    chance = sum(left[code] * right[code] for code in left) / n / n
    return (agreed - chance) / (1 - chance) if chance < 1 else 1.0


def f1(pairs: Iterable[tuple[set[object], set[object]]]) -> float:
    """Micro-F1 of sets: gold first."""
    hit = wrong = missed = 0
    for gold, found in pairs:
        hit += len(gold & found)
        wrong += len(found - gold)
        missed += len(gold - found)
    return 2 * hit / (2 * hit + wrong + missed) if hit else 0.0


def report(rows: list[Row], codes: dict[str, Codes], loose: dict[str, Codes]) -> dict[str, float]:
    """Every measure by name; sets are compared on the gold's aims, coded as loose texts."""
    pairs = [(str(r["type"]), codes[str(r["id"])].type) for r in rows]
    aims = [r for r in rows if r["type"] in AIMS]

    def sets(of: Callable[[object], set[object]], name: str) -> float:
        return f1((of(r[name]), of(getattr(loose[str(r["id"])], name))) for r in aims)

    return {
        "n": len(rows),
        "aims F1": f1(({1} if a in AIMS else set(), {1} if b in AIMS else set()) for a, b in pairs),
        "type k": kappa(pairs),
        "themes": sets(lambda v: set(v), "themes"),  # type: ignore[call-overload]
        "domains": sets(lambda v: {t.split(".")[0] for t in v}, "themes"),  # type: ignore[attr-defined]
        "sdgs": sets(lambda v: set(v), "sdgs"),  # type: ignore[call-overload]
        "dims": sets(lambda v: set(v), "dimensions"),  # type: ignore[call-overload]
        "benef": f1(
            (set(r["beneficiaries"]), set(codes[str(r["id"])].beneficiaries))  # type: ignore[call-overload]
            for r in aims
            if codes[str(r["id"])].is_aim
        ),
        "explicit": f1(
            (set(r["explicit_sdgs"]), set(codes[str(r["id"])].explicit_sdgs))  # type: ignore[call-overload]
            for r in rows
        ),
        "arena": kappa(
            [
                (str(r["arena"]), str(codes[str(r["id"])].arena))
                for r in aims
                if codes[str(r["id"])].is_aim
            ]
        ),
        "level": kappa(
            [
                (str(r["level"]), str(codes[str(r["id"])].level))
                for r in aims
                if codes[str(r["id"])].is_aim
            ]
        ),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("set", nargs="?", default="dev")
    parser.add_argument("--errors")
    asked = parser.parse_args()
    rows = [json.loads(line) for line in (GOLD / f"{asked.set}.jsonl").open(encoding="utf-8")]
    codebook = load()
    coder = WordCoder(codebook, load_lists(codebook))
    made = statements(rows)
    codes = collect(coder.code(made))
    started = time.perf_counter()
    loose = collect(coder.code_loose(made))
    took = time.perf_counter() - started
    for name, some in (
        ("all", rows),
        ("nb", [r for r in rows if r["lang"] == "nb"]),
        ("nn", [r for r in rows if r["lang"] == "nn"]),
    ):
        figures = report(some, codes, loose)
        print(name, " ".join(f"{key} {value:.3f}" for key, value in figures.items()))
    print(f"{len(made) / took:,.0f} statements a second, words seen before")
    if asked.errors == "type":
        for row in rows:
            code = codes[row["id"]]
            if code.type != row["type"]:
                because = next(c.because for c in coder.code([made[rows.index(row)]]))
                print(f"{row['type'][:6]:7}{code.type[:6]:7}{because:45.45} | {row['text'][:150]}")
    elif asked.errors:
        for row in rows:
            got = getattr(loose[row["id"]], asked.errors)
            if row["type"] in AIMS and set(got) != set(row[asked.errors]):
                print(row[asked.errors], list(got), "|", row["text"][:170])


if __name__ == "__main__":
    sys.exit(main())
