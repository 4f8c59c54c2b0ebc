"""The table of documents as collecting writes it: the user's rows stay, in the user's form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import get_args

from maalkart.core.csvfile import delimiter_of, read_table, table_text
from maalkart.core.study import DocumentKind
from maalkart.workflow.study import MANIFEST, Study, is_address, write_text

_MARK = "\ufeff"  # by which Excel knows UTF-8


@dataclass(frozen=True, slots=True)
class Row:
    """A row with the line on which it stands; 0 for one that is new."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def filled(self, **cells: str | None) -> Row:
        """The row with cells that were empty filled; what a person wrote stays."""
        new = {name: value for name, value in cells.items() if value and not self[name]}
        return replace(self, cells={**self.cells, **new})

    def fetched(self, source: str, address: str) -> Row:
        """The row with a file in the place of the address that it was fetched from."""
        return replace(self, cells={**self.cells, "source": source, "address": address})

    def noted(self, text: str) -> Row:
        """The row with a note added, once."""
        note = self["note"]
        if text in note:
            return self
        return replace(self, cells={**self.cells, "note": f"{note} | {text}" if note else text})

    @property
    def kind(self) -> str:
        """The kind in small letters, known or not."""
        return self["kind"].lower()

    @property
    def address(self) -> str | None:
        """Where it is or was to be fetched."""
        return self["source"] if is_address(self["source"]) else self["address"] or None


@dataclass(frozen=True, slots=True)
class Table:
    """The rows, and the form in which the user keeps them."""

    rows: tuple[Row, ...]
    delimiter: str = ","
    marked: bool = False

    @classmethod
    def of(cls, study: Study) -> Table:
        """The study's table; an empty one where there is none yet."""
        path = study.manifest_path
        if not path.is_file():
            return cls(())
        lines = read_table(path, required=("body", "kind", "source"), known=MANIFEST)
        raw = path.read_bytes()
        text = raw.decode("utf-8", errors="replace")
        marked = text.startswith(_MARK) or "\ufffd" in text  # Excel's own letters need it hence
        delimiter = delimiter_of(text)
        return cls(tuple(Row(line, cells) for line, cells in lines), delimiter, marked)

    def write(self, study: Study, rows: Iterable[Row]) -> None:
        """Write the rows in the user's form; nothing is touched where nothing has changed."""
        rows = tuple(rows)
        if rows == self.rows and study.manifest_path.is_file():
            return
        cells = ([row[name] for name in MANIFEST] for row in rows)
        text = table_text(MANIFEST, cells, delimiter=self.delimiter)
        write_text(study.manifest_path, (_MARK if self.marked else "") + text)

    def has(self, body: str, kind: str) -> bool:
        """Whether the user or an earlier search named a document of this kind."""
        return any(row["body"] == body and row.kind == kind for row in self.rows)

    @property
    def sources(self) -> frozenset[str]:
        """All files and addresses that it names."""
        return frozenset(row["source"] for row in self.rows)


def is_kind(word: str) -> bool:
    """Whether a word names a kind of document."""
    return word in get_args(DocumentKind)
