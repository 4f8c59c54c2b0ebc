"""Read the training set: plan passages with a code at each line (see training/README.md).

    python tools/training_set.py [FOLDER]

checks the form, counts codes by language, and shows how many statements there are. Exit status 1
where anything is wrong, each fault with file and line.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from maalkart.coding.codebook import Codebook
from maalkart.coding.codebook import load as load_codebook
from maalkart.core.document import Block, Document, Page
from maalkart.core.statement import AIMS, Codes, Statement
from maalkart.split import split

FOLDER = Path(__file__).resolve().parent.parent / "training"
LANGUAGES = ("nb", "nn", "en")
TOP = ("vision", "value", "focus_area")
FIELDS = ("themes", "dimensions", "sdgs", "beneficiaries")

_OPENS = re.compile(r"=== ([\w-]+) (nb|nn|en)\b *(.*)")
_HEADING = re.compile(r"(#{1,5}) (?:(\d[\d.]*|[IVX]+\.|[A-Z]\d*\.?) )?(.+)")
_ITEM = re.compile(r"( *)(-|•|\d{1,2}[.)]|[a-h]\)) (.+)")
_CELL = re.compile(r"\[([^\]]*)\] (.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One coded line of a passage; `place` is file and line number."""

    place: str
    text: str
    codes: Codes
    block: dict[str, object]
    joins: bool  # carries on the paragraph of the line before it


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of an invented plan; left out as a whole when quality is measured."""

    id: str
    language: str
    lines: tuple[Line, ...]


class FaultError(ValueError):
    """A line that cannot be used, and why."""


def passages(folder: Path, codebook: Codebook) -> tuple[list[Passage], list[str]]:
    """All passages in the order of the files, and the faults found, each with its place."""
    found: list[Passage] = []
    faults: list[str] = []
    for path in sorted(folder.glob("*.txt")):
        head: tuple[str, str] | None = None
        lines: list[Line] = []
        apart = True
        for number, raw in enumerate([*path.read_text("utf-8").splitlines(), "==="], 1):
            place = f"{path.name}:{number}"
            if raw.startswith("==="):
                if head and lines:
                    found.append(Passage(id=head[0], language=head[1], lines=tuple(lines)))
                opens = _OPENS.match(raw)
                if not opens and raw != "===":
                    faults.append(f"{place}: a passage opens with «=== id language kind»")
                head, lines = ((opens[1], opens[2]) if opens else None), []
                apart = True
            elif not raw.strip():
                apart = True
            elif head:
                try:
                    line = _line(raw, place, codebook, apart=apart)
                    lines.append(line)
                    apart = line.block["kind"] != "paragraph"
                except FaultError as fault:
                    faults.append(f"{place}: {fault}")
    return found, faults + _repeated(found)


def _line(raw: str, place: str, codebook: Codebook, *, apart: bool) -> Line:
    said, bar, told = raw.rpartition(" | ")
    if not bar:
        raise FaultError("no codes: write «text | type; themes; …»")
    block, text = _block(said)
    codes = read_codes(told, codebook)
    joins = not apart and block["kind"] == "paragraph"
    return Line(place=place, text=text, codes=codes, block=block, joins=joins)


def _block(said: str) -> tuple[dict[str, object], str]:
    if match := _HEADING.fullmatch(said):
        return {"kind": "heading", "level": len(match[1]), "marker": match[2]}, match[3]
    if match := _ITEM.fullmatch(said):
        level = len(match[1]) // 2 + 1
        marker = "•" if match[2] == "-" else match[2]
        return {"kind": "list_item", "level": level, "marker": marker}, match[3]
    if match := _CELL.fullmatch(said):
        return {"kind": "table_cell", "header_of": match[1]}, match[2]
    return {"kind": "paragraph"}, said


def read_codes(told: str, codebook: Codebook) -> Codes:
    """Codes as a line of the set gives them: «type; themes; …»; raises FaultError."""
    parts = [part.strip() for part in told.split(";")]
    type_, _, level = parts[0].partition("/")
    lists = [tuple(p.replace(",", " ").split()) if p not in ("", "-") else () for p in parts[1:]]
    lists += [()] * (5 - len(lists))
    if type_ == "none":
        if any(lists):
            raise FaultError("«none» has no further codes")
        return Codes()
    if type_ == "challenge":
        _known(codebook, themes=lists[0], challenges=lists[1])
        if not lists[1]:
            raise FaultError("a challenge needs its challenges: «challenge; themes; challenges»")
        return Codes(type=type_, themes=lists[0], challenges=lists[1])
    if type_ not in AIMS:
        raise FaultError(f"unknown type «{type_}»")
    named = dict(zip(FIELDS, lists[:4], strict=True))
    _known(codebook, **named)
    if len(lists[4]) != 1 or lists[4][0] not in ("society", "organisation"):
        raise FaultError("an aim needs its arena in the sixth field: society or organisation")
    return Codes(
        type=type_,
        level=level or ("top" if type_ in TOP else "sub"),
        themes=named["themes"],
        dimensions=named["dimensions"],
        sdgs=tuple(int(code) for code in named["sdgs"]),
        beneficiaries=named["beneficiaries"],
        arena=lists[4][0],
    )


def _known(codebook: Codebook, **given: tuple[str, ...]) -> None:
    for variable, codes in given.items():
        of = codebook.variable(variable)
        known = {code.id for code in of.codes}
        for code in codes:
            if code not in known:
                raise FaultError(f"unknown code «{code}» in {variable}")
        if len(set(codes)) < len(codes):
            raise FaultError(f"a code twice in {variable}")
        if of.at_most and len(codes) > of.at_most:
            raise FaultError(f"more than {of.at_most} in {variable}")


def _repeated(found: Sequence[Passage]) -> list[str]:
    """Long lines must not be written twice, and passages need names of their own."""
    faults, seen, names = [], {}, Counter(passage.id for passage in found)
    faults += [
        f"{name}: {count} passages of this name" for name, count in names.items() if count > 1
    ]
    for line in (line for passage in found for line in passage.lines):
        key = re.sub(r"\W+", " ", line.text).casefold().strip()
        if len(key.split()) >= 6 and key in seen:
            faults.append(f"{line.place}: the same as {seen[key]}: {line.text[:60]!r}")
        seen.setdefault(key, line.place)
    return faults


def statements(passage: Passage) -> Iterator[tuple[Statement, Codes]]:
    """The passage as the product splits it, each statement with the codes of its line."""
    document, owners = _document(passage)
    for statement in split(document):
        first = statement.evidence[0]
        middle = (first.start + first.end) // 2
        line = next((line for low, high, line in owners if low <= middle < high), None)
        if line:
            yield replace(statement, language=passage.language), line.codes  # type: ignore[arg-type]


def _document(passage: Passage) -> tuple[Document, list[tuple[int, int, Line]]]:
    text, blocks, owners = "", [], []
    columns: list[str] = []
    table = row = -1
    for line in passage.lines:
        shape = dict(line.block)
        column = shape.pop("header_of", None)
        if column is None:
            columns = []
        elif not columns or str(column) not in columns or line.joins:
            if not columns:
                table, row = table + 1, 0
            columns.append(str(column))
            text, block = _added(text, str(column), len(blocks), {
                "kind": "table_cell", "table": table, "row": 0, "column": len(columns) - 1,
                "header": True,
            })  # fmt: skip
            blocks.append(block)
        if column is not None:
            at = columns.index(str(column))
            row += at == 0
            shape |= {"table": table, "row": max(1, row), "column": at}
        if line.joins and blocks:
            last = blocks[-1]
            text = f"{text[:-1]} {line.text}\n"
            owners.append((last.end, len(text) - 1, line))
            whole = text[last.start : len(text) - 1]
            blocks[-1] = replace(last, end=len(text) - 1, text=whole)
            continue
        text, block = _added(text, line.text, len(blocks), shape)
        blocks.append(block)
        owners.append((block.start, block.end, line))
    page = Page(number=1, text=text)
    digest = hashlib.sha256(f"{passage.id}\n{text}".encode()).hexdigest()
    made = Document(
        id=digest, name=passage.id, format="written", pages=(page,), blocks=tuple(blocks)
    )
    return made, owners


def _added(text: str, said: str, order: int, shape: dict[str, object]) -> tuple[str, Block]:
    start, end = len(text), len(text) + len(said)
    block = Block(page=1, order=order, start=start, end=end, text=said, **shape)  # type: ignore[arg-type]
    return f"{text}{said}\n", block


def table(found: Sequence[Passage]) -> Iterator[str]:
    """Codes by language."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for passage in found:
        for line in passage.lines:
            counts["lines", "", passage.language] += 1
            for name in ("type", "level", "arena", *FIELDS, "challenges"):
                value = getattr(line.codes, name)
                for code in value if isinstance(value, tuple) else [value] if value else []:
                    counts[name, str(code), passage.language] += 1
    yield f"{'':<34}" + "".join(f"{language:>7}" for language in LANGUAGES)
    for name, code in sorted({key[:2] for key in counts}):
        numbers = [counts[name, code, language] for language in LANGUAGES]
        yield f"{name + ' ' + code:<34}" + "".join(f"{number:>7}" for number in numbers)


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    found, faults = passages(folder, load_codebook())
    print("\n".join(table(found)))
    made = sum(1 for passage in found for _ in statements(passage))
    print("\n".join(faults), file=sys.stderr)
    print(f"{len(found)} passages, {made} statements, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
