"""Where in a TOML file a table or key stands: the standard reader does not say."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from maalkart.core.errors import CodebookError

Path_ = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]")
_KEY = re.compile(r"^\s*(\"[^\"]+\"|[A-Za-z0-9_-]+)(\s*\.\s*[A-Za-z0-9_-]+)*\s*=")
_AT = re.compile(r"\(at line (\d+), column (\d+)\)|\(at end of document\)")


class Lines:
    """Lines of tables and keys by path: ("variable", 0, "code", 3, "label") -> 57.

    Arrays of tables are counted from 0 inside the table they belong to.
    """

    def __init__(self, text: str) -> None:
        self._found: dict[Path_, int] = {}
        self._counts: dict[Path_, int] = {}
        table: Path_ = ()
        inside: str | None = None
        for number, line in enumerate(text.splitlines(), 1):
            if inside is None:
                table = self._take(line, number, table)
            inside = _quote_after(line, inside)

    def _take(self, line: str, number: int, table: Path_) -> Path_:
        header = _HEADER.match(line)
        if header:
            names = [
                name.strip().strip('"')
                for name in re.split(r'\.(?=(?:[^"]*"[^"]*")*[^"]*$)', header[2])
            ]
            table = self._open(names, repeated=header[1] == "[[")
            self._found.setdefault(table, number)
            return table
        key = _KEY.match(line)
        if key:
            self._found.setdefault((*table, key[1].strip('"')), number)
        return table

    def _open(self, names: list[str], *, repeated: bool) -> Path_:
        path: Path_ = ()
        for name in names[:-1]:
            path = (*path, name)
            if path in self._counts:
                path = (*path, self._counts[path])
        path = (*path, names[-1])
        if repeated:
            self._counts[path] = self._counts.get(path, -1) + 1
            path = (*path, self._counts[path])
        return path

    def of(self, path: Path_) -> int:
        """The line of a path, or of the nearest table around it; 1 where nothing is known."""
        while path:
            if path in self._found:
                return self._found[path]
            path = path[:-1]
        return 1


def _quote_after(line: str, inside: str | None) -> str | None:
    """Which kind of multi-line string is open at the end of a line."""
    rest = line
    while True:
        if inside is not None:
            end = rest.find(inside)
            if end < 0:
                return inside
            rest, inside = rest[end + 3 :], None
            continue
        starts = [(rest.find(mark), mark) for mark in ('"""', "'''") if mark in rest]
        if not starts:
            return None
        at, inside = min(starts)
        rest = rest[at + 3 :]


def syntax_fault(file: Path, text: str, fault: tomllib.TOMLDecodeError) -> CodebookError:
    """A fault of form, with its line."""
    at = _AT.search(str(fault))
    line = int(at[1]) if at and at[1] else text.count("\n") + 1
    said = _AT.sub("", str(fault)).strip()
    return CodebookError(
        f"not TOML: {said}", place=f"{file}, line {line}", hint="Mind quotes, commas and brackets."
    )
