"""What the shipped model learns from: coded statements of three sources, each with its weight.

Real documents beside the project that people coded (the gold and training/readings), as the product
reads and splits them; the same gold as loose lines, so that texts without a page are coded well
too; and the training set that the project wrote itself. Statements of one document have one group,
however they come, and are left out together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from add_readings import READINGS, read_readings
from add_readings import codes_of as codes_of_reading
from coded_corpus import Row, codes_of, digest_of, file_of, gold_rows, matched, read_document
from training_set import FOLDER, passages
from training_set import statements as statements_of

from maalkart.coding.codebook import Codebook
from maalkart.coding.evaluate import read_gold
from maalkart.coding.fit import Example
from maalkart.core.document import Document
from maalkart.core.statement import Statement

Read = tuple[Document, Sequence[Statement]]

ENOUGH = 0.3  # share of letters from which a statement is the one a row of the gold means
LOOSE_WEIGHT = 0.5  # of gold rows without their page; at 1 type kappa on pages falls by .01
# The readings, the gold and the training set do not ask the same of every statement.
READING_UNSURE = ("explicit_sdgs", "concepts")
GOLD_UNSURE = ("challenges", "concepts")


def documents_of(names: Iterable[str]) -> Iterator[tuple[str, Read]]:
    """The documents that lie beside the project, each with its statements."""
    for name in names:
        if file_of(name):
            yield name, read_document(name)


def on_pages(name: str, read: Read, rows: Sequence[Row]) -> Iterator[Example]:
    """The statements of a document that the gold has coded; each once, by its best row."""
    best: dict[str, tuple[float, Row, Statement]] = {}
    for match in matched(*read, rows):
        statement = match.statement
        if statement is None or match.share <= ENOUGH:
            continue
        if statement.id not in best or match.share > best[statement.id][0]:
            best[statement.id] = (match.share, match.row, statement)
    for _, row, statement in best.values():
        statement = replace(statement, language=row["lang"])
        yield Example(statement=statement, codes=codes_of(row), group=name, unsure=GOLD_UNSURE)


def loose(name: str, rows: Sequence[Row]) -> Iterator[Example]:
    """The rows of a document as lines without their page."""
    for gold in read_gold(rows):
        yield Example(
            statement=gold.statement, codes=gold.codes, group=name, weight=LOOSE_WEIGHT,
            unsure=GOLD_UNSURE,
        )  # fmt: skip


def readings(name: str, read: Read, coded: set[str], folder: Path) -> Iterator[Example]:
    """The statements of a document that people coded since, those the gold has left out."""
    rows = {(row["page"], row["digest"]): row for row in read_readings(folder / f"{name}.tsv")}
    for statement in read[1]:
        key = (str(statement.evidence[0].page), digest_of(statement.text))
        if key in rows and statement.id not in coded:
            yield Example(
                statement=statement, codes=codes_of_reading(rows[key]), group=name,
                unsure=READING_UNSURE,
            )  # fmt: skip


def in_order(read: Read, examples: Iterable[Example]) -> list[Example]:
    """Examples of one document in its order: what stands around a statement is learned from too."""
    place = {statement.id: at for at, statement in enumerate(read[1])}
    return sorted(examples, key=lambda example: place[example.statement.id])


def written(codebook: Codebook, folder: Path = FOLDER) -> list[Example]:
    """The training set; each passage is a group."""
    found, faults = passages(folder, codebook)
    if faults:
        raise ValueError("the training set has faults: " + "; ".join(faults[:3]))
    return [
        Example(
            statement=statement, codes=codes, group=passage.id, unsure=READING_UNSURE, written=True
        )
        for passage in found
        for statement, codes in statements_of(passage)
    ]


def real(
    gold: Mapping[str, Sequence[Row]], folder: Path = READINGS
) -> Iterator[tuple[str, list[Example], list[Example]]]:
    """For every coded document its name, its examples on pages and its examples as lines."""
    names = dict.fromkeys([*gold, *(path.stem for path in sorted(folder.glob("*.tsv")))])
    for name, read in documents_of(names):
        rows = gold.get(name, [])
        paged = list(on_pages(name, read, rows))
        coded = {example.statement.id for example in paged}
        paged += readings(name, read, coded, folder)
        yield name, in_order(read, paged), list(loose(name, rows))


def all_examples(codebook: Codebook) -> list[Example]:
    """Everything there is to learn from, in an order that depends on the data alone."""
    examples: list[Example] = []
    for _, paged, lines in real(gold_rows()):
        examples += [*paged, *lines]
    return examples + written(codebook)
