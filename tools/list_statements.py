"""Print the statements of real documents, for people to code.

    python tools/list_statements.py DOCUMENT… [--from N] [--to N] [--uncoded]

DOCUMENT is a name under ../shared/corpus without its ending. A line each: a key (number and
check letters, which tools/add_readings.py wants back), page, kind of block, heading path and the
line that opens the list, text. `--uncoded` leaves out what the gold has coded already.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from coded_corpus import digest_of, gold_rows, matched, read_document

from maalkart.core.statement import Context, Statement

PATH_LETTERS = 40  # of each heading
ENOUGH = 0.3  # share of letters from which a statement counts as coded by the gold


def key_of(number: int, statement: Statement) -> str:
    """What a statement is called in a list: its number, and letters that prove its text."""
    return f"{number}.{digest_of(statement.text)[:3]}"


def coded_ids(name: str) -> set[str]:
    """The ids of the document's statements that the gold has coded."""
    document, statements = read_document(name)
    found = matched(document, statements, gold_rows().get(name, []))
    return {match.statement.id for match in found if match.statement and match.share > ENOUGH}


def place(context: Context) -> str:
    """Heading path, cell headings and lead-in on one line, shortened."""
    path = [heading[:PATH_LETTERS] for heading in context.heading_path[-3:]]
    cell = [said for said in (context.column_heading, context.row_heading) if said]
    lead = [f"→ {context.lead_in[:80]}"] if context.lead_in else []
    return " > ".join([*path, *(f"[{said[:PATH_LETTERS]}]" for said in cell), *lead])


def listed(name: str, statements: Sequence[Statement], left_out: set[str]) -> list[str]:
    """The lines of one document, numbered from 1."""
    return [
        f"{key_of(number, statement)}\tp{statement.evidence[0].page}\t{statement.context.kind}"
        f"\t{place(statement.context)}\t{statement.text}"
        for number, statement in enumerate(statements, 1)
        if statement.id not in left_out
    ]


def main() -> None:
    """Read the documents asked for and print their statements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="+", metavar="DOCUMENT")
    parser.add_argument("--from", dest="first", type=int, default=1)
    parser.add_argument("--to", dest="last", type=int, default=10**9)
    parser.add_argument("--uncoded", action="store_true")
    asked = parser.parse_args()
    for name in asked.documents:
        _, statements = read_document(name)
        print(f"# {name}: {len(statements)} statements")
        left_out = coded_ids(name) if asked.uncoded else set()
        for line in listed(name, statements, left_out):
            if asked.first <= int(line.partition(".")[0]) <= asked.last:
                print(line)


if __name__ == "__main__":
    main()
