"""Keep what people coded in real documents, by digest instead of text.

    python tools/add_readings.py DOCUMENT CODED.txt [--folder training/readings]

CODED.txt holds lines «key ⇥ codes»: the key that tools/list_statements.py printed, and codes as the
training set writes them (training/README.md). Blank lines and lines that begin with # are left out.
Writes DOCUMENT.tsv; what an earlier run wrote there of the same statements is replaced. Exit status
1, and nothing written, where a line is wrong.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from coded_corpus import digest_of, read_document
from list_statements import key_of
from training_set import FOLDER, FaultError, read_codes

from maalkart.coding.codebook import Codebook
from maalkart.coding.codebook import load as load_codebook
from maalkart.core.statement import Codes, Statement

READINGS = FOLDER / "readings"
SETS = ("themes", "dimensions", "sdgs", "beneficiaries")
COLUMNS = ("document", "page", "digest", "type", "level", *SETS, "arena", "challenges")

Reading = dict[str, str]


def reading_of(name: str, statement: Statement, codes: Codes) -> Reading:
    """One row of the table; fields with several codes have a space between them."""
    row = {"document": name, "page": str(statement.evidence[0].page)}
    row["digest"] = digest_of(statement.text)
    for column in COLUMNS[3:]:
        value = getattr(codes, column)
        several = value if isinstance(value, tuple) else (value,) if value else ()
        row[column] = " ".join(map(str, several))
    return row


def codes_of(row: Reading) -> Codes:
    """The codes that a row keeps."""
    several = {name: tuple(row[name].split()) for name in (*SETS, "challenges") if name != "sdgs"}
    return Codes(
        type=row["type"],
        level=row["level"] or None,
        arena=row["arena"] or None,
        sdgs=tuple(map(int, row["sdgs"].split())),
        **several,
    )


def read_lines(
    lines: Iterable[str], statements: Sequence[Statement], codebook: Codebook
) -> Iterator[tuple[int, Statement, Codes]]:
    """Line number, statement and codes; raises FaultError for the first line that is wrong."""
    by_key = {key_of(number, s): s for number, s in enumerate(statements, 1)}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        key, tab, told = line.strip().partition("\t")
        if not tab:
            key, _, told = line.strip().partition(" ")
        if key not in by_key:
            raise FaultError(f"line {number}: no statement {key!r} in the document as it is read")
        try:
            yield number, by_key[key], read_codes(told, codebook)
        except FaultError as fault:
            raise FaultError(f"line {number}: {fault}") from fault


def read_readings(path: Path) -> list[Reading]:
    """The rows of one table; none where it is not there."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def write_readings(path: Path, rows: Iterable[Reading]) -> None:
    """Write a table, in the order given."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter="\t", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> int:
    """Check the coded lines and add them to the document's table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("document")
    parser.add_argument("coded", type=Path)
    parser.add_argument("--folder", type=Path, default=READINGS)
    asked = parser.parse_args()
    _, statements = read_document(asked.document)
    lines = asked.coded.read_text("utf-8").splitlines()
    try:
        found = list(read_lines(lines, statements, load_codebook()))
    except FaultError as fault:
        print(f"{asked.coded}, {fault}", file=sys.stderr)
        return 1
    path = asked.folder / f"{asked.document}.tsv"
    rows = {(row["page"], row["digest"]): row for row in read_readings(path)}
    for _, statement, codes in found:
        row = reading_of(asked.document, statement, codes)
        rows[row["page"], row["digest"]] = row
    write_readings(path, rows.values())
    print(f"{len(found)} read, {len(rows)} in {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
