"""How long all tables with their estimates take, for a study the size of the one of 2019.

41 bodies drawn of 422, five kinds of documents, 60,000 coded statements, people's checks of every
domain; the codebook that ships. Prints processor seconds, and beside them those of plain shares
without intervals in the same run.

    OPENBLAS_NUM_THREADS=1 python bench/bench_estimates.py [--statements 60000]
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from maalkart.coding import codebook
from maalkart.core.statement import Codes, Evidence, Statement
from maalkart.core.study import DocumentFacts, Readable
from maalkart.register.frame import SHIPPED, load_bodies
from maalkart.report.base import KINDS, CodedStatement, DocumentRow, PeoplesCodes, StudyData
from maalkart.report.tables import all_tables
from maalkart.report.terms import terms_of
from maalkart.stats.checked import Check
from maalkart.stats.shares import PlainShares

BODIES, PEOPLE = 41, 400


def study(statements: int, rng: np.random.Generator) -> StudyData:
    from dataclasses import replace

    frame = load_bodies(SHIPPED["norway-2019"])
    chosen = sorted(rng.choice(len(frame), BODIES, replace=False).tolist())
    bodies = tuple(replace(frame[at], inclusion_probability=BODIES / len(frame)) for at in chosen)
    terms = terms_of(codebook.load(None))
    rows = tuple(
        document(body.number, kind, f"{number:04x}{at}".rjust(64, "0"))
        for number, body in enumerate(bodies)
        for at, kind in enumerate(KINDS[:5])
    )
    themes, challenges = list(terms["themes"]), list(terms["challenges"])
    often = rng.dirichlet(np.full(len(themes), 0.5), size=BODIES)
    coded = tuple(
        one(rows[at % len(rows)], at, themes, challenges, often[(at % len(rows)) // 5], rng)
        for at in range(statements)
    )
    checks = {
        ("domains", code): {body.number: Check(int(rng.integers(4)), 1.0) for body in bodies}
        for code in terms["domains"]
    }
    people = {
        coded[at].statement.id: PeoplesCodes(coded[at].codes, PEOPLE / statements)
        for at in rng.choice(statements, PEOPLE, replace=False).tolist()
    }
    return StudyData(
        name="", bodies=bodies, documents=rows, statements=coded, terms=terms, kinds=KINDS[:5],
        population=len(frame), checks=checks, coded=people,
    )  # fmt: skip


def document(body: str, kind: str, sha256: str) -> DocumentRow:
    facts = DocumentFacts(
        document=sha256, kind=kind, body=body, adopted=None, period=None, status="unknown",
        language="nb", sdg_use=(), vision=None, values=(), readable=Readable(pages=60),
    )  # fmt: skip
    return DocumentRow(
        document=sha256, body=body, kind=kind, name=f"{sha256}.pdf", facts=facts, pages=60
    )


def one(
    row: DocumentRow,
    at: int,
    themes: list[str],
    challenges: list[str],
    often: np.ndarray,
    rng: np.random.Generator,
) -> CodedStatement:
    kind = rng.choice(("goal", "strategy", "measure", "challenge", "none"))
    aim = kind in ("goal", "strategy", "measure")
    codes = Codes(
        type=kind,
        level="top" if aim and rng.random() < 0.1 else "sub",
        themes=(str(rng.choice(themes, p=often)),) if kind != "none" else (),
        sdgs=(int(rng.integers(1, 18)),) if aim else (),
        dimensions=("social",) if aim else (),
        challenges=(str(rng.choice(challenges)),) if kind == "challenge" else (),
    )
    quote = Evidence(document=str(row.document), page=1 + at % 60, start=0, end=4, quote="ord.")
    statement = Statement(id=f"{row.document}:{at}", text="ord.", evidence=(quote,))
    return CodedStatement(statement=statement, codes=codes, body=row.body, kind=row.kind)


def main() -> None:
    parser = argparse.ArgumentParser(description="Time all tables with their estimates.")
    parser.add_argument("--statements", type=int, default=60_000)
    asked = parser.parse_args()
    data = study(asked.statements, np.random.default_rng(1))
    seconds = {}
    for name, estimate in (("plain", PlainShares()), ("with intervals", None)):
        began = time.process_time()
        tables = all_tables(data, estimate=estimate)
        seconds[name] = time.process_time() - began
    shares = sum(cell.__class__.__name__ == "Estimate" for t in tables for _, _, cell in t.cells())
    print(f"{asked.statements} statements, {len(tables)} tables, {shares} shares, one core")
    print(
        f"plain shares {seconds['plain']:.2f} s, with intervals {seconds['with intervals']:.2f} s"
    )
    print(f"intervals take {seconds['with intervals'] / seconds['plain']:.2f} times as long")


if __name__ == "__main__":
    main()
